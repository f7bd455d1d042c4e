//! The register of rows that institutions returned. Must never know which columns it has.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{ASIDE, basis, signature, silent};
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// A value by its kind; a kind without a value prints nothing.
const VALUE: &str = "{% if cell.kind == 'date' %}{{ cell.value|дата }}{% elif cell.kind == 'number' %}{{ cell.value|число }}{% elif cell.kind != 'empty' %}{{ cell.value }}{% endif %}";

pub(super) fn register(layout: Layout) -> Sheet {
    let mut sheet = Sheet::landscape(layout, "{{ title }}", "{{ keeper }}");
    sheet.when("notice", |sheet| {
        sheet.line(Style::AccessMark, "{{ notice }}");
    });
    sheet.line(
        Style::SheetTitle,
        "{{ title }}\nпо состоянию на {{ as_of|дата_словами }}",
    );
    sheet.line(Style::Small, "Ведёт: {{ keeper }}.");
    sheet.line(Style::Small, &basis());
    sheet.either(
        "rows",
        |sheet| {
            sheet.line(Style::BeforeTable, "");
            sheet.table(&table());
        },
        |sheet| {
            sheet.line(Style::SmallHead, "Записей в базе нет.");
        },
    );
    sheet.when("not_applicable", |sheet| {
        sheet.line(Style::SmallHead, "Сведения не представляются (не применимо):");
        sheet.each("line in not_applicable", |sheet| {
            sheet.line(
                Style::SmallItem,
                "{{ line.institution }} – {{ line.reason }}{% if loop.last %}.{% else %};{% endif %}",
            );
        });
    });
    silent(&mut sheet, "Сведения не представили:");
    sheet.line(
        Style::SummaryLast,
        "Всего записей – {{ rows|length }}, представили сведения учреждений – {{ rows|map(attribute='institution')|unique|list|length }}.",
    );
    signature(&mut sheet, "signer", ASIDE);
    sheet.prepared_by();
    sheet
}

fn table() -> Table {
    Table::framed(&[11, 46, 200])
        .head_of(vec![
            Cell::of(Style::TableSmallHead, "№ п/п"),
            Cell::of(Style::TableSmallHead, "Учреждение"),
            Cell::of(
                Style::TableSmallHead,
                "{%tc for column in columns %}{{ column }}{%tc endfor %}",
            )
            .elastic(),
        ])
        .row(vec![
            Cell::of(Style::TableSmallCenter, "{% for row in rows %}{{ loop.index }}"),
            Cell::of(Style::TableSmall, "{{ row.institution }}"),
            Cell::of(
                Style::TableSmall,
                &format!("{{%tc for cell in row.cells %}}{VALUE}{{%tc endfor %}}{{% endfor %}}"),
            )
            .elastic(),
        ])
}
