//! Repeated deadlines: every year, half-year, quarter, month, week, day, with the days that the words name.
//!
//! Must never name a day that the words do not, without a doubt beside it.

use super::DeadlineContext;
use super::Kind;
use super::OrderDate;
use super::PlanPeriod;
use super::Reason;
use super::dated::Repeats;
use super::dated::date;
use super::dated::in_range;
use super::draft::Draft;
use super::draft::Often;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::lexicon::Unit;
use super::list;
use super::rules::Plan;
use super::rules::build;
use super::rules::several_days;
use super::settle::Settled;
use super::settle::yearly;
use super::years;
use super::years::Ends;
use crate::words::recurrence::Frequency;
use crate::words::recurrence::Recurrence;
use crate::words::recurrence::Rule;
use crate::words::recurrence::month_length;
use chrono::Datelike;
use chrono::Months;
use chrono::NaiveDate;

/// Whether a span repeats by itself: «10 числа месяца, следующего за отчётным», «до 5 числа».
pub(super) fn is_implied(draft: &Draft) -> bool {
    draft.spans.iter().any(|span| shape_of(*span).is_some_and(is_monthly))
}

pub(super) fn shape_of(span: Span) -> Option<Shape> {
    match span {
        Span::At(when) | Span::By(when) | Span::Range(_, when) => Some(when.shape),
        Span::From(_) => None,
    }
}

/// A shape that is complete within any month.
fn is_monthly(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Day { month: None, .. }
            | Shape::DayAfter { .. }
            | Shape::DayOfLastMonth { .. }
            | Shape::NthWeekday { month: None, .. }
            | Shape::LastDay { month: None }
            | Shape::Slice { month: None, .. }
            | Shape::Week { month: None, .. }
    )
}

pub(super) fn settle(draft: &mut Draft, context: &DeadlineContext) -> Settled {
    let spans = std::mem::take(&mut draft.spans);
    // «не реже 2 раз в год (март, сентябрь)»: the list says when.
    if draft
        .often
        .as_ref()
        .is_some_and(|often| often.times > 1 && often.times as usize == spans.len())
    {
        draft.doubts.retain(|doubt| *doubt != Reason::OnlyABound);
    }
    let settled = repeated(draft, &spans, context);
    draft.spans = spans;
    settled
}

fn repeated(draft: &Draft, spans: &[Span], context: &DeadlineContext) -> Settled {
    let mut doubts = Vec::new();
    let anchors: Vec<Span> = spans
        .iter()
        .copied()
        .filter(|span| shape_of(*span).is_some_and(is_monthly))
        .collect();
    let others: Vec<Span> = spans
        .iter()
        .copied()
        .filter(|span| !shape_of(*span).is_some_and(is_monthly))
        .collect();
    if context.plan_month.is_some() && draft.often.is_none() && others.is_empty() {
        return list_or_one(&anchors, context);
    }
    if let Some(often) = draft
        .often
        .as_ref()
        .filter(|often| often.times > 1 && anchors.is_empty() && others.len() > 1)
    {
        let as_many = others.len() == often.times as usize;
        let mut settled = every_year(&others, 1, context);
        if !as_many || often.unit != Unit::Year {
            settled.doubts.push(Reason::SeveralFrequencies);
        }
        return settled;
    }
    let often = match (&draft.often, anchors.first()) {
        (Some(often), _) => fewer(often, anchors.len(), &mut doubts),
        (None, Some(anchor)) => implied(*anchor, draft.of_month, &mut doubts),
        (None, None) => return Settled::refused(Kind::Unknown, Reason::Nothing),
    };
    let Some(often) = often else {
        return Settled {
            doubts,
            ..Settled::refused(Kind::Recurring, Reason::DaysNotNamed)
        };
    };
    if often.unit == Unit::Year && anchors.is_empty() {
        let mut settled = every_year(&others, often.interval, context);
        settled.doubts.append(&mut doubts);
        return settled;
    }
    // «ежеквартально: март, июнь, сентябрь, декабрь»: the list says more than the frequency.
    let listed = others.len() > 1 && anchors.is_empty() && matches!(often.unit, Unit::Quarter | Unit::HalfYear);
    if listed {
        return list::settle(&others, context);
    }
    let (bounds, mut more) = match bounds(&others, context) {
        Ok(found) => found,
        Err(reason) => return Settled::refused(Kind::Recurring, reason),
    };
    doubts.append(&mut more);
    if let Some(plan) = several_days(&often, &anchors) {
        let mut settled = place(plan, bounds, context);
        settled.doubts.append(&mut doubts);
        return settled;
    }
    if anchors.len() > 1 {
        return Settled {
            doubts,
            ..Settled::refused(Kind::Recurring, Reason::SeveralDeadlines)
        };
    }
    let Some(plan) = build(&often, anchors.first().copied(), context, &mut doubts) else {
        return Settled {
            doubts,
            ..Settled::refused(Kind::Recurring, Reason::Contradiction)
        };
    };
    let mut settled = place(plan, bounds, context);
    settled.doubts.append(&mut doubts);
    settled
}

