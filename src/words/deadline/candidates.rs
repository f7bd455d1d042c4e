//! What a person may choose from when a deadline is not sure: the usual reading first, then the others the words allow.
//!
//! Must never offer a reading that the words exclude; where nothing can be offered, a person writes the dates.

use super::DeadlineContext;
use super::DeadlineReading;
use super::Outcome;
use super::Reason;
use super::dated::Repeats;
use super::dated::date;
use super::dated::in_range;
use super::draft::Edge;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::settle::yearly;
use super::wording;
use super::years;
use crate::words::recurrence::Recurrence;
use crate::words::recurrence::Rule;
use crate::words::recurrence::month_length;
use chrono::Datelike;
use chrono::Days;
use chrono::Months;
use chrono::NaiveDate;

/// No clerk chooses from more.
const CANDIDATES_MAX: usize = 12;

/// One of the readings that a person may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// First day, when the words give one; of the first occurrence, when the deadline repeats.
    pub start: Option<NaiveDate>,
    /// Last day as written, inclusive, not moved for days off.
    pub due: Option<NaiveDate>,
    /// How it repeats.
    pub recurrence: Option<Recurrence>,
    /// The reading as one Russian sentence.
    pub reading: String,
}

/// All candidates, likeliest first; none when the reading is sure.
pub(super) fn of(spans: &[Span], reading: &DeadlineReading, context: &DeadlineContext) -> Vec<Candidate> {
    let found = match reading.outcome {
        Outcome::Read => vec![],
        Outcome::Confirm => beside(spans, reading, context),
        Outcome::Ask => apart(spans, reading, context),
    };
    let mut candidates: Vec<Candidate> = Vec::new();
    for one in found.into_iter().filter(is_sound) {
        if !candidates.contains(&one) && candidates.len() < CANDIDATES_MAX {
            candidates.push(one);
        }
    }
    candidates
}

impl Candidate {
    fn new(start: Option<NaiveDate>, due: Option<NaiveDate>, recurrence: Option<Recurrence>) -> Self {
        let reading = wording::chosen(start, due, recurrence.as_ref());
        Self {
            start,
            due,
            recurrence,
            reading,
        }
    }
}

fn is_sound(one: &Candidate) -> bool {
    let dated = one.start.is_some() || one.due.is_some();
    let forward = one.start.zip(one.due).is_none_or(|(start, due)| start <= due);
    dated && forward && [one.start, one.due].into_iter().flatten().all(in_range)
}

/// The usual reading, and what each doubt puts beside it.
fn beside(spans: &[Span], reading: &DeadlineReading, context: &DeadlineContext) -> Vec<Candidate> {
    let usual = Candidate::new(reading.start, reading.due, reading.recurrence.clone());
    let mut found = vec![usual.clone()];
    for reason in &reading.reasons {
        match reason {
            Reason::NoYearInLongPlan | Reason::CurrentYear => {
                found.push(Candidate::new(reading.start, reading.due, None));
            }
            Reason::InclusiveOrNot => found.extend(other_side(spans, context)),
            Reason::WeekOfMonth => found.extend(other_weeks(spans, &usual)),
            Reason::ListOrWindow => found.extend(one_window(reading)),
            Reason::WhichMonth => found.extend(a_month_earlier(&usual)),
            Reason::CalendarOrSchoolYear => found.extend(other_year_kind(spans, context)),
            Reason::BeforeOrWithinPlan => found.extend(a_year_off(&usual, false)),
            Reason::NewYearsDay => found.extend(a_year_off(&usual, true)),
            Reason::OverNewYear | Reason::NotWithinPlan => {
                let both = [false, true].map(|later| a_year_off(&usual, later));
                let reached = |one: &Candidate| reaches(one, context);
                found.extend(both.into_iter().flatten().filter(reached));
            }
            Reason::SeveralDeadlines | Reason::RunOn => found.extend(each(spans, context)),
            _ => {}
        }
    }
    found
}

/// Nothing may be read of the whole: each of its deadlines by itself, or the nearest day that exists.
fn apart(spans: &[Span], reading: &DeadlineReading, context: &DeadlineContext) -> Vec<Candidate> {
    let separate = [
        Reason::SeveralDeadlines,
        Reason::Alternatives,
        Reason::RunOn,
        Reason::BeforeOrder,
    ];
    if spans.len() > 1 && reading.reasons.iter().any(|reason| separate.contains(reason)) {
        return each(spans, context);
    }
    match spans {
        [Span::At(when) | Span::By(when)] => nearest_real(*when, matches!(spans[0], Span::At(_)), context),
        _ => vec![],
    }
}

/// Each span as if it stood alone.
fn each(spans: &[Span], context: &DeadlineContext) -> Vec<Candidate> {
    let alone = |span: &Span| {
        let dated = date(*span, context).ok()?;
        let recurrence = match dated.repeats {
            Repeats::Once => None,
            Repeats::YearlyByPlan(last) | Repeats::YearlyTo(last) => Some(yearly(&dated, Some(last))),
            Repeats::Endless => Some(yearly(&dated, None)),
        };
        Some(Candidate::new(dated.start, dated.due, recurrence))
    };
    spans.iter().take(CANDIDATES_MAX).filter_map(alone).collect()
}

