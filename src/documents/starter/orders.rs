//! The department's orders.
//!
//! Must never say what the context can say: the wording of points comes from it.

use super::layout::{Layout, Profile};
use super::look::Style;
use super::phrases::{AnnexMark, DATE_AND_NUMBER};
use super::requisites::document;
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// Title of the file: «Приказ от … № … «О …»».
pub(super) const FILE_TITLE: &str =
    "Приказ {% if date %}от {{ date|дата }} {% endif %}{% if number %}№ {{ number }} {% endif %}«{{ title }}»";
pub(super) const FILE_AUTHOR: &str = "{{ issuer.short_name }}";

/// An order that gives items of the road-map to institutions, with the list of tasks as its annex.
pub(super) fn department(layout: Layout) -> Sheet {
    let mut sheet = opened(layout);
    sheet.points("points", "annexes or tasks");
    annex_list(&mut sheet);
    closing(&mut sheet);
    sheet.when("tasks", |sheet| {
        let mark = AnnexMark {
            number: "{% if annexes %} {{ annexes|length + 1 }}{% endif %}",
            to: "приказу {{ issuer.short_name }}",
            dated: DATE_AND_NUMBER,
        };
        sheet
            .annex_mark(mark)
            .annex_title("Перечень поручений")
            .table(&task_table());
    });
    sheet
}

/// Down to the command.
fn opened(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(layout, FILE_TITLE, FILE_AUTHOR);
    if layout.profile == Profile::Gost2025 {
        sheet.when("bar_code", |sheet| {
            sheet.bar_code("{{ bar_code|куар(\"20 мм\") }}");
        });
    }
    sheet
        .order_head()
        .when("preamble", |sheet| {
            sheet.paragraph("{{ preamble }}");
        })
        .command();
    sheet
}

/// From the signature to the end of the order itself.
fn closing(sheet: &mut Sheet) {
    sheet.signed_by("signer").prepared_by().acquainted();
}

/// The mark of the only annex of an order.
const ONLY_ANNEX: AnnexMark<'static> = AnnexMark {
    number: "",
    to: "приказу {{ issuer.short_name }}",
    dated: DATE_AND_NUMBER,
};

/// An order that begins a system, with its working group as the annex.
pub(super) fn forming(layout: Layout) -> Sheet {
    let mut sheet = opened(layout);
    sheet
        .point("Сформировать {{ system.accusative }} (далее – {{ system.short_name }}).")
        .point("Возложить координацию работы по формированию и развитию {{ system.short_name }} на {{ coordinator }}{% if responsible %}, ответственность за её организацию – на {{ responsible.post }} {{ responsible.name }}{% if responsible.name is not endingwith(\".\") %}.{% endif %}{% else %}.{% endif %}")
        .when("group", |sheet| {
            sheet.point("Создать рабочую группу по формированию {{ system.short_name }} и утвердить её состав (приложение).");
        })
        .assignments()
        .publish_by()
        .control();
    closing(&mut sheet);
    sheet.when("group", |sheet| {
        let members = Table::framed(&[10, 55, 65, 40])
            .head(&["№ п/п", "Фамилия, имя, отчество", "Должность", "Роль в группе"])
            .row(vec![
                Cell::center("{% for member in group %}{{ loop.index }}"),
                Cell::text("{{ member.name }}"),
                Cell::text("{{ member.post }}"),
                Cell::text("{{ member.role }}{% endfor %}"),
            ]);
        sheet
            .annex_mark(ONLY_ANNEX)
            .annex_title("СОСТАВ\nрабочей группы по формированию {{ system.short_name }}")
            .table(&members);
    });
    sheet
}

/// An order that approves papers; each with a text is an annex with the mark of approval.
pub(super) fn approving(layout: Layout) -> Sheet {
    let mut sheet = opened(layout);
    sheet
        .each("paper in approved", |sheet| {
            sheet.point("Утвердить {{ paper.accusative }} (приложение{% if paper.number %} {{ paper.number }}{% endif %}).");
        })
        .when("since", |sheet| {
            sheet.point("Ввести в действие {% if approved|length > 1 %}утверждённые документы{% else %}утверждённый документ{% endif %} с\u{a0}{{ since|дата }}.");
        })
        .assignments()
        .publish_by()
        .control();
    closing(&mut sheet);
    sheet.each("paper in approved", |sheet| {
        sheet.when("paper.sections", |sheet| {
            sheet
                .line(
                    Style::AnnexStart,
                    "Приложение{% if paper.number %} {{ paper.number }}{% endif %}",
                )
                .line(Style::Approval, "")
                .approved_by_order(
                    "{{ paper.participle }}",
                    "приказом {{ issuer.short_name }}",
                    DATE_AND_NUMBER,
                )
                .annex_title("{{ paper.kind|upper }}\n{{ paper.title }}")
                .each("section in paper.sections", |sheet| {
                    sheet.line(Style::SectionHeading, "{{ section.heading }}").each(
                        "paragraph in section.paragraphs",
                        |sheet| {
                            sheet.paragraph("{{ paragraph }}");
                        },
                    );
                });
        });
    });
    sheet
}

