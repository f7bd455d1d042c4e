//! The department's orders.
//!
//! Must never say what the context can say: the wording of points comes from it.

use super::layout::Layout;
use super::look::Style;
use super::phrases::{AnnexMark, DATE_AND_NUMBER};
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// Title of the file: «Приказ от … № … «О …»».
pub(super) const FILE_TITLE: &str =
    "Приказ {% if date %}от {{ date|дата }} {% endif %}{% if number %}№ {{ number }} {% endif %}«{{ title }}»";
pub(super) const FILE_AUTHOR: &str = "{{ issuer.short_name }}";

/// An order that gives items of the road-map to institutions, with the list of tasks as its annex.
pub(super) fn department(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, FILE_TITLE, FILE_AUTHOR);
    opening(&mut sheet);
    sheet.points("points", "annexes or tasks");
    annex_list(&mut sheet);
    closing(&mut sheet);
    sheet.when("tasks", |sheet| {
        let mark = AnnexMark {
            number: "{% if annexes %} {{ annexes|length + 1 }}{% endif %}",
            to: "приказу {{ issuer.short_name }}",
            dated: DATE_AND_NUMBER,
        };
        sheet
            .annex_mark(mark)
            .annex_title("Перечень поручений")
            .table(&task_table());
    });
    sheet
}

/// Down to the command.
fn opening(sheet: &mut Sheet) {
    sheet.order_head().when("preamble", |sheet| {
        sheet.paragraph("{{ preamble }}");
    });
    sheet.command();
}

/// From the signature to the end of the order itself.
fn closing(sheet: &mut Sheet) {
    sheet.signed_by("signer").prepared_by().acquainted();
}

/// «Приложения: 1. …», the table of tasks last.
fn annex_list(sheet: &mut Sheet) {
    let line = "{% if annex.number %}{{ annex.number }}. {% endif %}{{ annex.title }}.";
    sheet.when("annexes or tasks", |sheet| {
        sheet
            .line(
                Style::AnnexListHead,
                "{% if annexes|length + (1 if tasks else 0) > 1 %}Приложения{% else %}Приложение{% endif %}:",
            )
            .each("annex in annexes", |sheet| {
                sheet.either(
                    "loop.last and not tasks",
                    |sheet| {
                        sheet.line(Style::AnnexListLast, line);
                    },
                    |sheet| {
                        sheet.line(Style::AnnexList, line);
                    },
                );
            })
            .when("tasks", |sheet| {
                sheet.line(
                    Style::AnnexListLast,
                    "{% if annexes %}{{ annexes|length + 1 }}. {% endif %}Перечень поручений.",
                );
            });
    });
}

fn task_table() -> Table {
    let date = |field: &str| format!("{{% if task.{field} %}}{{{{ task.{field}|дата }}}}{{% else %}}–{{% endif %}}");
    Table::framed(&[10, 52, 16, 46, 23, 23])
        .head(&[
            "№ п/п",
            "Учреждение",
            "Пункт плана",
            "Мероприятие",
            "Срок",
            "На контроле до",
        ])
        .row(vec![
            Cell::center("{% for task in tasks %}{{ loop.index }}"),
            Cell::text("{{ task.institution }}"),
            Cell::center("{{ task.item }}"),
            Cell::text("{{ task.what }}"),
            Cell::center(&date("due")),
            Cell::center(&format!("{}{{% endfor %}}", date("control"))),
        ])
}
