//! The analytical note. Must never draw a conclusion of its own.

use super::layout::Layout;
use super::look::Style;
use super::requisites::date_in_words;
use super::sheet::Sheet;
use super::table::{Cell, Table};

pub(super) fn analytical_note(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, "Аналитическая справка {{ title }}", "{{ issuer.short_name }}");
    sheet.approved_by_person("approver");
    sheet.line(
        Style::AnnexTitle,
        "АНАЛИТИЧЕСКАЯ СПРАВКА\n{{ title }}{% if period %}\n({{ period }}){% endif %}",
    );
    sheet.each("section in sections", |sheet| {
        sheet.line(Style::SectionHeading, "{{ section.heading }}");
        sheet.each("text in section.paragraphs", |sheet| {
            sheet.line(Style::Text, "{{ text }}");
        });
    });
    sheet.when("indicators", |sheet| {
        sheet.line(Style::SectionHeading, "Показатели");
        sheet.table(&indicators());
    });
    sheet.when("results", |sheet| {
        sheet.line(Style::SectionHeading, "Исполнение поручений по организациям");
        sheet.table(&results());
    });
    sheet.when("conclusions", |sheet| {
        sheet.line(Style::SectionHeading, "Выводы и предложения");
        sheet.each("text in conclusions", |sheet| {
            sheet.either(
                "loop.last",
                |sheet| {
                    sheet.last_point("{{ text }}");
                },
                |sheet| {
                    sheet.point("{{ text }}");
                },
            );
        });
    });
    sheet.signed_by("author");
    sheet.line(Style::SignatureDate, &date_in_words("date"));
    sheet
}

/// What was and what became of it; a dash where nothing was measured.
fn indicators() -> Table {
    let value = |path: &str| format!("{{% if {path} is none %}}–{{% else %}}{{{{ {path}|число }}}}{{% endif %}}");
    Table::framed(&[12, 83, 25, 25, 25])
        .head(&[
            "№ п/п",
            "Показатель",
            "Единица измерения",
            "Прошлый период",
            "Отчётный период",
        ])
        .row(vec![
            Cell::center("{% for indicator in indicators %}{{ loop.index }}"),
            Cell::text("{{ indicator.title }}"),
            Cell::center("{{ indicator.unit }}"),
            Cell::center(&value("indicator.before")),
            Cell::center(&format!("{}{{% endfor %}}", value("indicator.now"))),
        ])
}

fn results() -> Table {
    let sum = |field: &str| {
        Cell::of(
            Style::TableTotalCenter,
            &format!("{{{{ results|map(attribute='{field}')|sum }}}}"),
        )
    };
    Table::framed(&[11, 55, 22, 22, 18, 24, 18])
        .head_in(
            Style::TableSmallHead,
            &[
                "№ п/п",
                "Организация",
                "Поручений",
                "Исполнено",
                "из них в срок",
                "Просрочено",
                "В срок, %",
            ],
        )
        .row(vec![
            Cell::of(Style::TableSmallCenter, "{% for result in results %}{{ loop.index }}"),
            Cell::of(Style::TableSmall, "{{ result.institution }}"),
            Cell::of(Style::TableSmallCenter, "{{ result.tasks }}"),
            Cell::of(Style::TableSmallCenter, "{{ result.done }}"),
            Cell::of(Style::TableSmallCenter, "{{ result.in_time }}"),
            Cell::of(Style::TableSmallCenter, "{{ result.overdue }}"),
            Cell::of(
                Style::TableSmallCenter,
                "{{ result.share|число(знаков=1) }}{% endfor %}",
            ),
        ])
        .row(vec![
            Cell::of(Style::TableTotal, "Итого").over(2),
            sum("tasks"),
            sum("done"),
            sum("in_time"),
            sum("overdue"),
            Cell::of(Style::TableTotalCenter, "{{ total_share|число(знаков=1) }}"),
        ])
}
