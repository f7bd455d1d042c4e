//! Walks the main part once and gathers paragraphs and tables.
//!
//! Must never print what is not on paper: deleted text, field codes, hidden text, a placeholder, the second copy of a text box.

use super::grid::{self, Merge, RawCell, RawRow};
use super::lists::{ListPlace, Lists, number, value};
use super::{Block, CELLS_MAX, COLUMNS_MAX, ROWS_MAX, Table, Unreadable, broken, too_large};
use crate::documents::mistake::MistakeCode;
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

const WORD: &[u8] = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const WORD_STRICT: &[u8] = b"http://purl.oclc.org/ooxml/wordprocessingml/main";
const COMPATIBILITY: &[u8] = b"http://schemas.openxmlformats.org/markup-compatibility/2006";
/// Real documents stay under 40.
const DEPTH_MAX: usize = 256;

pub(super) fn read(text: &str, lists: Lists) -> Result<Vec<Block>, Unreadable> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut walk = Walk::new(lists);
    loop {
        let read = reader.read_resolved_event();
        let (space, event) = read.map_err(|_| broken("его основной текст обрывается"))?;
        match event {
            Event::Start(element) => walk.open(&space, &element)?,
            Event::Empty(element) => {
                walk.open(&space, &element)?;
                walk.close()?;
            }
            Event::End(_) => walk.close()?,
            Event::Text(text) => walk.text(&text.decode().map_err(|_| broken("в нём не та кодировка"))?),
            Event::CData(text) => walk.text(&text.decode().map_err(|_| broken("в нём не та кодировка"))?),
            Event::GeneralRef(reference) => {
                let sign = match reference.resolve_char_ref() {
                    Ok(Some(sign)) => sign,
                    _ => match &*reference.decode().unwrap_or_default() {
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        "amp" => '&',
                        _ => return Err(broken("в нём неизвестное обозначение знака")),
                    },
                };
                walk.text(sign.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(broken("в нём объявление DOCTYPE")),
            Event::Eof => break,
            _ => {}
        }
    }
    walk.finish()
}

/// What an open element is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Other,
    /// Nothing inside is on paper.
    Skipped,
    Table,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    Paragraph,
    ParagraphProperties,
    Run,
    RunProperties,
    Text,
    ContentControl,
    ContentControlBody,
}

#[derive(Default)]
struct OpenTable {
    rows: Vec<RawRow>,
}

#[derive(Default)]
struct OpenParagraph {
    text: String,
    place: ListPlace,
    style: Option<String>,
    /// The run that is being read is hidden.
    hidden: bool,
}

struct Walk {
    frames: Vec<Frame>,
    skipped: usize,
    tables: Vec<OpenTable>,
    paragraphs: Vec<OpenParagraph>,
    /// For each open content control: it shows its placeholder.
    placeholders: Vec<bool>,
    lists: Lists,
    blocks: Vec<Block>,
    rows: usize,
    cells: usize,
}

impl Walk {
    fn new(lists: Lists) -> Self {
        Self {
            frames: Vec::new(),
            skipped: 0,
            tables: Vec::new(),
            paragraphs: Vec::new(),
            placeholders: Vec::new(),
            lists,
            blocks: Vec::new(),
            rows: 0,
            cells: 0,
        }
    }

    fn finish(self) -> Result<Vec<Block>, Unreadable> {
        // An unclosed element at the end is not a mistake to the reader of XML.
        if self.frames.is_empty() && !self.blocks.is_empty() {
            Ok(self.blocks)
        } else if self.frames.is_empty() {
            Err(broken("в нём нет текста"))
        } else {
            Err(broken("его основной текст обрывается"))
        }
    }

