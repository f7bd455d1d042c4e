//! When an item runs: plain words are taken, doubtful ones become a question with its candidate readings.
//!
//! Must never let a date in that the words do not prove without saying so: what is taken by default is asked.

use super::draft::{Draft, NO_DEADLINE};
use super::ground::Ground;
use super::question::{Candidate, Question, Topic};
use super::wording::{fold, uncapitalised};
use crate::definition::check::period;
use crate::words::deadline::{self, DeadlineReading, Kind, Outcome, Reason};
use crate::words::recurrence::Occurrence;
use chrono::{Datelike, NaiveDate};

/// A series that begins sooner than this after the order is asked about, in days.
const TOO_SOON_DAYS: i64 = 30;
/// «Да, так»: what was read is right.
pub const YES: &str = "да";
pub const NO: &str = "нет";

/// What the item's file says about dates.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Dates {
    pub confirmed: Option<String>,
    pub schedule: Vec<(String, NaiveDate)>,
    pub date_owner: Option<String>,
    pub repeats: Option<String>,
    pub reading: Option<DeadlineReading>,
    pub questions: Vec<Question>,
    pub notes: Vec<String>,
}

impl Dates {
    /// Whether the date is still to be named.
    pub fn waits(&self) -> bool {
        self.date_owner.is_some()
    }

    /// Work without an end of its own: «в течение всего периода».
    pub fn goes_on(&self) -> bool {
        self.reading
            .as_ref()
            .is_some_and(|reading| reading.kind == Kind::WholePeriod)
    }
}

/// Settles the dates of an item; `owner` is who names a date that is not there, unless a person says otherwise.
pub fn settle(draft: &Draft, ground: &Ground<'_>, owner: &str) -> Dates {
    let reading = deadline::read(&draft.deadline, &ground.context);
    let mut dates = Dates::default();
    let open = reading.due.is_none() || reading.kind == Kind::ExternalPlan;
    let endless = reading.kind == Kind::WholePeriod && is_endless(&reading, ground);
    if open {
        let mut question = question(draft, Topic::Deadline, &reading);
        question.ask = String::from("Кто назовёт срок? Или назовите его сами.");
        question.candidates = owners(ground);
        owner.clone_into(&mut question.default);
        put(&mut dates, question, ground, &reading);
    } else if endless || reading.outcome != Outcome::Read {
        let mut question = question(draft, Topic::Deadline, &reading);
        question.candidates = candidates(draft, ground, &reading, endless);
        if endless {
            question.why.push(
                "срока нет: пункт действует весь период плана и без даты никогда не станет просроченным".to_owned(),
            );
        }
        "Какой срок поставить на контроль?".clone_into(&mut question.ask);
        question.default = question
            .candidates
            .first()
            .map_or_else(|| owner.to_owned(), |first| first.value.clone());
        put(&mut dates, question, ground, &reading);
    } else {
        begins(draft, ground, &reading, &mut dates);
        repeats(draft, ground, &reading, &mut dates);
    }
    dates.reading = Some(reading);
    dates
}

fn question(draft: &Draft, topic: Topic, reading: &DeadlineReading) -> Question {
    let mut why: Vec<String> = reading.reasons.iter().map(ToString::to_string).collect();
    if why.is_empty() && topic == Topic::Deadline {
        why.push(reading.reading.clone());
    }
    if draft.deadline == NO_DEADLINE {
        why = vec!["в строке нет срока".to_owned()];
    }
    Question {
        id: Question::id_of(&draft.key, topic),
        item: Some(draft.key.clone()),
        place: draft.place.clone(),
        topic,
        cell: draft.deadline.clone(),
        why,
        ask: String::new(),
        candidates: Vec::new(),
        default: String::new(),
        answer: None,
    }
}

/// Takes the answer, or the default: an owner, «да», or a deadline in plain words.
fn put(dates: &mut Dates, mut question: Question, ground: &Ground<'_>, reading: &DeadlineReading) {
    question.answer = ground.answers.get(&question.id);
    let chosen = question.chosen().to_owned();
    if chosen == YES {
        dates.schedule = runs(reading, ground);
    } else if ground.owners.iter().any(|(key, _)| *key == chosen) {
        dates.date_owner = Some(chosen);
    } else {
        dates.confirmed = Some(chosen);
    }
    dates.questions.push(question);
}

/// Whether nothing but the end of the plan ends it, and the plan is long.
fn is_endless(reading: &DeadlineReading, ground: &Ground<'_>) -> bool {
    let long = (ground.last_day - ground.first_day).num_days() > 366;
    long && reading.recurrence.is_none() && reading.due.is_none_or(|due| due >= ground.last_day)
}

fn owners(ground: &Ground<'_>) -> Vec<Candidate> {
    ground
        .owners
        .iter()
        .map(|(key, name)| Candidate::new(key, format!("срок назовёт: {name}")))
        .collect()
}

