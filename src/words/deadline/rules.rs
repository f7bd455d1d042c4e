//! Builds the rule of a repetition and the way to its first occurrence.
//!
//! Must never name a day that the words do not, without a doubt beside it.

use super::DeadlineContext;
use super::PlanPeriod;
use super::Reason;
use super::draft::Often;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::lexicon::Unit;
use super::repeat::shape_of;
use super::years;
use crate::words::recurrence::Frequency;
use crate::words::recurrence::Rule;
use crate::words::recurrence::month_length;
use chrono::Datelike;
use chrono::Days;
use chrono::Months;
use chrono::NaiveDate;

/// The first occurrence on or after a day: its start, if the words give one, and its last day.
type FirstFrom = dyn Fn(NaiveDate) -> Option<(Option<NaiveDate>, NaiveDate)>;

/// A rule and the way to its first occurrence on or after a day.
pub(super) struct Plan {
    pub rule: Rule,
    pub first: Box<FirstFrom>,
    /// How many months after the period the last report may fall.
    pub tail_months: u32,
}

pub(super) fn build(
    often: &Often,
    anchor: Option<Span>,
    context: &DeadlineContext,
    doubts: &mut Vec<Reason>,
) -> Option<Plan> {
    match often.unit {
        Unit::Day => anchor.is_none().then(|| daily(often.interval, doubts)),
        Unit::Week => weekly(often, anchor, doubts),
        Unit::Decade => anchor.is_none().then(|| by_decades(doubts)),
        Unit::Month => monthly(often.interval, anchor, doubts),
        Unit::Quarter => quarterly(often.interval, 3, anchor, doubts),
        Unit::HalfYear if matches!(context.period, Some(PlanPeriod::SchoolYear { .. })) => {
            doubts.push(Reason::SchoolHalf);
            Some(school_halves())
        }
        Unit::HalfYear => quarterly(often.interval, 6, anchor, doubts),
        Unit::Year => quarterly(often.interval, 12, anchor, doubts),
        Unit::Hour => None,
    }
}

pub(super) fn daily(interval: u32, doubts: &mut Vec<Reason>) -> Plan {
    if interval > 1 {
        doubts.push(Reason::DaysNotNamed);
    }
    let rule = Rule {
        interval,
        ..Rule::every(Frequency::Daily)
    };
    Plan {
        rule,
        first: Box::new(|from| Some((Some(from), from))),
        tail_months: 0,
    }
}

pub(super) fn weekly(often: &Often, anchor: Option<Span>, doubts: &mut Vec<Reason>) -> Option<Plan> {
    if anchor.is_some() {
        return None;
    }
    let mut rule = Rule {
        interval: often.interval,
        ..Rule::every(Frequency::Weekly)
    };
    if often.interval > 1 {
        doubts.push(Reason::DaysNotNamed);
    }
    let weekdays = often.weekdays.clone();
    if weekdays.is_empty() {
        doubts.push(Reason::DaysNotNamed);
        rule.by_day = vec![(None, chrono::Weekday::Sun)];
        let sunday = |from: NaiveDate| {
            let due = from.checked_add_days(Days::new(u64::from(6 - from.weekday().num_days_from_monday())))?;
            Some((Some(from), due))
        };
        return Some(Plan {
            rule,
            first: Box::new(sunday),
            tail_months: 0,
        });
    }
    rule.by_day = weekdays.iter().map(|weekday| (None, *weekday)).collect();
    let first = move |from: NaiveDate| {
        let day = from.iter_days().take(7).find(|day| weekdays.contains(&day.weekday()))?;
        Some((Some(day), day))
    };
    Some(Plan {
        rule,
        first: Box::new(first),
        tail_months: 0,
    })
}

pub(super) fn by_decades(doubts: &mut Vec<Reason>) -> Plan {
    doubts.push(Reason::DaysNotNamed);
    let rule = Rule {
        by_month_day: vec![10, 20, -1],
        ..Rule::every(Frequency::Monthly)
    };
    let first = |from: NaiveDate| {
        let due = from
            .iter_days()
            .take(32)
            .find(|day| matches!(day.day(), 10 | 20) || day.day() == month_length(*day))?;
        Some((Some(from), due))
    };
    Plan {
        rule,
        first: Box::new(first),
        tail_months: 0,
    }
}

