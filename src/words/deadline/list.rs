//! Ranges, whole years, and several deadlines in one cell.
//!
//! Must never write a rule that gives another date than those listed.

use super::DeadlineContext;
use super::Kind;
use super::OrderDate;
use super::PlanPeriod;
use super::Reason;
use super::dated::Dated;
use super::dated::Repeats;
use super::dated::date;
use super::dated::in_range;
use super::dated::year_of;
use super::draft::Edge;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::settle::Settled;
use super::years;
use super::years::Ends;
use crate::words::recurrence::Frequency;
use crate::words::recurrence::Occurrence;
use crate::words::recurrence::Recurrence;
use crate::words::recurrence::Rule;
use chrono::Datelike;
use chrono::NaiveDate;

/// «с A по B»: each end in its year, over the New Year if need be.
pub(super) fn date_range(first: When, last: When, context: &DeadlineContext) -> Result<Dated, (Kind, Reason)> {
    let fail = |reason| {
        (
            if context.period.is_none() {
                Kind::Unknown
            } else {
                Kind::Window
            },
            reason,
        )
    };
    let part = |when: When, year: i32| {
        let whole = years::whole_days(when.shape, year)?;
        match when.edge {
            Edge::Whole => Some(whole),
            Edge::Start if when == first => Some((whole.0, whole.0)),
            Edge::End if when == last => Some((whole.1, whole.1)),
            _ => years::days(when, year),
        }
    };
    let joined = |from_year: i32, to_year: i32| Some((part(first, from_year)?.0, part(last, to_year)?.1));
    let forward = |from_year: i32| {
        joined(from_year, from_year)
            .filter(|ends| ends.0 <= ends.1)
            .or_else(|| joined(from_year, from_year + 1))
    };
    let (ends, repeats, mut doubts) = match (first.year, last.year) {
        (YearTold::Nowhere, YearTold::Exactly(year)) => {
            let same = joined(year, year).ok_or_else(|| fail(impossible(first, last)))?;
            if same.0 <= same.1 {
                (same, Repeats::Once, vec![])
            } else {
                let crossing = joined(year - 1, year).ok_or_else(|| fail(impossible(first, last)))?;
                let (ends, doubts) = over_new_year(crossing, joined(year, year + 1), (first, last), context);
                (ends.ok_or_else(|| fail(Reason::Backwards))?, Repeats::Once, doubts)
            }
        }
        (YearTold::Exactly(year), YearTold::Nowhere) => {
            let ends = forward(year).ok_or_else(|| fail(impossible(first, last)))?;
            (ends, Repeats::Once, vec![])
        }
        // «декабрь–февраль 2024–2025 гг.»: one stretch over the New Year, each end in its year.
        (YearTold::Nowhere, YearTold::Each(from_year, to_year))
            if to_year == from_year + 1 && joined(from_year, from_year).is_some_and(|ends| ends.0 > ends.1) =>
        {
            let ends = joined(from_year, to_year).ok_or_else(|| fail(impossible(first, last)))?;
            (ends, Repeats::Once, vec![])
        }
        (YearTold::Nowhere, _) => {
            let told = When {
                year: last.year,
                ..first
            };
            let (year, repeats, doubts) = year_of(told, context, &forward).map_err(fail)?;
            (
                forward(year).ok_or_else(|| fail(impossible(first, last)))?,
                repeats,
                doubts,
            )
        }
        _ => {
            let (from_year, _, mut doubts) = year_of(first, context, &|year| part(first, year)).map_err(fail)?;
            let (to_year, _, more) = year_of(last, context, &|year| part(last, year)).map_err(fail)?;
            doubts.extend(more);
            (
                joined(from_year, to_year).ok_or_else(|| fail(impossible(first, last)))?,
                Repeats::Once,
                doubts,
            )
        }
    };
    let (start, due) = ends;
    if start > due {
        return Err((Kind::Window, Reason::Backwards));
    }
    if !in_range(start) || !in_range(due) {
        return Err((
            Kind::Window,
            Reason::YearOutOfRange(if in_range(start) { due.year() } else { start.year() }),
        ));
    }
    // «с 15 октября по 15 апреля» in a plan of several years: one winter, or each.
    let long = context
        .period
        .and_then(|period| period.days())
        .is_some_and(|(from, to)| (to - from).num_days() > 366);
    let untold = first.year == YearTold::Nowhere && last.year == YearTold::Nowhere;
    if long && untold && repeats == Repeats::Once && start.year() != due.year() {
        doubts.push(Reason::NoYearInLongPlan);
    }
    // «весенне-летний период»: its days are told by nobody.
    if matches!((first.shape, last.shape), (Shape::Season(_), Shape::Season(_))) && last.year == YearTold::Nowhere {
        doubts.push(Reason::ApproximatePart);
    }
    if first == last {
        doubts.push(Reason::Contradiction);
    }
    for when in [first, last] {
        if matches!(when.shape, Shape::Week { .. }) {
            doubts.push(Reason::WeekOfMonth);
        }
        if when.edge == Edge::Middle
            || (when.edge == Edge::Start && when == last)
            || (when.edge == Edge::End && when == first)
        {
            doubts.push(Reason::ApproximatePart);
        }
    }
    let is_year = first.shape == Shape::Year && last.shape == Shape::Year;
    let kind = if is_year { Kind::WholePeriod } else { Kind::Window };
    let month_end = !matches!(last.shape, Shape::Day { .. } | Shape::Year | Shape::SchoolYear);
    Ok(Dated {
        kind,
        start: Some(start),
        due: Some(due),
        month_end,
        nth: None,
        repeats,
        doubts,
    })
}

