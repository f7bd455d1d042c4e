//! What an item's dates and waits are, in words for a picture.
//!
//! Must never say a date that the definition does not: a wait is called a wait.

use crate::definition::model::{DateOwner, Definition, Executors, Plan, Schedule, WaitUntil};
use crate::drawing::process::Subject;
use crate::drawing::telling;
use crate::words::ids::ItemKey;
use crate::words::phrasing;

/// Most periods named in a line.
const PERIODS_NAMED: usize = 6;

/// Lines under a picture's title.
pub fn remarks(subject: Subject<'_>) -> Vec<String> {
    let Subject::Item(plan, definition) = subject else {
        let key = &subject.lifecycle().key;
        return vec![format!("Файл порядка: lifecycles/{key}.yaml")];
    };
    let executors: Vec<&str> = definition
        .executors
        .iter()
        .map(|executor| executor.name.as_str())
        .collect();
    let mut lines = vec![format!("Порядок: {}", definition.lifecycle.title)];
    if !executors.is_empty() {
        lines.push(format!("Исполнители: {}", executors.join(", ")));
    }
    lines.push(format!("Срок: {}", dates(plan, definition)));
    lines
}

/// When an item is due, period by period.
pub fn dates(plan: &Plan, definition: &Definition) -> String {
    match &definition.schedule {
        Schedule::AwaitsDate { owner, period } => format!(
            "«{}» — ждёт даты, её назовёт {} ({})",
            one_line(&definition.deadline),
            date_owner(owner, plan, definition),
            phrasing::period_name(period.as_str())
        ),
        Schedule::Dated(periods) => {
            let mut named: Vec<String> = periods
                .iter()
                .take(PERIODS_NAMED)
                .map(|period| {
                    let due = phrasing::short_date(period.due);
                    if period.control == period.due {
                        due
                    } else {
                        format!("{due} (контроль {})", phrasing::short_date(period.control))
                    }
                })
                .collect();
            if periods.len() > PERIODS_NAMED {
                let last = periods.last().map(|period| phrasing::short_date(period.due));
                named.push(format!("… всего {} до {}", periods.len(), last.unwrap_or_default()));
            }
            format!("«{}» — {}", one_line(&definition.deadline), named.join(", "))
        }
    }
}

/// What a stage waits for; for an item that has nothing to wait for, that it passes at once.
pub fn waited_for(until: &WaitUntil, subject: Subject<'_>) -> String {
    let Subject::Item(plan, definition) = subject else {
        return match until {
            WaitUntil::Date => "пока не назван срок",
            WaitUntil::Predecessors => "пока не сняты предшествующие пункты",
            WaitUntil::Start => "до первого дня работы",
        }
        .to_owned();
    };
    match (until, &definition.schedule) {
        (WaitUntil::Predecessors, _) if definition.after.is_empty() => "предшествующих нет: проходит сразу".to_owned(),
        (WaitUntil::Predecessors, _) => {
            let items: Vec<&str> = definition.after.iter().map(ItemKey::as_str).collect();
            let noun = if items.len() == 1 {
                "снят пункт"
            } else {
                "сняты пункты"
            };
            format!("пока не {noun} {}", phrasing::join_list(&items))
        }
        (WaitUntil::Date, Schedule::AwaitsDate { owner, .. }) => {
            format!("срок назовёт {}", date_owner(owner, plan, definition))
        }
        (WaitUntil::Date, Schedule::Dated(_)) => "срок известен: проходит сразу".to_owned(),
        (WaitUntil::Start, Schedule::Dated(periods)) if periods.iter().any(|period| period.start.is_some()) => {
            "до первого дня работы".to_owned()
        }
        (WaitUntil::Start, _) => "день не назван: проходит сразу".to_owned(),
    }
}

/// Who owes a date: an institution by the name the item or the directory gives it, a role by its post.
pub fn date_owner(owner: &DateOwner, plan: &Plan, definition: &Definition) -> String {
    match owner {
        DateOwner::Institution(key) => {
            let named = |who: &Executors| matches!(who, Executors::One(one) if one == key);
            let executor = definition.executors.iter().find(|executor| named(&executor.who));
            let row = plan.institutions.iter().rfind(|institution| institution.key == *key);
            let name = executor.map(|executor| &executor.name);
            name.or(row.map(|institution| &institution.short_name))
                .map_or_else(|| key.to_string(), Clone::clone)
        }
        DateOwner::Role(role) => telling::lower_first(&telling::post(Subject::Item(plan, definition), role)),
    }
}

/// Words as printed, without the line breaks of a table.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
