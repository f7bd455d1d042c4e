//! Turns what a phrase says into dates: fills in years, checks the period, and decides how sure the reading is.
//!
//! Must never answer `Read` while a doubt stands.

use super::DeadlineContext;
use super::DeadlineReading;
use super::Kind;
use super::OrderDate;
use super::Outcome;
use super::PlanPeriod;
use super::Reason;
use super::draft::Draft;
use super::draft::Edge;
use super::draft::Shape;
use super::draft::Slice;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::list;
use super::repeat;
use super::term::Direction;
use super::term::TermEvent;
use super::wording;
use super::years;
use super::years::Ends;
use crate::words::recurrence::Frequency;
use crate::words::recurrence::Recurrence;
use crate::words::recurrence::Rule;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::NaiveTime;
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

/// Everything but the phrase and the sentence.
pub(super) struct Settled {
    pub kind: Kind,
    pub start: Option<NaiveDate>,
    pub due: Option<NaiveDate>,
    pub recurrence: Option<Recurrence>,
    pub doubts: Vec<Reason>,
    pub refusals: Vec<Reason>,
}

impl Settled {
    pub fn new(kind: Kind) -> Self {
        Self { kind, start: None, due: None, recurrence: None, doubts: vec![], refusals: vec![] }
    }

    pub fn refused(kind: Kind, reason: Reason) -> Self {
        Self { refusals: vec![reason], ..Self::new(kind) }
    }
}

/// A question and nothing else.
pub(super) fn asked(phrase: &str, reason: Reason) -> DeadlineReading {
    finish(phrase, Draft::default(), Settled::refused(Kind::Unknown, reason))
}

pub(super) fn settle(phrase: &str, mut draft: Draft, context: &DeadlineContext) -> DeadlineReading {
    let narrowed = narrow(&mut draft, context);
    if draft.clock_is_limit {
        if let [Span::At(when @ When { shape: Shape::Day { .. }, .. })] = draft.spans[..] {
            draft.spans = vec![Span::By(when)];
        }
    }
    if !draft.refusals.is_empty() {
        let external = draft.refusals.iter().any(|reason| matches!(reason, Reason::SchoolHolidays | Reason::SchoolTerm));
        let kind = if external { Kind::ExternalPlan } else { Kind::Unknown };
        return finish(phrase, draft, Settled::new(kind));
    }
    let settled = if draft.often.is_some() || repeat::is_implied(&draft) {
        repeat::settle(&mut draft, &narrowed)
    } else {
        match draft.spans[..] {
            [] => without_span(&mut draft, &narrowed),
            [span] => one(span, &draft, &narrowed),
            _ => list::settle(&draft.spans, &narrowed),
        }
    };
    check_companions(&mut draft, &settled);
    let mut settled = settled;
    check_period(&mut settled, context);
    finish(phrase, draft, settled)
}

/// «2022 год, май»; «с 2023 года ежегодно»: a year that stands by itself narrows the plan's period.
fn narrow(draft: &mut Draft, context: &DeadlineContext) -> DeadlineContext {
    let mut narrowed = *context;
    let is_year = |span: &Span| match span {
        Span::At(When { shape: Shape::Year | Shape::SchoolYear, year, edge: Edge::Whole }) => {
            matches!(year, YearTold::Exactly(_) | YearTold::Each(..) | YearTold::School(_))
        }
        Span::At(When { shape: Shape::SchoolYear, .. }) => true,
        Span::From(When { shape: Shape::Year, year: YearTold::Exactly(_), .. }) => draft.often.is_some(),
        _ => false,
    };
    let (years, others): (Vec<Span>, Vec<Span>) = draft.spans.iter().partition(|span| is_year(span));
    if years.len() != 1 || (others.is_empty() && draft.often.is_none()) {
        return narrowed;
    }
    let period_end = context.period.and_then(|period| period.days()).map(|ends| ends.1);
    let period = match years[0] {
        Span::At(When { shape: Shape::SchoolYear, year, .. }) => {
            let first = match (year, context.period) {
                (YearTold::School(first) | YearTold::Exactly(first), _) => Some(first),
                (_, Some(PlanPeriod::SchoolYear { first })) => Some(first),
                _ => None,
            };
            let ends = first.and_then(|first| years::whole_days(Shape::SchoolYear, first));
            ends.map(|(first, last)| PlanPeriod::Days { first, last })
        }
        Span::At(When { year: YearTold::Exactly(year), .. }) => Some(PlanPeriod::Years { first: year, last: year }),
        Span::At(When { year: YearTold::Each(first, last), .. }) if first <= last => {
            Some(PlanPeriod::Years { first, last })
        }
        Span::From(When { year: YearTold::Exactly(year), .. }) => period_end
            .filter(|end| end.year() >= year)
            .map(|end| PlanPeriod::Years { first: year, last: end.year() }),
        _ => None,
    };
    let in_range = period.and_then(|period| period.days()).is_some_and(|ends| in_range(ends.0) && in_range(ends.1));
    if in_range {
        narrowed.period = period;
        if matches!(years[0], Span::At(_)) || context.order_date.is_none() {
            narrowed.order_date = context.order_date;
        }
        draft.spans = others;
    }
    narrowed
}