/// «с 26 декабря по 10 января 2023 г.»: the year belongs to the end, unless the plan says otherwise.
fn over_new_year(
    before: Ends,
    after: Option<Ends>,
    (first, last): (When, When),
    context: &DeadlineContext,
) -> (Option<Ends>, Vec<Reason>) {
    let days = matches!((first.shape, last.shape), (Shape::Day { .. }, Shape::Day { .. }));
    // «с 20 мая по 10 мая 2022 г.» is a mistake, not a year-long term.
    if (before.1 - before.0).num_days() > 300 && days {
        return (None, vec![]);
    }
    let Some((plan_first, plan_last)) = context.period.and_then(|period| period.days()) else {
        return (Some(before), if days { vec![] } else { vec![Reason::OverNewYear] });
    };
    let within = |ends: Ends| ends.0 >= plan_first && ends.1 <= plan_last;
    match after.filter(|after| within(*after)) {
        _ if within(before) && !after.is_some_and(within) => (Some(before), vec![]),
        Some(after) if !within(before) => (Some(after), vec![Reason::OverNewYear]),
        _ => {
            let closer = after.filter(|after| after.0 >= plan_first && before.0 < plan_first && !days);
            (Some(closer.unwrap_or(before)), vec![Reason::OverNewYear])
        }
    }
}

fn impossible(first: When, last: When) -> Reason {
    Reason::Impossible(format!(
        "{} — {}",
        super::wording::shape(first),
        super::wording::shape(last)
    ))
}

