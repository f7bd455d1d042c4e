//! A paper typed line by line, in the words of office typing, and written as a Word file in canonical form.
//!
//! Works for starter templates (lines hold tags) and for papers made from scratch (lines hold data). Must never format a
//! line by hand: every line has a style.

use docx_rs as word;

use super::canonical::{Properties, canonical};
use super::layout::{
    BOTTOM, HEADER, LANDSCAPE_BOTTOM, LANDSCAPE_SIDE, LANDSCAPE_TOP, LEFT, Layout, Length, PAGE_HEIGHT, PAGE_WIDTH,
    RIGHT, TOP,
};
use super::look::Style;
use super::table::Table;
use super::{Uncanonical, base};

/// A paper being typed.
#[derive(Debug, Clone)]
pub struct Sheet {
    layout: Layout,
    properties: Properties,
    sections: Vec<Section>,
    /// How many lists Word numbers, each from one.
    lists: usize,
}

/// Pages that lie the same way.
#[derive(Debug, Clone)]
struct Section {
    landscape: bool,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
enum Block {
    Paragraph(Box<word::Paragraph>),
    Table(Box<word::Table>),
}

impl Sheet {
    /// An upright page; title and author are what the file's properties say.
    pub fn new(layout: Layout, title: &str, author: &str) -> Self {
        Self {
            layout,
            properties: Properties {
                title: title.to_owned(),
                author: author.to_owned(),
            },
            sections: vec![Section {
                landscape: false,
                blocks: Vec::new(),
            }],
            lists: 0,
        }
    }

    /// A page laid on its side.
    pub fn landscape(layout: Layout, title: &str, author: &str) -> Self {
        let mut sheet = Self::new(layout, title, author);
        sheet.sections[0].landscape = true;
        sheet
    }

    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// A line in a style. A tab jumps to the style's stop, a line feed begins a new line of the same paragraph.
    pub fn line(&mut self, style: Style, text: &str) -> &mut Self {
        self.put(Block::Paragraph(Box::new(paragraph(style, text))))
    }

    /// A line that Word numbers: `1.` on level 0, `1.1.` on level 1.
    pub fn numbered(&mut self, style: Style, level: usize, text: &str) -> &mut Self {
        self.lists = self.lists.max(1);
        let number = word::NumberingId::new(base::FIRST_LIST + self.lists - 1);
        let line = paragraph(style, text).numbering(number, word::IndentLevel::new(level));
        self.put(Block::Paragraph(Box::new(line)))
    }

    /// The next numbered line begins with one again.
    pub fn begin_numbers(&mut self) -> &mut Self {
        self.lists += 1;
        self
    }

    /// A line of the template's machinery alone in its paragraph: it vanishes from the paper.
    pub fn tag(&mut self, tag: &str) -> &mut Self {
        self.line(Style::TemplateTag, tag)
    }

    /// What is typed only where the condition holds.
    pub fn when(&mut self, condition: &str, typed: impl FnOnce(&mut Self)) -> &mut Self {
        self.tag(&format!("{{% if {condition} %}}"));
        typed(self);
        self.tag("{% endif %}")
    }

    /// What is typed where the condition holds, and what where it does not.
    pub fn either(
        &mut self,
        condition: &str,
        typed: impl FnOnce(&mut Self),
        otherwise: impl FnOnce(&mut Self),
    ) -> &mut Self {
        self.tag(&format!("{{% if {condition} %}}"));
        typed(self);
        self.tag("{% else %}");
        otherwise(self);
        self.tag("{% endif %}")
    }

    /// What is typed once for each: `each("point in points", |sheet| …)`.
    pub fn each(&mut self, one_in_list: &str, typed: impl FnOnce(&mut Self)) -> &mut Self {
        self.tag(&format!("{{% for {one_in_list} %}}"));
        typed(self);
        self.tag("{% endfor %}")
    }

    pub fn table(&mut self, table: &Table) -> &mut Self {
        self.put(Block::Table(Box::new(table.drawn())));
        self.line(table.after(), "")
    }

    /// From here on, pages laid on their side; begins a new page.
    pub fn turn_landscape(&mut self) -> &mut Self {
        self.turn(true)
    }

    /// From here on, upright pages again; begins a new page.
    pub fn turn_upright(&mut self) -> &mut Self {
        self.turn(false)
    }

