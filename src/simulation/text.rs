//! A simulation as a clerk reads it in a terminal.
//!
//! Must never be the only place where something is told: it shows what the view holds.

use super::view::{DayView, KindView, TotalsView, View};
use crate::words::phrasing::plural;
use std::fmt::Write as _;

/// Signs of a title that the table shows.
const TITLE_SIGNS: usize = 40;
/// Width of the table.
const TABLE_SIGNS: usize = TITLE_SIGNS + 66;

/// The whole simulation.
pub fn text(view: &View) -> String {
    let mut text = String::new();
    for plan in &view.plans {
        let _ = writeln!(text, "{}", plan.title);
    }
    let _ = writeln!(text, "Имитация: {}. Ничего не отправлено.", view.period);
    let _ = writeln!(text, "Предположено: {}.", view.assumed.join("; "));
    summary(&mut text, &view.total);
    items(&mut text, view);
    for month in &view.months {
        let letters = u64::from(month.letters);
        let _ = writeln!(
            text,
            "\n{} — {letters} {}",
            month.title,
            plural(letters, "письмо", "письма", "писем")
        );
        for day in &month.days {
            let _ = writeln!(text, "  {} {}  {}", day.words, day.weekday, in_words(day));
        }
    }
    let _ = writeln!(text, "\nПо учреждениям");
    for group in &view.groups {
        let due = group.due.len() as u64;
        let _ = writeln!(
            text,
            "  {}: {due} {}",
            group.listed,
            plural(due, "срок", "срока", "сроков")
        );
    }
    loads(&mut text, view);
    let _ = writeln!(text, "\nОткрытые вопросы плана");
    if view.gaps.is_empty() {
        let _ = writeln!(text, "  нет");
    }
    for gap in &view.gaps {
        let _ = writeln!(text, "  — {}", gap.text);
    }
    text
}

fn summary(text: &mut String, total: &TotalsView) {
    let _ = writeln!(
        text,
        "\nВсего: экземпляров {}, приказов {}, поручений {} (принято {}, с опозданием {}), писем {}, из них напоминаний и сообщений о просрочке {}",
        total.instances, total.orders, total.tasks, total.accepted, total.late, total.letters, total.reminders
    );
    for kind in &total.by_kind {
        let _ = writeln!(text, "  {:<28} {:>7}", kind.words, kind.count);
    }
}

fn items(text: &mut String, view: &View) {
    for plan in &view.plans {
        let _ = writeln!(
            text,
            "\n{:<6} {:<TITLE_SIGNS$} {:>5} {:>7} {:>7} {:>7} {:>8} {:>10} {:>8}",
            "Пункт", "Мероприятие", "Экз.", "Приказы", "Поруч.", "Принято", "С опозд.", "Напомин.", "Писем"
        );
        let _ = writeln!(text, "{}", "─".repeat(TABLE_SIGNS));
        for item in &plan.items {
            let totals = &item.totals;
            let _ = writeln!(
                text,
                "{:<6} {:<TITLE_SIGNS$} {:>5} {:>7} {:>7} {:>7} {:>8} {:>10} {:>8}",
                item.key,
                shortened(&item.title),
                totals.instances,
                totals.orders,
                totals.tasks,
                totals.accepted,
                totals.late,
                totals.reminders,
                totals.letters
            );
        }
    }
}

fn loads(text: &mut String, view: &View) {
    let _ = writeln!(text, "\nПерегрузки");
    for load in &view.overloads {
        let _ = writeln!(text, "  — {}", load.text);
    }
    if view.overloads.is_empty() {
        let _ = writeln!(text, "  нет");
        if let Some(load) = &view.densest {
            let _ = writeln!(text, "  Самая плотная {}", load.text);
        }
    }
}

/// «проект приказа: 1.4; письма: поручение с приказом 30».
fn in_words(day: &DayView) -> String {
    let mut said = Vec::new();
    let mut items = |what: &str, items: &[String]| {
        if !items.is_empty() {
            said.push(format!("{what}: {}", items.join(", ")));
        }
    };
    items("начаты", &day.opened);
    items("проект приказа", &day.drafted);
    items("приказ подписан", &day.registered);
    items("КОНТРОЛЬНЫЙ СРОК", &day.control);
    items("снято с контроля", &day.released);
    for (what, count) in [
        ("сроков у исполнителей", day.due),
        ("отчётов", day.reported),
        ("принято", day.accepted),
    ] {
        if count > 0 {
            said.push(format!("{what} {count}"));
        }
    }
    if !day.letters.is_empty() {
        let letters: Vec<String> = day.letters.iter().map(kind).collect();
        said.push(format!("письма: {}", letters.join(", ")));
    }
    said.join("; ")
}

fn kind(kind: &KindView) -> String {
    format!("{} {}", kind.words, kind.count)
}

fn shortened(title: &str) -> String {
    if title.chars().count() <= TITLE_SIGNS {
        return title.to_owned();
    }
    title.chars().take(TITLE_SIGNS - 1).collect::<String>() + "…"
}