fn list_or_one(anchors: &[Span], context: &DeadlineContext) -> Settled {
    if anchors.len() > 1 {
        return list::settle(anchors, context);
    }
    let Some(Ok(dated)) = anchors.first().map(|span| date(*span, context)) else {
        return Settled::refused(Kind::Unknown, Reason::Nothing);
    };
    Settled {
        start: dated.start,
        due: dated.due,
        doubts: dated.doubts,
        ..Settled::new(dated.kind)
    }
}

/// «2 раза в год» is twice a year by halves, «2 раза в неделю (вт, пт)» as the days say; other counts have no usual days.
fn fewer(often: &Often, days: usize, doubts: &mut Vec<Reason>) -> Option<Often> {
    let often = often.clone();
    let named = match often.unit {
        Unit::Week => often.weekdays.len(),
        Unit::Month => days,
        _ => 0,
    };
    if often.times == 1 || often.times as usize == named {
        return Some(Often { times: 1, ..often });
    }
    doubts.push(Reason::DaysNotNamed);
    let unit = match (often.unit, often.times, often.interval) {
        (Unit::Year, 2, 1) => Unit::HalfYear,
        (Unit::Year, 4, 1) => Unit::Quarter,
        (Unit::Year, 12, 1) | (Unit::Quarter, 3, 1) => Unit::Month,
        _ => return None,
    };
    Some(Often {
        unit,
        times: 1,
        ..often
    })
}

/// The frequency that a day of the month brings with it.
fn implied(anchor: Span, of_month: bool, doubts: &mut Vec<Reason>) -> Option<Often> {
    let unit = match shape_of(anchor)? {
        Shape::DayAfter {
            reported: Some(unit), ..
        }
        | Shape::DayOfLastMonth { of: unit, .. } => unit,
        Shape::DayAfter { reported: None, .. } => {
            doubts.push(Reason::NextOfWhat);
            Unit::Month
        }
        // «последняя пятница месяца»
        Shape::NthWeekday { .. } | Shape::LastDay { .. } if of_month => Unit::Month,
        _ => {
            doubts.push(Reason::EveryMonthOrOnce);
            Unit::Month
        }
    };
    Some(Often {
        unit,
        interval: 1,
        times: 1,
        weekdays: vec![],
    })
}

