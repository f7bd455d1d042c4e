//! The requisites that papers share, each typed the same everywhere: letterhead, date and number, points, signature,
//! annex and approval marks.
//!
//! They name fields of the context: `issuer`, `date`, `number`, `title`, `preamble`, `command`, `signer`,
//! `prepared_by`, `acquaint`. Must never guess a case or a gender: forms come from the context.

use super::look::Style;
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// The mark at the top of an annex: «Приложение 2 / к приказу ОО АНГО / от 04.04.2022 № 113».
#[derive(Debug, Clone, Copy)]
pub struct AnnexMark<'a> {
    /// After «Приложение», with its space: ` 2`, or a tag; empty where there is one annex only.
    pub number: &'a str,
    /// «приказу ОО АНГО», in the dative.
    pub to: &'a str,
    /// «от 04.04.2022 № 113», or [`DATE_AND_NUMBER`].
    pub dated: &'a str,
}

/// The paper's own date and number; blanks while it is a draft.
pub const DATE_AND_NUMBER: &str = "от {% if date %}{{ date|дата }}{% else %}____________{% endif %} №\u{a0}{% if number %}{{ number }}{% else %}______{% endif %}";

impl Sheet {
    /// The body above, the body itself, and what kind of paper it is: «ПРИКАЗ».
    pub fn letterhead(&mut self, kind: &str) -> &mut Self {
        self.when("issuer.parent", |sheet| {
            sheet.line(Style::ParentBody, "{{ issuer.parent }}");
        });
        self.line(Style::Body, "{{ issuer.name }}")
            .line(Style::DocumentKind, kind)
    }

    /// Date at the left, number at the right, and the place below; blanks while the paper is a draft.
    pub fn date_number_place(&mut self) -> &mut Self {
        self.line(
            Style::DateNumber,
            "{% if date %}{{ date|дата }}{% else %}____________{% endif %}\t№ {% if number %}{{ number }}{% else %}______{% endif %}",
        )
        .line(Style::Place, "{{ issuer.place }}")
    }

    /// «О …», in the left corner, as wide as the standard lets it.
    pub fn heading(&mut self, text: &str) -> &mut Self {
        self.line(Style::Heading, text)
    }

    pub fn paragraph(&mut self, text: &str) -> &mut Self {
        self.line(Style::Text, text)
    }

    /// The form of an order down to its heading.
    pub fn order_head(&mut self) -> &mut Self {
        self.letterhead("ПРИКАЗ").date_number_place().heading("{{ title }}")
    }

    /// «ПРИКАЗЫВАЮ:», as the layout wants it typed.
    pub fn command(&mut self) -> &mut Self {
        let tag = match self.layout().command {
            super::layout::Command::Capitals => "{{ command }}",
            super::layout::Command::Spaced => "{{ command|lower }}",
        };
        self.line(Style::Command, tag)
    }

    /// A point that Word numbers: «1.».
    pub fn point(&mut self, text: &str) -> &mut Self {
        self.numbered(Style::Point, 0, text)
    }

    /// A point of a point, numbered by Word: «1.1.».
    pub fn sub_point(&mut self, text: &str) -> &mut Self {
        self.numbered(Style::SubPoint, 1, text)
    }

    /// A point numbered by Word that never parts from the signature below it.
    pub fn last_point(&mut self, text: &str) -> &mut Self {
        self.numbered(Style::PointLast, 0, text)
    }

    /// The points of a list and their own points, with the numbers the context gives them, each with its term. `followed` holds where something stands between
    /// the last point and the signature; where it does not, the last point and the signature never part.
    pub fn points(&mut self, list: &str, followed: &str) -> &mut Self {
        let followed = if followed.is_empty() { "false" } else { followed };
        self.each(&format!("point in {list}"), |sheet| {
            let closing = format!("loop.last and not point.sub and not ({followed})");
            sheet.typed_point("point", &closing, Style::Point);
            sheet.each("sub in point.sub", |sheet| {
                let closing = format!("loop.last and point.number == ({list}|last).number and not ({followed})");
                sheet.typed_point("sub", &closing, Style::SubPoint);
            });
        })
    }

    /// One point with its term, where it has one.
    fn typed_point(&mut self, point: &str, last: &str, style: Style) -> &mut Self {
        let text = format!("{{{{ {point}.number }}}} {{{{ {point}.text }}}}");
        let due = format!("Срок – до {{{{ {point}.due|дата }}}} включительно.");
        self.tag(&format!("{{% if {point}.due %}}"))
            .line(Style::PointDue, &text)
            .either(
                last,
                |sheet| {
                    sheet.line(Style::DueLast, &due);
                },
                |sheet| {
                    sheet.line(Style::Due, &due);
                },
            )
            .tag(&format!("{{% elif {last} %}}"))
            .line(Style::PointLast, &text)
            .tag("{% else %}")
            .line(style, &text)
            .tag("{% endif %}")
    }

