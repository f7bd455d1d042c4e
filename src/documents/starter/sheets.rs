//! The sheets that go with an order: of approval and of acquaintance. Must never print a signature that was not given.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{UPRIGHT, blank_row, date, document, if_any, signature};
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// The answer in words, with the remarks.
const VERDICT: &str = "{% if line.verdict %}{% if line.verdict.decision == 'agreed' %}Согласовано{% elif line.verdict.decision == 'agreed_with_remarks' %}Согласовано с замечаниями{% else %}Не согласовано{% endif %}{% if line.verdict.remark %}: {{ line.verdict.remark }}{% endif %}{% endif %}";

pub(super) fn approval_sheet(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(
        layout,
        "Лист согласования к {{ document.kind }} «{{ document.title }}»",
        "{{ submitted_by }}",
    );
    sheet.line(
        Style::SheetTitle,
        &format!(
            "ЛИСТ СОГЛАСОВАНИЯ\nк {{{{ document.kind }}}}{} «{{{{ document.title }}}}»",
            if_any(
                "document.date or document.number",
                &format!(
                    " от {} №\u{a0}{}",
                    date("document.date"),
                    super::requisites::number("document.number")
                )
            )
        ),
    );
    sheet.line(
        Style::Small,
        &format!(
            "Проект внесён: {{{{ submitted_by }}}}{}.",
            if_any("submitted", ", направлен на согласование {{ submitted|дата }}")
        ),
    );
    sheet.either(
        "approvers",
        |sheet| {
            sheet.line(Style::BeforeTable, "");
            sheet.table(&approvers());
        },
        |sheet| {
            sheet.line(Style::Small, "Согласующие не назначены.");
        },
    );
    sheet.prepared_by();
    sheet
}

fn approvers() -> Table {
    Table::framed(&[10, 50, 22, 43, 22, 23])
        .head(&[
            "№ п/п",
            "Должность, инициалы, фамилия",
            "Получен",
            "Решение, замечания",
            "Дата",
            "Подпись",
        ])
        .row(vec![
            Cell::of(Style::TableSmallCenter, "{% for line in approvers %}{{ loop.index }}"),
            Cell::of(Style::TableSmall, "{{ line.post }}").and("{{ line.name }}"),
            Cell::of(
                Style::TableSmallCenter,
                "{% if line.received %}{{ line.received|дата }}{% endif %}",
            ),
            Cell::of(Style::TableSmall, VERDICT),
            Cell::of(
                Style::TableSmallCenter,
                "{% if line.verdict %}{{ line.verdict.date|дата }}{% endif %}",
            ),
            Cell::of(Style::TableSmall, "{% endfor %}"),
        ])
}

pub(super) fn acquaintance_sheet(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, "Лист ознакомления с {{ document.kind }}", "{{ institution }}");
    sheet.line(Style::JournalOwner, "{{ institution }}");
    sheet.line(
        Style::SheetTitle,
        &format!("ЛИСТ ОЗНАКОМЛЕНИЯ\nс {}", document("document")),
    );
    sheet.when("due", |sheet| {
        sheet.line(Style::Small, "Срок ознакомления – не позднее {{ due|дата }}.");
    });
    sheet.line(Style::BeforeTable, "");
    sheet.table(
        &Table::framed(&[12, 52, 50, 28, 28])
            .head(&["№ п/п", "Фамилия, имя, отчество", "Должность", "Дата", "Подпись"])
            .row(vec![
                Cell::of(Style::TableSmallCenter, "{% for person in people %}{{ loop.index }}"),
                Cell::of(Style::TableSmall, "{{ person.name }}"),
                Cell::of(Style::TableSmall, "{{ person.post }}"),
                Cell::of(
                    Style::TableSmallCenter,
                    "{% if person.date %}{{ person.date|дата }}{% endif %}",
                ),
                Cell::of(Style::TableSmall, "{% endfor %}"),
            ])
            .row(blank_row("people", 5)),
    );
    sheet.line(Style::SummaryLast, "Ответственный за ознакомление:");
    signature(&mut sheet, "signer", UPRIGHT);
    sheet
}
