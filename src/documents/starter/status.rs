//! One page on how an item stands. Must never take more than a page where the names are short.

use super::layout::Layout;
use super::look::Style;
use super::requisites::{dated, if_any};
use super::sheet::Sheet;
use super::table::{Cell, Table};

/// So many institutions fit one below another; more stand two in a row.
const ROWS_MAX: usize = 18;

pub(super) fn status_sheet(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(
        layout,
        "Ход исполнения пункта\u{a0}{{ item }} на {{ as_of|дата }}",
        "{{ issuer.short_name }}",
    );
    sheet.line(Style::JournalOwner, "{{ issuer.name }}");
    sheet.line(
        Style::SheetTitle,
        "СПРАВКА\nо ходе исполнения пункта\u{a0}{{ item }} по состоянию на {{ as_of|дата_словами }}",
    );
    sheet.table(&head());
    sheet.line(Style::BeforeTable, "");
    sheet.table(&counts());
    sheet.line(
        Style::SmallNote,
        "Срок наступил по {{ discipline.due }} поручениям, исполнено {{ discipline.done }}, из них в срок {{ discipline.in_time }}. \
         {% if discipline.done_share is not none %}Исполнительская дисциплина – {{ discipline.done_share|число(знаков=1) }}\u{a0}%, {% endif %}\
         {% if discipline.in_time_share is not none %}в срок – {{ discipline.in_time_share|число(знаков=1) }}\u{a0}%. {% endif %}\
         {% if discipline.mean_delay is not none %}Среднее опоздание – {{ discipline.mean_delay|число(знаков=1) }}\u{a0}раб.\u{a0}дн. {% endif %}\
         Продлено – {{ discipline.extended }}.",
    );
    sheet.when(
        &format!("institutions and institutions|length <= {ROWS_MAX}"),
        |sheet| {
            sheet.table(&wide());
        },
    );
    sheet.when(&format!("institutions|length > {ROWS_MAX}"), |sheet| {
        sheet.table(&narrow());
    });
    sheet.each("mark in marks", |sheet| {
        sheet.line(
            Style::SmallNote,
            &format!(
                "{{{{ mark.date|дата }}}}: {{{{ mark.what }}}} ({{{{ mark.by }}}}{}).",
                if_any("mark.basis", "; {{ mark.basis }}")
            ),
        );
    });
    sheet.when("prepared_by", |sheet| {
        sheet.line(
            Style::SmallNote,
            "Составил: {{ prepared_by.name }}, {{ prepared_by.phone }}",
        );
    });
    sheet
}

fn head() -> Table {
    let row = |title: &str, value: &str| vec![Cell::of(Style::TableFine, title), Cell::of(Style::TableFine, value)];
    Table::framed(&[40, 130])
        .row(row("Мероприятие", "{{ title }}"))
        .row(row("Основание", &format!("исполнение {{{{ basis.kind }}}} {}", dated("basis"))))
        .row(row("Исполнители", "{{ lead }}{% if co_executors %}; соисполнители: {{ co_executors }}{% endif %}"))
        .row(row("Период, стадия", "{{ period }}; {{ stage }}"))
        .row(row(
            "Срок",
            "{% if due %}по плану – {{ due|дата }}{% if control %}, контрольный – {{ control|дата }}{% endif %}{% else %}не установлен: ожидается дата{% endif %}",
        ))
}

fn counts() -> Table {
    Table::framed(&[22, 25, 25, 25, 26, 23, 24])
        .head_in(
            Style::TableFineHead,
            &[
                "Поручений",
                "Принято",
                "На рассмотрении",
                "Не представлено",
                "в т. ч. на доработке",
                "Просрочено",
                "Снято",
            ],
        )
        .row(vec![
            Cell::of(Style::TableFineCenter, "{{ counts.total }}"),
            Cell::of(Style::TableFineCenter, "{{ counts.accepted }}"),
            Cell::of(Style::TableFineCenter, "{{ counts.reported }}"),
            Cell::of(Style::TableFineCenter, "{{ counts.open }}"),
            Cell::of(Style::TableFineCenter, "{{ counts.returned }}"),
            Cell::of(Style::TableFineCenter, "{{ counts.overdue }}"),
            Cell::of(Style::TableFineCenter, "{{ counts.cancelled }}"),
        ])
}

fn wide() -> Table {
    Table::framed(&[9, 62, 40, 20, 20, 19])
        .head_in(
            Style::TableFineHead,
            &["№", "Учреждение", "Состояние", "Срок", "Отчёт", "Опоздание, раб. дн."],
        )
        .row(vec![
            Cell::of(Style::TableFineCenter, "{% for line in institutions %}{{ loop.index }}"),
            Cell::of(Style::TableFine, "{{ line.institution }}"),
            Cell::of(Style::TableFine, "{{ line.state }}"),
            Cell::of(
                Style::TableFineCenter,
                "{% if line.control %}{{ line.control|дата }}{% endif %}",
            ),
            Cell::of(
                Style::TableFineCenter,
                "{% if line.reported %}{{ line.reported|дата }}{% endif %}",
            ),
            Cell::of(
                Style::TableFineCenter,
                "{% if line.overdue_days %}{{ line.overdue_days }}{% endif %}{% endfor %}",
            ),
        ])
}

/// Two institutions in a row; the days of delay stand beside the state.
fn narrow() -> Table {
    let fine = |text: &str| Cell::of(Style::TableFinest, text);
    let state = |path: &str| {
        format!(
            "{{{{ {path}.state }}}}{}",
            if_any(
                &format!("{path}.overdue_days"),
                &format!(" +{{{{ {path}.overdue_days }}}}")
            )
        )
    };
    let second = |text: &str| if_any("pair|length > 1", text);
    let titles = ["Учреждение", "Состояние (+ раб. дн.)"];
    Table::framed(&[46, 39, 46, 39])
        .head_in(Style::TableFineHead, &[titles[0], titles[1], titles[0], titles[1]])
        .row(vec![
            fine("{% for pair in institutions|batch(2) %}{{ pair[0].institution }}"),
            fine(&state("pair[0]")),
            fine(&second("{{ pair[1].institution }}")),
            fine(&format!("{}{{% endfor %}}", second(&state("pair[1]")))),
        ])
}