/// «2022 год», «2022–2024 гг.», «в течение года», «в течение учебного года».
pub(super) fn date_year(when: When, context: &DeadlineContext) -> Result<Dated, Reason> {
    let order = context.order_date.as_ref().and_then(OrderDate::day);
    let (mut ends, repeats, doubts) = match (when.shape, when.year, context.period) {
        (Shape::Year, YearTold::Each(first, last), _) => {
            let days = (
                years::whole_days(Shape::Year, first),
                years::whole_days(Shape::Year, last),
            );
            let (Some(first_days), Some(last_days)) = days else {
                return Err(Reason::YearOutOfRange(first));
            };
            ((first_days.0, last_days.1), Repeats::Once, vec![])
        }
        (Shape::Year, YearTold::Nowhere, Some(PlanPeriod::SchoolYear { first })) => {
            let days = years::whole_days(Shape::SchoolYear, first).ok_or(Reason::NoYear)?;
            (days, Repeats::Once, vec![Reason::CalendarOrSchoolYear])
        }
        (Shape::SchoolYear, YearTold::Nowhere | YearTold::Current, Some(PlanPeriod::SchoolYear { first })) => (
            years::whole_days(Shape::SchoolYear, first).ok_or(Reason::NoYear)?,
            Repeats::Once,
            vec![],
        ),
        (Shape::Year, YearTold::Nowhere, Some(PlanPeriod::Years { first, last })) if first < last => {
            let order_year = order
                .map(|order| order.year())
                .filter(|year| (first..=last).contains(year));
            let days = years::whole_days(Shape::Year, order_year.unwrap_or(first)).ok_or(Reason::NoYear)?;
            let end = NaiveDate::from_ymd_opt(last, 12, 31).ok_or(Reason::NoYear)?;
            (
                days,
                Repeats::YearlyByPlan(end),
                vec![Reason::CalendarOrSchoolYear, Reason::NoYearInLongPlan],
            )
        }
        (_, YearTold::School(first), _) => (
            years::whole_days(Shape::SchoolYear, first).ok_or(Reason::NoYear)?,
            Repeats::Once,
            vec![],
        ),
        _ => {
            let (year, repeats, mut doubts) = year_of(when, context, &|year| years::whole_days(when.shape, year))?;
            let told = when.year != YearTold::Nowhere;
            let single = matches!(context.period, Some(PlanPeriod::Years { first, last }) if first == last);
            if !told && when.shape == Shape::Year && !single {
                doubts.push(Reason::CalendarOrSchoolYear);
            }
            let repeats = if when.year == YearTold::Current {
                Repeats::Once
            } else {
                repeats
            };
            (
                years::whole_days(when.shape, year).ok_or(Reason::NoYear)?,
                repeats,
                doubts,
            )
        }
    };
    if !in_range(ends.0) || !in_range(ends.1) {
        return Err(Reason::YearOutOfRange(ends.0.year()));
    }
    if ends.0 > ends.1 {
        return Err(Reason::Backwards);
    }
    if let Some(order) = order.filter(|order| ends.0 < *order && *order < ends.1) {
        ends.0 = order;
    }
    let (start, due) = (Some(ends.0), Some(ends.1));
    Ok(Dated {
        kind: Kind::WholePeriod,
        start,
        due,
        month_end: false,
        nth: None,
        repeats,
        doubts,
    })
}

/// Several spans in one cell.
pub(super) fn settle(spans: &[Span], context: &DeadlineContext) -> Settled {
    let mut dated = Vec::with_capacity(spans.len());
    for span in spans {
        match date(*span, context) {
            Ok(one) => dated.push(one),
            Err((_, reason)) => return Settled::refused(Kind::Unknown, reason),
        }
    }
    let mut settled = Settled::new(Kind::Recurring);
    settled.doubts = dated.iter().flat_map(|one| one.doubts.clone()).collect();
    if dated.iter().any(|one| one.due.is_none()) {
        return Settled {
            refusals: vec![Reason::SeveralDeadlines],
            ..settled
        };
    }
    if dated.windows(2).any(|pair| pair[0].due > pair[1].due) {
        let all_told = spans.iter().all(|span| told_year(*span));
        let to_the_day = dated.iter().any(|one| one.start.is_none() || one.start == one.due);
        if to_the_day && !all_told {
            return Settled {
                refusals: vec![Reason::SeveralDeadlines],
                ..settled
            };
        }
        if !all_told || context.period.and_then(|period| period.days()).is_none() {
            settled.doubts.push(Reason::SeveralDeadlines);
        }
        dated.sort_by_key(|one| one.due);
    }
    dated.dedup_by_key(|one| (one.start, one.due));
    let first = dated[0].clone();
    settled.start = first.start;
    settled.due = first.due;
    if dated.len() == 1 {
        settled.kind = first.kind;
        return settled;
    }
    settled.doubts.extend(list_doubts(spans, &dated));
    settled.recurrence = rule_of(&dated, context);
    settled
}

fn told_year(span: Span) -> bool {
    match span {
        Span::At(when) | Span::By(when) | Span::From(when) => matches!(when.year, YearTold::Exactly(_)),
        Span::Range(_, last) => matches!(last.year, YearTold::Exactly(_)),
    }
}

