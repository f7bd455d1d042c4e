//! Repeated deadlines: every year, half-year, quarter, month, week, day, with the days that the words name.
//!
//! Must never name a day that the words do not, without a doubt beside it.

use super::DeadlineContext;
use super::Kind;
use super::OrderDate;
use super::PlanPeriod;
use super::Reason;
use super::draft::Draft;
use super::draft::Often;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::lexicon::Unit;
use super::list;
use super::settle::Repeats;
use super::settle::Settled;
use super::settle::date;
use super::settle::in_range;
use super::settle::yearly;
use super::years;
use super::years::Ends;
use crate::words::recurrence::Frequency;
use crate::words::recurrence::Recurrence;
use crate::words::recurrence::Rule;
use crate::words::recurrence::month_length;
use chrono::Datelike;
use chrono::Days;
use chrono::Months;
use chrono::NaiveDate;

/// Whether a span repeats by itself: «10 числа месяца, следующего за отчётным», «до 5 числа».
pub(super) fn is_implied(draft: &Draft) -> bool {
    draft.spans.iter().any(|span| shape_of(*span).is_some_and(is_monthly))
}

fn shape_of(span: Span) -> Option<Shape> {
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
    let settled = repeated(draft, &spans, context);
    draft.spans = spans;
    settled
}

