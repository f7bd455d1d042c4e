//! `prikaz deadline`: what a deadline phrase means, with its control date.
//!
//! Must never read the clock or a file: the calendars travel inside the binary.

use crate::words::calendar::CalendarSource;
use crate::words::calendar::DayOffRule;
use crate::words::calendar::WorkCalendar;
use crate::words::deadline;
use crate::words::deadline::DeadlineContext;
use crate::words::deadline::DeadlineReading;
use crate::words::deadline::OrderDate;
use crate::words::deadline::PlanPeriod;
use crate::words::deadline::long_date;
use anyhow::Context;
use chrono::NaiveDate;
use include_dir::Dir;
use include_dir::include_dir;
use std::io::BufRead;
use std::io::Write;
use std::process::ExitCode;

static CALENDARS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/workflows/calendars");

/// A line of standard input may not be longer than this.
const LINE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// How much of a phrase is shown back.
const SHOWN_SIGNS_MAX: usize = 200;

/// Arguments of `prikaz deadline`.
#[derive(clap::Args)]
pub struct Deadline {
    /// Период плана: 2022..2024, 2022/2023, 2022, 2022-09-01..2024-05-31
    #[arg(long)]
    period: Option<PlanPeriod>,
    /// Дата приказа: 2022-04-04
    #[arg(long, value_parser = order_date)]
    order_date: Option<OrderDate>,
    /// По одному объекту JSON на строку
    #[arg(long)]
    json: bool,
    /// Сроки, как они записаны; «-» — по одному на строку со стандартного ввода; срок, который начинается с «-», ставят после «--»
    #[arg(required = true)]
    phrases: Vec<String>,
}

/// One phrase, read, with its control date.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    phrase: &'a str,
    outcome: &'static str,
    kind: &'static str,
    start: Option<NaiveDate>,
    due: Option<NaiveDate>,
    control: Option<NaiveDate>,
    recurrence: Option<String>,
    reading: String,
    reasons: Vec<String>,
    fixed_day: bool,
    term: Option<String>,
    hour: Option<String>,
    candidates: Vec<Choice>,
}

/// A reading that a person may choose.
#[derive(serde::Serialize)]
struct Choice {
    start: Option<NaiveDate>,
    due: Option<NaiveDate>,
    recurrence: Option<String>,
    reading: String,
}

/// The order's date from the command line.
fn order_date(text: &str) -> Result<OrderDate, String> {
    let refuse =
        |_| format!("ожидалась дата приказа, которая есть в календаре, например 2022-04-04, а записано «{text}»");
    text.parse().map_err(refuse)
}

impl From<deadline::Candidate> for Choice {
    fn from(one: deadline::Candidate) -> Self {
        Self {
            start: one.start,
            due: one.due,
            recurrence: one.recurrence.map(|recurrence| recurrence.to_string()),
            reading: one.reading,
        }
    }
}

impl Deadline {
    /// Reads the phrases and writes an answer for each, in order.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let calendar = shipped_calendar()?;
        let context = DeadlineContext {
            period: self.period,
            order_date: self.order_date,
            ..DeadlineContext::default()
        };
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let mut answers = Answers {
            calendar: &calendar,
            json: self.json,
            out: &mut out,
        };
        let written = if self.phrases == ["-"] {
            answers.lines(&mut std::io::stdin().lock(), context)
        } else {
            let mut phrases = self.phrases.iter();
            phrases
                .try_for_each(|phrase| answers.one(phrase, context))
                .map(|()| ExitCode::SUCCESS)
        };
        let flushed = |code| Ok(out.flush().map(|()| code)?);
        match written.and_then(flushed) {
            Err(error) if is_closed_pipe(&error) => Ok(ExitCode::SUCCESS),
            Err(error) => {
                out.flush().ok();
                Err(error)
            }
            Ok(code) => Ok(code),
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

struct Answers<'a, W: Write> {
    calendar: &'a WorkCalendar,
    json: bool,
    out: &'a mut W,
}

impl<W: Write> Answers<'_, W> {
    /// One phrase a line; `\n` inside stands for a line break, a second field for the period and the order's date.
    ///
    /// Each line gets one answer: a line that cannot be read is a question, and the exit code says that there were such.
    fn lines(&mut self, input: &mut impl BufRead, context: DeadlineContext) -> anyhow::Result<ExitCode> {
        let mut code = ExitCode::SUCCESS;
        for number in 1.. {
            let bytes = one_line(input).with_context(|| format!("строка {number}: не читается"))?;
            let Some(bytes) = bytes else { break };
            let text = String::from_utf8_lossy(&bytes);
            let line = text.trim_end_matches(['\n', '\r']);
            let (phrase, period) = line
                .split_once('\t')
                .map_or((line, None), |(phrase, rest)| (phrase, Some(rest)));
            let phrase = phrase.replace("\\n", "\n");
            let told = period.filter(|period| !period.trim().is_empty());
            let context = told.map_or(Ok(context), |period| period.parse().map_err(|error| format!("{error}")));
            let mistake = if bytes.len() > LINE_BYTES_MAX {
                Some(format!("длиннее {LINE_BYTES_MAX} байт"))
            } else if std::str::from_utf8(&bytes).is_err() {
                Some("ожидался текст в UTF-8, а найдены другие байты".to_owned())
            } else {
                context.as_ref().err().cloned()
            };
            match (mistake, context) {
                (None, Ok(context)) => self.one(&phrase, context)?,
                (mistake, _) => {
                    let mistake = mistake.unwrap_or_default();
                    self.question(&phrase, format!("строка {number}: {mistake}"))?;
                    code = ExitCode::from(2);
                }
            }
        }
        Ok(code)
    }

