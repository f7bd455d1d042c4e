//! Deadline phrases of real plans, and phrases nobody tuned the reader to: each with the meaning a careful clerk gives.

use chrono::NaiveDate;
use prikaz::words::deadline::DeadlineContext;
use prikaz::words::deadline::DeadlineReading;
use prikaz::words::deadline::Outcome;
use prikaz::words::deadline::read;

const TABLE: &str = include_str!("data/deadlines.tsv");
const UNSEEN: &str = include_str!("data/deadlines-unseen.tsv");

fn rows(table: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    table
        .lines()
        .enumerate()
        .skip(1)
        .map(|(at, line)| (at + 1, line.split('\t').collect()))
}

fn reading_of(phrase: &str, period: &str) -> DeadlineReading {
    let context: DeadlineContext = period.parse().expect("the table's periods are readable");
    read(&phrase.replace("\\n", "\n"), &context)
}

fn shown(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn told(reading: &DeadlineReading) -> [String; 4] {
    let recurrence = reading.recurrence.as_ref().map(ToString::to_string).unwrap_or_default();
    [
        reading.kind.name().to_owned(),
        shown(reading.start),
        shown(reading.due),
        recurrence,
    ]
}

/// Rows whose note asks for a person, in whatever words.
fn is_flagged(note: &str) -> bool {
    if note == "src=as above" {
        return false; // the source is the same, not the doubt
    }
    [
        "flag",
        "ambiguous",
        "asked for",
        "year unknown",
        "period unknown",
        "as above",
    ]
    .iter()
    .any(|word| note.contains(word))
}

#[test]
fn every_row_of_the_table_is_read_as_its_label_says() {
    let mut wrong = Vec::new();
    for (line, row) in rows(TABLE) {
        let [phrase, period, kind, start, due, recurrence, note] = row[..] else {
            panic!("line {line}: {row:?}")
        };
        let reading = reading_of(phrase, period);
        let expected = [kind, start, due, recurrence].map(str::to_owned);
        let unknown = kind == "unknown";
        let outcome_fits = match reading.outcome {
            Outcome::Read => !is_flagged(note) && !unknown,
            Outcome::Confirm => is_flagged(note),
            Outcome::Ask => unknown || is_flagged(note),
        };
        if told(&reading) != expected || !outcome_fits {
            wrong.push(format!(
                "{line}: «{phrase}» [{period}] {note}\n  expected {expected:?}\n  found {:?} {:?} {:?}",
                told(&reading),
                reading.outcome,
                reading.reasons
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn phrases_nobody_tuned_for_are_read_or_honestly_asked() {
    let mut wrong = Vec::new();
    for (line, row) in rows(UNSEEN) {
        let [phrase, period, outcome, kind, start, due, recurrence] = row[..] else {
            panic!("line {line}: {row:?}")
        };
        let reading = reading_of(phrase, period);
        let expected = [kind, start, due, recurrence].map(str::to_owned);
        let fits = match (outcome, reading.outcome) {
            ("read", Outcome::Read) | ("confirm", Outcome::Confirm) => told(&reading) == expected,
            ("unsure", Outcome::Confirm | Outcome::Ask) | ("ask", Outcome::Ask) => true,
            _ => false,
        };
        if !fits {
            wrong.push(format!(
                "{line}: «{phrase}» [{period}]\n  expected {outcome} {expected:?}\n  found {} {:?} {:?}",
                reading.outcome.name(),
                told(&reading),
                reading.reasons
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
