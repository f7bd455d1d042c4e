//! What every paper shares below its lines: fonts, default sizes, and all styles.
//!
//! Must never depend on what is typed.

use docx_rs as word;

use super::layout::Layout;
use super::look::Style;

const FONT: &str = "Times New Roman";

/// An empty document that knows the styles.
pub(super) fn docx(layout: Layout) -> word::Docx {
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
    docx.add_style(framed()).add_style(unseen())
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
