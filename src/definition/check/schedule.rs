//! When an item runs: from the words of its deadline, or from what a person has confirmed.
//!
//! Must never schedule a doubt: a deadline that is not plain is confirmed by a person in the file, or it is a mistake.
#![deny(missing_docs)]

use crate::definition::check::head::Head;
use crate::definition::check::period;
use crate::definition::check::reported::Reported;
use crate::definition::files::item::{ItemFile, Repeats};
use crate::definition::mistake::Code;
use crate::definition::model::{DateOwner, Period, Schedule};
use crate::definition::shape::{Day, Desk, Entries};
use crate::definition::source::{Placed, Span};
use crate::words::calendar::{DayOffRule, WorkCalendar};
use crate::words::deadline::{self, DeadlineContext, DeadlineReading, Kind, OrderDate, Outcome, PlanPeriod};
use crate::words::ids::PeriodKey;
use crate::words::recurrence::Occurrence;
use chrono::{Datelike, Days, Months, NaiveDate};

/// Latest report after the plan's last day, in days: reports about its last year.
const REPORT_AFTER_DAYS: u64 = 366;

/// Most runs of one item: thirty years by months.
const PERIODS_MAX: usize = 400;

/// Reads the dates of an item. `owner`: the one named in `date_owner`, `Some(None)` when the name is wrong.
pub fn check(
    file: &ItemFile,
    head: &Head,
    calendar: &WorkCalendar,
    owner: Option<Option<DateOwner>>,
    desk: &mut Desk<'_>,
) -> Option<Schedule> {
    let deadline = file.deadline.as_ref()?;
    let (first_day, last_day) = head.period?;
    let order_date = head.basis.as_ref().map_or(first_day, |basis| basis.date);
    let context = DeadlineContext {
        period: Some(plan_period(first_day, last_day)),
        order_date: Some(OrderDate::Day(order_date)),
        plan_month: None,
    };
    let literal = understood(&deadline.value, &context, calendar);
    let bench = Bench {
        file,
        head,
        calendar,
        deadline,
        first_day,
        last_day,
    };
    if let Some(owner) = owner {
        return bench.awaits(&literal, owner?, desk);
    }
    if let Some(period) = &file.period {
        desk.advise(
            period.span,
            Code::Dates,
            "поле `period` нужно только пункту, который ждёт срока",
            "уберите его: период следует из срока",
        );
    }
    if let Some(schedule) = &file.schedule {
        return bench.written(&literal, schedule, desk);
    }
    let Some(confirmed) = &file.confirmed else {
        return bench.plain(&literal, deadline.span, desk);
    };
    let reading = understood(&confirmed.value, &context, calendar);
    if reading.outcome != Outcome::Read || reading.due.is_none() {
        let message = format!(
            "и подтверждённый срок «{}» оставляет сомнение: {}",
            confirmed.value,
            doubts(&reading)
        );
        desk.advise(confirmed.span, Code::UnconfirmedDeadline, message, ADVICE);
        return None;
    }
    let plain = literal.outcome == Outcome::Read && literal.kind != Kind::WholePeriod && !is_open(&literal);
    if plain && literal.due != reading.due {
        let message = format!(
            "подтверждённый срок говорит иное, чем дословный: {} — {}",
            reading.reading, literal.reading
        );
        desk.advise(
            confirmed.span,
            Code::Dates,
            message,
            "дословный срок и так ясен: уберите confirmed",
        );
        return None;
    }
    bench.plain(&reading, confirmed.span, desk)
}

/// The reading of a phrase; a term in working days gets its last day where the calendar knows it.
fn understood(phrase: &str, context: &DeadlineContext, calendar: &WorkCalendar) -> DeadlineReading {
    let mut reading = deadline::read(phrase, context);
    // Outside the calendar the term stays without a date, and a person is asked.
    if reading.count_working_days(context, calendar).is_err() {
        reading.due = None;
    }
    reading
}

