//! The programme of a mentoring pair. Must never hold an aim or an activity of its own: they come with the data.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{dashes, document, if_any};
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// When an activity takes place.
const WHEN: &str = "{% if activity.start and activity.end and activity.start != activity.end %}{{ activity.start|дата }}\u{a0}– {{ activity.end|дата }}{% elif activity.start and activity.end %}{{ activity.end|дата }}{% elif activity.end %}до {{ activity.end|дата }}{% elif activity.start %}с {{ activity.start|дата }}{% else %}в течение срока программы{% endif %}";

pub(super) fn mentoring_programme(layout: Layout) -> Sheet {
    let title = "Персонализированная программа наставничества";
    let mut sheet = Sheet::new(layout, title, "{{ issuer.short_name }}");
    sheet.approved_by_person("approver");
    sheet.line(
        Style::AnnexTitle,
        "ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА\nна период с {{ start|дата }} по {{ end|дата }}",
    );
    sheet.line(Style::Place, "{{ issuer.name }}");
    sheet.table(&pair());
    sheet.line(Style::BeforeText, "");
    sheet.line(Style::Text, "Куратор: {{ curator.name }}, {{ curator.post }}.");
    sheet.when("basis", |sheet| {
        sheet.line(
            Style::Text,
            &format!("Пара закреплена на основании {}.", document("basis")),
        );
    });
    sheet.line(Style::Text, "Форма наставничества: «{{ form }}», вид: «{{ model }}».");
    aims(&mut sheet);
    sheet.when("stages", |sheet| {
        sheet.line(Style::SectionHeading, "Мероприятия программы");
        sheet.table(&activities());
    });
    sheet.when("outcomes", |sheet| {
        sheet.line(Style::SectionHeading, "Ожидаемые результаты");
        dashes(sheet, "outcomes");
    });
    sheet.line(
        Style::PointLast,
        &format!(
            "Изменения вносятся в программу по согласованию наставника, наставляемого и куратора.{}",
            if_any(
                "report_due",
                " Отчёт о реализации программы представляется куратору не позднее {{ report_due|дата }}."
            )
        ),
    );
    signatures(&mut sheet);
    sheet
}

fn pair() -> Table {
    let row = |title: &str, field: &str| {
        vec![
            Cell::text(title),
            Cell::text(&format!("{{{{ mentor.{field} }}}}")),
            Cell::text(&format!("{{{{ mentee.{field} }}}}")),
        ]
    };
    Table::framed(&[46, 62, 62])
        .head(&["Сведения", "Наставник", "Наставляемый"])
        .row(row("Фамилия, имя, отчество", "name"))
        .row(row("Должность", "post"))
        .row(row("Педагогический стаж, лет", "experience_years"))
        .row(row("Квалификационная категория", "qualification"))
}

fn aims(sheet: &mut Sheet) {
    sheet.line(Style::SectionHeading, "Цель и задачи");
    sheet.line(Style::Text, "Цель: {{ goal }}");
    sheet.when("objectives", |sheet| {
        sheet.line(Style::PointDue, "Задачи:");
        dashes(sheet, "objectives");
    });
    sheet.when("requests", |sheet| {
        sheet.line(Style::SectionHeading, "Затруднения наставляемого и помощь наставника");
        sheet.table(
            &Table::framed(&[12, 72, 86])
                .head(&["№ п/п", "Профессиональное затруднение", "Чем поможет наставник"])
                .row(vec![
                    Cell::center("{% for request in requests %}{{ loop.index }}"),
                    Cell::text("{{ request.difficulty }}"),
                    Cell::text("{{ request.help }}{% endfor %}"),
                ]),
        );
    });
}

fn activities() -> Table {
    Table::framed(&[12, 42, 32, 26, 38, 20])
        .head(&["№ п/п", "Мероприятие", "Форма", "Срок", "Результат", "Отметка"])
        .across(Cell::of(Style::TemplateTag, "{% for stage in stages %}"))
        .across(Cell::of(
            Style::TableSection,
            "{% set stage_number = loop.index %}{{ stage.heading }}",
        ))
        .row(vec![
            Cell::of(
                Style::TableSmallCenter,
                "{% for activity in stage.activities %}{{ stage_number }}.{{ loop.index }}",
            ),
            Cell::of(Style::TableSmall, "{{ activity.what }}"),
            Cell::of(Style::TableSmall, "{{ activity.format }}"),
            Cell::of(Style::TableSmallCenter, WHEN),
            Cell::of(Style::TableSmall, "{{ activity.result }}"),
            Cell::of(Style::TableSmall, "{% endfor %}"),
        ])
        .across(Cell::of(Style::TemplateTag, "{% endfor %}"))
}

/// Three who sign, in rows that stay together.
fn signatures(sheet: &mut Sheet) {
    let row = |who: &str, name: &str| {
        vec![
            Cell::of(Style::SignatureNear, who).at_bottom(),
            Cell::of(Style::SignatureLine, "________________").at_bottom(),
            Cell::of(Style::SignatureName, name).at_bottom(),
        ]
    };
    sheet.table(
        &Table::unseen(&[45, 40, 85])
            .row(row("Наставник", "{{ mentor.name|инициалы }}"))
            .row(row("Наставляемый", "{{ mentee.name|инициалы }}"))
            .row(row("Куратор", "{{ curator.name }}"))
            .kept(),
    );
}
