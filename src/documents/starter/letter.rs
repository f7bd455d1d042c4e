//! The letter on the corner form. Must never choose the case of the addressee: its lines are typed in the dative.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{date, if_any, number};
use super::sheet::Sheet;
use super::table::{Cell, Table};

pub(super) fn information_letter(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, "{{ title }}", "{{ issuer.short_name }}");
    sheet.table(&corner());
    sheet.line(Style::LetterHeading, "{{ title }}");
    sheet.when("greeting", |sheet| {
        sheet.line(Style::Greeting, "{{ greeting }}");
    });
    paragraphs(&mut sheet, "paragraphs", "schedule or closing");
    sheet.when("schedule", |sheet| {
        sheet.line(Style::BeforeTable, "");
        sheet.table(&schedule());
        sheet.line(Style::BeforeText, "");
    });
    paragraphs(&mut sheet, "closing", "false");
    enclosures(&mut sheet);
    sheet.signed_by("signer");
    sheet.prepared_by();
    sheet
}

/// Requisites of the sender on the left, the addressee on the right.
fn corner() -> Table {
    let sender = Cell::of(Style::FormReference, "{{ issuer.parent }}")
        .and_in(Style::FormName, "{{ issuer.name }}")
        .and_in(Style::FormReference, "{{ contacts.address }}")
        .and_in(Style::FormReference, "тел. {{ contacts.phone }}")
        .and_in(Style::FormReference, "{{ contacts.email }}")
        .and_in(Style::TemplateTag, "{% for line in contacts.codes %}")
        .and_in(Style::FormReference, "{{ line }}")
        .and_in(Style::TemplateTag, "{% endfor %}")
        .and_in(
            Style::FormNumber,
            &format!("{} №\u{a0}{}", date("date"), number("number")),
        )
        .and_in(Style::TemplateTag, "{% if reply_to %}")
        .and_in(
            Style::FormReply,
            "На №\u{a0}{{ reply_to.number }} от {{ reply_to.date|дата }}",
        )
        .and_in(Style::TemplateTag, "{% endif %}");
    let addressee = Cell::of(Style::TemplateTag, "{% for line in addressee %}")
        .and_in(Style::AddresseeLine, "{{ line }}")
        .and_in(Style::TemplateTag, "{% endfor %}");
    Table::unseen(&[73, 17, 80]).row(vec![sender, Cell::of(Style::FormReference, ""), addressee])
}

/// Paragraphs of the text, of which the last stays with what follows.
fn paragraphs(sheet: &mut Sheet, list: &str, more: &str) {
    sheet.each(&format!("text in {list}"), |sheet| {
        sheet.either(
            &format!("loop.last and not ({more})"),
            |sheet| {
                sheet.line(Style::PointLast, "{{ text }}");
            },
            |sheet| {
                sheet.line(Style::Text, "{{ text }}");
            },
        );
    });
}

fn schedule() -> Table {
    Table::framed(&[12, 38, 70, 50])
        .head(&["№ п/п", "Дата, время", "Мероприятие", "Место проведения"])
        .row(vec![
            Cell::center("{% for line in schedule %}{{ loop.index }}"),
            Cell::center(&format!(
                "{{{{ line.date|дата }}}}{}",
                if_any("line.time", ", {{ line.time }}")
            )),
            Cell::text("{{ line.what }}"),
            Cell::text("{{ line.place }}{% endfor %}"),
        ])
}

fn enclosures(sheet: &mut Sheet) {
    let sheets = "на {{ paper.sheets }} л. в {{ paper.copies }} экз.";
    sheet.when("enclosures|length == 1", |sheet| {
        sheet.each("paper in enclosures", |sheet| {
            sheet.line(
                Style::EnclosureFirst,
                &format!("Приложение: {{{{ paper.title }}}} {sheets}"),
            );
        });
    });
    sheet.when("enclosures|length > 1", |sheet| {
        sheet.line(Style::EnclosureFirst, "Приложения:");
        sheet.each("paper in enclosures", |sheet| {
            sheet.line(
                Style::Enclosure,
                &format!("{{{{ loop.index }}}}. {{{{ paper.title }}}} {sheets}"),
            );
        });
    });
}