/// The days that an anchor names within a month, as start and due.
pub(super) fn within_month(anchor: Span, month: NaiveDate) -> Option<(Option<NaiveDate>, NaiveDate)> {
    let ends = |when: When| {
        let given = Some(month.month());
        let shape = match when.shape {
            Shape::Day { day, month: None } => Shape::Day { day, month: given },
            Shape::NthWeekday {
                nth,
                weekday,
                month: None,
            } => Shape::NthWeekday {
                nth,
                weekday,
                month: given,
            },
            Shape::LastDay { month: None } => Shape::LastDay { month: given },
            Shape::Slice { slice, month: None } => Shape::Slice { slice, month: given },
            Shape::Week { nth, month: None } => Shape::Week { nth, month: given },
            Shape::DayAfter { day, .. } | Shape::DayOfLastMonth { day, .. } => Shape::Day { day, month: given },
            _ => return None,
        };
        years::whole_days(shape, month.year())
    };
    match anchor {
        Span::At(when) => ends(when).map(|(start, due)| (Some(start), due)),
        Span::By(when) => ends(when).map(|(_, due)| (None, due)),
        Span::Range(first, last) => {
            Some((Some(ends(first)?.0), ends(last)?.1)).filter(|(start, due)| *start <= Some(*due))
        }
        Span::From(_) => None,
    }
}

/// «5 и 20 числа каждого месяца», «вторая и четвёртая среда месяца».
pub(super) fn several_days(often: &Often, anchors: &[Span]) -> Option<Plan> {
    let first = *anchors
        .first()
        .filter(|_| anchors.len() > 1 && often.unit == Unit::Month && often.interval == 1)?;
    let same_side = |span: &Span| match (*span, first) {
        (Span::At(when), Span::At(_)) | (Span::By(when), Span::By(_)) => Some(when.shape),
        _ => None,
    };
    let shapes: Vec<Shape> = anchors.iter().map(same_side).collect::<Option<_>>()?;
    let mut rule = Rule::every(Frequency::Monthly);
    for shape in &shapes {
        match *shape {
            Shape::Day {
                day: day @ 1..=28,
                month: None,
            } => rule.by_month_day.push(i32::try_from(day).ok()?),
            Shape::NthWeekday {
                nth,
                weekday,
                month: None,
            } => rule.by_day.push((Some(nth), weekday)),
            _ => return None,
        }
    }
    if !rule.by_month_day.is_empty() && !rule.by_day.is_empty() {
        return None; // in a rule the two would narrow each other
    }
    rule.by_month_day.sort_unstable();
    let next = move |from: NaiveDate| {
        let of_month = |by: u32| {
            let month = from.with_day(1)?.checked_add_months(Months::new(by))?;
            let days = anchors_days(first, &shapes, month);
            days.into_iter()
                .filter(|(_, due)| *due >= from)
                .min_by_key(|(_, due)| *due)
        };
        (0..3).find_map(of_month)
    };
    Some(Plan {
        rule,
        first: Box::new(next),
        tail_months: 0,
    })
}

/// The days of one month that the shapes name, each on the side that the first span has.
fn anchors_days(first: Span, shapes: &[Shape], month: NaiveDate) -> Vec<(Option<NaiveDate>, NaiveDate)> {
    let span = |shape: &Shape| match first {
        Span::By(_) => Span::By(When::new(*shape)),
        _ => Span::At(When::new(*shape)),
    };
    shapes
        .iter()
        .filter_map(|shape| within_month(span(shape), month))
        .collect()
}

/// The part of a rule that names the anchor's day.
pub(super) fn day_rule(rule: Rule, anchor: Span, doubts: &mut Vec<Reason>) -> Option<Rule> {
    let when = match anchor {
        Span::At(when) | Span::By(when) | Span::Range(_, when) => when,
        Span::From(_) => return None,
    };
    if when.year != YearTold::Nowhere {
        doubts.push(Reason::Contradiction);
    }
    match when.shape {
        Shape::Day { day, .. } | Shape::DayAfter { day, .. } | Shape::DayOfLastMonth { day, .. } => {
            if !(1..=31).contains(&day) {
                return None;
            }
            if rule.by_month.is_empty() && day > 28 || rule.by_month.iter().any(|month| day > shortest(*month)) {
                doubts.push(Reason::Impossible(format!("{day} число есть не в каждом месяце")));
            }
            Some(rule.on_day(i32::try_from(day).ok()?))
        }
        Shape::NthWeekday { nth, weekday, .. } => Some(Rule {
            by_day: vec![(Some(nth), weekday)],
            ..rule
        }),
        Shape::LastDay { .. } => Some(rule.on_day(-1)),
        Shape::Slice { slice, .. } => {
            let (_, last) = years::slice_days(years::month_days(2023, 1)?, slice)?;
            if !matches!(slice, super::draft::Slice::Decade(_) | super::draft::Slice::Half(_)) {
                doubts.push(Reason::ApproximatePart);
            }
            Some(rule.on_day(if last.day() == 31 {
                -1
            } else {
                i32::try_from(last.day()).ok()?
            }))
        }
        _ => {
            doubts.push(Reason::WeekOfMonth);
            None
        }
    }
}