pub(super) fn list_doubts(spans: &[Span], dated: &[Dated]) -> Vec<Reason> {
    let mut doubts = Vec::new();
    let kinds = |one: &Dated| (one.kind, one.start.is_some(), one.start == one.due);
    let of_year = |day: Option<NaiveDate>| day.map(|day| (day.month(), day.day()));
    let yearly = dated.iter().all(|one| {
        (one.kind, of_year(one.start), of_year(one.due))
            == (Kind::Window, of_year(dated[0].start), of_year(dated[0].due))
    });
    if yearly {
        return doubts;
    }
    let halves = spans.iter().all(|span| {
        matches!(
            span,
            Span::At(When {
                shape: Shape::Half(_),
                ..
            })
        )
    });
    if halves {
        return doubts;
    }
    if dated
        .iter()
        .any(|one| kinds(one) != kinds(&dated[0]) || matches!(one.kind, Kind::Window | Kind::WholePeriod))
    {
        doubts.push(Reason::SeveralDeadlines);
    }
    let overlap = dated
        .windows(2)
        .any(|pair| pair[1].start.is_some_and(|start| Some(start) <= pair[0].due));
    if overlap {
        doubts.push(Reason::Contradiction);
    }
    let months: Option<Vec<NaiveDate>> = dated
        .iter()
        .filter(|one| one.kind == Kind::Month)
        .map(|one| one.start)
        .collect();
    let next_to = |pair: &[NaiveDate]| (pair[1] - pair[0]).num_days() <= 31;
    let all_months = spans.iter().all(|span| {
        matches!(
            span,
            Span::At(When {
                shape: Shape::Month(_),
                ..
            })
        )
    });
    // «I, II кварталы»; all four are each of them.
    let quarters: Option<Vec<u32>> = spans
        .iter()
        .map(|span| match span {
            Span::At(When {
                shape: Shape::Quarter(quarter),
                ..
            }) => Some(*quarter),
            _ => None,
        })
        .collect();
    let neighbours = |all: &Vec<u32>| all.len() < 4 && all.windows(2).all(|pair| pair[1] == pair[0] + 1);
    if quarters.as_ref().is_some_and(neighbours) {
        doubts.push(Reason::ListOrWindow);
    }
    if all_months && months.is_some_and(|months| months.windows(2).all(next_to)) {
        doubts.push(Reason::ListOrWindow);
    }
    doubts
}

/// A yearly rule when it gives exactly the listed days, else the list itself.
fn rule_of(dated: &[Dated], context: &DeadlineContext) -> Option<Recurrence> {
    let dues: Vec<NaiveDate> = dated.iter().filter_map(|one| one.due).collect();
    let (first, last) = (*dues.first()?, *dues.last()?);
    let plan_end = dated.iter().find_map(|one| match one.repeats {
        Repeats::YearlyByPlan(end) | Repeats::YearlyTo(end) => Some(end),
        Repeats::Once | Repeats::Endless => None,
    });
    let same_day = dues.iter().all(|due| due.day() == first.day());
    let day = if dated.iter().all(|one| one.month_end) {
        Some(-1)
    } else {
        i32::try_from(first.day()).ok().filter(|_| same_day)
    };
    let rule = day.map(|day| {
        Rule::every(Frequency::Yearly)
            .in_months(dues.iter().map(NaiveDate::month))
            .on_day(day)
    });
    if let (Some(end), Some(rule)) = (plan_end, &rule) {
        return Some(Recurrence::Rule(rule.clone().until(Some(end))));
    }
    if let Some(end) = plan_end {
        return Some(Recurrence::Dates(every_year(&dues, end)));
    }
    let period = context
        .period
        .filter(|period| matches!(period, PlanPeriod::SchoolYear { .. } | PlanPeriod::Days { .. }));
    let period_end = period.and_then(|period| period.days()).map(|ends| ends.1);
    let year_end = NaiveDate::from_ymd_opt(last.year(), 12, 31);
    let ends = [period_end, year_end, Some(last)];
    let exact = rule.and_then(|rule| {
        ends.into_iter().flatten().find_map(|end| {
            let rule = Recurrence::Rule(rule.clone().until(Some(end)));
            let anchor = Occurrence {
                start: None,
                due: first,
            };
            let given: Vec<NaiveDate> = rule.occurrences(anchor, first, end).map(|run| run.due).collect();
            (given == dues).then_some(rule)
        })
    });
    Some(exact.unwrap_or(Recurrence::Dates(dues)))
}

/// The same days in each year up to the plan's end.
pub(super) fn every_year(dues: &[NaiveDate], end: NaiveDate) -> Vec<NaiveDate> {
    let Some(first) = dues.first() else { return Vec::new() };
    let years = 0..=end.year() - first.year();
    let moved = years.flat_map(|by| dues.iter().filter_map(move |due| due.with_year(due.year() + by)));
    let mut all: Vec<NaiveDate> = moved.filter(|due| *due <= end).collect();
    all.sort_unstable();
    all.dedup();
    all
}
