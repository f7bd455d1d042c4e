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
use super::candidates;
use super::dated::Dated;
use super::dated::Repeats;
use super::dated::date;
use super::dated::in_range;
use super::draft::Draft;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::lexicon::Unit;
use super::list;
use super::narrowed::narrow;
use super::repeat;
use super::reported;
use super::term::Direction;
use super::term::TermEvent;
use super::wording;
use crate::words::recurrence::Frequency;
use crate::words::recurrence::Recurrence;
use crate::words::recurrence::Rule;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::NaiveTime;

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
        Self {
            kind,
            start: None,
            due: None,
            recurrence: None,
            doubts: vec![],
            refusals: vec![],
        }
    }

    pub fn refused(kind: Kind, reason: Reason) -> Self {
        Self {
            refusals: vec![reason],
            ..Self::new(kind)
        }
    }
}

/// A question and nothing else.
pub(super) fn asked(phrase: &str, reason: Reason) -> DeadlineReading {
    finish(phrase, Draft::default(), Settled::refused(Kind::Unknown, reason))
}

pub(super) fn settle(phrase: &str, mut draft: Draft, context: &DeadlineContext) -> DeadlineReading {
    let narrowed = narrow(&mut draft, context);
    reported::follow(&mut draft, &narrowed);
    let spans = draft.spans.clone();
    let mut reading = without_candidates(phrase, draft, &narrowed, context);
    reading.candidates = candidates::of(&spans, &reading, &narrowed);
    reading
}

fn without_candidates(
    phrase: &str,
    mut draft: Draft,
    narrowed: &DeadlineContext,
    context: &DeadlineContext,
) -> DeadlineReading {
    if let ([Span::At(when)], true) = (&draft.spans[..], draft.clock_is_limit)
        && matches!(when.shape, Shape::Day { .. })
    {
        draft.spans = vec![Span::By(*when)];
    }
    let dated = draft.spans.iter().any(|span| !is_whole_year(*span));
    if dated {
        draft
            .refusals
            .retain(|reason| !matches!(reason, Reason::SchoolHolidays));
    }
    if draft.loose_ends && !draft.spans.is_empty() && !dated {
        draft.refusals.push(Reason::Nothing);
    }
    if let Some(often) = draft
        .often
        .as_mut()
        .filter(|often| often.unit == Unit::Week && often.weekdays.is_empty())
    {
        often.weekdays = std::mem::take(&mut draft.weekdays);
    }
    if let ([Span::From(first), Span::By(last)], true) = (&draft.spans[..], draft.doubts.contains(&Reason::NotBefore)) {
        draft.spans = vec![Span::Range(*first, *last)];
        draft.doubts.retain(|doubt| *doubt != Reason::NotBefore);
    }
    if draft.onward && draft.often.as_ref().is_some_and(|often| often.unit != Unit::Year) {
        for span in &mut draft.spans {
            if let Span::At(when) | Span::By(when) = *span {
                *span = Span::From(when);
            }
        }
    }
    // «до 1 мая 2024 г., далее ежегодно до 1 марта»: what goes on is not what comes first.
    let same_day = |pair: &[Span]| match pair {
        [Span::By(first), Span::By(next)] => first.shape == next.shape && next.year == YearTold::Nowhere,
        _ => false,
    };
    let all_open = draft.spans.iter().all(|span| matches!(span, Span::From(_)));
    let goes_on_elsewhere = (draft.whole_period && !all_open) || !draft.spans.windows(2).all(same_day);
    if draft.onward && !draft.spans.is_empty() && goes_on_elsewhere {
        draft.refusals.push(Reason::SeveralDeadlines);
    }
    if draft.doubts.contains(&Reason::Exception) {
        draft.refusals.push(Reason::Exception);
    }
    if !draft.refusals.is_empty() {
        let external = draft
            .refusals
            .iter()
            .any(|reason| matches!(reason, Reason::SchoolHolidays | Reason::SchoolTerm));
        let kind = if external { Kind::ExternalPlan } else { Kind::Unknown };
        return finish(phrase, draft, Settled::new(kind));
    }
    let settled = if draft.often.is_some() || repeat::is_implied(&draft) {
        repeat::settle(&mut draft, narrowed)
    } else {
        match draft.spans[..] {
            [] => without_span(&mut draft, narrowed),
            [span] => one(span, &draft, narrowed),
            _ => list::settle(&draft.spans, narrowed),
        }
    };
    check_companions(&mut draft, &settled);
    let mut settled = settled;
    check_period(&mut settled, context);
    finish(phrase, draft, settled)
}

fn is_whole_year(span: Span) -> bool {
    let year = |when: When| matches!(when.shape, Shape::Year | Shape::SchoolYear | Shape::Season(_));
    match span {
        Span::At(when) | Span::By(when) | Span::From(when) => year(when),
        Span::Range(first, last) => year(first) && year(last),
    }
}