/// How people speak of a plan's period: a plan to the end of a calendar year is one of years, from September to August one of a school year.
fn plan_period(first: NaiveDate, last: NaiveDate) -> PlanPeriod {
    let is = |day: NaiveDate, month: u32, number: u32| (day.month(), day.day()) == (month, number);
    if is(first, 9, 1) && is(last, 8, 31) && last.year() == first.year() + 1 {
        PlanPeriod::SchoolYear { first: first.year() }
    } else if is(last, 12, 31) {
        PlanPeriod::Years {
            first: first.year(),
            last: last.year(),
        }
    } else {
        PlanPeriod::Days { first, last }
    }
}

/// What a person writes to settle a doubt.
const ADVICE: &str = "запишите ясными словами — confirmed: «ежегодно, до 31 декабря» — или датами — schedule: { 2022: 2022-12-31 }; если срок назовёт другой — date_owner: его ключ";

fn doubts(reading: &DeadlineReading) -> String {
    if reading.reasons.is_empty() {
        reading.reading.clone()
    } else {
        reading
            .reasons
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// Whether the words name another's plan or an event, so that the date is not theirs to give.
fn is_open(reading: &DeadlineReading) -> bool {
    reading.due.is_none() || reading.kind == Kind::ExternalPlan
}

struct Bench<'a> {
    file: &'a ItemFile,
    head: &'a Head,
    calendar: &'a WorkCalendar,
    deadline: &'a Placed<String>,
    first_day: NaiveDate,
    last_day: NaiveDate,
}

impl Bench<'_> {
    /// The date is another's to give.
    fn awaits(&self, literal: &DeadlineReading, owner: DateOwner, desk: &mut Desk<'_>) -> Option<Schedule> {
        let owed = self
            .file
            .date_owner
            .as_ref()
            .map_or(self.deadline.span, |owner| owner.span);
        if !is_open(literal) && literal.outcome == Outcome::Read {
            let message = format!("срок известен из слов ({}), называть его некому", literal.reading);
            desk.advise(owed, Code::Dates, message, "уберите date_owner");
            return None;
        }
        let second = self.file.schedule.as_ref().map(|schedule| schedule.span).or(self
            .file
            .confirmed
            .as_ref()
            .map(|confirmed| confirmed.span));
        if let Some(span) = second.or(self.file.repeats.as_ref().map(|repeats| repeats.span)) {
            desk.advise(
                span,
                Code::Dates,
                "срок ещё назовут (date_owner), а здесь он уже назван",
                "оставьте одно из двух",
            );
            return None;
        }
        let period = match &self.file.period {
            None => PeriodKey(period::spanning(self.first_day, self.last_day)),
            Some(written) => {
                self.bounds(written, desk)?;
                PeriodKey(written.value.clone())
            }
        };
        Some(Schedule::AwaitsDate { period, owner })
    }

    /// The dates are written out period by period.
    fn written(
        &self,
        literal: &DeadlineReading,
        schedule: &Placed<Entries<Placed<Day>>>,
        desk: &mut Desk<'_>,
    ) -> Option<Schedule> {
        if let Some(span) = self.file.confirmed.as_ref().map(|confirmed| confirmed.span).or(self
            .file
            .repeats
            .as_ref()
            .map(|repeats| repeats.span))
        {
            desk.advise(
                span,
                Code::Dates,
                "даты уже записаны в schedule",
                "оставьте одно из двух",
            );
            return None;
        }
        let mut runs = Vec::new();
        for (key, due) in &schedule.value.0 {
            let Some(bounds) = self.bounds(key, desk) else { continue };
            if due.value.0 < bounds.0 {
                let message = format!("срок {} раньше самого периода {}", ru(due.value.0), key.value);
                desk.wrong(due.span, Code::Dates, message);
            } else {
                runs.push((
                    key.value.clone(),
                    Occurrence {
                        start: None,
                        due: due.value.0,
                    },
                    due.span,
                ));
            }
        }
        if schedule.value.0.is_empty() {
            desk.wrong(schedule.span, Code::MissingField, "в schedule нет ни одного срока");
        }
        self.agrees(literal, &runs, schedule.span, desk);
        self.periods(runs, literal, desk)
    }

    /// Plain words and written dates must not contradict each other; open-ended words («в течение всего периода») leave the dates free.
    fn agrees(&self, literal: &DeadlineReading, runs: &[(String, Occurrence, Span)], span: Span, desk: &mut Desk<'_>) {
        if literal.outcome != Outcome::Read || literal.kind == Kind::WholePeriod || is_open(literal) {
            return;
        }
        let said: Vec<NaiveDate> = self.runs(literal).iter().map(|(_, run)| run.due).collect();
        for (_, run, place) in runs.iter().filter(|(_, run, _)| !said.contains(&run.due)) {
            let said: Vec<String> = said.iter().map(|due| ru(*due)).collect();
            let message = format!("в schedule {}, а дословный срок — {}", ru(run.due), said.join(", "));
            desk.advise(
                *place,
                Code::Dates,
                message,
                "исправьте дату или уберите schedule: дословный срок ясен",
            );
        }
        if runs.is_empty() && !said.is_empty() {
            desk.wrong(span, Code::Dates, "schedule пуст, а дословный срок ясен");
        }
    }

    /// The words alone.
    fn plain(&self, reading: &DeadlineReading, span: Span, desk: &mut Desk<'_>) -> Option<Schedule> {
        if is_open(reading) {
            let message = format!("у срока «{}» нет даты: {}", self.deadline.value, doubts(reading));
            desk.advise(span, Code::UnconfirmedDeadline, message, "назовите, кто даст срок, — date_owner: ключ учреждения или роль; если срок уже известен — schedule: { 2022: 2022-10-01 }");
            return None;
        }
        if reading.outcome != Outcome::Read {
            let message = format!("срок «{}» надо подтвердить: {}", self.deadline.value, reading.reading);
            let runs: Vec<String> = self
                .runs(reading)
                .iter()
                .map(|(key, run)| format!("{key}: {}", run.due))
                .collect();
            let help = if runs.is_empty() {
                ADVICE.to_owned()
            } else {
                format!("если всё так — schedule: {{ {} }}; если нет, {ADVICE}", runs.join(", "))
            };
            desk.advise(span, Code::UnconfirmedDeadline, message, help);
            return None;
        }
        if let (Some(repeats), Some(_)) = (&self.file.repeats, &reading.recurrence) {
            desk.advise(
                repeats.span,
                Code::Dates,
                "срок и так повторяется по своим словам",
                "уберите repeats",
            );
            return None;
        }
        let runs = self
            .runs(reading)
            .into_iter()
            .map(|(key, run)| (key, run, span))
            .collect::<Vec<_>>();
        if runs.is_empty() {
            desk.advise(
                span,
                Code::Dates,
                format!("в сроке плана этот срок не наступает ни разу ({})", reading.reading),
                "проверьте год",
            );
            return None;
        }
        self.periods(runs, reading, desk)
    }

    /// All runs that the words give within the plan, with their period keys.
    fn runs(&self, reading: &DeadlineReading) -> Vec<(String, Occurrence)> {
        let Some(due) = reading.due else { return Vec::new() };
        if let Some(reported) = Reported::of(reading, self.last_day) {
            return self.reports(reading, reported);
        }
        let once = Occurrence {
            start: reading.start,
            due,
        };
        let runs: Vec<Occurrence> = match (
            &reading.recurrence,
            self.file.repeats.as_ref().map(|repeats| repeats.value),
        ) {
            (Some(_), _) => reading.occurrences(self.first_day, self.last_day),
            (None, Some(repeats)) => self.repeated(once, repeats),
            (None, None) => vec![once],
        };
        let runs: Vec<Occurrence> = runs.into_iter().take(PERIODS_MAX).collect();
        let repeated = reading.recurrence.is_some() || self.file.repeats.is_some();
        period::keys(&runs, repeated).into_iter().zip(runs).collect()
    }

    /// Reports about the periods of the plan, the last of which is owed when the plan is over; keyed by what they are about.
    fn reports(&self, reading: &DeadlineReading, reported: Reported) -> Vec<(String, Occurrence)> {
        let runs = reading.occurrences(self.first_day, self.latest());
        let (runs, about): (Vec<Occurrence>, Vec<NaiveDate>) = runs
            .into_iter()
            .filter_map(|run| Some((run, reported.last_day_before(run.due)?)))
            // What was over before the plan began is not its to report.
            .filter(|(_, about)| *about >= self.first_day)
            .filter(|(_, about)| match reported {
                Reported::UpToLastMonth => true,
                Reported::LastYear => about.year() <= self.last_day.year(),
            })
            .take(PERIODS_MAX)
            .unzip();
        period::keys_of(&about).into_iter().zip(runs).collect()
    }

    /// The latest day on which a report may be due.
    fn latest(&self) -> NaiveDate {
        self.last_day
            .checked_add_days(Days::new(REPORT_AFTER_DAYS))
            .unwrap_or(self.last_day)
    }

    fn repeated(&self, first: Occurrence, repeats: Repeats) -> Vec<Occurrence> {
        let step = match repeats {
            Repeats::Yearly => 12,
            Repeats::Quarterly => 3,
            Repeats::Monthly => 1,
        };
        let shift = |day: NaiveDate, months: u32| {
            let shifted = day.checked_add_months(Months::new(months))?;
            // The last day of a month repeats on the last day, not on the 30th of every month.
            let last = |day: NaiveDate| day.succ_opt().is_none_or(|next| next.day() == 1);
            if last(day) {
                period::month_end(shifted)
            } else {
                Some(shifted)
            }
        };
        (0..)
            .map_while(|at: u32| {
                Some(Occurrence {
                    start: first
                        .start
                        .and_then(|start| start.checked_add_months(Months::new(at * step))),
                    due: shift(first.due, at * step)?,
                })
            })
            .take_while(|run| run.due <= self.last_day)
            .take(PERIODS_MAX)
            .collect()
    }

    /// Control dates and opening days.
    fn periods(
        &self,
        runs: Vec<(String, Occurrence, Span)>,
        reading: &DeadlineReading,
        desk: &mut Desk<'_>,
    ) -> Option<Schedule> {
        let fixed_day = self
            .file
            .fixed_day
            .as_ref()
            .map_or(reading.fixed_day, |fixed| fixed.value.0);
        let rule = if fixed_day {
            DayOffRule::None
        } else {
            self.head.day_off_rule
        };
        let latest = self.latest();
        let (expected, mut periods) = (runs.len(), Vec::new());
        for (key, run, span) in runs {
            if run.due < self.first_day || run.due > latest {
                let message = format!(
                    "срок {} вне срока плана: {} — {}",
                    ru(run.due),
                    ru(self.first_day),
                    ru(self.last_day)
                );
                desk.wrong(span, Code::Dates, message);
                continue;
            }
            match self.calendar.control_date(run.due, rule) {
                Ok(control) => {
                    // Work over half a year begins before the quarter by which its period is called.
                    let from = period::bounds(&key).map(|(from, _)| run.start.map_or(from, |start| from.min(start)));
                    let opens = from
                        .map_or(self.first_day, |from| from.max(self.first_day))
                        .min(run.due);
                    periods.push(Period {
                        key: PeriodKey(key),
                        opens,
                        start: run.start,
                        due: run.due,
                        control,
                        fixed_day,
                    });
                }
                Err(outside) => {
                    let message = format!(
                        "контрольный срок для {} не считается: нет календаря {} года",
                        ru(run.due),
                        outside.year
                    );
                    desk.advise(span, Code::OutsideCalendar, message, outside.to_string());
                }
            }
        }
        periods.sort_by_key(|period| period.due);
        (expected > 0 && periods.len() == expected).then_some(Schedule::Dated(periods))
    }

    fn bounds(&self, key: &Placed<String>, desk: &mut Desk<'_>) -> Option<(NaiveDate, NaiveDate)> {
        let Some(bounds) = period::bounds(&key.value) else {
            let message = format!("«{}» — не период", key.value);
            desk.advise(
                key.span,
                Code::WrongValue,
                message,
                "период — год 2022, квартал 2022-Q3, месяц 2022-09, день 2022-09-01 или годы 2022-2024",
            );
            return None;
        };
        if bounds.1 < self.first_day || bounds.0 > self.last_day {
            let message = format!(
                "период {} вне срока плана: {} — {}",
                key.value,
                ru(self.first_day),
                ru(self.last_day)
            );
            desk.wrong(key.span, Code::Dates, message);
            return None;
        }
        Some(bounds)
    }
}

/// A date as Russian papers write it.
pub fn ru(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}
