//! The blank form an institution fills in. Must never know which columns it has.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{ASIDE, basis, if_any, signature};
use super::sheet::Sheet;
use super::table::{Cell, Table};

pub(super) fn report_form(layout: Layout) -> Sheet {
    let mut sheet = Sheet::landscape(layout, "Форма отчёта: {{ title }}", "{{ institution }}");
    sheet.line(Style::JournalOwner, "{{ institution }}");
    sheet.line(
        Style::SheetTitle,
        &format!("ОТЧЁТ\n{{{{ title }}}}{}", if_any("period", "\n({{ period }})")),
    );
    sheet.line(Style::Small, &basis());
    sheet.line(
        Style::Small,
        &format!(
            "{}Кому представляется: {{{{ recipient }}}}.",
            if_any("due", "Срок представления – не позднее {{ due|дата }}. ")
        ),
    );
    sheet.each("line in instructions", |sheet| {
        sheet.line(Style::Small, "{{ line }}");
    });
    sheet.line(Style::BeforeTable, "");
    sheet.table(&table());
    sheet.line(Style::SummaryLast, "Достоверность сведений подтверждаю.");
    signature(&mut sheet, "signer", ASIDE);
    sheet.line(Style::SignatureDate, "«____» ______________ 20___ г.");
    sheet
}

fn table() -> Table {
    Table::framed(&[12, 245])
        .head_of(vec![
            Cell::of(Style::TableSmallHead, "№ п/п"),
            Cell::of(Style::TableSmallHead, "{%tc for column in columns %}{{ column.title }}{% if column.kind %} ({{ column.kind }}){% endif %}{%tc endfor %}").elastic(),
        ])
        .row(vec![
            Cell::of(Style::TableSmallCenter, "{% for row in rows %}{{ loop.index }}"),
            Cell::of(Style::TableSmall, "{%tc for cell in row %}{{ cell }}{%tc endfor %}{% endfor %}").elastic(),
        ])
        .row(vec![
            Cell::of(Style::TableBlank, "{%tr for blank in range(blank_rows) %}{{ rows|length + blank + 1 }}"),
            Cell::of(Style::TableBlank, "{%tc for column in columns %}{%tc endfor %}{%tr endfor %}").elastic(),
        ])
}