    /// The bar code requisite (QR) at the bottom right of the page on which it is typed; type it first on the page.
    pub fn bar_code(&mut self, tag: &str) -> &mut Self {
        let framed = paragraph(Style::BarCode, tag)
            .wrap("around")
            .h_anchor("margin")
            .v_anchor("margin")
            .x_align("right")
            .y_align("bottom")
            .h_space(142)
            .v_space(142);
        self.put(Block::Paragraph(Box::new(framed)))
    }

    /// The Word file; the same bytes for the same lines.
    pub fn finish(&self) -> Result<Vec<u8>, Uncanonical> {
        let mut docx = base::docx(self.layout, self.lists)
            .header(word::Header::new().add_paragraph(page_number()))
            .first_header(word::Header::new().add_paragraph(word::Paragraph::new().style("Header")));
        let last = self.sections.len() - 1;
        for (at, section) in self.sections.iter().enumerate() {
            for block in &section.blocks {
                docx = match block {
                    Block::Paragraph(paragraph) => docx.add_paragraph((**paragraph).clone()),
                    Block::Table(table) => docx.add_table((**table).clone()),
                };
            }
            let own = section.properties(at == 0, &docx.document.section_property);
            if at < last {
                let end = word::Paragraph::new().style(&Style::AfterTable.id());
                docx = docx.add_paragraph(end.section_property(own));
            } else {
                docx.document.section_property = own;
            }
        }
        let mut bytes = std::io::Cursor::new(Vec::new());
        docx.build()
            .pack(&mut bytes)
            .map_err(|error| Uncanonical::Package(error.to_string()))?;
        canonical(bytes.get_ref(), &self.properties)
    }

    fn put(&mut self, block: Block) -> &mut Self {
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
        }
        self
    }

    fn turn(&mut self, landscape: bool) -> &mut Self {
        self.sections.push(Section {
            landscape,
            blocks: Vec::new(),
        });
        self
    }
}

impl Section {
    /// Page, margins, and the headers of the document; only its very first page has no number.
    fn properties(&self, first: bool, document: &word::SectionProperty) -> word::SectionProperty {
        let mut own = document.clone();
        let edge = |length: Length| u32::try_from(length.0).unwrap_or_default();
        own = if self.landscape {
            own.page_size(word::PageSize::new().size(edge(PAGE_HEIGHT), edge(PAGE_WIDTH)))
                .page_orient(word::PageOrientationType::Landscape)
                .page_margin(margins(LANDSCAPE_TOP, LANDSCAPE_SIDE, LANDSCAPE_BOTTOM, LANDSCAPE_SIDE))
        } else {
            own.page_size(word::PageSize::new().size(edge(PAGE_WIDTH), edge(PAGE_HEIGHT)))
                .page_margin(margins(TOP, RIGHT, BOTTOM, LEFT))
        };
        own.title_pg = first;
        own
    }
}

fn margins(top: Length, right: Length, bottom: Length, left: Length) -> word::PageMargin {
    word::PageMargin {
        top: top.0,
        right: right.0,
        bottom: bottom.0,
        left: left.0,
        header: HEADER.0,
        footer: HEADER.0,
        gutter: 0,
    }
}

fn page_number() -> word::Paragraph {
    word::Paragraph::new()
        .style("Header")
        .add_page_num(word::PageNum::new())
}

/// A paragraph in a style; signs that XML forbids are left out.
pub(super) fn paragraph(style: Style, text: &str) -> word::Paragraph {
    let paragraph = word::Paragraph::new().style(&style.id());
    if text.is_empty() {
        return paragraph;
    }
    let mut run = word::Run::new();
    let mut piece = String::new();
    for sign in text.chars() {
        match sign {
            '\t' | '\n' => {
                run = typed(run, &mut piece);
                run = if sign == '\t' {
                    run.add_tab()
                } else {
                    run.add_break(word::BreakType::TextWrapping)
                };
            }
            '\u{0}'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {}
            other => piece.push(other),
        }
    }
    paragraph.add_run(typed(run, &mut piece))
}

fn typed(run: word::Run, piece: &mut String) -> word::Run {
    if piece.is_empty() {
        run
    } else {
        run.add_text(std::mem::take(piece))
    }
}
