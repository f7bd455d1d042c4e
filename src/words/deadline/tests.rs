//! Stories of the deadline reader: phrases of real plans and what a careful clerk reads in them.

use super::*;
use chrono::Datelike;
use proptest::prelude::*;

const PLANS: [&str; 12] = [
    "2022-2024;doc=2022-04-04",
    "2021/2022",
    "2023",
    "2022-09/2024-05;doc=2022-09-01",
    "2022-01-21/2022-02-23;doc=2022-01-18",
    "doc=2022-04-04",
    "doc=D",
    "event=receipt",
    "2010;month=2010-04",
    "standing",
    "unknown",
    "2010;doc=2010",
];

const PIECES: [&str; 84] = [
    "до",
    "с",
    "по",
    "к",
    "в",
    "на",
    "не позднее",
    "не ранее",
    "в срок до",
    "в течение",
    "всего",
    "периода",
    "года",
    "учебного года",
    "январь",
    "февраля",
    "марте",
    "апрель",
    "мая",
    "июнь",
    "июля",
    "август",
    "сентября",
    "октябрь",
    "ноября",
    "декабрь",
    "1",
    "5",
    "10",
    "15",
    "20",
    "29",
    "30",
    "31",
    "32",
    "0",
    "2022",
    "2023",
    "2024 г.",
    "22 г.",
    "2022/2023",
    "2022-2024 гг.",
    "15.05.2022",
    "31.06.2022",
    "29.02.2023",
    "05.09",
    "10.00",
    "12:30",
    "-",
    "–",
    ",",
    ";",
    "и",
    "или",
    "(",
    ")",
    ".",
    "ежегодно",
    "ежемесячно",
    "ежеквартально",
    "каждый",
    "раз в",
    "полгода",
    "квартал",
    "I",
    "IV",
    "2-й",
    "полугодие",
    "первая",
    "декада",
    "половина",
    "неделя",
    "последняя",
    "пятница",
    "числа",
    "месяца, следующего за отчётным",
    "рабочих дней",
    "со дня получения",
    "по плану",
    "постоянно",
    "начало",
    "конец",
    "школа № 5",
    "кракозябра",
];

fn plan() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(PLANS.to_vec())
}

fn phrase() -> impl Strategy<Value = String> {
    let pieces = proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..9);
    pieces.prop_map(|pieces| pieces.join(" "))
}

fn is_sound(reading: &DeadlineReading) -> Result<(), TestCaseError> {
    let dates = [reading.start, reading.due];
    for day in dates.into_iter().flatten() {
        prop_assert!((1990..=2100).contains(&day.year()), "{day}");
    }
    if let (Some(start), Some(due)) = (reading.start, reading.due) {
        prop_assert!(start <= due, "{start} {due}");
    }
    prop_assert_eq!(reading.outcome == Outcome::Read, reading.reasons.is_empty());
    prop_assert!(reading.outcome != Outcome::Ask || dates == [None, None]);
    let with_dates = [
        Kind::DueBy,
        Kind::Month,
        Kind::Quarter,
        Kind::Window,
        Kind::WholePeriod,
        Kind::Recurring,
    ];
    prop_assert!(reading.outcome != Outcome::Read || !with_dates.contains(&reading.kind) || reading.due.is_some());
    prop_assert!(reading.outcome != Outcome::Read || reading.kind != Kind::Unknown);
    if let Some(recurrence) = &reading.recurrence {
        let read_back: Recurrence = recurrence.to_string().parse().expect("a written rule is readable");
        prop_assert_eq!(&read_back, recurrence);
        let far = NaiveDate::from_ymd_opt(2101, 1, 1).expect("a date");
        let first = reading.due.map(|due| reading.occurrences(due, far).into_iter().next());
        prop_assert!(first.is_none_or(|first| first.map(|run| run.due) == reading.due));
    }
    prop_assert!(!reading.reading.is_empty() && !reading.reading.contains('\n'));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_gives_a_sound_reading(phrase in "\\PC{0,60}", plan in plan()) {
        let reading = read(&phrase, &plan.parse().expect("a plan"));
        prop_assert_eq!(&reading.phrase, &phrase);
        is_sound(&reading)?;
    }

    #[test]
    fn any_mix_of_the_fields_words_gives_a_sound_reading(phrase in phrase(), plan in plan()) {
        is_sound(&read(&phrase, &plan.parse().expect("a plan")))?;
    }

    #[test]
    fn spaces_and_line_breaks_do_not_change_the_reading(phrase in phrase(), plan in plan(), space in "[ \u{a0}\n\t]{1,3}") {
        let context: DeadlineContext = plan.parse().expect("a plan");
        let plain = read(&phrase, &context);
        let broken = read(&phrase.replace(' ', &space), &context);
        let essence = |reading: &DeadlineReading| {
            (reading.outcome, reading.kind, reading.start, reading.due, reading.recurrence.clone(), reading.term.clone())
        };
        // A new line between two whole dates is a mark; anywhere else it is a space.
        if !plain.reasons.contains(&Reason::RunOn) {
            prop_assert_eq!(essence(&plain), essence(&broken));
        }
    }
}

