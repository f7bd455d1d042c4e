//! The report whose evidence is addresses of what was published. Must never shorten an address.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{UPRIGHT, basis, date_in_words, if_any, signature};
use super::sheet::Sheet;
use super::table::{Cell, Table};

pub(super) fn links_report(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, "Отчёт {{ title }}", "{{ institution }}");
    sheet.line(Style::JournalOwner, "{{ institution }}");
    sheet.line(
        Style::SheetTitle,
        &format!("ОТЧЁТ\n{{{{ title }}}}{}", if_any("period", "\n({{ period }})")),
    );
    sheet.line(Style::Small, &basis());
    sheet.either(
        "links",
        |sheet| {
            sheet.line(Style::BeforeTable, "");
            sheet.table(
                &Table::framed(&[11, 37, 48, 23, 51])
                    .head(&["№ п/п", "Ресурс", "Название материала", "Дата", "Адрес (ссылка)"])
                    .row(vec![
                        Cell::of(Style::TableSmallCenter, "{% for link in links %}{{ loop.index }}"),
                        Cell::of(Style::TableSmall, "{{ link.resource }}"),
                        Cell::of(Style::TableSmall, "{{ link.title }}"),
                        Cell::of(Style::TableSmallCenter, "{{ link.date|дата }}"),
                        Cell::of(Style::TableSmall, "{{ link.url }}{% endfor %}"),
                    ]),
            );
            sheet.line(Style::BeforeText, "");
            sheet.line(Style::PointLast, "Всего публикаций – {{ links|length }}.");
        },
        |sheet| {
            sheet.line(Style::BeforeText, "");
            sheet.line(Style::PointLast, "Публикаций за отчётный период нет.");
        },
    );
    sheet.each("text in remarks", |sheet| {
        sheet.line(Style::PointLast, "{{ text }}");
    });
    signature(&mut sheet, "signer", UPRIGHT);
    sheet.line(Style::SignatureDate, &date_in_words("date"));
    sheet
}
