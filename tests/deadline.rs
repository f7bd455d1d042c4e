//! Deadline phrases of real plans, and phrases nobody tuned the reader to: each with the meaning a careful clerk gives.

use chrono::NaiveDate;
use prikaz::words::deadline::DeadlineContext;
use prikaz::words::deadline::DeadlineReading;
use prikaz::words::deadline::Outcome;
use prikaz::words::deadline::read;
use std::io::Write;
use std::process::Command;
use std::process::Stdio;

const TABLE: &str = include_str!("data/deadlines.tsv");
/// Written before the reader saw them.
const UNSEEN: &str = include_str!("data/deadlines-unseen.tsv");
/// Collected and labelled before the reader learnt their turns of phrase.
const COLLECTED: &str = include_str!("data/deadlines-collected.tsv");
/// Other departments' phrases, labelled before the reader saw them.
const DEPARTMENTS: &str = include_str!("data/deadlines-departments.tsv");
/// Phrases of finance, elections, civil defence and others, labelled before the reader saw them.
const OFFICES: &str = include_str!("data/deadlines-offices.tsv");
/// Read first, then looked through by a person one by one.
const REVIEWED: &str = include_str!("data/deadlines-reviewed.tsv");

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
    assert_meaning(UNSEEN);
}

#[test]
fn phrases_once_looked_through_keep_their_meaning() {
    assert_meaning(REVIEWED);
}

#[test]
fn collected_phrases_are_never_wrong_and_nine_in_ten_are_read() {
    assert_never_wrong(COLLECTED);
}

#[test]
fn other_departments_phrases_are_never_wrong_and_nine_in_ten_are_read() {
    assert_never_wrong(DEPARTMENTS);
}

#[test]
fn other_offices_phrases_are_never_wrong_and_nine_in_ten_are_read() {
    assert_never_wrong(OFFICES);
}

/// A sure reading offers no choice; a doubtful one offers itself first.
fn offers_fit(reading: &DeadlineReading) -> bool {
    let first = reading.candidates.first();
    match reading.outcome {
        Outcome::Read => first.is_none(),
        Outcome::Confirm => first.is_none_or(|first| (first.start, first.due) == (reading.start, reading.due)),
        Outcome::Ask => true,
    }
}

#[test]
fn a_doubtful_deadline_comes_with_the_readings_to_choose_from() {
    for (phrase, period, choices) in [
        ("до мая", "2023", "..2023-04-30 | ..2023-05-31"),
        ("не позднее II квартала", "2024", "..2024-06-30 | ..2024-03-31"),
        (
            "сентябрь, октябрь 2023",
            "2023",
            "2023-09-01..2023-09-30 | 2023-09-01..2023-10-31",
        ),
        (
            "вторая неделя октября",
            "2023",
            "2023-10-02..2023-10-08 | 2023-10-08..2023-10-14 | 2023-10-09..2023-10-15",
        ),
        (
            "последняя неделя августа",
            "2023",
            "2023-08-28..2023-08-31 | 2023-08-25..2023-08-31 | 2023-08-28..2023-09-03",
        ),
        ("август", "2023/2024", "2024-08-01..2024-08-31 | 2023-08-01..2023-08-31"),
        (
            "в течение года",
            "2023/2024",
            "2023-09-01..2024-05-31 | 2023-01-01..2023-12-31",
        ),
        ("до начала учебного года", "2023/2024", "..2023-08-31 | ..2023-09-01"),
        ("ежеквартально до 5 числа", "2023", "..2023-04-05 | ..2023-03-05"),
        ("по итогам года до 15 января", "2023", "..2024-01-15 | ..2023-01-15"),
        ("до 15 мая или 20 июня", "2023", "..2023-05-15 | 2023-06-20..2023-06-20"),
        ("до 31 ноября", "2023", "..2023-11-30"),
        ("до 15 мая", "2022-2024", "..2022-05-15 | ..2022-05-15"),
        ("по согласованию", "2023", ""),
        ("до 15 мая 2023 г.", "2023", ""),
    ] {
        let reading = reading_of(phrase, period);
        let told: Vec<String> = reading
            .candidates
            .iter()
            .map(|one| format!("{}..{}", shown(one.start), shown(one.due)))
            .collect();
        assert_eq!(told.join(" | "), choices, "«{phrase}»");
    }
    let yearly_or_once = reading_of("до 15 мая", "2022-2024").candidates;
    assert_eq!(
        yearly_or_once[1].reading,
        "не позднее 15 мая 2022 г. (воскресенье) включительно"
    );
    assert!(yearly_or_once[0].recurrence.is_some() && yearly_or_once[1].recurrence.is_none());
}