    /// Who has to do what: one duty in the line of its addressee, several as points of his own.
    pub fn assignments(&mut self) -> &mut Self {
        let due = "{% if duty.due %} в срок до\u{a0}{{ duty.due|дата }}{% endif %}";
        self.each("assignment in assignments", |sheet| {
            sheet.either(
                "assignment.duties|length == 1",
                |sheet| {
                    sheet.each("duty in assignment.duties", |sheet| {
                        sheet.point(&format!("{{{{ assignment.whom }}}} {{{{ duty.text }}}}{due}."));
                    });
                },
                |sheet| {
                    sheet.point("{{ assignment.whom }}:").duties("assignment.duties");
                },
            );
        })
    }

    /// A list of duties, each with its term, as points of the point above.
    pub fn duties(&mut self, list: &str) -> &mut Self {
        self.each(&format!("duty in {list}"), |sheet| {
            sheet.sub_point("{{ duty.text }}{% if duty.due %} в срок до\u{a0}{{ duty.due|дата }}{% endif %}{% if loop.last %}.{% else %};{% endif %}");
        })
    }

    /// The point about the site, where there is a date for it.
    pub fn publish_by(&mut self) -> &mut Self {
        self.when("publish_by", |sheet| {
            sheet.point("Разместить настоящий приказ на официальном сайте {{ issuer.short_name }} в срок до\u{a0}{{ publish_by|дата }}.");
        })
    }

    /// The last point: who controls. It never parts from the signature.
    pub fn control(&mut self) -> &mut Self {
        self.last_point("Контроль за исполнением настоящего приказа {% if controller %}возложить на {{ controller.post }} {{ controller.name }}{% if controller.name is not endingwith(\".\") %}.{% endif %}{% else %}оставляю за собой.{% endif %}")
    }

    /// Three lines below the text: the post at the left, the name at the right on the level of the post's last line. One
    /// paragraph: LibreOffice parts a table from what is typed below it.
    pub fn signature(&mut self, post: &str, name: &str) -> &mut Self {
        self.line(Style::Signature, &format!("{post}\t{name}"))
    }

    /// The signature of a signer in the context.
    pub fn signed_by(&mut self, signer: &str) -> &mut Self {
        self.signature(
            &format!("{{% if {signer}.acting %}}И. о. {{% endif %}}{{{{ {signer}.post }}}}"),
            &format!("{{{{ {signer}.name }}}}"),
        )
    }

    /// Who drew the paper up, and his telephone, small.
    pub fn prepared_by(&mut self) -> &mut Self {
        self.when("prepared_by", |sheet| {
            sheet
                .line(Style::PreparerGap, "{{ prepared_by.name }}")
                .line(Style::Preparer, "{{ prepared_by.phone }}");
        })
    }

    /// The list of those who have to read the order and sign for it.
    pub fn acquainted(&mut self) -> &mut Self {
        self.when("acquaint", |sheet| {
            let row = vec![
                Cell::of(
                    Style::Acquainted,
                    "{% for person in acquaint %}{{ person.name }}, {{ person.post }}",
                )
                .at_bottom(),
                Cell::of(Style::Acquainted, "_______________").at_bottom(),
                Cell::of(Style::AcquaintedDate, "____.____.20___{% endfor %}").at_bottom(),
            ];
            sheet
                .line(Style::AcquaintedHead, "С приказом ознакомлены:")
                .table(&Table::unseen(&[100, 40, 30]).row(row));
        })
    }

    /// The mark at the top right of an annex, on a new page.
    pub fn annex_mark(&mut self, mark: AnnexMark<'_>) -> &mut Self {
        self.line(Style::AnnexStart, &format!("Приложение{}", mark.number))
            .line(Style::AnnexMark, &format!("к {}", mark.to))
            .line(Style::AnnexMark, mark.dated)
    }

    /// The mark of what an order approves: «УТВЕРЖДЕНО / приказом ОО АНГО / от … № …». The participle agrees with the
    /// kind of paper and comes from the context; the body in the instrumental.
    pub fn approved_by_order(&mut self, participle: &str, by: &str, dated: &str) -> &mut Self {
        self.line(Style::Approval, participle)
            .line(Style::Approval, by)
            .line(Style::Approval, dated)
    }

    /// The mark of what a person approves: «УТВЕРЖДАЮ», his post, a line for the signature, his name and a date.
    pub fn approved_by_person(&mut self, person: &str) -> &mut Self {
        self.line(Style::Approval, "УТВЕРЖДАЮ")
            .line(Style::Approval, &format!("{{{{ {person}.post }}}}"))
            .line(Style::Approval, &format!("_____________ {{{{ {person}.name }}}}"))
            .line(
                Style::Approval,
                &format!("{{% if {person}.date %}}{{{{ {person}.date|дата }}}}{{% else %}}«___» ____________ 20___ г.{{% endif %}}"),
            )
    }

    pub fn annex_title(&mut self, text: &str) -> &mut Self {
        self.line(Style::AnnexTitle, text)
    }
}