/// The days that a month has in every year.
fn shortest(month: u32) -> u32 {
    years::month_days(2023, month).map_or(28, |(_, last)| last.day())
}

pub(super) fn monthly(interval: u32, anchor: Option<Span>, doubts: &mut Vec<Reason>) -> Option<Plan> {
    let rule = Rule {
        interval,
        ..Rule::every(Frequency::Monthly)
    };
    if interval > 1 {
        doubts.push(Reason::DaysNotNamed);
    }
    let Some(anchor) = anchor else {
        let first = move |from: NaiveDate| {
            let (start, _) = years::month_days(from.year(), from.month())?;
            let month = start.checked_add_months(Months::new(interval - 1))?;
            Some((Some(start), month.with_day(month_length(month))?))
        };
        return Some(Plan {
            rule: rule.on_day(-1),
            first: Box::new(first),
            tail_months: 0,
        });
    };
    let after = match shape_of(anchor)? {
        Shape::DayAfter { reported, .. } if reported.is_none_or(|of| of == Unit::Month) => {
            if reported.is_none() && !doubts.contains(&Reason::NextOfWhat) {
                doubts.push(Reason::NextOfWhat);
            }
            1
        }
        Shape::DayAfter { .. } | Shape::DayOfLastMonth { .. } => return None,
        _ => 0,
    };
    let rule = day_rule(rule, anchor, doubts)?;
    let first = move |from: NaiveDate| {
        let month = from.with_day(1)?;
        (after..after + 4).find_map(|by| {
            within_month(anchor, month.checked_add_months(Months::new(by))?).filter(|(_, due)| *due >= from)
        })
    };
    Some(Plan {
        rule,
        first: Box::new(first),
        tail_months: after,
    })
}

/// Every three, six or twelve months, by the ends of quarters, half-years and years.
pub(super) fn quarterly(interval: u32, months: u32, anchor: Option<Span>, doubts: &mut Vec<Reason>) -> Option<Plan> {
    let rule = Rule {
        interval: 1,
        ..Rule::every(Frequency::Yearly)
    };
    if interval > 1 {
        return None;
    }
    let ends = (1..=12 / months).map(move |nth| nth * months);
    let end_after = move |from: NaiveDate| {
        let last = from.month().div_ceil(months) * months;
        NaiveDate::from_ymd_opt(from.year(), last, 1)
    };
    let Some(anchor) = anchor else {
        let first = move |from: NaiveDate| {
            let last = end_after(from)?;
            Some((
                Some(last.checked_sub_months(Months::new(months - 1))?),
                last.with_day(month_length(last))?,
            ))
        };
        return Some(Plan {
            rule: rule.in_months(ends).on_day(-1),
            first: Box::new(first),
            tail_months: 0,
        });
    };
    let unit = |of: Unit| {
        matches!(
            (of, months),
            (Unit::Quarter, 3) | (Unit::HalfYear, 6) | (Unit::Year, 12)
        )
    };
    let after = match shape_of(anchor)? {
        Shape::DayOfLastMonth { of, .. } if unit(of) => 0,
        Shape::DayAfter { reported: Some(of), .. } if unit(of) => 1,
        Shape::DayAfter { reported, .. } if reported.is_none_or(|of| of == Unit::Month) => {
            if reported.is_none() {
                doubts.push(Reason::NextOfWhat);
            }
            1
        }
        Shape::Day { .. } => {
            doubts.push(Reason::WhichMonth);
            1
        }
        _ => return None,
    };
    let months_named = ends.map(|end| (end + after - 1) % 12 + 1).collect::<Vec<_>>();
    let rule = day_rule(rule.in_months(months_named), anchor, doubts)?;
    let first = move |from: NaiveDate| {
        let end = end_after(from)?;
        (0..3).find_map(|by| {
            let month = end.checked_add_months(Months::new(by * months + after))?;
            within_month(anchor, month).filter(|(_, due)| *due >= from)
        })
    };
    Some(Plan {
        rule,
        first: Box::new(first),
        tail_months: after,
    })
}

/// Halves of a school year end in December and May.
pub(super) fn school_halves() -> Plan {
    let rule = Rule::every(Frequency::Yearly).in_months([5, 12]).on_day(-1);
    let first = |from: NaiveDate| {
        let last = if (6..=12).contains(&from.month()) { 12 } else { 5 };
        let (_, due) = years::month_days(from.year(), last)?;
        Some((Some(from), due))
    };
    Plan {
        rule,
        first: Box::new(first),
        tail_months: 0,
    }
}