fn without_span(draft: &mut Draft, context: &DeadlineContext) -> Settled {
    if let Some(term) = &draft.term {
        let order = context.order_date.as_ref().and_then(OrderDate::day);
        let runs_from_order = matches!(term.from, TermEvent::Order | TermEvent::Unstated) && term.direction == Direction::After;
        let due = order.filter(|_| runs_from_order).and_then(|day| term.plain_due_from(day)).filter(|day| in_range(*day));
        return Settled { due, ..Settled::new(Kind::OnEvent) };
    }
    if draft.urgent {
        let known = context.order_date.as_ref().and_then(OrderDate::day).is_some();
        let doubts = if known { vec![Reason::UrgentTerm] } else { vec![] };
        return Settled { doubts, ..Settled::new(Kind::OnEvent) };
    }
    if draft.event.is_some() {
        let doubts = if draft.plan.is_some() { vec![Reason::Contradiction] } else { vec![] };
        return Settled { doubts, ..Settled::new(Kind::OnEvent) };
    }
    if draft.plan.is_some() {
        return Settled::new(Kind::ExternalPlan);
    }
    if draft.whole_period {
        let Some((first, last)) = context.period.and_then(|period| period.days()) else {
            return Settled::refused(Kind::WholePeriod, Reason::PeriodUnknown);
        };
        let order = context.order_date.as_ref().and_then(OrderDate::day);
        let start = order.filter(|order| *order > first && *order < last).unwrap_or(first);
        return Settled { start: Some(start), due: Some(last), ..Settled::new(Kind::WholePeriod) };
    }
    let reason = if draft.clock.is_some() { Reason::HourWithoutDay } else { Reason::Nothing };
    Settled::refused(Kind::Unknown, reason)
}

fn one(span: Span, draft: &Draft, context: &DeadlineContext) -> Settled {
    let dated = match date(span, context) {
        Ok(dated) => dated,
        Err((kind, reason)) => return Settled::refused(kind, reason),
    };
    let mut settled = Settled { start: dated.start, due: dated.due, doubts: dated.doubts.clone(), ..Settled::new(dated.kind) };
    match dated.repeats {
        Repeats::Once => {}
        Repeats::YearlyByPlan(last) => settled.recurrence = Some(yearly(&dated, Some(last))),
        Repeats::YearlyTo(last) => {
            settled.kind = Kind::Recurring;
            settled.recurrence = Some(yearly(&dated, Some(last)));
        }
        Repeats::Endless => {
            settled.kind = Kind::Recurring;
            settled.recurrence = Some(yearly(&dated, None));
        }
    }
    if settled.due.is_none() {
        match context.period.and_then(|period| period.days()).filter(|_| draft.whole_period) {
            Some((_, last)) if settled.start.is_some_and(|start| start <= last) => {
                settled.kind = Kind::WholePeriod;
                settled.due = Some(last);
            }
            _ => settled.doubts.push(Reason::OpenEnd),
        }
    }
    settled
}