#[test]
fn an_empty_cell_and_a_megabyte_of_junk_are_asked_about() {
    for phrase in [
        String::new(),
        " \n\u{a0}".to_owned(),
        "ж".repeat(500_000),
        "1.".repeat(500_000),
        "до ".repeat(300_000),
    ] {
        let reading = read(&phrase, &DeadlineContext::default());
        assert_eq!(reading.outcome, Outcome::Ask);
        assert_eq!(reading.phrase, phrase);
    }
}

#[test]
fn a_term_keeps_its_count_its_unit_and_its_event() {
    let reading = read(
        "в течение 10 рабочих дней со дня получения запроса",
        &DeadlineContext::default(),
    );
    let term = reading.term.expect("a term");
    assert_eq!(
        (term.count, term.unit, term.direction),
        (10, TermUnit::WorkingDays, Direction::After)
    );
    assert_eq!(term.from, TermEvent::Named("дня получения запроса".to_owned()));
}

#[test]
fn an_hour_limits_the_day_it_stands_by() {
    let reading = read("до 10.00 20.05.2021", &"2021".parse().expect("a plan"));
    assert_eq!(reading.hour, NaiveTime::from_hms_opt(10, 0, 0));
    assert!(!reading.fixed_day);
    assert_eq!(
        reading.reading,
        "не позднее 20 мая 2021 г. (четверг) до 10:00 включительно"
    );
}

#[test]
fn the_sentence_is_one_a_clerk_would_write() {
    let plan: DeadlineContext = "2022-2024;doc=2022-04-04".parse().expect("a plan");
    let sentences = [
        (
            "До 29 апреля 2022 г.",
            "не позднее 29 апреля 2022 г. (пятница) включительно",
        ),
        (
            "Апрель 2022",
            "апрель 2022 г.: с 1 апреля 2022 г. по 30 апреля 2022 г. (суббота) включительно",
        ),
        ("21.01.2023", "21 января 2023 г. (суббота), этот день не переносится"),
        (
            "Ежегодно, май",
            "ежегодно (май; последний день месяца); впервые с 1 мая 2022 г. по 31 мая 2022 г. (вторник) включительно, до 31 декабря 2024 г.",
        ),
        (
            "По плану СКИРО ПК и ПРО",
            "срок устанавливает другой документ: «По плану СКИРО ПК и ПРО»; дату укажет ответственный за него",
        ),
        (
            "31 ноября 2022",
            "срок не определён, укажите его: такой даты нет: 31 ноября 2022 г.",
        ),
    ];
    for (phrase, sentence) in sentences {
        assert_eq!(read(phrase, &plan).reading, sentence);
    }
}

#[test]
fn a_yearly_month_comes_in_each_year_of_the_plan() {
    let reading = read("Ежегодно, апрель", &"2022-2024;doc=2022-04-04".parse().expect("a plan"));
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    let dues: Vec<NaiveDate> = reading
        .occurrences(day(2022, 1, 1), day(2030, 1, 1))
        .iter()
        .map(|run| run.due)
        .collect();
    assert_eq!(dues, [day(2022, 4, 30), day(2023, 4, 30), day(2024, 4, 30)]);
}

#[test]
fn a_plan_period_is_refused_when_it_is_not_one() {
    for text in [
        "2024-2022",
        "2022/2024",
        "22",
        "2022-13",
        "doc=вчера",
        "period=2022",
        "2022-02-30",
        "месяц",
    ] {
        assert!(text.parse::<DeadlineContext>().is_err(), "{text}");
    }
    for plan in PLANS {
        assert!(plan.parse::<DeadlineContext>().is_ok(), "{plan}");
    }
    assert_eq!(
        "2022..2024".parse::<PlanPeriod>(),
        Ok(PlanPeriod::Years {
            first: 2022,
            last: 2024
        })
    );
}
