//! The data of a monitoring: one institution's from top to bottom, those of many in a table with totals.
//!
//! Must never add up what is told: a share over all is not the sum of shares.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{ASIDE, basis, date_in_words, if_any, signature, silent};
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// So many titles fit above columns; more are listed and the columns numbered.
const TITLES_MAX: usize = 8;

const VALUE: &str = "{% if value is none %}–{% else %}{{ value|число }}{% endif %}";

pub(super) fn monitoring_form(layout: Layout) -> Sheet {
    let mut sheet = Sheet::landscape(layout, "Данные {{ title }}", "{{ author }}");
    sheet.line(Style::JournalOwner, "{{ author }}");
    sheet.line(
        Style::SheetTitle,
        &format!("ДАННЫЕ\n{{{{ title }}}}{}", if_any("period", "\n({{ period }})")),
    );
    sheet.line(Style::Small, &basis());
    sheet.when("due", |sheet| {
        sheet.line(Style::Small, "Срок представления – не позднее {{ due|дата }}.");
    });
    sheet.when("rows|length == 1", |sheet| {
        sheet.line(Style::BeforeTable, "");
        sheet.table(&one());
    });
    sheet.when("rows|length > 1", |sheet| {
        sheet.when(&format!("indicators|length > {TITLES_MAX}"), |sheet| {
            sheet.line(Style::SmallHead, "Показатели:");
            sheet.each("indicator in indicators", |sheet| {
                sheet.line(
                    Style::SmallItem,
                    "{{ loop.index }}\u{a0}– {{ indicator.title }}{% if indicator.unit %}, {{ indicator.unit }}{% endif %}{% if not loop.last %};{% endif %}",
                );
            });
        });
        sheet.line(Style::BeforeTable, "");
        sheet.table(&many());
    });
    silent(&mut sheet, "Данные не представили:");
    sheet.line(
        Style::SummaryLast,
        "{% if rows|length > 1 %}Данные представили учреждений – {{ rows|length }}.{% elif rows %}Достоверность данных подтверждаю.{% else %}Данные не представлены.{% endif %}",
    );
    signature(&mut sheet, "signer", ASIDE);
    sheet.line(Style::SignatureDate, &date_in_words("date"));
    sheet
}

/// Indicators one below another.
fn one() -> Table {
    Table::framed(&[12, 165, 40, 40])
        .head(&["№ п/п", "Показатель", "Единица измерения", "Значение"])
        .row(vec![
            Cell::center("{% for indicator in indicators %}{{ loop.index }}"),
            Cell::text("{{ indicator.title }}"),
            Cell::center("{{ indicator.unit }}"),
            Cell::center(&format!(
                "{{% set value = rows[0].values[loop.index0] %}}{VALUE}{{% endfor %}}"
            )),
        ])
}

/// Institutions one below another, indicators side by side.
fn many() -> Table {
    let title = format!(
        "{{% if indicators|length > {TITLES_MAX} %}}{{{{ loop.index }}}}{{% else %}}{{{{ indicator.title }}}}{}{{% endif %}}",
        if_any("indicator.unit", ", {{ indicator.unit }}")
    );
    Table::framed(&[11, 42, 204])
        .head_of(vec![
            Cell::of(Style::TableSmallHead, "№ п/п"),
            Cell::of(Style::TableSmallHead, "Учреждение"),
            Cell::of(Style::TableSmallHead, &format!("{{%tc for indicator in indicators %}}{title}{{%tc endfor %}}")).elastic(),
        ])
        .row(vec![
            Cell::of(Style::TableSmallCenter, "{% for row in rows %}{{ loop.index }}"),
            Cell::of(Style::TableSmall, "{{ row.institution }}"),
            Cell::of(Style::TableSmallCenter, &format!("{{%tc for value in row.values %}}{VALUE}{{%tc endfor %}}{{% endfor %}}")).elastic(),
        ])
        .row(vec![
            Cell::of(Style::TableTotal, "Итого").over(2),
            Cell::of(Style::TableTotalCenter, "{%tc for indicator in indicators %}{% if indicator.total is none %}×{% else %}{{ indicator.total|число }}{% endif %}{%tc endfor %}").elastic(),
        ])
}