/// The rule that brings a dated span every year.
pub(super) fn yearly(dated: &Dated, last: Option<NaiveDate>) -> Recurrence {
    let mut rule = Rule::every(Frequency::Yearly).until(last);
    if let Some(due) = dated.due {
        rule = rule.in_months([due.month()]);
        match dated.nth {
            Some((nth, weekday)) => rule.by_day = vec![(Some(nth), weekday)],
            None if dated.month_end => rule = rule.on_day(-1),
            None => rule = rule.on_day(i32::try_from(due.day()).unwrap_or(1)),
        }
    }
    Recurrence::Rule(rule)
}

/// Gives a span its dates.
///
/// # Errors
/// The kind it would have been, and why there is no date.
pub(super) fn date(span: Span, context: &DeadlineContext) -> Result<Dated, (Kind, Reason)> {
    match span {
        Span::At(when) => date_at(when, context),
        Span::By(when) => {
            let kind = if matches!(when.year, YearTold::Nowhere) && context.period.is_none() { Kind::Unknown } else { Kind::DueBy };
            let (year, repeats, mut doubts) = year_of(when, context, &|year| limit(when, year)).map_err(|reason| (kind, reason))?;
            let (_, due) = limit(when, year).ok_or((Kind::DueBy, impossible(when)))?;
            doubts.extend(limit_doubt(when));
            let whole = !matches!(when.shape, Shape::Day { .. } | Shape::NthWeekday { .. } | Shape::Year | Shape::SchoolYear);
            Ok(Dated { kind: Kind::DueBy, start: None, due: Some(due), month_end: whole && is_month_end(due), nth: nth(when), repeats, doubts })
        }
        Span::From(when) => {
            let (year, repeats, doubts) = year_of(when, context, &|year| first_day(when, year)).map_err(|reason| (Kind::Window, reason))?;
            let (start, _) = first_day(when, year).ok_or((Kind::Window, impossible(when)))?;
            let repeats = if matches!(repeats, Repeats::YearlyByPlan(_)) { Repeats::Once } else { repeats };
            Ok(Dated { kind: Kind::Window, start: Some(start), due: None, month_end: false, nth: None, repeats, doubts })
        }
        Span::Range(first, last) => list::date_range(first, last, context),
    }
}

fn date_at(when: When, context: &DeadlineContext) -> Result<Dated, (Kind, Reason)> {
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
    let fail_kind = if context.period.is_none() && kind != Kind::Month { Kind::Unknown } else { kind };
    let when = with_plan_month(when, context);
    let (year, repeats, mut doubts) = year_of(when, context, &|year| school_half(when, context, year).or_else(|| years::days(when, year)))
        .map_err(|reason| (fail_kind, reason))?;
    let half = school_half(when, context, year);
    let (start, due) = half.or_else(|| years::days(when, year)).ok_or((fail_kind, impossible(when)))?;
    doubts.extend(part_doubt(when));
    if when.year == YearTold::Current && !doubts.contains(&Reason::CurrentYear) {
        doubts.push(Reason::CurrentYear);
    }
    if half.is_some() {
        doubts.push(Reason::SchoolHalf);
    }
    let month_end = kind != Kind::DueBy && is_month_end(due) || matches!(when.shape, Shape::LastDay { .. });
    Ok(Dated { kind, start: Some(start), due: Some(due), month_end, nth: nth(when), repeats, doubts })
}