    fn open(&mut self, space: &ResolveResult<'_>, element: &BytesStart<'_>) -> Result<(), Unreadable> {
        if self.frames.len() >= DEPTH_MAX {
            return Err(Unreadable {
                code: MistakeCode::TooLarge,
                message: "таблицы или рамки вложены друг в друга слишком глубоко; упростите документ".to_owned(),
            });
        }
        let frame = if self.skipped > 0 {
            Frame::Skipped
        } else {
            match space {
                ResolveResult::Bound(space) if space.as_ref() == WORD_STRICT => {
                    return Err(Unreadable {
                        code: MistakeCode::Strict,
                        message: "это документ Strict Open XML (сохраните его как обычный «Документ Word (.docx)»)"
                            .to_owned(),
                    });
                }
                ResolveResult::Bound(space) if space.as_ref() == COMPATIBILITY => {
                    if element.local_name().as_ref() == b"Fallback" {
                        Frame::Skipped
                    } else {
                        Frame::Other
                    }
                }
                ResolveResult::Bound(space) if space.as_ref() == WORD => self.word(element)?,
                _ => Frame::Other,
            }
        };
        self.skipped += usize::from(frame == Frame::Skipped);
        self.frames.push(frame);
        Ok(())
    }

    /// An element of Word itself.
    fn word(&mut self, element: &BytesStart<'_>) -> Result<Frame, Unreadable> {
        let parent = self.frames.last().copied();
        let name = element.local_name();
        Ok(match name.as_ref() {
            b"tbl" => {
                self.tables.push(OpenTable::default());
                Frame::Table
            }
            b"tr" if parent_is_table(&self.frames) => {
                self.rows += 1;
                if self.rows > ROWS_MAX {
                    return Err(too_large("строк таблиц", ROWS_MAX));
                }
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(RawRow::default());
                }
                Frame::Row
            }
            b"tc" if self.row().is_some() => {
                if let Some(row) = self.row() {
                    row.cells.push(RawCell::default());
                }
                Frame::Cell
            }
            b"p" => {
                self.paragraphs.push(OpenParagraph::default());
                Frame::Paragraph
            }
            b"pPr" => Frame::ParagraphProperties,
            b"r" => Frame::Run,
            b"rPr" => Frame::RunProperties,
            b"trPr" => Frame::RowProperties,
            b"tcPr" => Frame::CellProperties,
            b"t" => Frame::Text,
            b"sdt" => {
                self.placeholders.push(false);
                Frame::ContentControl
            }
            b"sdtContent" if self.placeholders.last() == Some(&true) => Frame::Skipped,
            b"sdtContent" => Frame::ContentControlBody,
            b"del" if parent == Some(Frame::RowProperties) => {
                if let Some(row) = self.row() {
                    row.removed = true;
                }
                Frame::Other
            }
            b"del" | b"moveFrom" | b"instrText" | b"delText" | b"delInstrText" | b"tcPrChange" | b"trPrChange"
            | b"pPrChange" | b"rPrChange" | b"tblPrChange" | b"tblGridChange" | b"sectPrChange"
            | b"numberingChange" | b"tblPrExChange" => Frame::Skipped,
            other => {
                self.property(other, parent, element);
                Frame::Other
            }
        })
    }

    /// An element that says something about the row, the cell, the paragraph or the run, or is a sign of its own.
    fn property(&mut self, name: &[u8], parent: Option<Frame>, element: &BytesStart<'_>) {
        match (name, parent) {
            (b"gridBefore", Some(Frame::RowProperties)) => {
                let before = columns(element);
                if let Some(row) = self.row() {
                    row.before = before;
                }
            }
            (b"tblHeader", Some(Frame::RowProperties)) => {
                if let Some(row) = self.row() {
                    row.header = is_on(element);
                }
            }
            (b"gridSpan", Some(Frame::CellProperties)) => {
                let span = columns(element);
                if let Some(cell) = self.cell() {
                    cell.span = span;
                }
            }
            (b"vMerge", Some(Frame::CellProperties)) => {
                let begins = value(element, b"val").is_some_and(|value| value == "restart");
                if let Some(cell) = self.cell() {
                    cell.merge = if begins { Merge::Begins } else { Merge::Continues };
                }
            }
            (b"showingPlcHdr", _) => {
                if let Some(shows) = self.placeholders.last_mut() {
                    *shows = is_on(element);
                }
            }
            (b"numId", _) => self.mark(|paragraph| paragraph.place.list = number(element, b"val")),
            (b"ilvl", _) => {
                self.mark(|paragraph| paragraph.place.level = number(element, b"val").map(|level| level as usize));
            }
            (b"pStyle", _) => self.mark(|paragraph| paragraph.style = value(element, b"val")),
            (b"vanish", Some(Frame::RunProperties)) => self.mark(|paragraph| paragraph.hidden = is_on(element)),
            (b"tab", Some(Frame::Run)) => self.sign('\t'),
            (b"br" | b"cr", Some(Frame::Run)) => self.sign('\n'),
            (b"noBreakHyphen", Some(Frame::Run)) => self.sign('-'),
            (b"softHyphen", Some(Frame::Run)) => self.sign('\u{ad}'),
            (b"sym", Some(Frame::Run)) => {
                let code = value(element, b"char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                // Ticks and crosses of Wingdings; other signs of such fonts cannot be told.
                match code.map(|code| code & 0xff) {
                    Some(0xfc | 0xfe | 0x52) => self.sign('✓'),
                    Some(0xfb | 0xfd | 0x53) => self.sign('х'),
                    _ => self.sign('\u{fffd}'),
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        match self.frames.pop() {
            None => return Err(broken("его основной текст не читается")),
            Some(Frame::Skipped) => self.skipped -= 1,
            Some(Frame::Paragraph) => self.end_paragraph(),
            Some(Frame::Run) => self.mark(|paragraph| paragraph.hidden = false),
            Some(Frame::ContentControl) => {
                self.placeholders.pop();
            }
            Some(Frame::Table) => self.end_table()?,
            Some(_) => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0
            && self.frames.last() == Some(&Frame::Text)
            && let Some(paragraph) = self.paragraphs.last_mut().filter(|paragraph| !paragraph.hidden)
        {
            paragraph.text.push_str(text);
        }
    }

    fn sign(&mut self, sign: char) {
        if let Some(paragraph) = self.paragraphs.last_mut().filter(|paragraph| !paragraph.hidden) {
            paragraph.text.push(sign);
        }
    }

    fn mark(&mut self, change: impl FnOnce(&mut OpenParagraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    fn row(&mut self) -> Option<&mut RawRow> {
        self.tables.last_mut()?.rows.last_mut()
    }

    fn cell(&mut self) -> Option<&mut RawCell> {
        self.row()?.cells.last_mut()
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let label = self.lists.label(paragraph.place, paragraph.style.as_deref());
        let text = match label {
            Some(label) if paragraph.text.trim().is_empty() => label,
            Some(label) => format!("{label} {}", paragraph.text),
            None => paragraph.text,
        };
        match self.cell() {
            Some(cell) => cell.lines.push(text),
            None => self.blocks.push(Block::Paragraph(text)),
        }
    }

    fn end_table(&mut self) -> Result<(), Unreadable> {
        let Some(open) = self.tables.pop() else { return Ok(()) };
        let table = grid::table(open.rows);
        self.cells += table.columns * table.rows.len();
        if self.cells > CELLS_MAX {
            return Err(too_large("ячеек таблиц", CELLS_MAX));
        }
        match self.cell() {
            Some(cell) => {
                cell.lines.extend(words(&table));
                cell.tables.push(table);
            }
            None => self.blocks.push(Block::Table(table)),
        }
        Ok(())
    }
}

/// A row belongs to the table it stands in, content controls aside.
fn parent_is_table(frames: &[Frame]) -> bool {
    let holder = frames
        .iter()
        .rev()
        .find(|frame| !matches!(frame, Frame::Other | Frame::ContentControl | Frame::ContentControlBody));
    holder == Some(&Frame::Table)
}

/// The words of a table inside a cell, a line for each row.
fn words(table: &Table) -> Vec<String> {
    let row = |row: &super::Row| {
        let cells: Vec<&str> = row
            .cells
            .iter()
            .filter(|cell| cell.part == super::Part::First)
            .map(|cell| cell.text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        cells.join(" ")
    };
    table.rows.iter().map(row).filter(|line| !line.is_empty()).collect()
}

fn columns(element: &BytesStart<'_>) -> usize {
    number(element, b"val").map_or(0, |count| (count as usize).min(COLUMNS_MAX))
}

/// `<w:x/>`, `w:val="1"`, `true` and `on` switch on.
fn is_on(element: &BytesStart<'_>) -> bool {
    value(element, b"val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"))
}
