//! Gives one span its dates: the year that is told, or the one the context lets conclude.
//!
//! Must never give a date in a year that nothing proves.

use super::DeadlineContext;
use super::Kind;
use super::OrderDate;
use super::PlanPeriod;
use super::Reason;
use super::draft::Edge;
use super::draft::Shape;
use super::draft::Slice;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::list;
use super::wording;
use super::years;
use super::years::Ends;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;

/// A span with its dates.
#[derive(Clone, Debug)]
pub(super) struct Dated {
    pub kind: Kind,
    pub start: Option<NaiveDate>,
    pub due: Option<NaiveDate>,
    /// The due date is the end of its month by its nature, not by its number.
    pub month_end: bool,
    pub nth: Option<(i8, Weekday)>,
    pub repeats: Repeats,
    pub doubts: Vec<Reason>,
}

/// Whether the words or the plan make a span come every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeats {
    Once,
    /// A plan of several years and no year told.
    YearlyByPlan(NaiveDate),
    /// «2022–2024 гг.» after a month.
    YearlyTo(NaiveDate),
    /// A standing rule: «текущего года».
    Endless,
}

/// Gives a span its dates.
///
/// # Errors
/// The kind it would have been, and why there is no date.
pub(super) fn date(span: Span, context: &DeadlineContext) -> Result<Dated, (Kind, Reason)> {
    match span {
        Span::At(when) => date_at(when, context),
        Span::By(when) => {
            let kind = if matches!(when.year, YearTold::Nowhere) && context.period.is_none() {
                Kind::Unknown
            } else {
                Kind::DueBy
            };
            let (year, repeats, mut doubts) =
                year_of(when, context, &|year| limit(when, year)).map_err(|reason| (kind, reason))?;
            let (_, due) = limit(when, year).ok_or((Kind::DueBy, impossible(when)))?;
            doubts.extend(limit_doubt(when));
            let whole = !matches!(
                when.shape,
                Shape::Day { .. } | Shape::NthWeekday { .. } | Shape::Year | Shape::SchoolYear
            );
            Ok(Dated {
                kind: Kind::DueBy,
                start: None,
                due: Some(due),
                month_end: whole && is_month_end(due),
                nth: nth(when),
                repeats,
                doubts,
            })
        }
        Span::From(when) => {
            let (year, repeats, doubts) =
                year_of(when, context, &|year| first_day(when, year)).map_err(|reason| (Kind::Window, reason))?;
            let (start, _) = first_day(when, year).ok_or((Kind::Window, impossible(when)))?;
            let repeats = if matches!(repeats, Repeats::YearlyByPlan(_)) {
                Repeats::Once
            } else {
                repeats
            };
            Ok(Dated {
                kind: Kind::Window,
                start: Some(start),
                due: None,
                month_end: false,
                nth: None,
                repeats,
                doubts,
            })
        }
        Span::Range(first, last) => list::date_range(first, last, context),
    }
}

pub(super) fn date_at(when: When, context: &DeadlineContext) -> Result<Dated, (Kind, Reason)> {
    let kind = match when.shape {
        Shape::Day { .. } | Shape::NthWeekday { .. } | Shape::LastDay { .. } => Kind::DueBy,
        Shape::Month(_) if when.edge == Edge::Whole => Kind::Month,
        Shape::Quarter(_) if when.edge == Edge::Whole => Kind::Quarter,
        Shape::Year | Shape::SchoolYear if when.edge == Edge::Whole => Kind::WholePeriod,
        _ => Kind::Window,
    };
    if kind == Kind::WholePeriod {
        return list::date_year(when, context).map_err(|reason| (kind, reason));
    }
    let fail_kind = if context.period.is_none() && kind != Kind::Month {
        Kind::Unknown
    } else {
        kind
    };
    let when = with_plan_month(when, context);
    let (year, repeats, mut doubts) = year_of(when, context, &|year| {
        school_half(when, context, year).or_else(|| years::days(when, year))
    })
    .map_err(|reason| (fail_kind, reason))?;
    let half = school_half(when, context, year);
    let (start, due) = half
        .or_else(|| years::days(when, year))
        .ok_or((fail_kind, impossible(when)))?;
    doubts.extend(part_doubt(when));
    if when.year == YearTold::Current && !doubts.contains(&Reason::CurrentYear) {
        doubts.push(Reason::CurrentYear);
    }
    if half.is_some() {
        doubts.push(Reason::SchoolHalf);
    }
    let month_end = kind != Kind::DueBy && is_month_end(due) || matches!(when.shape, Shape::LastDay { .. });
    Ok(Dated {
        kind,
        start: Some(start),
        due: Some(due),
        month_end,
        nth: nth(when),
        repeats,
        doubts,
    })
}

