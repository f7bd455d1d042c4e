//! Days of a part of the calendar in a given year, and the year that the phrase leaves unsaid.
//!
//! Must never choose between two years in silence.

use super::DeadlineContext;
use super::OrderDate;
use super::PlanPeriod;
use super::Reason;
use super::draft::Edge;
use super::draft::Shape;
use super::draft::Slice;
use super::draft::When;
use super::lexicon::Season;
use crate::words::recurrence::month_length;
use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use chrono::Weekday;

/// First and last day, both inclusive.
pub(super) type Ends = (NaiveDate, NaiveDate);

/// A year that was told or concluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Concluded {
    pub year: i32,
    /// The last year of a repetition that a plan of several years brings.
    pub every_year_to: Option<NaiveDate>,
    pub doubts: Vec<Reason>,
}

const LONG_BEFORE_PLAN_DAYS: i64 = 60; // a plan signed this long before its period may have items before it
const FAR_FROM_ORDER_DAYS: i64 = 270;

/// The days of a part in a year; for a school year, the one that begins in it. `None` when there are none (31 November).
pub(super) fn days(when: When, year: i32) -> Option<Ends> {
    let whole = whole_days(when.shape, year)?;
    let (first, last) = whole;
    let month = |month: u32| month_days(year, month);
    match (when.edge, when.shape) {
        (Edge::Whole, _) | (_, Shape::Day { .. }) => Some(whole),
        (Edge::Start, Shape::Month(_)) => Some((first, first.with_day(10)?)),
        (Edge::Middle, Shape::Month(_)) => Some((first.with_day(11)?, first.with_day(20)?)),
        (Edge::End, Shape::Month(_)) => Some((first.with_day(21)?, last)),
        (Edge::Start, _) => month_days(first.year(), first.month()),
        (Edge::End, _) => month_days(last.year(), last.month()),
        (Edge::Middle, Shape::Year) => Some((month(6)?.0, month(7)?.1)),
        (Edge::Middle, _) => None,
    }
}

/// The days of the part itself, whichever edge of it is meant.
pub(super) fn whole_days(shape: Shape, year: i32) -> Option<Ends> {
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let months = |first: u32, last: u32| Some((month_days(year, first)?.0, month_days(year, last)?.1));
    match shape {
        Shape::Day { day, month } => date(month?, day).map(|day| (day, day)),
        Shape::Month(month) => month_days(year, month),
        Shape::Slice { month, slice } => slice_days(month_days(year, month?)?, slice),
        Shape::Week { nth, month } => week_days(month_days(year, month?)?, nth),
        Shape::NthWeekday { nth, weekday, month } => {
            nth_weekday(month_days(year, month?)?, nth, weekday).map(|day| (day, day))
        }
        Shape::LastDay { month } => month_days(year, month?).map(|(_, last)| (last, last)),
        Shape::Quarter(quarter @ 1..=4) => months(quarter * 3 - 2, quarter * 3),
        Shape::Half(half @ 1..=2) => months(half * 6 - 5, half * 6),
        Shape::Season(Season::Spring) => months(3, 5),
        Shape::Season(Season::Summer) => months(6, 8),
        Shape::Season(Season::Autumn) => months(9, 11),
        Shape::Season(Season::Winter) => Some((date(12, 1)?, month_days(year + 1, 2)?.1)),
        Shape::Year => months(1, 12),
        Shape::SchoolYear => Some((date(9, 1)?, NaiveDate::from_ymd_opt(year + 1, 5, 31)?)),
        _ => None,
    }
}

pub(super) fn month_days(year: i32, month: u32) -> Option<Ends> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some((first, first.with_day(month_length(first))?))
}

pub(super) fn slice_days((first, last): Ends, slice: Slice) -> Option<Ends> {
    let from_to = |from, to| Some((first.with_day(from)?, first.with_day(to)?));
    match slice {
        Slice::Decade(1) => from_to(1, 10),
        Slice::Decade(2) => from_to(11, 20),
        Slice::Decade(3) => Some((first.with_day(21)?, last)),
        Slice::Half(1) => from_to(1, 15),
        Slice::Half(2) => Some((first.with_day(16)?, last)),
        Slice::Tens(10) => from_to(10, 19),
        Slice::Tens(20) => Some((first.with_day(20)?, last)),
        Slice::Tens(30) => Some((first.with_day(30)?, last)),
        Slice::Beginning => from_to(1, 10),
        Slice::Ending => Some((first.with_day(21)?, last)),
        _ => None,
    }
}

/// Calendar weeks, Monday to Sunday, cut at the month's ends; -1 is the last.
fn week_days((first, last): Ends, nth: i8) -> Option<Ends> {
    let to_sunday =
        |day: NaiveDate| day.checked_add_days(Days::new(u64::from(6 - day.weekday().num_days_from_monday())));
    if nth == -1 {
        let monday = last.checked_sub_days(Days::new(u64::from(last.weekday().num_days_from_monday())))?;
        return Some((monday.max(first), last));
    }
    let mut start = first;
    for _ in 1..nth.max(1) {
        start = to_sunday(start)?.succ_opt()?;
    }
    (start <= last).then_some((start, to_sunday(start)?.min(last)))
}

pub(super) fn nth_weekday((first, last): Ends, nth: i8, weekday: Weekday) -> Option<NaiveDate> {
    let of_month = || {
        first
            .iter_days()
            .take_while(|day| *day <= last)
            .filter(|day| day.weekday() == weekday)
    };
    match nth {
        -1 => of_month().last(),
        1..=5 => of_month().nth(usize::try_from(nth).ok()? - 1),
        _ => None,
    }
}

