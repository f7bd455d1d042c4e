//! The plan-order of courses. Must never add up shares in place of what was ordered.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{ASIDE, approval_aside, signature};
use super::sheet::Sheet;
use super::table::{Cell, Table};

const WHEN: &str = "{% if course.start and course.end %}{{ course.start|дата }} – {{ course.end|дата }}{% elif course.start %}с {{ course.start|дата }}{% else %}по плану организации{% endif %}";

pub(super) fn courses_plan(layout: Layout) -> Sheet {
    let mut sheet = Sheet::landscape(
        layout,
        "План-заказ курсовых мероприятий ({{ period }})",
        "{{ issuer.short_name }}",
    );
    approval_aside(&mut sheet);
    sheet.line(Style::SheetTitle, "ПЛАН-ЗАКАЗ\nкурсовых мероприятий ({{ period }})");
    sheet.line(Style::Small, "Заказчик: {{ issuer.name }}.");
    sheet.line(Style::Small, "Исполнитель: {{ provider }}.");
    sheet.when("item", |sheet| {
        sheet.line(Style::Small, "Основание: пункт\u{a0}{{ item }} плана мероприятий.");
    });
    sheet.either(
        "courses",
        |sheet| {
            sheet.line(Style::BeforeTable, "");
            sheet.table(&courses());
            sheet.when("shares", |sheet| {
                sheet.line(
                    Style::TableTitle,
                    "Распределение мест по учреждениям (по номерам программ)",
                );
                sheet.table(&shares());
            });
            sheet.line(
                Style::SummaryLast,
                "Всего программ – {{ courses|length }}, мест – {{ courses|map(attribute='listeners')|sum }}.",
            );
        },
        |sheet| {
            sheet.line(Style::SummaryLast, "Потребности в курсовых мероприятиях нет.");
        },
    );
    signature(&mut sheet, "signer", ASIDE);
    sheet.prepared_by();
    sheet
}

fn courses() -> Table {
    Table::framed(&[12, 76, 52, 18, 42, 31, 26])
        .head(&[
            "№ п/п",
            "Наименование программы",
            "Категория слушателей",
            "Объём, ч",
            "Форма обучения",
            "Срок",
            "Количество слушателей",
        ])
        .row(vec![
            Cell::of(Style::TableSmallCenter, "{% for course in courses %}{{ loop.index }}"),
            Cell::of(Style::TableSmall, "{{ course.title }}"),
            Cell::of(Style::TableSmall, "{{ course.audience }}"),
            Cell::of(Style::TableSmallCenter, "{{ course.hours }}"),
            Cell::of(Style::TableSmall, "{{ course.format }}"),
            Cell::of(Style::TableSmallCenter, WHEN),
            Cell::of(Style::TableSmallCenter, "{{ course.listeners }}{% endfor %}"),
        ])
        .row(vec![
            Cell::of(Style::TableTotal, "Итого").over(6),
            Cell::of(Style::TableTotalCenter, "{{ courses|map(attribute='listeners')|sum }}"),
        ])
}

fn shares() -> Table {
    Table::framed(&[12, 90, 131, 24])
        .head_of(vec![
            Cell::of(Style::TableHead, "№ п/п"),
            Cell::of(Style::TableHead, "Учреждение"),
            Cell::of(
                Style::TableHead,
                "{%tc for course in courses %}№\u{a0}{{ loop.index }}{%tc endfor %}",
            )
            .elastic(),
            Cell::of(Style::TableHead, "Всего мест"),
        ])
        .row(vec![
            Cell::of(Style::TableSmallCenter, "{% for share in shares %}{{ loop.index }}"),
            Cell::of(Style::TableSmall, "{{ share.institution }}"),
            Cell::of(
                Style::TableSmallCenter,
                "{%tc for places in share.places %}{% if places %}{{ places }}{% else %}–{% endif %}{%tc endfor %}",
            )
            .elastic(),
            Cell::of(Style::TableSmallCenter, "{{ share.places|sum }}{% endfor %}"),
        ])
}
