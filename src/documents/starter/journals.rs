//! The journals: of consultations, and of registration. Must never number an entry that has a number of its own.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{ASIDE, blank_row, date, if_any, signature};
use super::sheet::Sheet;
use super::table::{Cell, Table};

pub(super) fn consultations_journal(layout: Layout) -> Sheet {
    let mut sheet = Sheet::landscape(layout, "Журнал {{ title }}", "{{ issuer.short_name }}");
    sheet.line(Style::JournalOwner, "{{ issuer.name }}");
    sheet.line(Style::SheetTitle, "ЖУРНАЛ\n{{ title }}\n({{ period }})");
    sheet.line(
        Style::Small,
        &format!("Начат: {}. Окончен: {}.", date("started"), date("finished")),
    );
    sheet.line(
        Style::Small,
        "Ответственный за ведение: {{ keeper.name }}, {{ keeper.post }}.{% if item %} Пункт\u{a0}{{ item }} плана мероприятий.{% endif %}",
    );
    sheet.line(Style::BeforeTable, "");
    let small = |text: &str| Cell::of(Style::TableSmall, text);
    let center = |text: &str| Cell::of(Style::TableSmallCenter, text);
    sheet.table(
        &Table::framed(&[11, 22, 40, 41, 46, 27, 40, 30])
            .head(&[
                "№ п/п",
                "Дата",
                "Учреждение",
                "Кто обратился, должность",
                "Вопрос",
                "Форма",
                "Рекомендации",
                "Консультант",
            ])
            .row(vec![
                center("{% for entry in entries %}{{ loop.index }}"),
                center("{% if entry.date %}{{ entry.date|дата }}{% endif %}"),
                small("{{ entry.institution }}"),
                small("{{ entry.name }}, {{ entry.post }}"),
                small("{{ entry.topic }}"),
                small("{{ entry.format }}"),
                small("{{ entry.advice }}"),
                small("{{ entry.consultant }}{% endfor %}"),
            ])
            .row(blank_row("entries", 8)),
    );
    sheet.line(
        Style::SummaryLast,
        "Всего записей – {% if blank_rows %}________{% else %}{{ entries|length }}{% endif %}.",
    );
    signature(&mut sheet, "signer", ASIDE);
    sheet
}

/// «изменён приказом от … № …».
pub(super) fn registration_journal(layout: Layout) -> Sheet {
    let mut sheet = Sheet::landscape(
        layout,
        "Журнал регистрации {{ title }} за {{ year }} год",
        "{{ issuer.short_name }}",
    );
    sheet.line(Style::JournalOwner, "{{ issuer.name }}");
    sheet.line(Style::SheetTitle, "ЖУРНАЛ РЕГИСТРАЦИИ\n{{ title }}\nза {{ year }} год");
    sheet.line(
        Style::Small,
        &format!(
            "{}{}Состояние на {{{{ as_of|дата }}}}.",
            if_any("index", "Индекс дела: {{ index }}. "),
            if_any("storage_term", "Срок хранения: {{ storage_term }}. ")
        ),
    );
    sheet.line(Style::BeforeTable, "");
    let small = |text: &str| Cell::of(Style::TableSmall, text);
    let center = |text: &str| Cell::of(Style::TableSmallCenter, text);
    sheet.either(
        "entries",
        |sheet| {
            sheet.table(
                &Table::framed(&[17, 22, 80, 30, 31, 43, 34])
                    .head(&["№", "Дата", "Заголовок", "Подписал", "Исполнитель", "Отметка", "Файл"])
                    .row(vec![
                        center("{% for entry in entries %}{{ entry.number }}"),
                        center("{% if entry.date %}{{ entry.date|дата }}{% endif %}"),
                        small("{{ entry.title }}"),
                        small("{{ entry.signer }}"),
                        small("{{ entry.preparer }}"),
                        small("{{ entry.marks|join('; ') }}"),
                        small("{{ entry.file }}{% endfor %}"),
                    ]),
            );
            sheet.line(
                Style::SummaryLast,
                "Всего записей – {{ entries|length }}: с №\u{a0}{{ entries[0].number }} по №\u{a0}{{ (entries|last).number }}.",
            );
        },
        |sheet| {
            sheet.line(Style::SummaryLast, "Записей нет.");
        },
    );
    signature(&mut sheet, "signer", ASIDE);
    sheet
}
