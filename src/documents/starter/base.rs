//! What every paper shares below its lines: fonts, default sizes, and all styles.
//!
//! Must never depend on what is typed.

use docx_rs as word;

use super::layout::{INDENT, Layout};
use super::look::Style;

const FONT: &str = "Times New Roman";

/// Number of the first list; the library keeps the lower ones for itself.
pub(super) const FIRST_LIST: usize = 2;

/// An empty document that knows the styles and so many numbered lists.
pub(super) fn docx(layout: Layout, lists: usize) -> word::Docx {
    let fonts = word::RunFonts::new().ascii(FONT).hi_ansi(FONT).east_asia(FONT).cs(FONT);
    let header = word::Style::new("Header", word::StyleType::Paragraph)
        .name("header")
        .based_on("Normal")
        .align(word::AlignmentType::Center);
    let docx = word::Docx::new()
        .default_fonts(fonts)
        .default_size(28)
        .default_tab_stop(709)
        .add_style(header);
    let docx = Style::ALL
        .into_iter()
        .fold(docx, |docx, style| docx.add_style(style.definition(layout)));
    let docx = docx
        .add_style(framed())
        .add_style(unseen())
        .add_abstract_numbering(points());
    (0..lists).fold(docx, |docx, list| {
        let from_one = |level| word::LevelOverride::new(level).start(1);
        let numbering = word::Numbering::new(FIRST_LIST + list, FIRST_LIST).add_override(from_one(0));
        docx.add_numbering(numbering.add_override(from_one(1)))
    })
}

/// «1.», «1.1.», «1.1.1.», each in the line of its text.
fn points() -> word::AbstractNumbering {
    let texts = ["%1.", "%1.%2.", "%1.%2.%3."];
    texts
        .into_iter()
        .enumerate()
        .fold(word::AbstractNumbering::new(FIRST_LIST), |numbering, (level, text)| {
            let level = word::Level::new(
                level,
                word::Start::new(1),
                word::NumberFormat::new("decimal"),
                word::LevelText::new(text),
                word::LevelJc::new("left"),
            );
            let first = word::SpecialIndentType::FirstLine(INDENT.0);
            numbering.add_level(
                level
                    .suffix(word::LevelSuffixType::Space)
                    .indent(Some(0), Some(first), None, None),
            )
        })
}

fn framed() -> word::Style {
    use word::TableBorderPosition as At;
    let borders = [At::Top, At::Left, At::Bottom, At::Right, At::InsideH, At::InsideV]
        .into_iter()
        .fold(word::TableBorders::with_empty(), |borders, at| {
            borders.set(word::TableBorder::new(at).size(4).color("auto"))
        });
    let margins = word::TableCellMargins::new().margin(28, 85, 28, 85);
    word::Style::new("Grid", word::StyleType::Table)
        .name("Таблица с рамкой")
        .based_on("TableNormal")
        .table_property(
            word::TableProperty::without_borders()
                .set_borders(borders)
                .set_margins(margins),
        )
}

fn unseen() -> word::Style {
    let margins = word::TableCellMargins::new().margin(0, 0, 0, 0);
    word::Style::new("Plain", word::StyleType::Table)
        .name("Таблица без рамки")
        .based_on("TableNormal")
        .table_property(word::TableProperty::without_borders().set_margins(margins))
}
