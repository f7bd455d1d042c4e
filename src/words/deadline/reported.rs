//! «по итогам года до 15 января»: a report comes after the time it is about.
//!
//! Must never leave a deadline before the end of the reported time without a doubt.

use super::DeadlineContext;
use super::PlanPeriod;
use super::Reason;
use super::draft::Draft;
use super::draft::Reported;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::lexicon::Meaning;
use super::lexicon::exactly;

/// Moves each day without a year past the end of its reported time; a person confirms it.
pub(super) fn follow(draft: &mut Draft, context: &DeadlineContext) {
    let mut reported = draft.reported.clone();
    // «по итогам I полугодия до 10 июля»
    let summed = draft.event.clone().filter(|event| {
        let event = event.to_lowercase();
        ["по итог", "по результат"].iter().any(|start| event.starts_with(start))
    });
    if let (Some(words), true, 1) = (summed, reported.is_empty(), draft.spans.len()) {
        reported.push(Reported { words, span: 0 });
    }
    for Reported { words, span } in reported {
        let last = draft.spans.len().saturating_sub(1);
        follow_one(draft, &words.to_lowercase(), span.min(last), context);
    }
}

fn follow_one(draft: &mut Draft, event: &str, at: usize, context: &DeadlineContext) {
    let (Some(last_month), Some(span)) = (last_month_of(event), draft.spans.get_mut(at)) else {
        return;
    };
    let (Span::By(when) | Span::At(when)) = span else {
        return;
    };
    let (Shape::Day { month: Some(month), .. } | Shape::Month(month)) = when.shape else {
        return;
    };
    let told = year_in(event);
    match when.year {
        YearTold::Exactly(year) => {
            let early = told.is_some_and(|told| (year, month) <= (told, last_month));
            if early {
                draft.doubts.push(Reason::Contradiction);
            }
        }
        YearTold::Nowhere => {
            let only = match context.period {
                Some(PlanPeriod::Years { first, last }) if first == last => Some(first),
                _ => None,
            };
            // «до 20 декабря по итогам года» is within the year; «до 15 января» is after it, «до 15 мая» by custom too,
            // but then of the year before.
            let of_year = last_month == 12;
            let next_year = match (of_year, told) {
                (true, Some(_)) => month <= 10,
                (true, None) => month <= 3,
                (false, _) => month + 6 <= last_month,
            };
            // «за апрель – до 5 апреля»: before what it is about has ended.
            if !of_year && !next_year && month <= last_month {
                draft.doubts.push(Reason::Contradiction);
            }
            if let Some(year) = told {
                let year = year + i32::from(next_year);
                *when = in_year(*when, year);
            } else if let Some(year) = only.filter(|_| next_year) {
                *when = in_year(*when, year + 1);
            }
            if next_year {
                draft.doubts.push(Reason::BeforeOrWithinPlan);
            }
        }
        _ => {
            if month <= last_month {
                draft.doubts.push(Reason::Contradiction);
            }
        }
    }
}

fn in_year(when: When, year: i32) -> When {
    When {
        year: YearTold::Exactly(year),
        ..when
    }
}

/// The last month of the reported time, when the words name it.
fn last_month_of(event: &str) -> Option<u32> {
    let words: Vec<&str> = event
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().any(|word| word.starts_with("уч")) {
        return None;
    }
    let count = words.iter().find_map(|word| number(word));
    let named = |stem: &str| words.iter().any(|word| word.starts_with(stem));
    if named("квартал") || words.contains(&"кв") {
        return count.filter(|count| *count <= 4).map(|count| count * 3);
    }
    if named("полугод") {
        return count.filter(|count| *count <= 2).map(|count| count * 6);
    }
    let month = words.iter().find_map(|word| match exactly(word) {
        Some(Meaning::Month(month)) => Some(month),
        _ => None,
    });
    if month.is_some() {
        return month;
    }
    ["год", "года", "г"]
        .iter()
        .any(|word| words.contains(word))
        .then_some(12)
}

fn number(word: &str) -> Option<u32> {
    let begins = |stem: &str| word.starts_with(stem);
    match word {
        "1" | "i" | "і" => Some(1),
        "2" | "ii" | "іі" => Some(2),
        "3" | "iii" | "ііі" => Some(3),
        "4" | "iv" | "іv" => Some(4),
        _ if begins("перв") => Some(1),
        _ if begins("втор") => Some(2),
        _ if begins("трет") => Some(3),
        _ if begins("четверт") => Some(4),
        _ => None,
    }
}

/// A year in four digits among the words.
fn year_in(event: &str) -> Option<i32> {
    event
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .find_map(|digits| digits.parse().ok())
        .filter(|year| (1990..=2100).contains(year))
}