/// An order that amends another; terms of the road-map that change are its annex.
pub(super) fn amending(layout: Layout) -> Sheet {
    let amended = format!(
        "Внести в {}{{% if edition %}} ({{{{ edition }}}}){{% endif %}}",
        document("amended")
    );
    let mut sheet = opened(layout);
    sheet
        .when("changes", |sheet| {
            sheet
                .point(&format!("{amended} следующие изменения:"))
                .each("change in changes", change);
        })
        .when("terms", |sheet| {
            sheet.either(
                "changes",
                |sheet| {
                    sheet.point("Изложить сроки исполнения мероприятий плана согласно приложению к настоящему приказу.");
                },
                |sheet| {
                    sheet.point(&format!(
                        "{amended} изменения, изложив сроки исполнения мероприятий плана согласно приложению к настоящему приказу."
                    ));
                },
            );
        })
        .point("Остальные положения указанного приказа оставить без изменения.")
        .assignments()
        .when("since", |sheet| {
            sheet.point("Настоящий приказ вступает в силу с\u{a0}{{ since|дата }}.");
        })
        .control();
    closing(&mut sheet);
    sheet.when("terms", |sheet| {
        let terms = Table::framed(&[18, 80, 36, 36])
            .head(&["Пункт плана", "Мероприятие", "Прежний срок", "Новый срок"])
            .row(vec![
                Cell::center("{% for term in terms %}{{ term.item }}"),
                Cell::text("{{ term.what }}"),
                Cell::center("{{ term.before }}"),
                Cell::center("{{ term.after }}{% endfor %}"),
            ]);
        sheet
            .annex_mark(ONLY_ANNEX)
            .annex_title("Изменения сроков исполнения мероприятий плана")
            .table(&terms);
    });
    sheet
}

/// One change, with its new wording below it.
fn change(sheet: &mut Sheet) {
    let stop = "{% if loop.last %}.{% else %};{% endif %}";
    sheet.either(
        "change.wording",
        |sheet| {
            sheet
                .sub_point("{{ change.text }}")
                .tag("{% set stop = \".\" if loop.last else \";\" %}")
                .each("line in change.wording", |sheet| {
                    sheet.paragraph("{{ line }}{% if loop.last %}{{ stop }}{% endif %}");
                });
        },
        |sheet| {
            sheet.sub_point(&format!("{{{{ change.text }}}}{stop}"));
        },
    );
}

/// An order that cancels others, or finds that they have lost their force.
pub(super) fn cancelling(layout: Layout) -> Sheet {
    let since = "{% if since %} с\u{a0}{{ since|дата }}{% endif %}";
    let mut sheet = opened(layout);
    sheet
        .either(
            "cancelled|length == 1",
            |sheet| {
                sheet.each("paper in cancelled", |sheet| {
                    sheet.point(&format!(
                        "{{% if revoked %}}Отменить{{% else %}}Признать утратившим силу{{% endif %}}{since} {}.",
                        document("paper")
                    ));
                });
            },
            |sheet| {
                sheet
                    .point(&format!(
                        "{{% if revoked %}}Отменить{{% else %}}Признать утратившими силу{{% endif %}}{since}:"
                    ))
                    .each("paper in cancelled", |sheet| {
                        sheet.sub_point(&format!(
                            "{}{{% if loop.last %}}.{{% else %}};{{% endif %}}",
                            document("paper")
                        ));
                    });
            },
        )
        .when("released", |sheet| {
            sheet
                .point("Снять с контроля исполнение пунктов плана мероприятий:")
                .each("task in released", |sheet| {
                    sheet.sub_point("пункт {{ task.item }} «{{ task.what }}»{% if loop.last %}.{% else %};{% endif %}");
                });
        })
        .assignments()
        .control();
    closing(&mut sheet);
    sheet
}

/// «Приложения: 1. …», the table of tasks last.
fn annex_list(sheet: &mut Sheet) {
    let line = "{% if annex.number %}{{ annex.number }}. {% endif %}{{ annex.title }}.";
    let only = "Приложение: {% if tasks %}перечень поручений{% else %}{{ annexes[0].title }}{% endif %}.";
    let count = "annexes|length + (1 if tasks else 0)";
    sheet
        .when(&format!("{count} == 1"), |sheet| {
            sheet.line(Style::AnnexListHead, only);
        })
        .when(&format!("{count} > 1"), |sheet| {
            sheet
                .line(Style::AnnexListHead, "Приложения:")
                .each("annex in annexes", |sheet| {
                    sheet.either(
                        "loop.last and not tasks",
                        |sheet| {
                            sheet.line(Style::AnnexListLast, line);
                        },
                        |sheet| {
                            sheet.line(Style::AnnexList, line);
                        },
                    );
                })
                .when("tasks", |sheet| {
                    sheet.line(Style::AnnexListLast, "{{ annexes|length + 1 }}. Перечень поручений.");
                });
        });
}

fn task_table() -> Table {
    let date = |field: &str| format!("{{% if task.{field} %}}{{{{ task.{field}|дата }}}}{{% else %}}–{{% endif %}}");
    Table::framed(&[10, 48, 16, 50, 23, 23])
        .head(&[
            "№ п/п",
            "Учреждение",
            "Пункт плана",
            "Мероприятие",
            "Срок",
            "На контроле до",
        ])
        .row(vec![
            Cell::center("{% for task in tasks %}{{ loop.index }}"),
            Cell::text("{{ task.institution }}"),
            Cell::center("{{ task.item }}"),
            Cell::text("{{ task.what }}"),
            Cell::center(&date("due")),
            Cell::center(&format!("{}{{% endfor %}}", date("control"))),
        ])
}