fn without_span(draft: &mut Draft, context: &DeadlineContext) -> Settled {
    if let Some(term) = &mut draft.term {
        // «по запросу, в течение 3 дней»: the term runs from what was named beside it.
        if let Some(event) = draft
            .event
            .as_ref()
            .or(draft.plan.as_ref())
            .filter(|_| term.from == TermEvent::Unstated)
        {
            term.from = TermEvent::Named(event.clone());
        }
        let order = context.order_date.as_ref().and_then(OrderDate::day);
        let runs_from_order =
            matches!(term.from, TermEvent::Order | TermEvent::Unstated) && term.direction == Direction::After;
        let due = order
            .filter(|_| runs_from_order)
            .and_then(|day| term.plain_due_from(day))
            .filter(|day| in_range(*day));
        return Settled {
            due,
            ..Settled::new(Kind::OnEvent)
        };
    }
    if draft.urgent {
        let known = context.order_date.as_ref().and_then(OrderDate::day).is_some();
        let doubts = if known { vec![Reason::UrgentTerm] } else { vec![] };
        return Settled {
            doubts,
            ..Settled::new(Kind::OnEvent)
        };
    }
    if draft.event.is_some() {
        let doubts = if draft.plan.is_some() {
            vec![Reason::Contradiction]
        } else {
            vec![]
        };
        return Settled {
            doubts,
            ..Settled::new(Kind::OnEvent)
        };
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
        return Settled {
            start: Some(start),
            due: Some(last),
            ..Settled::new(Kind::WholePeriod)
        };
    }
    let reason = if draft.clock.is_some() {
        Reason::HourWithoutDay
    } else {
        Reason::Nothing
    };
    Settled::refused(Kind::Unknown, reason)
}

fn one(span: Span, draft: &Draft, context: &DeadlineContext) -> Settled {
    let dated = match date(span, context) {
        Ok(dated) => dated,
        Err((kind, reason)) => return Settled::refused(kind, reason),
    };
    let mut settled = Settled {
        start: dated.start,
        due: dated.due,
        doubts: dated.doubts.clone(),
        ..Settled::new(dated.kind)
    };
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
        match context
            .period
            .and_then(|period| period.days())
            .filter(|_| draft.whole_period)
        {
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

/// A date beside a plan, an event or a term; an hour, a weekday: do they go together?
fn check_companions(draft: &mut Draft, settled: &Settled) {
    let has_date = !draft.spans.is_empty() || draft.often.is_some();
    let about = draft.event.as_ref().is_some_and(|event| {
        let event = event.to_lowercase();
        draft.spans.len() == 1 && (event.starts_with("по итог") || event.starts_with("по результат"))
    });
    if has_date && (draft.plan.is_some() || (draft.event.is_some() && !about) || draft.term.is_some() || draft.urgent) {
        draft.doubts.push(Reason::Contradiction);
    }
    // «9 класс – до 15 мая, 11 класс – до 20 мая»: each group has its own.
    if draft.groups > 1 && draft.spans.len() > 1 {
        draft.doubts.push(Reason::SeveralDeadlines);
    }
    // «май 2023 – постоянно»
    let named = |span: &Span| match span {
        Span::By(_) => true,
        Span::At(when) => !is_whole_year(*span) && !matches!(when.shape, Shape::Any(_)),
        Span::Range(..) | Span::From(_) => false,
    };
    if draft.whole_period && draft.often.is_none() && matches!(&draft.spans[..], [span] if named(span)) {
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
    let (Some(last_day), first_day) = (settled.due.or(settled.start), settled.start) else {
        return;
    };
    let order = context.order_date.as_ref().and_then(OrderDate::earliest);
    let outside = match context.period.and_then(|period| period.days()) {
        Some((first, last)) => {
            let by_order = order.is_some_and(|order| {
                let school = matches!(context.period, Some(PlanPeriod::SchoolYear { .. }));
                let month = order.with_day(1).unwrap_or(order);
                last_day >= month || (!school && order.year() == last_day.year())
            });
            let begins_within = first_day.is_some_and(|start| start <= last);
            (last_day < first && !by_order) || (!begins_within && (last_day - last).num_days() > 92)
        }
        None => order.is_some_and(|order| last_day < order || (last_day - order).num_days() > 5 * 366),
    };
    if outside && !settled.doubts.contains(&Reason::BeforeOrder) {
        settled.doubts.push(Reason::OutsidePlan);
    }
}

fn finish(phrase: &str, mut draft: Draft, settled: Settled) -> DeadlineReading {
    let mut refusals: Vec<Reason> = draft.refusals.drain(..).chain(settled.refusals).collect();
    refusals.dedup();
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
    let hour = draft
        .clock
        .and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour % 24, minute, 0));
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
        candidates: vec![],
        reading: String::new(),
    };
    reading.reading = wording::sentence(&reading);
    if let Some(owner) = draft
        .plan
        .or(draft.event)
        .filter(|_| matches!(reading.kind, Kind::ExternalPlan | Kind::OnEvent))
    {
        reading.reading = wording::with_owner(&reading, &owner);
    }
    reading
}