    /// A line that could not be read at all.
    fn question(&mut self, phrase: &str, mistake: String) -> anyhow::Result<()> {
        let phrase: String = phrase.chars().take(SHOWN_SIGNS_MAX).collect();
        self.write(&Answer {
            phrase: &phrase,
            outcome: deadline::Outcome::Ask.name(),
            kind: deadline::Kind::Unknown.name(),
            start: None,
            due: None,
            control: None,
            recurrence: None,
            reading: mistake.clone(),
            reasons: vec![mistake],
            fixed_day: false,
            term: None,
            hour: None,
            candidates: vec![],
        })
    }

    fn one(&mut self, phrase: &str, context: DeadlineContext) -> anyhow::Result<()> {
        let mut reading = deadline::read(phrase, &context);
        let uncounted = reading.count_working_days(&context, self.calendar).err();
        let (control, note) = match reading.control(self.calendar, DayOffRule::Previous) {
            Ok(control) => (control, uncounted.map(|error| error.to_string())),
            Err(error) => (None, Some(error.to_string())),
        };
        let note = note.map(|note| format!("контрольный срок не определён: {note}"));
        let sentence = with_control(&reading, self.calendar, control, note);
        let answer = Answer {
            phrase,
            outcome: reading.outcome.name(),
            kind: reading.kind.name(),
            start: reading.start,
            due: reading.due,
            control,
            recurrence: reading.recurrence.as_ref().map(ToString::to_string),
            reading: sentence,
            reasons: reading.reasons.iter().map(ToString::to_string).collect(),
            fixed_day: reading.fixed_day,
            term: reading.term.as_ref().map(ToString::to_string),
            hour: reading.hour.map(|hour| hour.format("%H:%M").to_string()),
            candidates: reading.candidates.into_iter().map(Choice::from).collect(),
        };
        self.write(&answer)
    }

    fn write(&mut self, answer: &Answer<'_>) -> anyhow::Result<()> {
        if self.json {
            writeln!(self.out, "{}", serde_json::to_string(answer)?)?;
        } else {
            let shown: Vec<&str> = answer.phrase.split_whitespace().collect();
            let shown: String = shown.join(" ").chars().take(SHOWN_SIGNS_MAX).collect();
            writeln!(
                self.out,
                "{}: «{shown}» — {}",
                in_russian(answer.outcome),
                answer.reading
            )?;
        }
        Ok(())
    }
}

/// The next line with its end, cut just past the limit; `None` at the end of the input.
fn one_line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let limit = LINE_BYTES_MAX as u64 + 1;
    if std::io::Read::take(&mut *input, limit).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let mut ended = bytes.ends_with(b"\n");
    while bytes.len() > LINE_BYTES_MAX && !ended {
        let mut rest = Vec::new();
        let read = std::io::Read::take(&mut *input, limit).read_until(b'\n', &mut rest)?;
        ended = read == 0 || rest.ends_with(b"\n");
    }
    Ok(Some(bytes))
}

fn in_russian(outcome: &str) -> &'static str {
    match outcome {
        "read" => "прочитано",
        "confirm" => "подтвердите",
        _ => "укажите срок",
    }
}

/// Adds the control date when it differs from the due date, and why.
fn with_control(
    reading: &DeadlineReading,
    calendar: &WorkCalendar,
    control: Option<NaiveDate>,
    note: Option<String>,
) -> String {
    let sentence = &reading.reading;
    if let Some(note) = note {
        return format!("{sentence}; {note}");
    }
    match (reading.due, control) {
        (Some(due), Some(control)) if due == control => match calendar.day_off_reason(due) {
            Some(reason) => format!("{sentence}; день выходной: {reason}"),
            None => sentence.clone(),
        },
        (Some(due), Some(control)) => {
            let reason = calendar
                .day_off_reason(due)
                .map(|reason| format!(" (выходной: {reason})"))
                .unwrap_or_default();
            format!("{sentence}; контрольный срок — {}{reason}", long_date(control))
        }
        _ => sentence.clone(),
    }
}

/// The calendars inside the binary, all layers.
fn shipped_calendar() -> anyhow::Result<WorkCalendar> {
    let mut sources = Vec::new();
    for file in CALENDARS.files() {
        let name = file.path().to_str().context("имя файла календаря не в UTF-8")?;
        let text = file.contents_utf8().with_context(|| format!("{name}: не в UTF-8"))?;
        sources.push(CalendarSource { file: name, text });
    }
    let calendar = WorkCalendar::from_layers(&sources).map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("ошибки в календарях:\n{}", lines.join("\n"))
    })?;
    Ok(calendar)
}
