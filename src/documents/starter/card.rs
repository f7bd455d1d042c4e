//! The registration and control card. Must never leave a line out because it is empty: an empty line is an answer too.

use super::layout::Layout;
use super::look::Style;
use super::requisites::if_any;
use super::sheet::Sheet;
use super::table::{Cell, Table};

pub(super) fn registration_card(layout: Layout) -> Sheet {
    let mut sheet = Sheet::new(
        layout,
        "РКК: {{ kind }} {% if number %}№\u{a0}{{ number }}{% else %}(проект){% endif %}",
        "{{ issuer.short_name }}",
    );
    sheet.line(Style::SheetTitle, "РЕГИСТРАЦИОННО-КОНТРОЛЬНАЯ КАРТОЧКА");
    sheet.table(&requisites());
    sheet.line(Style::TableTitle, "Контроль и исполнение");
    sheet.table(&control());
    sheet.when("executors", |sheet| {
        sheet.line(Style::TableTitle, "Исполнители");
        sheet.table(&executors());
    });
    sheet.when("extensions", |sheet| {
        sheet.line(Style::TableTitle, "Продления срока");
        sheet.table(&extensions());
    });
    sheet.line(Style::TableTitle, "Хранение и связи");
    sheet.table(&filing());
    sheet.line(
        Style::SmallNote,
        "Карточка сформирована по состоянию на {{ as_of|дата }}.",
    );
    sheet
}

fn fields(of: &[(&str, &str)]) -> Table {
    of.iter().fold(Table::framed(&[52, 118]), |table, (title, value)| {
        table.row(vec![
            Cell::of(Style::TableSmall, title),
            Cell::of(Style::TableSmall, value),
        ])
    })
}

fn requisites() -> Table {
    fields(&[
        ("Вид документа", "{{ kind }}"),
        ("Автор", "{{ issuer.name }}"),
        (
            "Дата, номер",
            "{% if date %}{{ date|дата }}{% endif %}{% if number %} №\u{a0}{{ number }}{% endif %}{% if not date and not number %}не зарегистрирован (проект){% endif %}",
        ),
        ("Заголовок", "{{ title }}"),
        (
            "Журнал, индекс",
            "{{ journal }}{% if index %}, индекс {{ index }}{% endif %}",
        ),
        ("Подписал", "{{ signer.name }}, {{ signer.post }}"),
        (
            "Исполнитель (подготовил)",
            "{{ prepared_by.name }}{% if prepared_by.phone %}, {{ prepared_by.phone }}{% endif %}",
        ),
        (
            "Листов",
            "{% if sheets %}{{ sheets }}{% endif %}{% if annexes %}{% if sheets %} + {% endif %}приложения: {{ annexes|map(attribute='sheets')|sum }}{% endif %}",
        ),
        (
            "Приложения",
            "{% for annex in annexes %}{{ loop.index }}.\u{a0}{{ annex.title }}, {{ annex.sheets }} л.{% if not loop.last %}; {% endif %}{% else %}нет{% endfor %}",
        ),
    ])
}

fn control() -> Table {
    fields(&[
        ("На контроле", "{% if control %}да{% else %}нет{% endif %}"),
        (
            "Контрольный срок",
            "{% if control %}{% if control.date %}{{ control.date|дата }}{% else %}ожидает даты{% endif %}{% else %}–{% endif %}",
        ),
        (
            "Контролирует",
            "{% if control %}{{ control.controller.name }}, {{ control.controller.post }}{% else %}–{% endif %}",
        ),
        (
            "Отметка об исполнении",
            "{% if executed %}{{ executed.on|дата }}. {{ executed.text }}{% else %}–{% endif %}",
        ),
        (
            "Снят с контроля",
            "{% if control and control.released %}{{ control.released|дата }}{% else %}–{% endif %}",
        ),
    ])
}

fn executors() -> Table {
    Table::framed(&[12, 98, 30, 30])
        .head_in(Style::TableSmallHead, &["№ п/п", "Исполнитель", "Срок", "Исполнено"])
        .row(vec![
            Cell::of(
                Style::TableSmallCenter,
                "{% for executor in executors %}{{ loop.index }}",
            ),
            Cell::of(
                Style::TableSmall,
                &format!("{{{{ executor.name }}}}{}", if_any("executor.lead", " (ответственный)")),
            ),
            Cell::of(
                Style::TableSmallCenter,
                "{% if executor.due %}{{ executor.due|дата }}{% endif %}",
            ),
            Cell::of(
                Style::TableSmallCenter,
                "{% if executor.done %}{{ executor.done|дата }}{% endif %}{% endfor %}",
            ),
        ])
}

fn extensions() -> Table {
    Table::framed(&[26, 24, 24, 60, 36])
        .head_in(
            Style::TableSmallHead,
            &[
                "Дата решения",
                "Прежний срок",
                "Новый срок",
                "Основание",
                "Кто разрешил",
            ],
        )
        .row(vec![
            Cell::of(
                Style::TableSmallCenter,
                "{% for extension in extensions %}{{ extension.on|дата }}",
            ),
            Cell::of(Style::TableSmallCenter, "{{ extension.from|дата }}"),
            Cell::of(Style::TableSmallCenter, "{{ extension.to|дата }}"),
            Cell::of(Style::TableSmall, "{{ extension.basis }}"),
            Cell::of(Style::TableSmall, "{{ extension.by }}{% endfor %}"),
        ])
}

fn filing() -> Table {
    fields(&[
        ("Дело", "{{ case }}"),
        ("Срок хранения", "{{ storage_term }}"),
        (
            "Связанные документы",
            "{% for link in links %}{{ link }}{% if not loop.last %}; {% endif %}{% else %}нет{% endfor %}",
        ),
    ])
    .row(vec![
        Cell::of(Style::TableSmall, "Файлы (SHA-256)"),
        Cell::of(Style::TableFine, "{% for file in files %}{{ file.name }}: {{ file.sha256 }}{% if not loop.last %}; {% endif %}{% else %}нет{% endfor %}"),
    ])
}
