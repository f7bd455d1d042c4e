//! Requisites that many papers share: dates and numbers that may still be blank, the basis, the approval, the signature.
//!
//! Must never decline a word: the case of each is typed by a person and comes with the data.

use super::look::Style;
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// The date in figures, or a blank for a hand to fill in.
pub(super) fn date(path: &str) -> String {
    format!("{{% if {path} %}}{{{{ {path}|дата }}}}{{% else %}}____________{{% endif %}}")
}

/// The date in words, or a blank for a hand to fill in.
pub(super) fn date_in_words(path: &str) -> String {
    format!("{{% if {path} %}}{{{{ {path}|дата_словами }}}}{{% else %}}«____» ______________ 20___ г.{{% endif %}}")
}

pub(super) fn number(path: &str) -> String {
    format!("{{% if {path} %}}{{{{ {path} }}}}{{% else %}}______{{% endif %}}")
}

/// «от … № …» of the document at the path.
pub(super) fn dated(path: &str) -> String {
    format!(
        "от {} №\u{a0}{}",
        date(&format!("{path}.date")),
        number(&format!("{path}.number"))
    )
}

/// «… от … № … «…»»: the document at the path in full.
pub(super) fn document(path: &str) -> String {
    format!("{{{{ {path}.kind }}}} {} «{{{{ {path}.title }}}}»", dated(path))
}

/// What is printed only where there is something: « – по пункту …».
pub(super) fn if_any(condition: &str, text: &str) -> String {
    format!("{{% if {condition} %}}{text}{{% endif %}}")
}

/// What the paper is owed to, with the item of the plan.
pub(super) fn basis() -> String {
    format!(
        "Основание: исполнение {}{}.",
        document("basis"),
        if_any("item", ", пункт\u{a0}{{ item }} плана мероприятий")
    )
}

/// Rows to write in by hand after those of the list, their numbers going on.
pub(super) fn blank_row(list: &str, columns: usize) -> Vec<Cell> {
    let number = format!("{{%tr for blank in range(blank_rows) %}}{{{{ {list}|length + blank + 1 }}}}");
    let mut row = vec![Cell::of(Style::TableBlank, &number)];
    row.extend((2..columns).map(|_| Cell::of(Style::TableBlank, "")));
    row.push(Cell::of(Style::TableBlank, "{%tr endfor %}"));
    row
}

/// Those who sent nothing, one below another.
pub(super) fn silent(sheet: &mut Sheet, heading: &str) {
    sheet.when("silent", |sheet| {
        sheet.line(Style::SmallHead, heading);
        sheet.each("name in silent", |sheet| {
            sheet.line(Style::SmallItem, "{{ name }}{% if loop.last %}.{% else %};{% endif %}");
        });
    });
}

/// «УТВЕРЖДАЮ», with a line to sign on, in the right corner of a page laid on its side.
pub(super) fn approval_aside(sheet: &mut Sheet) {
    sheet
        .line(Style::ApprovalAside, "УТВЕРЖДАЮ")
        .line(Style::ApprovalAside, "{{ approver.post }}")
        .line(Style::ApprovalAside, "_______________ {{ approver.name }}")
        .line(
            Style::ApprovalAside,
            "{% if approver.date %}{{ approver.date|дата }}{% else %}«___» ____________ 20___ г.{% endif %}",
        );
}

/// The post of the signer at the path.
fn post(path: &str) -> String {
    format!("{{% if {path}.acting %}}И. о. {{% endif %}}{{{{ {path}.post }}}}")
}

/// Post, a line to sign on, initials and surname of the signer at the path.
pub(super) fn signature(sheet: &mut Sheet, path: &str, widths_mm: [i32; 3]) {
    let row = vec![
        Cell::of(Style::SignatureNear, &post(path)).at_bottom(),
        Cell::of(Style::SignatureLine, "________________").at_bottom(),
        Cell::of(Style::SignatureName, &format!("{{{{ {path}.name }}}}")).at_bottom(),
    ];
    sheet.table(&Table::unseen(&widths_mm).row(row).kept());
}

/// Columns of a signature on an upright page.
pub(super) const UPRIGHT: [i32; 3] = [66, 40, 64];
/// Columns of a signature on a page laid on its side.
pub(super) const ASIDE: [i32; 3] = [120, 57, 80];

/// A list of the paper's own lines, each with a dash.
pub(super) fn dashes(sheet: &mut Sheet, list: &str) {
    sheet.each(&format!("line in {list}"), |sheet| {
        sheet.line(Style::ListItem, "– {{ line }}");
    });
}