/// A monthly plan gives «первая неделя» its month.
pub(super) fn with_plan_month(mut when: When, context: &DeadlineContext) -> When {
    let Some(plan_month) = context.plan_month else {
        return when;
    };
    let given = Some(plan_month.month());
    match &mut when.shape {
        Shape::Week { month, .. }
        | Shape::Slice { month, .. }
        | Shape::NthWeekday { month, .. }
        | Shape::LastDay { month }
        | Shape::Day { month, .. }
            if month.is_none() =>
        {
            *month = given;
        }
        _ => return when,
    }
    if when.year == YearTold::Nowhere {
        when.year = YearTold::Exactly(plan_month.year());
    }
    when
}

/// A half of a school year: September to December, January to May.
pub(super) fn school_half(when: When, context: &DeadlineContext, year: i32) -> Option<Ends> {
    let Shape::Half(half) = when.shape else { return None };
    let first = match (when.year, context.period) {
        (YearTold::School(first), _) => first,
        (YearTold::Nowhere, Some(PlanPeriod::SchoolYear { first })) => first,
        _ => return None,
    };
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    match half {
        1 if year == first => Some((date(first, 9, 1)?, date(first, 12, 31)?)),
        2 if year == first + 1 => Some((date(first + 1, 1, 1)?, date(first + 1, 5, 31)?)),
        _ => None,
    }
}

/// The last day of «до …», as both ends.
pub(super) fn limit(when: When, year: i32) -> Option<Ends> {
    let (first, last) = years::whole_days(when.shape, year)?;
    let day = match (when.edge, when.shape) {
        (Edge::Whole, Shape::Day { .. } | Shape::NthWeekday { .. } | Shape::LastDay { .. }) | (Edge::End, _) => last,
        (Edge::Whole | Edge::Start, _) => first.pred_opt()?,
        (Edge::Middle, Shape::Month(_)) => first.with_day(15)?,
        (Edge::Middle, _) => return None,
    };
    Some((day, day))
}

pub(super) fn limit_doubt(when: When) -> Option<Reason> {
    match (when.edge, when.shape) {
        (Edge::Whole, Shape::Day { .. } | Shape::NthWeekday { .. } | Shape::LastDay { .. }) => None,
        (Edge::End, Shape::Week { .. }) => Some(Reason::WeekOfMonth),
        (Edge::End, _) => None,
        (Edge::Middle, _) => Some(Reason::ApproximatePart),
        _ => Some(Reason::InclusiveOrNot),
    }
}

pub(super) fn part_doubt(when: When) -> Option<Reason> {
    match when.shape {
        Shape::Week { .. } => Some(Reason::WeekOfMonth),
        Shape::Slice {
            slice: Slice::Tens(_) | Slice::Beginning | Slice::Ending,
            ..
        } => Some(Reason::ApproximatePart),
        Shape::Slice {
            slice: Slice::Half(_),
            month: Some(2),
        } => Some(Reason::ApproximatePart),
        _ if when.edge != Edge::Whole => Some(Reason::ApproximatePart),
        _ => None,
    }
}

pub(super) fn first_day(when: When, year: i32) -> Option<Ends> {
    let (first, last) = years::whole_days(when.shape, year)?;
    let day = if when.edge == Edge::End { last } else { first };
    Some((day, day))
}