/// The year that makes `of` lie in the plan's period, or be the first after the order.
///
/// # Errors
/// [`Reason::NoYear`] when nothing tells a year, [`Reason::Impossible`] when no year has such days.
pub(super) fn conclude(context: &DeadlineContext, of: &dyn Fn(i32) -> Option<Ends>) -> Result<Concluded, Reason> {
    let sure = |year| {
        Ok(Concluded {
            year,
            every_year_to: None,
            doubts: vec![],
        })
    };
    let doubt = |year, reason| {
        Ok(Concluded {
            year,
            every_year_to: None,
            doubts: vec![reason],
        })
    };
    let order = context.order_date.as_ref().and_then(OrderDate::earliest);
    let Some((first, last)) = context.period.as_ref().and_then(PlanPeriod::days) else {
        return without_period(context, order, of);
    };
    let around = || (first.year() - 1..=last.year() + 1).filter_map(|year| Some((year, of(year)?)));
    let within: Vec<(i32, Ends)> = around().filter(|(_, ends)| ends.0 >= first && ends.1 <= last).collect();
    let after_order = |(_, ends): &&(i32, Ends)| order.is_none_or(|order| ends.1 >= order);
    match within[..] {
        [] => nearly_within(context, &around().collect::<Vec<_>>(), (first, last)),
        [(year, ends)] => {
            let Some(order) = order else {
                let school = matches!(context.period, Some(PlanPeriod::SchoolYear { .. }));
                let august = school && ends.1.month() == 8;
                return if august {
                    doubt(year, Reason::BeforeOrWithinPlan)
                } else {
                    sure(year)
                };
            };
            if ends.1 < order {
                return Err(Reason::BeforeOrder);
            }
            let earlier = of(year - 1).filter(|earlier| earlier.1 >= order && order < first);
            before_plan(context, (year, ends), earlier, order, first)
        }
        [first_of_many, ..] => {
            let year = within.iter().find(after_order).map_or(first_of_many.0, |found| found.0);
            Ok(Concluded {
                year,
                every_year_to: Some(last),
                doubts: vec![Reason::NoYearInLongPlan],
            })
        }
    }
}

/// The order was signed before the plan begins, and the same days lie between the two.
fn before_plan(
    context: &DeadlineContext,
    (year, _): (i32, Ends),
    earlier: Option<Ends>,
    order: NaiveDate,
    first: NaiveDate,
) -> Result<Concluded, Reason> {
    let told = |year, doubts| {
        Ok(Concluded {
            year,
            every_year_to: None,
            doubts,
        })
    };
    let Some(earlier) = earlier else {
        return told(year, vec![]);
    };
    let is_school = matches!(context.period, Some(PlanPeriod::SchoolYear { .. }));
    if is_school && (6..=8).contains(&earlier.1.month()) {
        return told(year - 1, vec![]);
    }
    if (earlier.0.year(), earlier.0.month()) == (order.year(), order.month()) {
        return told(year - 1, vec![Reason::BeforeOrWithinPlan]);
    }
    let long_before = (first - order).num_days() >= LONG_BEFORE_PLAN_DAYS;
    told(
        year,
        if long_before {
            vec![Reason::BeforeOrWithinPlan]
        } else {
            vec![]
        },
    )
}

fn without_period(
    context: &DeadlineContext,
    order: Option<NaiveDate>,
    of: &dyn Fn(i32) -> Option<Ends>,
) -> Result<Concluded, Reason> {
    let sure = |year| {
        Ok(Concluded {
            year,
            every_year_to: None,
            doubts: vec![],
        })
    };
    if let Some(OrderDate::Year(year)) = context.order_date {
        return of(year).map_or(Err(Reason::NoYear), |_| sure(year));
    }
    if let Some(month) = context.plan_month {
        return sure(month.year());
    }
    let order = order.ok_or(Reason::NoYear)?;
    let found = (order.year()..order.year() + 8)
        .find_map(|year| of(year).filter(|ends| ends.1 >= order).map(|ends| (year, ends)));
    let (year, ends) = found.ok_or(Reason::NoYear)?;
    let far = (ends.1 - order).num_days() > FAR_FROM_ORDER_DAYS;
    Ok(Concluded {
        year,
        every_year_to: None,
        doubts: if far { vec![Reason::FarFromOrder] } else { vec![] },
    })
}

/// No year puts the days wholly within the period: they lie across one of its ends, or outside.
fn nearly_within(context: &DeadlineContext, around: &[(i32, Ends)], (first, last): Ends) -> Result<Concluded, Reason> {
    let told = |year, doubts| {
        Ok(Concluded {
            year,
            every_year_to: None,
            doubts,
        })
    };
    let across_start = around
        .iter()
        .find(|(_, ends)| ends.0 < first && (first..=last).contains(&ends.1));
    let across_end = around
        .iter()
        .find(|(_, ends)| (first..=last).contains(&ends.0) && ends.1 > last);
    let is_school = matches!(context.period, Some(PlanPeriod::SchoolYear { .. }));
    if let Some((year, ends)) = across_start.filter(|(_, ends)| is_school && (6..=8).contains(&ends.0.month())) {
        let doubts = if (ends.1 - ends.0).num_days() > 80 {
            vec![Reason::NotWithinPlan]
        } else {
            vec![]
        };
        return told(*year, doubts);
    }
    let order = context
        .order_date
        .as_ref()
        .and_then(OrderDate::earliest)
        .unwrap_or(first);
    let after_order = around.iter().find(|(_, ends)| ends.1 >= order);
    let chosen = across_end.or(across_start).or(after_order).or(around.first());
    chosen.map_or_else(
        || Err(Reason::NoYear),
        |(year, _)| told(*year, vec![Reason::NotWithinPlan]),
    )
}
