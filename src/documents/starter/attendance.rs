//! The list on which those who came sign. Must never print a signature that was not given.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{UPRIGHT, blank_row, date_in_words, if_any, signature};
use super::sheet::Sheet;
use super::table::{Cell, Table};

pub(super) fn attendance_sheet(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(
        layout,
        "Лист регистрации участников {{ event }}",
        "{{ issuer.short_name }}",
    );
    sheet.line(Style::JournalOwner, "{{ issuer.name }}");
    sheet.line(Style::SheetTitle, "ЛИСТ РЕГИСТРАЦИИ\nучастников {{ event }}");
    sheet.line(
        Style::Small,
        &format!(
            "Дата: {}{}",
            date_in_words("date"),
            if_any("time", ", начало в {{ time }}")
        ),
    );
    sheet.line(
        Style::Small,
        "Место: {% if place %}{{ place }}{% else %}______________________________{% endif %}",
    );
    sheet.when("item", |sheet| {
        sheet.line(Style::Small, "Пункт\u{a0}{{ item }} плана мероприятий");
    });
    sheet.when("speakers", |sheet| {
        sheet.line(Style::SmallHead, "Выступающие:");
        sheet.each("speaker in speakers", |sheet| {
            sheet.line(
                Style::SmallItem,
                "{{ speaker.name }}, {{ speaker.post }}: «{{ speaker.topic }}»{% if loop.last %}.{% else %};{% endif %}",
            );
        });
    });
    sheet.line(Style::BeforeTable, "");
    sheet.table(
        &Table::framed(&[12, 46, 38, 49, 25])
            .head(&["№ п/п", "Фамилия, имя, отчество", "Должность", "Учреждение", "Подпись"])
            .row(vec![
                Cell::of(
                    Style::TableSmallCenter,
                    "{% for person in participants %}{{ loop.index }}",
                ),
                Cell::of(Style::TableSmall, "{{ person.name }}"),
                Cell::of(Style::TableSmall, "{{ person.post }}"),
                Cell::of(Style::TableSmall, "{{ person.institution }}"),
                Cell::of(Style::TableSmall, "{% endfor %}"),
            ])
            .row(blank_row("participants", 5)),
    );
    sheet.line(Style::SummaryLast, "Всего зарегистрировано: ________ чел.");
    signature(&mut sheet, "signer", UPRIGHT);
    sheet
}