/// Nothing is given as sure that its label does not say; nine in ten of the readable are read; every question has its reasons.
fn assert_never_wrong(table: &str) {
    let (mut readable, mut read, mut wrong, mut asked) = (0, 0, Vec::new(), Vec::new());
    for (line, row) in rows(table) {
        let [phrase, period, outcome, kind, start, due, recurrence, why] = row[..] else {
            panic!("line {line}: {row:?}")
        };
        let reading = reading_of(phrase, period);
        let expected = [kind, start, due, recurrence].map(str::to_owned);
        let found = told(&reading);
        let miss = format!(
            "{line}: «{phrase}» [{period}] {why}\n  expected {outcome} {expected:?}\n  found {} {found:?} {:?}",
            reading.outcome.name(),
            reading.reasons
        );
        readable += usize::from(outcome == "read");
        let right = found == expected;
        match (outcome, reading.outcome) {
            ("read", Outcome::Read) if right => read += 1,
            ("read", Outcome::Confirm | Outcome::Ask) => asked.push(miss),
            ("confirm", Outcome::Confirm) if right => {}
            ("unsure", Outcome::Confirm | Outcome::Ask) | ("ask", Outcome::Ask) => {}
            _ => wrong.push(miss),
        }
        let explained = reading.reasons.is_empty() == (reading.outcome == Outcome::Read);
        assert!(explained, "line {line}: «{phrase}» {reading:?}");
        assert!(offers_fit(&reading), "line {line}: «{phrase}» {reading:?}");
    }
    let figures = format!("{read} of {readable} readable are read, {} wrong", wrong.len());
    println!("{figures}\nasked:\n{}", asked.join("\n"));
    assert!(wrong.is_empty(), "{figures}\n{}", wrong.join("\n"));
    assert!(read * 10 >= readable * 9, "{figures}\n{}", asked.join("\n"));
}

#[test]
fn a_text_made_to_be_slow_is_answered_at_once() {
    let begun = std::time::Instant::now();
    let context: DeadlineContext = "2022-2024;doc=2022-04-04".parse().expect("a period");
    let long = [
        "до 15 мая ",
        ",",
        "1, ",
        "с 1 по ",
        "раз в ",
        "I, ",
        "(",
        "сен- ",
        "а б ",
        "№ 1, ",
        "9, 11 ",
        "за I квартал – ",
    ];
    for piece in long {
        let endless = piece.repeat(100 * 1024 / piece.len());
        assert_eq!(read(&endless, &context).outcome, Outcome::Ask, "{piece}");
        // As long as a cell may be.
        let cell: String = piece.chars().cycle().take(1500).collect();
        assert_ne!(read(&cell, &context).outcome, Outcome::Read, "{piece}");
    }
    assert_eq!(read(&",".repeat(10_000), &context).outcome, Outcome::Ask);
    let whole = read(&"до 15 мая 2022 г.,".repeat(80), &context);
    assert_eq!(shown(whole.due), "2022-05-15");
    // All this takes less than a second of work; a reader that went back and forth would need hours. The rest is for a busy machine.
    assert!(
        begun.elapsed() < std::time::Duration::from_secs(90),
        "{:?}",
        begun.elapsed()
    );
}