/// Clear wordings of what the words may mean; only such as leave no doubt are offered.
fn candidates(draft: &Draft, ground: &Ground<'_>, reading: &DeadlineReading, endless: bool) -> Vec<Candidate> {
    let mut offered: Vec<Candidate> = Vec::new();
    let mut offer = |phrase: String| {
        let read = deadline::read(&phrase, &ground.context);
        let clear = read.outcome == Outcome::Read && read.due.is_some() && read.kind != Kind::ExternalPlan;
        if clear && !offered.iter().any(|known| known.value == phrase) {
            offered.push(Candidate::new(phrase, read.reading));
        }
    };
    let years = ground.first_day.year()..=ground.last_day.year();
    if endless {
        offer("ежегодно до 20 января года, следующего за отчётным".to_owned());
        offer("ежегодно, до 31 декабря".to_owned());
        offer(format!("до {}", ground.last_day.format("%d.%m.%Y")));
    } else if reading.kind == Kind::WholePeriod {
        offer("ежегодно, до 31 декабря".to_owned());
        offer("ежегодно, до 31 августа".to_owned());
        years.clone().for_each(|year| offer(format!("до 31.12.{year}")));
    } else if reading.reasons.contains(&Reason::NoYearInLongPlan) {
        let phrase = uncapitalised(&draft.deadline);
        offer(format!("ежегодно, {phrase}"));
        years.clone().for_each(|year| offer(format!("{phrase} {year} года")));
    }
    let runs = runs(reading, ground);
    if !runs.is_empty() && !endless {
        let days: Vec<String> = runs.iter().map(|(_, due)| due.format("%d.%m.%Y").to_string()).collect();
        offered.push(Candidate::new(YES, format!("принять так: {}", days.join(", "))));
    }
    offered.extend(owners(ground));
    offered
}

/// The dates that the words give within the plan, by period.
fn runs(reading: &DeadlineReading, ground: &Ground<'_>) -> Vec<(String, NaiveDate)> {
    let Some(due) = reading.due else { return Vec::new() };
    let once = Occurrence {
        start: reading.start,
        due,
    };
    let runs = match reading.recurrence {
        Some(_) => reading.occurrences(ground.first_day, ground.last_day),
        None => vec![once],
    };
    let runs: Vec<Occurrence> = runs
        .into_iter()
        .filter(|run| run.due >= ground.first_day)
        .take(400)
        .collect();
    let keys = period::keys(&runs, reading.recurrence.is_some());
    keys.into_iter().zip(runs.iter().map(|run| run.due)).collect()
}

/// «Ежегодно, апрель» in an order of April: does the series begin at once?
fn begins(draft: &Draft, ground: &Ground<'_>, reading: &DeadlineReading, dates: &mut Dates) {
    let runs = runs(reading, ground);
    let yearly = reading.recurrence.is_some() && runs.len() > 1;
    let (Some((first, due)), Some(order)) = (runs.first(), ground.order) else {
        return;
    };
    let soon = (*due - order).num_days();
    if !yearly || !(0..=TOO_SOON_DAYS).contains(&soon) || runs.iter().any(|(key, _)| key.len() != 4) {
        return;
    }
    let mut question = question(draft, Topic::Begins, reading);
    question.why = vec![format!(
        "первый срок, {}, наступает через {soon} дн. после приказа от {}",
        due.format("%d.%m.%Y"),
        order.format("%d.%m.%Y")
    )];
    "С какого года вести отсчёт?".clone_into(&mut question.ask);
    question.candidates = runs
        .iter()
        .take(2)
        .map(|(key, due)| Candidate::new(key, format!("первый срок — {}", due.format("%d.%m.%Y"))))
        .collect();
    question.default.clone_from(first);
    question.answer = ground.answers.get(&question.id);
    if question.chosen() != first {
        let from = question.chosen().to_owned();
        dates.schedule = runs.into_iter().filter(|(key, _)| *key >= from).collect();
    }
    dates.questions.push(question);
}

/// «пополнение ежегодно», «актуализация» in a title.
fn repeats(draft: &Draft, ground: &Ground<'_>, reading: &DeadlineReading, dates: &mut Dates) {
    let long = reading.due.is_some_and(|due| due.year() < ground.last_day.year());
    if reading.recurrence.is_some() || !long {
        return;
    }
    let title = fold(&draft.title);
    let often = [
        ("ежегодно", "yearly"),
        ("ежеквартально", "quarterly"),
        ("ежемесячно", "monthly"),
    ]
    .into_iter()
    .find(|(word, _)| title.contains(word));
    let hint = ["актуализаци", "обновлени", "пополнени"]
        .into_iter()
        .find(|stem| title.contains(stem));
    let (Some(word), default) = (
        often.map(|(word, _)| word).or(hint),
        often.map_or(NO, |(_, repeats)| repeats),
    ) else {
        return;
    };
    let mut question = question(draft, Topic::Repeats, reading);
    question.cell.clone_from(&draft.title);
    question.why = vec![format!(
        "в наименовании сказано «{}…», а срок назван один раз: «{}»",
        word, draft.deadline
    )];
    "Повторять ли пункт?".clone_into(&mut question.ask);
    question.candidates = vec![
        Candidate::new("yearly", "каждый год, с тем же сроком"),
        Candidate::new("quarterly", "каждый квартал"),
        Candidate::new("monthly", "каждый месяц"),
        Candidate::new(NO, "только один раз"),
    ];
    default.clone_into(&mut question.default);
    question.answer = ground.answers.get(&question.id);
    if question.chosen() != NO {
        dates.repeats = Some(question.chosen().to_owned());
    }
    dates.questions.push(question);
}