fn repeated(draft: &Draft, spans: &[Span], context: &DeadlineContext) -> Settled {
    let mut doubts = Vec::new();
    let anchors: Vec<Span> = spans.iter().copied().filter(|span| shape_of(*span).is_some_and(is_monthly)).collect();
    let others: Vec<Span> = spans.iter().copied().filter(|span| !shape_of(*span).is_some_and(is_monthly)).collect();
    if context.plan_month.is_some() && draft.often.is_none() && others.is_empty() {
        return list_or_one(&anchors, context);
    }
    if let Some(often) = draft.often.as_ref().filter(|often| often.times > 1 && anchors.is_empty() && others.len() > 1) {
        let as_many = others.len() == often.times as usize;
        let mut settled = every_year(&others, 1, context);
        if !as_many || often.unit != Unit::Year {
            settled.doubts.push(Reason::SeveralFrequencies);
        }
        return settled;
    }
    let often = match (&draft.often, anchors.first()) {
        (Some(often), _) => fewer(often, &mut doubts),
        (None, Some(anchor)) => implied(*anchor, &mut doubts),
        (None, None) => return Settled::refused(Kind::Unknown, Reason::Nothing),
    };
    let Some(often) = often else {
        return Settled { doubts, ..Settled::refused(Kind::Recurring, Reason::DaysNotNamed) };
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
    if anchors.len() > 1 {
        return Settled { doubts, ..Settled::refused(Kind::Recurring, Reason::SeveralDeadlines) };
    }
    let Some(plan) = build(&often, anchors.first().copied(), context, &mut doubts) else {
        return Settled { doubts, ..Settled::refused(Kind::Recurring, Reason::Contradiction) };
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
    Settled { start: dated.start, due: dated.due, doubts: dated.doubts, ..Settled::new(dated.kind) }
}

/// «2 раза в год» is twice a year by halves; other counts have no usual days.
fn fewer(often: &Often, doubts: &mut Vec<Reason>) -> Option<Often> {
    let often = often.clone();
    if often.times == 1 {
        return Some(often);
    }
    doubts.push(Reason::DaysNotNamed);
    let unit = match (often.unit, often.times, often.interval) {
        (Unit::Year, 2, 1) => Unit::HalfYear,
        (Unit::Year, 4, 1) => Unit::Quarter,
        (Unit::Year, 12, 1) | (Unit::Quarter, 3, 1) => Unit::Month,
        _ => return None,
    };
    Some(Often { unit, times: 1, ..often })
}

/// The frequency that a day of the month brings with it.
fn implied(anchor: Span, doubts: &mut Vec<Reason>) -> Option<Often> {
    let unit = match shape_of(anchor)? {
        Shape::DayAfter { reported: Some(unit), .. } | Shape::DayOfLastMonth { of: unit, .. } => unit,
        Shape::DayAfter { reported: None, .. } => {
            doubts.push(Reason::NextOfWhat);
            Unit::Month
        }
        _ => {
            doubts.push(Reason::EveryMonthOrOnce);
            Unit::Month
        }
    };
    Some(Often { unit, interval: 1, times: 1, weekdays: vec![] })
}

fn every_year(anchors: &[Span], interval: u32, context: &DeadlineContext) -> Settled {
    let bare = [Span::At(When::new(Shape::Year))];
    let spans = if anchors.is_empty() { &bare } else { anchors };
    let standing = context.period.and_then(|period| period.days()).is_none() && context.order_date.is_none();
    let mut settled = Settled::new(Kind::Recurring);
    if anchors.is_empty() {
        settled.doubts.push(Reason::DaysNotNamed);
        if standing {
            let rule = Rule { interval, ..Rule::every(Frequency::Yearly) };
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
            Err((_, reason)) => return Settled::refused(Kind::Recurring, reason),
        }
    }
    let explained = [Reason::NoYearInLongPlan];
    settled.doubts.extend(dated.iter().flat_map(|one| one.doubts.clone()).filter(|doubt| !explained.contains(doubt)));
    if dated.len() > 1 {
        settled.doubts.extend(list::list_doubts(spans, &dated).into_iter().filter(|doubt| *doubt != Reason::ListOrWindow));
    }
    dated.sort_by_key(|one| one.due);
    let (Some(first), false) = (dated.first(), dated.iter().any(|one| one.due.is_none())) else {
        return Settled { refusals: vec![Reason::OpenEnd], ..settled };
    };
    settled.start = first.start;
    settled.due = first.due;
    let endless = dated.iter().any(|one| one.repeats == Repeats::Endless);
    let period_end = context.period.and_then(|period| period.days()).map(|ends| ends.1).filter(|_| !endless);
    let end = period_end.filter(|end| settled.due.is_none_or(|due| due <= *end));
    settled.recurrence = if let [one] = &dated[..] {
        match yearly(one, end) {
            Recurrence::Rule(rule) => Some(Recurrence::Rule(Rule { interval, ..rule })),
            dates @ Recurrence::Dates(_) => Some(dates),
        }
    } else {
        let dues: Vec<NaiveDate> = dated.iter().filter_map(|one| one.due).collect();
        let same_day = dues.iter().all(|due| due.day() == dues[0].day());
        let month_end = dated.iter().all(|one| one.month_end);
        let day = if month_end { -1 } else { i32::try_from(dues[0].day()).unwrap_or(1) };
        let rule = Rule::every(Frequency::Yearly).in_months(dues.iter().map(NaiveDate::month)).on_day(day).until(end);
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
        return Ok((Bounds { ends: period, open_from: None, told: false }, vec![]));
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
    Ok((Bounds { ends, open_from: dated.start, told: true }, doubts))
}

/// A rule and the way to its first occurrence on or after a day.
struct Plan {
    rule: Rule,
    first: Box<dyn Fn(NaiveDate) -> Option<(Option<NaiveDate>, NaiveDate)>>,
    /// How many months after the period the last report may fall.
    tail_months: u32,
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
        months => years::month_days(last.year(), last.month())?.0.checked_add_months(Months::new(months)).and_then(|month| month.with_day(month_length(month))),
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
            let clipped = start.map(|start| if bounds.told && start != due { start.max(from) } else { start });
            settled.start = clipped;
            settled.due = Some(due);
        }
        None => settled.refusals.push(Reason::Contradiction),
    }
    settled
}

fn build(often: &Often, anchor: Option<Span>, context: &DeadlineContext, doubts: &mut Vec<Reason>) -> Option<Plan> {
    match often.unit {
        Unit::Day => anchor.is_none().then(|| daily(often.interval)),
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

fn daily(interval: u32) -> Plan {
    let rule = Rule { interval, ..Rule::every(Frequency::Daily) };
    Plan { rule, first: Box::new(|from| Some((Some(from), from))), tail_months: 0 }
}

fn weekly(often: &Often, anchor: Option<Span>, doubts: &mut Vec<Reason>) -> Option<Plan> {
    if anchor.is_some() {
        return None;
    }
    let mut rule = Rule { interval: often.interval, ..Rule::every(Frequency::Weekly) };
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
        return Some(Plan { rule, first: Box::new(sunday), tail_months: 0 });
    }
    rule.by_day = weekdays.iter().map(|weekday| (None, *weekday)).collect();
    let first = move |from: NaiveDate| {
        let day = from.iter_days().take(7).find(|day| weekdays.contains(&day.weekday()))?;
        Some((Some(day), day))
    };
    Some(Plan { rule, first: Box::new(first), tail_months: 0 })
}

fn by_decades(doubts: &mut Vec<Reason>) -> Plan {
    doubts.push(Reason::DaysNotNamed);
    let rule = Rule { by_month_day: vec![10, 20, -1], ..Rule::every(Frequency::Monthly) };
    let first = |from: NaiveDate| {
        let due = from.iter_days().take(32).find(|day| matches!(day.day(), 10 | 20) || day.day() == month_length(*day))?;
        Some((Some(from), due))
    };
    Plan { rule, first: Box::new(first), tail_months: 0 }
}

/// The days that an anchor names within a month, as start and due.
fn within_month(anchor: Span, month: NaiveDate) -> Option<(Option<NaiveDate>, NaiveDate)> {
    let ends = |when: When| {
        let given = Some(month.month());
        let shape = match when.shape {
            Shape::Day { day, month: None } => Shape::Day { day, month: given },
            Shape::NthWeekday { nth, weekday, month: None } => Shape::NthWeekday { nth, weekday, month: given },
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
        Span::Range(first, last) => Some((Some(ends(first)?.0), ends(last)?.1)).filter(|(start, due)| *start <= Some(*due)),
        Span::From(_) => None,
    }
}

/// The part of a rule that names the anchor's day.
fn day_rule(rule: Rule, anchor: Span, doubts: &mut Vec<Reason>) -> Option<Rule> {
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
            if day > 28 {
                doubts.push(Reason::Impossible(format!("{day} число есть не в каждом месяце")));
            }
            Some(rule.on_day(i32::try_from(day).ok()?))
        }
        Shape::NthWeekday { nth, weekday, .. } => Some(Rule { by_day: vec![(Some(nth), weekday)], ..rule }),
        Shape::LastDay { .. } => Some(rule.on_day(-1)),
        Shape::Slice { slice, .. } => {
            let (_, last) = years::slice_days(years::month_days(2023, 1)?, slice)?;
            if !matches!(slice, super::draft::Slice::Decade(_) | super::draft::Slice::Half(_)) {
                doubts.push(Reason::ApproximatePart);
            }
            Some(rule.on_day(if last.day() == 31 { -1 } else { i32::try_from(last.day()).ok()? }))
        }
        _ => {
            doubts.push(Reason::WeekOfMonth);
            None
        }
    }
}

fn monthly(interval: u32, anchor: Option<Span>, doubts: &mut Vec<Reason>) -> Option<Plan> {
    let rule = Rule { interval, ..Rule::every(Frequency::Monthly) };
    if interval > 1 {
        doubts.push(Reason::DaysNotNamed);
    }
    let Some(anchor) = anchor else {
        let first = move |from: NaiveDate| {
            let (start, _) = years::month_days(from.year(), from.month())?;
            let month = start.checked_add_months(Months::new(interval - 1))?;
            Some((Some(start), month.with_day(month_length(month))?))
        };
        return Some(Plan { rule: rule.on_day(-1), first: Box::new(first), tail_months: 0 });
    };
    let after = match shape_of(anchor)? {
        Shape::DayAfter { reported: None | Some(Unit::Month), .. } => 1,
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
    Some(Plan { rule, first: Box::new(first), tail_months: after })
}

/// Every three, six or twelve months, by the ends of quarters, half-years and years.
fn quarterly(interval: u32, months: u32, anchor: Option<Span>, doubts: &mut Vec<Reason>) -> Option<Plan> {
    let rule = Rule { interval: 1, ..Rule::every(Frequency::Yearly) };
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
            Some((Some(last.checked_sub_months(Months::new(months - 1))?), last.with_day(month_length(last))?))
        };
        return Some(Plan { rule: rule.in_months(ends).on_day(-1), first: Box::new(first), tail_months: 0 });
    };
    let unit = |of: Unit| matches!((of, months), (Unit::Quarter, 3) | (Unit::HalfYear, 6) | (Unit::Year, 12));
    let after = match shape_of(anchor)? {
        Shape::DayOfLastMonth { of, .. } if unit(of) => 0,
        Shape::DayAfter { reported: Some(of), .. } if unit(of) => 1,
        Shape::DayAfter { reported: None | Some(Unit::Month), .. } => 1,
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
    Some(Plan { rule, first: Box::new(first), tail_months: after })
}

/// Halves of a school year end in December and May.
fn school_halves() -> Plan {
    let rule = Rule::every(Frequency::Yearly).in_months([5, 12]).on_day(-1);
    let first = |from: NaiveDate| {
        let last = if (6..=12).contains(&from.month()) { 12 } else { 5 };
        let (_, due) = years::month_days(from.year(), last)?;
        Some((Some(from), due))
    };
    Plan { rule, first: Box::new(first), tail_months: 0 }
}