fn assert_meaning(table: &str) {
    let mut wrong = Vec::new();
    for (line, row) in rows(table) {
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
            let (name, found) = (reading.outcome.name(), told(&reading));
            wrong.push(format!(
                "{line}: «{phrase}» [{period}]\n  expected {outcome} {expected:?}\n  found {name} {found:?} {:?}",
                reading.reasons
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Runs the binary with arguments and standard input; gives standard output, standard error and success.
fn prikaz(arguments: &[&str], input: &[u8]) -> (String, String, bool) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_prikaz"))
        .arg("deadline")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().expect("the binary ends");
    writer.join().expect("the input is written");
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    (text(output.stdout), text(output.stderr), output.status.success())
}

#[test]
fn the_command_answers_one_json_line_a_phrase_with_the_control_date() {
    let input =
        "До 10 мая 2022 г.\nпо отдельному \\n графику\t2022-2024\nдо 31.12.2027\nДекабрь\t2024;doc=2024-01-15\n";
    let (out, err, ok) = prikaz(
        &["--json", "--period", "2022..2024", "--order-date", "2022-04-04", "-"],
        input.as_bytes(),
    );
    assert!(ok, "{err}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with(
        "{\"phrase\":\"До 10 мая 2022 г.\",\"outcome\":\"read\",\"kind\":\"due_by\",\"start\":null,\"due\":\"2022-05-10\",\"control\":\"2022-05-06\",\"recurrence\":null,\"reading\":"
    ), "{}", lines[0]);
    assert!(
        lines[1].contains("\"kind\":\"external_plan\"") && lines[1].contains("отдельному \\n графику"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].contains("\"control\":null") && lines[2].contains("ru-2027.yaml"),
        "{}",
        lines[2]
    );
    assert!(lines[3].contains("\"control\":\"2024-12-28\""), "{}", lines[3]);
}

#[test]
fn a_line_that_cannot_be_read_is_a_question_and_the_rest_is_answered() {
    let input = b"\xd0\xb4\xd0\xbe 15.05.2022\nmay\tyesterday\n\xd0\xbc\xff\n15.05.2022\n";
    let (out, err, ok) = prikaz(&["-", "--json"], input);
    let lines: Vec<&str> = out.lines().collect();
    assert!(!ok && lines.len() == 4, "{out}{err}");
    let asks = |line: &str, words: &str| line.contains("\"outcome\":\"ask\"") && line.contains(words);
    assert!(lines[0].contains("\"due\":\"2022-05-15\""), "{}", lines[0]);
    assert!(
        asks(lines[1], "строка 2") && lines[1].contains("yesterday"),
        "{}",
        lines[1]
    );
    assert!(asks(lines[2], "строка 3") && lines[2].contains("UTF-8"), "{}", lines[2]);
    assert!(lines[3].contains("\"due\":\"2022-05-15\""), "{}", lines[3]);
    let (out, _, ok) = prikaz(&["-"], b"may\tyesterday\n");
    assert!(!ok && out.starts_with("укажите срок: «may»"), "{out}");
    let (_, err, ok) = prikaz(&["--period", "завтра", "май"], b"");
    assert!(!ok && err.contains("завтра"), "{err}");
}

#[test]
fn a_line_too_long_is_a_question_and_the_next_one_is_read() {
    let mut input = vec![b'a'; 17 * 1024 * 1024];
    input.extend_from_slice(b"\n15.05.2022\n");
    let (out, _, ok) = prikaz(&["--json", "-"], &input);
    let lines: Vec<&str> = out.lines().collect();
    assert!(!ok && lines.len() == 2 && lines[0].contains("байт") && lines[1].contains("2022-05-15"));
}

#[test]
fn an_option_after_the_phrase_is_an_option() {
    let (out, err, ok) = prikaz(&["до 15 мая 2022 г.", "--json"], b"");
    assert!(ok && out.lines().count() == 1 && out.starts_with('{'), "{out}{err}");
    let (out, err, ok) = prikaz(&["--json", "--", "- до 15 мая 2022 г."], b"");
    assert!(ok && out.contains("\"due\":\"2022-05-15\""), "{out}{err}");
}

#[test]
fn an_order_date_that_is_no_day_is_refused_in_words_about_a_date() {
    let (_, err, ok) = prikaz(&["--order-date", "2022-02-30", "май"], b"");
    assert!(
        !ok && err.contains("2022-02-30") && err.contains("дата приказа"),
        "{err}"
    );
}

#[test]
fn a_megabyte_of_junk_is_one_question() {
    let (out, _, ok) = prikaz(&["--json", "-"], &b"do 15.05.".repeat(110_000));
    assert!(ok && out.lines().count() == 1 && out.contains("\"outcome\":\"ask\""));
    let (out, _, ok) = prikaz(&["до 15 мая 2022 г."], b"");
    assert!(
        ok && out.contains(
            "не позднее 15 мая 2022 г. (воскресенье) включительно; контрольный срок — 13 мая 2022 г. (пятница)"
        ),
        "{out}"
    );
}