pub(super) fn nth(when: When) -> Option<(i8, Weekday)> {
    if let Shape::NthWeekday { nth, weekday, .. } = when.shape {
        Some((nth, weekday))
    } else {
        None
    }
}

pub(super) fn is_month_end(day: NaiveDate) -> bool {
    day.succ_opt().is_some_and(|next| next.day() == 1)
}

/// The year that the words tell, or that the context lets conclude.
///
/// # Errors
/// Why there is no year, or no such day in it.
pub(super) fn year_of(
    when: When,
    context: &DeadlineContext,
    of: &dyn Fn(i32) -> Option<Ends>,
) -> Result<(i32, Repeats, Vec<Reason>), Reason> {
    let exists = (1990..2100).any(|year| of(year).is_some());
    if let Shape::Any(_) = when.shape {
        return Err(Reason::WhichPart);
    }
    if !exists {
        return Err(impossible(when));
    }
    let (year, repeats, doubts) = match when.year {
        YearTold::Exactly(year) => (year, Repeats::Once, vec![]),
        YearTold::School(first) => {
            let school = DeadlineContext {
                period: Some(PlanPeriod::SchoolYear { first }),
                ..Default::default()
            };
            let found = years::conclude(&school, of)?;
            (found.year, Repeats::Once, found.doubts)
        }
        YearTold::Each(first, last) => {
            let end = NaiveDate::from_ymd_opt(last, 12, 31)
                .filter(|_| last > first)
                .ok_or(Reason::Backwards)?;
            (first, Repeats::YearlyTo(end), vec![])
        }
        YearTold::Current => {
            let day_known = context.order_date.as_ref().and_then(OrderDate::day).is_some();
            let doubts = if day_known { vec![Reason::CurrentYear] } else { vec![] };
            (base_year(context, of)?, Repeats::Endless, doubts)
        }
        YearTold::This => (base_year(context, of)?, Repeats::Once, vec![]),
        YearTold::Next => (base_year(context, of)? + 1, Repeats::Once, vec![Reason::NextOfWhat]),
        YearTold::AfterReporting => (
            base_year(context, &|year| of(year).or(Some(PLACEHOLDER)))? + 1,
            Repeats::Endless,
            vec![],
        ),
        YearTold::Nowhere => {
            let found = years::conclude(context, of)?;
            let repeats = found.every_year_to.map_or(Repeats::Once, Repeats::YearlyByPlan);
            (found.year, repeats, found.doubts)
        }
    };
    if !(1990..=2100).contains(&year) {
        return Err(Reason::YearOutOfRange(year));
    }
    of(year)
        .filter(|ends| in_range(ends.0) && in_range(ends.1))
        .ok_or_else(|| impossible(when))?;
    Ok((year, repeats, doubts))
}

pub(super) const PLACEHOLDER: Ends = (NaiveDate::MIN, NaiveDate::MIN);

/// The year that «текущий» means: the plan's only year, else the order's, else the plan's first.
pub(super) fn base_year(context: &DeadlineContext, of: &dyn Fn(i32) -> Option<Ends>) -> Result<i32, Reason> {
    let order = context
        .order_date
        .as_ref()
        .and_then(OrderDate::earliest)
        .map(|order| order.year());
    match context.period {
        Some(PlanPeriod::Years { first, last }) => {
            Ok(order.filter(|year| (first..=last).contains(year)).unwrap_or(first))
        }
        Some(PlanPeriod::SchoolYear { .. }) => years::conclude(context, of).map(|found| found.year),
        Some(PlanPeriod::Days { first, .. }) => Ok(order.unwrap_or(first.year())),
        _ => order.ok_or(Reason::NoYear),
    }
}

pub(super) fn impossible(when: When) -> Reason {
    Reason::Impossible(wording::shape(when))
}

pub(super) fn in_range(day: NaiveDate) -> bool {
    (1990..=2100).contains(&day.year())
}
