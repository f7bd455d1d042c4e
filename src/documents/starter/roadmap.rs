//! The road-map: the annex of an order, on pages laid on their side.
//!
//! Must never drop or merge a line of the plan: the importer reads this table back.

use super::layout::Layout;
use super::look::Style;
use super::sheet::Sheet;
use super::table::{Cell, Table};

pub(super) fn roadmap(layout: Layout) -> Sheet {
    let title = "{{ kind }} {{ title }}";
    let mut sheet = Sheet::landscape(layout, title, "{{ annex.issuer }}");
    let dated = "от {% if annex.date %}{{ annex.date|дата }}{% else %}____________{% endif %} №\u{a0}{% if annex.order %}{{ annex.order }}{% else %}______{% endif %}";
    let mark = Style::AnnexMarkAside;
    sheet
        .line(mark, "Приложение{% if annex.number %} {{ annex.number }}{% endif %}")
        .either(
            "participle",
            |sheet| {
                sheet
                    .line(mark, "")
                    .line(mark, "{{ participle }}")
                    .line(mark, "приказом {{ annex.issuer }}");
            },
            |sheet| {
                sheet.line(mark, "к приказу {{ annex.issuer }}");
            },
        )
        .line(mark, dated)
        .annex_title("{{ kind|upper }}\n{{ title }}")
        .table(&lines());
    sheet
}

/// A row for each section over the whole width, and its items below; rows with nothing but tags vanish.
fn lines() -> Table {
    let tag = |text: &str| Cell::of(Style::TemplateTag, text);
    Table::framed(&[16, 96, 40, 47, 58])
        .head(&[
            "№ п/п",
            "Наименование мероприятий",
            "Срок реализации",
            "Ответственный исполнитель",
            "Результат, вид документа",
        ])
        .across(tag("{% for section in sections %}"))
        .across(Cell::of(Style::TableSection, "{{ section.title }}"))
        .row(vec![
            Cell::center("{% for item in section.items %}{{ item.number }}"),
            Cell::text("{{ item.title }}"),
            Cell::text("{{ item.deadline }}"),
            Cell::text("{{ item.executors }}"),
            Cell::text("{{ item.result }}{% endfor %}"),
        ])
        .across(tag("{% endfor %}"))
}
