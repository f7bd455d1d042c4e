//! The sample orders of a school, which follow from the department's.
//!
//! Must never say what the context can say: names and posts come from it in their cases.

use super::layout::Layout;
use super::orders::{FILE_AUTHOR, FILE_TITLE};
use super::phrases::{AnnexMark, DATE_AND_NUMBER};
use super::requisites::{document, if_any};
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// An order whose points the context gives: about the introduction of mentoring, and any other.
pub(super) fn order(layout: Layout) -> Sheet {
    let mut sheet = opened(layout);
    sheet.points("points", "").signed_by("signer").acquainted();
    sheet
}

/// An order that appoints the curator.
pub(super) fn curator(layout: Layout) -> Sheet {
    let mut sheet = opened(layout);
    sheet
        .point("Назначить {{ curator.accusative.post }} {{ curator.accusative.name }} куратором внедрения целевой модели наставничества{% if curator.since %} с\u{a0}{{ curator.since|дата }}{% endif %}.")
        .when("deputy", |sheet| {
            sheet.point("На время отсутствия куратора возложить исполнение его обязанностей на {{ deputy.post }} {{ deputy.name }}{% if deputy.name is not endingwith(\".\") %}.{% endif %}");
        })
        .when("duties", |sheet| {
            sheet.point("Куратору {{ curator.dative }}:").duties("duties");
        });
    reported(&mut sheet);
    sheet.control().signed_by("signer").acquainted();
    sheet
}

/// An order that binds mentors and those they guide; the pairs are its annex.
pub(super) fn pairs(layout: Layout) -> Sheet {
    let mut sheet = opened(layout);
    sheet
        .point("Утвердить перечень наставнических пар на {{ period }} (приложение).")
        .when("mentors", |sheet| {
            sheet.point("Наставникам:").duties("mentors");
        })
        .when("duties", |sheet| {
            sheet.point("Куратору {{ curator }}:").duties("duties");
        });
    reported(&mut sheet);
    sheet.control().signed_by("signer").acquainted();
    let pairs = Table::framed(&[10, 52, 52, 26, 30])
        .head(&["№ п/п", "Наставник", "Наставляемый", "Форма", "Срок"])
        .row(vec![
            Cell::center("{% for pair in pairs %}{{ loop.index }}"),
            Cell::text("{{ pair.mentor }}"),
            Cell::text("{{ pair.mentee }}"),
            Cell::center("{{ pair.form }}"),
            Cell::center("{% if pair.from %}с\u{a0}{{ pair.from|дата }}{% endif %}{% if pair.to %}{% if pair.from %} {% endif %}по\u{a0}{{ pair.to|дата }}{% endif %}{% endfor %}"),
        ]);
    sheet
        .annex_mark(AnnexMark {
            number: "",
            to: "приказу {{ issuer.short_name }}",
            dated: DATE_AND_NUMBER,
        })
        .annex_title("ПЕРЕЧЕНЬ\nнаставнических пар на {{ period }}")
        .table(&pairs);
    sheet
}

/// Down to the command, with the department's order as the basis.
fn opened(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, FILE_TITLE, FILE_AUTHOR);
    sheet
        .order_head()
        .paragraph(&format!(
            "Во исполнение {}{}",
            document("basis"),
            if_any("purpose", ", {{ purpose }}")
        ))
        .command();
    sheet
}

/// The point about the copy for the department.
fn reported(sheet: &mut Sheet) {
    sheet.when("report_to", |sheet| {
        sheet.point("Представить копию настоящего приказа в {{ report_to }}{% if report_by %} в срок до\u{a0}{{ report_by|дата }}{% endif %}.");
    });
}