/// «до мая»: by its end, or by the day before it.
fn other_side(spans: &[Span], context: &DeadlineContext) -> Vec<Candidate> {
    let [Span::By(when)] = spans else { return vec![] };
    let by = |edge: Edge| date(Span::By(When { edge, ..*when }), context).ok()?.due;
    let eve = by(Edge::Start);
    let dues = match (when.shape, when.edge) {
        (Shape::Day { .. }, _) => [by(Edge::Whole).and_then(|day| day.pred_opt()), None],
        // «до начала учебного года»: the first day itself.
        (_, Edge::Start) => [eve, eve.and_then(|day| day.succ_opt())],
        _ => [eve, by(Edge::End)],
    };
    dues.into_iter()
        .flatten()
        .map(|due| Candidate::new(None, Some(due), None))
        .collect()
}

/// «вторая неделя октября»: by sevens of days, or by full weeks from the first Monday.
fn other_weeks(spans: &[Span], usual: &Candidate) -> Vec<Candidate> {
    let (
        [
            Span::At(When {
                shape: Shape::Week { nth, .. },
                ..
            }),
        ],
        Some(due),
    ) = (spans, usual.due)
    else {
        return vec![];
    };
    let Some((first, last)) = years::month_days(due.year(), due.month()) else {
        return vec![];
    };
    let seven = |start: NaiveDate| Some((start, start.checked_add_days(Days::new(6))?));
    let nth_from = |from: NaiveDate| from.checked_add_days(Days::new(7 * u64::try_from(nth - 1).ok()?));
    let monday = || {
        first
            .iter_days()
            .take(7)
            .find(|day| day.weekday() == chrono::Weekday::Mon)
    };
    let weeks = if *nth == -1 {
        let monday = last.checked_sub_days(Days::new(u64::from(last.weekday().num_days_from_monday())));
        [
            last.checked_sub_days(Days::new(6)).map(|start| (start, last)),
            monday.and_then(seven),
        ]
    } else {
        [
            nth_from(first)
                .and_then(seven)
                .map(|(start, end)| (start, end.min(last))),
            monday().and_then(nth_from).and_then(seven),
        ]
    };
    let of_month = |week: &(NaiveDate, NaiveDate)| week.0 <= last;
    weeks
        .into_iter()
        .flatten()
        .filter(of_month)
        .map(|(start, due)| Candidate::new(Some(start), Some(due), None))
        .collect()
}

/// «сентябрь, октябрь»: one term for both.
fn one_window(reading: &DeadlineReading) -> Option<Candidate> {
    let first = reading.due?;
    let year_later = first.checked_add_months(Months::new(11))?;
    let last = reading.occurrences(first, year_later).last()?.due;
    Some(Candidate::new(reading.start, Some(last), None))
}

/// «ежеквартально до 5 числа»: of the quarter's last month, not of the month after it.
fn a_month_earlier(usual: &Candidate) -> Option<Candidate> {
    let Some(Recurrence::Rule(rule)) = &usual.recurrence else {
        return None;
    };
    let back = |day: NaiveDate| day.checked_sub_months(Months::new(1));
    let until = rule
        .until
        .and_then(back)
        .and_then(|day| day.with_day(month_length(day)));
    let months: Vec<u32> = rule.by_month.iter().map(|month| (month + 10) % 12 + 1).collect();
    let earlier = Rule {
        until,
        ..rule.clone().in_months(months)
    };
    Some(Candidate::new(
        usual.start.and_then(back),
        usual.due.and_then(back),
        Some(Recurrence::Rule(earlier)),
    ))
}

/// «в течение года»: the calendar's year, or the school's.
fn other_year_kind(spans: &[Span], context: &DeadlineContext) -> Vec<Candidate> {
    let [Span::At(when)] = spans else { return vec![] };
    let year = date(spans[0], context).ok().and_then(|dated| Some(dated.start?.year()));
    let of = |shape: Shape| year.and_then(|year| years::whole_days(shape, year));
    if !matches!(when.shape, Shape::Year | Shape::SchoolYear) {
        return vec![];
    }
    [of(Shape::Year), of(Shape::SchoolYear)]
        .into_iter()
        .flatten()
        .map(|(start, due)| Candidate::new(Some(start), Some(due), None))
        .collect()
}

/// The same days a year later or earlier.
fn a_year_off(usual: &Candidate, later: bool) -> Option<Candidate> {
    let moved = |day: NaiveDate| {
        if later {
            day.checked_add_months(Months::new(12))
        } else {
            day.checked_sub_months(Months::new(12))
        }
    };
    let due = usual.due.and_then(moved)?;
    Some(Candidate::new(usual.start.and_then(moved), Some(due), None))
}

/// Whether some of the candidate's days lie in the plan's period.
fn reaches(one: &Candidate, context: &DeadlineContext) -> bool {
    let period = context.period.and_then(|period| period.days());
    period
        .zip(one.due)
        .is_some_and(|((first, last), due)| due >= first && one.start.unwrap_or(due) <= last)
}

/// «31 ноября»: the last day that the month has.
fn nearest_real(when: When, fixed: bool, context: &DeadlineContext) -> Vec<Candidate> {
    let Shape::Day {
        day: 29..=31,
        month: Some(month @ 1..=12),
    } = when.shape
    else {
        return vec![];
    };
    let last = When {
        shape: Shape::LastDay { month: Some(month) },
        ..when
    };
    let Some(due) = date(Span::By(last), context).ok().and_then(|dated| dated.due) else {
        return vec![];
    };
    vec![Candidate::new(Some(due).filter(|_| fixed), Some(due), None)]
}