fn every_year(anchors: &[Span], interval: u32, context: &DeadlineContext) -> Settled {
    let bare = [Span::At(When::new(Shape::Year))];
    let spans = if anchors.is_empty() { &bare } else { anchors };
    let standing = context.period.and_then(|period| period.days()).is_none() && context.order_date.is_none();
    let mut settled = Settled::new(Kind::Recurring);
    // «1 раз в 2 года, октябрь»: of which year first.
    if interval > 1 {
        settled.doubts.push(Reason::DaysNotNamed);
    }
    if anchors.is_empty() {
        settled.doubts.push(Reason::DaysNotNamed);
        if standing {
            let rule = Rule {
                interval,
                ..Rule::every(Frequency::Yearly)
            };
            settled.recurrence = Some(Recurrence::Rule(rule));
            settled.doubts.push(Reason::PeriodUnknown);
            if context.period.is_none() {
                settled.refusals.push(Reason::PeriodUnknown);
            }
            return settled;
        }
    }
    let mut dated = Vec::new();
    for span in spans {
        match date(*span, context) {
            Ok(one) => dated.push(one),
            Err((_, Reason::NoYear)) if context.period == Some(PlanPeriod::Standing) => {
                return standing_rule(spans, interval);
            }
            Err((_, reason)) => return Settled::refused(Kind::Recurring, reason),
        }
    }
    let explained = [Reason::NoYearInLongPlan];
    settled.doubts.extend(
        dated
            .iter()
            .flat_map(|one| one.doubts.clone())
            .filter(|doubt| !explained.contains(doubt)),
    );
    dated.sort_by_key(|one| one.due);
    let later = |year: i32| {
        let order = context
            .order_date
            .as_ref()
            .and_then(OrderDate::earliest)
            .map(|order| order.year());
        let first = context
            .period
            .and_then(|period| period.days())
            .map(|ends| ends.0.year());
        first.is_some_and(|first| year > first.max(order.unwrap_or(first)))
    };
    let told = spans.iter().filter_map(|span| match span {
        Span::At(When {
            year: YearTold::Exactly(year),
            ..
        })
        | Span::By(When {
            year: YearTold::Exactly(year),
            ..
        }) => Some(*year),
        _ => None,
    });
    if told.min().is_some_and(later) {
        settled.doubts.push(Reason::Contradiction);
    }
    if dated.len() > 1 {
        let months = spans
            .iter()
            .all(|span| matches!(shape_of(*span), Some(Shape::Month(_))));
        settled.doubts.extend(
            list::list_doubts(spans, &dated)
                .into_iter()
                .filter(|doubt| *doubt != Reason::ListOrWindow || !months),
        );
    }
    let (Some(first), false) = (dated.first(), dated.iter().any(|one| one.due.is_none())) else {
        return Settled {
            refusals: vec![Reason::OpenEnd],
            ..settled
        };
    };
    settled.start = first.start;
    settled.due = first.due;
    let endless = dated.iter().any(|one| one.repeats == Repeats::Endless);
    let period_end = context
        .period
        .and_then(|period| period.days())
        .map(|ends| ends.1)
        .filter(|_| !endless);
    let end = period_end.filter(|end| settled.due.is_none_or(|due| due <= *end));
    settled.recurrence = if let [one] = &dated[..] {
        match yearly(one, end) {
            Recurrence::Rule(rule) => Some(Recurrence::Rule(Rule { interval, ..rule })),
            listed @ Recurrence::Dates(_) => Some(listed),
        }
    } else {
        let dues: Vec<NaiveDate> = dated.iter().filter_map(|one| one.due).collect();
        let same_day = dues.iter().all(|due| due.day() == dues[0].day());
        let month_end = dated.iter().all(|one| one.month_end);
        let day = if month_end {
            -1
        } else {
            i32::try_from(dues[0].day()).unwrap_or(1)
        };
        let rule = Rule::every(Frequency::Yearly)
            .in_months(dues.iter().map(NaiveDate::month))
            .on_day(day)
            .until(end);
        match end {
            _ if same_day || month_end => Some(Recurrence::Rule(rule)),
            Some(end) => Some(Recurrence::Dates(list::every_year(&dues, end))),
            None => None,
        }
    };
    if settled.recurrence.is_none() {
        settled.refusals.push(Reason::PeriodUnknown);
    }
    settled
}