/// A monthly plan gives «первая неделя» its month.
fn with_plan_month(mut when: When, context: &DeadlineContext) -> When {
    let Some(plan_month) = context.plan_month else { return when };
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
fn school_half(when: When, context: &DeadlineContext, year: i32) -> Option<Ends> {
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
fn limit(when: When, year: i32) -> Option<Ends> {
    let (first, last) = years::whole_days(when.shape, year)?;
    let day = match (when.edge, when.shape) {
        (Edge::Whole, Shape::Day { .. } | Shape::NthWeekday { .. } | Shape::LastDay { .. }) | (Edge::End, _) => last,
        (Edge::Whole | Edge::Start, _) => first.pred_opt()?,
        (Edge::Middle, Shape::Month(_)) => first.with_day(15)?,
        (Edge::Middle, _) => return None,
    };
    Some((day, day))
}

fn limit_doubt(when: When) -> Option<Reason> {
    match (when.edge, when.shape) {
        (Edge::Whole, Shape::Day { .. } | Shape::NthWeekday { .. } | Shape::LastDay { .. }) => None,
        (Edge::End, Shape::Week { .. }) => Some(Reason::WeekOfMonth),
        (Edge::End, _) => None,
        (Edge::Middle, _) => Some(Reason::ApproximatePart),
        _ => Some(Reason::InclusiveOrNot),
    }
}

fn part_doubt(when: When) -> Option<Reason> {
    match when.shape {
        Shape::Week { .. } => Some(Reason::WeekOfMonth),
        Shape::Slice { slice: Slice::Tens(_) | Slice::Beginning | Slice::Ending, .. } => Some(Reason::ApproximatePart),
        Shape::Slice { slice: Slice::Half(_), month: Some(2) } => Some(Reason::ApproximatePart),
        _ if when.edge != Edge::Whole => Some(Reason::ApproximatePart),
        _ => None,
    }
}

fn first_day(when: When, year: i32) -> Option<Ends> {
    let (first, last) = years::whole_days(when.shape, year)?;
    let day = if when.edge == Edge::End { last } else { first };
    Some((day, day))
}

fn nth(when: When) -> Option<(i8, Weekday)> {
    if let Shape::NthWeekday { nth, weekday, .. } = when.shape { Some((nth, weekday)) } else { None }
}

fn is_month_end(day: NaiveDate) -> bool {
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
    if !exists {
        return Err(impossible(when));
    }
    let (year, repeats, doubts) = match when.year {
        YearTold::Exactly(year) => (year, Repeats::Once, vec![]),
        YearTold::School(first) => {
            let school = DeadlineContext { period: Some(PlanPeriod::SchoolYear { first }), ..Default::default() };
            let found = years::conclude(&school, of)?;
            (found.year, Repeats::Once, found.doubts)
        }
        YearTold::Each(first, last) => {
            let end = NaiveDate::from_ymd_opt(last, 12, 31).filter(|_| last > first).ok_or(Reason::Backwards)?;
            (first, Repeats::YearlyTo(end), vec![])
        }
        YearTold::Current => {
            let day_known = context.order_date.as_ref().and_then(OrderDate::day).is_some();
            let doubts = if day_known { vec![Reason::CurrentYear] } else { vec![] };
            (base_year(context, of)?, Repeats::Endless, doubts)
        }
        YearTold::This => (base_year(context, of)?, Repeats::Once, vec![]),
        YearTold::Next => (base_year(context, of)? + 1, Repeats::Once, vec![Reason::NextOfWhat]),
        YearTold::AfterReporting => (base_year(context, &|year| of(year).or(Some(PLACEHOLDER)))? + 1, Repeats::Endless, vec![]),
        YearTold::Nowhere => {
            let found = years::conclude(context, of)?;
            let repeats = found.every_year_to.map_or(Repeats::Once, Repeats::YearlyByPlan);
            (found.year, repeats, found.doubts)
        }
    };
    if !(1990..=2100).contains(&year) {
        return Err(Reason::YearOutOfRange(year));
    }
    of(year).filter(|ends| in_range(ends.0) && in_range(ends.1)).ok_or_else(|| impossible(when))?;
    Ok((year, repeats, doubts))
}

const PLACEHOLDER: Ends = (NaiveDate::MIN, NaiveDate::MIN);

/// The year that «текущий» means: the plan's only year, else the order's, else the plan's first.
fn base_year(context: &DeadlineContext, of: &dyn Fn(i32) -> Option<Ends>) -> Result<i32, Reason> {
    let order = context.order_date.as_ref().and_then(OrderDate::earliest).map(|order| order.year());
    match context.period {
        Some(PlanPeriod::Years { first, last }) => {
            Ok(order.filter(|year| (first..=last).contains(year)).unwrap_or(first))
        }
        Some(PlanPeriod::SchoolYear { .. }) => years::conclude(context, of).map(|found| found.year),
        Some(PlanPeriod::Days { first, .. }) => Ok(order.unwrap_or(first.year())),
        _ => order.ok_or(Reason::NoYear),
    }
}

fn impossible(when: When) -> Reason {
    Reason::Impossible(wording::shape(when))
}

pub(super) fn in_range(day: NaiveDate) -> bool {
    (1990..=2100).contains(&day.year())
}

/// A date beside a plan, an event or a term; an hour, a weekday: do they go together?
fn check_companions(draft: &mut Draft, settled: &Settled) {
    let has_date = !draft.spans.is_empty() || draft.often.is_some();
    if has_date && (draft.plan.is_some() || draft.event.is_some() || draft.term.is_some() || draft.urgent) {
        draft.doubts.push(Reason::Contradiction);
    }
    if draft.whole_period && matches!(draft.spans[..], [Span::By(_)]) {
        draft.doubts.push(Reason::Contradiction);
    }
    let fixed = settled.start == settled.due;
    match (draft.weekdays.first(), settled.due) {
        (Some(_), None) => draft.refusals.push(Reason::Nothing),
        (Some(weekday), Some(due)) => {
            let single = draft.weekdays.len() == 1 && settled.recurrence.is_none();
            if !single || due.weekday() != *weekday || !(fixed || settled.start.is_none()) {
                draft.doubts.push(Reason::WrongWeekday);
            }
        }
        (None, _) => {}
    }
    let to_the_day = fixed || settled.start.is_none();
    if draft.clock.is_some() && settled.due.is_some() && !to_the_day {
        draft.doubts.push(Reason::HourWithoutDay);
    }
}

/// A written date far outside the plan's period is probably a wrong year.
fn check_period(settled: &mut Settled, context: &DeadlineContext) {
    let (Some(last_day), first_day) = (settled.due.or(settled.start), settled.start) else { return };
    let order = context.order_date.as_ref().and_then(OrderDate::earliest);
    let outside = match context.period.and_then(|period| period.days()) {
        Some((first, last)) => {
            let by_order = order.is_some_and(|order| {
                let school = matches!(context.period, Some(PlanPeriod::SchoolYear { .. }));
                let month = order.with_day(1).unwrap_or(order);
                last_day >= month || (!school && order.year() == last_day.year())
            });
            let reported_later = (first_day.unwrap_or(last_day).max(last) - last).num_days();
            (last_day < first && !by_order) || reported_later > 92
        }
        None => order.is_some_and(|order| last_day < order || (last_day - order).num_days() > 5 * 366),
    };
    if outside && !settled.doubts.contains(&Reason::BeforeOrder) {
        settled.doubts.push(Reason::OutsidePlan);
    }
}

fn finish(phrase: &str, mut draft: Draft, settled: Settled) -> DeadlineReading {
    let refusals: Vec<Reason> = draft.refusals.drain(..).chain(settled.refusals).collect();
    let backwards = settled.start.zip(settled.due).is_some_and(|(start, due)| start > due);
    let mut reasons = refusals;
    if backwards {
        reasons.push(Reason::Backwards);
    }
    let asked = !reasons.is_empty();
    for reason in settled.doubts.into_iter().chain(draft.doubts) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let outcome = match (asked, reasons.is_empty()) {
        (true, _) => Outcome::Ask,
        (false, false) => Outcome::Confirm,
        (false, true) => Outcome::Read,
    };
    let dates = |day: Option<NaiveDate>| day.filter(|day| !asked && in_range(*day));
    let (start, due) = (dates(settled.start), dates(settled.due));
    let hour = draft.clock.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour % 24, minute, 0));
    let mut reading = DeadlineReading {
        phrase: phrase.to_owned(),
        outcome,
        kind: settled.kind,
        start,
        due,
        hour: hour.filter(|_| due.is_some()),
        fixed_day: start.is_some() && start == due,
        recurrence: settled.recurrence.filter(|_| !asked),
        term: draft.term.filter(|_| settled.kind == Kind::OnEvent),
        reasons,
        reading: String::new(),
    };
    reading.reading = wording::sentence(&reading);
    if let Some(owner) = draft.plan.or(draft.event).filter(|_| matches!(reading.kind, Kind::ExternalPlan | Kind::OnEvent)) {
        reading.reading = wording::with_owner(&reading, &owner);
    }
    reading
}
