//! The regulation. Must never know what it regulates.

use super::layout::Layout;
use super::look::Style;
use super::requisites::dated;
use super::sheet::Sheet;

pub(super) fn regulation(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, "{{ kind }} {{ title }}", "{{ issuer.short_name }}");
    sheet.when("annex", |sheet| {
        sheet.line(Style::Approval, "Приложение {{ annex }}");
    });
    sheet.approved_by_order("{{ approved.word }}", "{{ approved.act }}", &dated("approved"));
    sheet.line(Style::AnnexTitle, "{{ kind|upper }}\n{{ title }}");
    sheet.each("section in sections", |sheet| {
        sheet.line(Style::SectionHeading, "{{ section.number }} {{ section.heading }}");
        sheet.each("clause in section.clauses", |sheet| {
            sheet.either(
                "clause.items",
                |sheet| {
                    sheet.line(Style::PointDue, "{{ clause.number }} {{ clause.text }}");
                    super::requisites::dashes(sheet, "clause.items");
                },
                |sheet| {
                    sheet.line(Style::Point, "{{ clause.number }} {{ clause.text }}");
                },
            );
        });
    });
    sheet
}
