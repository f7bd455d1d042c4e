//! The regulation. Must never know what it regulates.

use super::layout::Layout;
use super::look::Style;
use super::requisites::dated;
use super::sheet::Sheet;

pub(super) fn regulation(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, "{{ kind }} {{ title }}", "{{ issuer.short_name }}");
    sheet.when("annex", |sheet| {
        sheet.line(Style::ApprovalNumber, "Приложение\u{a0}{{ annex }}");
    });
    sheet.approved_by_order("{{ approved.word }}", "{{ approved.act }}", &dated("approved"));
    sheet.line(Style::AnnexTitle, "{{ kind|upper }}\n{{ title }}");
    sheet.each("section in sections", |sheet| {
        sheet.numbered(Style::SectionHeading, 0, "{{ section.heading }}");
        sheet.each("clause in section.clauses", |sheet| {
            sheet.either(
                "clause.items",
                |sheet| {
                    sheet.numbered(Style::PointDue, 1, "{{ clause.text }}");
                    super::requisites::dashes(sheet, "clause.items");
                },
                |sheet| {
                    sheet.numbered(Style::Point, 1, "{{ clause.text }}");
                },
            );
        });
    });
    sheet
}