/// A standing rule has its days but no first year.
fn standing_rule(spans: &[Span], interval: u32) -> Settled {
    let any_year = DeadlineContext {
        period: Some(PlanPeriod::Years {
            first: 2023,
            last: 2023,
        }),
        ..DeadlineContext::default()
    };
    let settled = every_year(spans, interval, &any_year);
    let recurrence = match settled.recurrence {
        Some(Recurrence::Rule(rule)) => Some(Recurrence::Rule(rule.until(None))),
        _ => None,
    };
    let doubts = vec![Reason::PeriodUnknown];
    let refusals = if recurrence.is_none() {
        doubts.clone()
    } else {
        settled.refusals
    };
    Settled {
        recurrence,
        doubts,
        refusals,
        ..Settled::new(Kind::Recurring)
    }
}

/// The time within which something repeats: the plan's period, or a narrower one that the words give.
#[derive(Clone, Copy)]
struct Bounds {
    ends: Option<Ends>,
    open_from: Option<NaiveDate>,
    told: bool,
}

fn bounds(others: &[Span], context: &DeadlineContext) -> Result<(Bounds, Vec<Reason>), Reason> {
    let period = context.period.and_then(|period| period.days());
    let Some(span) = others.first() else {
        return Ok((
            Bounds {
                ends: period,
                open_from: None,
                told: false,
            },
            vec![],
        ));
    };
    let dated = date(*span, context).map_err(|(_, reason)| reason)?;
    let mut doubts = dated.doubts;
    if others.len() > 1 || dated.repeats != Repeats::Once {
        doubts.push(Reason::SeveralDeadlines);
    }
    let ends = match (dated.start, dated.due, period) {
        (Some(start), Some(due), _) => Some((start, due)),
        (Some(start), None, Some((_, last))) => Some((start, last)).filter(|ends| ends.0 <= ends.1),
        (None, Some(due), Some((first, _))) => Some((first, due)).filter(|ends| ends.0 <= ends.1),
        _ => None,
    };
    if matches!(span, Span::By(_)) || (matches!(span, Span::At(_)) && dated.start == dated.due) {
        doubts.push(Reason::SeveralDeadlines);
    }
    Ok((
        Bounds {
            ends,
            open_from: dated.start,
            told: true,
        },
        doubts,
    ))
}

fn place(plan: Plan, bounds: Bounds, context: &DeadlineContext) -> Settled {
    let order = context.order_date.as_ref().and_then(OrderDate::earliest);
    let from = match bounds.ends {
        Some((first, _)) if bounds.told => Some(first),
        Some((first, last)) => Some(order.filter(|order| *order > first && *order <= last).unwrap_or(first)),
        None => bounds.open_from.or(order),
    };
    let last = bounds.ends.map(|ends| ends.1);
    let until = last.and_then(|last| match plan.tail_months {
        0 => Some(last),
        months => years::month_days(last.year(), last.month())?
            .0
            .checked_add_months(Months::new(months))
            .and_then(|month| month.with_day(month_length(month))),
    });
    let mut settled = Settled::new(Kind::Recurring);
    settled.recurrence = Some(Recurrence::Rule(plan.rule.until(until)));
    let Some(from) = from else {
        settled.doubts.push(Reason::PeriodUnknown);
        if context.period.is_none() {
            settled.refusals.push(Reason::PeriodUnknown);
        }
        return settled;
    };
    let first = (plan.first)(from).filter(|(_, due)| in_range(*due) && until.is_none_or(|until| *due <= until));
    match first {
        Some((start, due)) => {
            let clipped = start.map(|start| {
                if bounds.told && start != due {
                    start.max(from)
                } else {
                    start
                }
            });
            settled.start = clipped;
            settled.due = Some(due);
        }
        None => settled.refusals.push(Reason::Contradiction),
    }
    settled
}
