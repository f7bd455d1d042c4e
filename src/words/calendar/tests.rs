//! Stories of the work calendar: real years, worked Saturdays, regional days off, and files with mistakes.

use super::*;

const FILES: [(&str, &str); 6] = [
    (
        "ru-2022.yaml",
        include_str!("../../../workflows/calendars/ru-2022.yaml"),
    ),
    (
        "ru-2023.yaml",
        include_str!("../../../workflows/calendars/ru-2023.yaml"),
    ),
    (
        "ru-2024.yaml",
        include_str!("../../../workflows/calendars/ru-2024.yaml"),
    ),
    (
        "ru-2025.yaml",
        include_str!("../../../workflows/calendars/ru-2025.yaml"),
    ),
    (
        "ru-2026.yaml",
        include_str!("../../../workflows/calendars/ru-2026.yaml"),
    ),
    (
        "stavropol.yaml",
        include_str!("../../../workflows/calendars/stavropol.yaml"),
    ),
];

fn sources(names: impl Fn(&str) -> bool) -> Vec<CalendarSource<'static>> {
    FILES
        .iter()
        .filter(|(file, _)| names(file))
        .map(|&(file, text)| CalendarSource { file, text })
        .collect()
}

fn russia() -> WorkCalendar {
    WorkCalendar::from_layers(&sources(|name| name.starts_with("ru-"))).unwrap()
}

fn stavropol() -> WorkCalendar {
    WorkCalendar::from_layers(&sources(|_| true)).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn mistakes(text: &str) -> Vec<String> {
    let found = WorkCalendar::from_layers(&[CalendarSource { file: "own.yaml", text }]).unwrap_err();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn the_years_2022_to_2026_have_247_247_248_247_247_working_days() {
    let calendar = russia();
    let counts: Vec<i64> = (2022..=2026)
        .map(|year| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
            calendar.working_days_between(first, last).unwrap()
        })
        .collect();
    assert_eq!(counts, [247, 247, 248, 247, 247]);
}

#[test]
fn a_due_date_on_a_day_off_is_controlled_on_the_working_day_before() {
    let calendar = stavropol();
    let cases = [
        ("2022-05-10", "2022-05-06"),
        ("2022-05-15", "2022-05-13"),
        ("2022-12-31", "2022-12-30"),
        ("2023-04-30", "2023-04-28"),
        ("2023-04-25", "2023-04-24"),
        ("2024-04-30", "2024-04-27"),
        ("2024-12-31", "2024-12-28"),
        ("2022-04-29", "2022-04-29"),
    ];
    for (due, control) in cases {
        assert_eq!(
            calendar.control_date(day(due), DayOffRule::Previous),
            Ok(day(control)),
            "{due}"
        );
    }
}

#[test]
fn the_civil_rule_moves_on_and_a_fixed_day_stays() {
    let calendar = russia();
    assert_eq!(
        calendar.control_date(day("2022-05-10"), DayOffRule::Next),
        Ok(day("2022-05-11"))
    );
    assert_eq!(
        calendar.control_date(day("2022-04-03"), DayOffRule::None),
        Ok(day("2022-04-03"))
    );
    assert_eq!(
        calendar.control_date(day("2024-12-31"), DayOffRule::Next),
        Ok(day("2025-01-09"))
    );
}

#[test]
fn stavropol_is_off_on_radonitsa_and_the_rest_of_russia_works() {
    assert_eq!(russia().is_working(day("2023-04-25")), Ok(true));
    assert_eq!(stavropol().is_working(day("2023-04-25")), Ok(false));
    assert_eq!(stavropol().day_off_reason(day("2023-04-25")), Some("Радоница"));
    assert_eq!(
        stavropol().day_off_reason(day("2022-05-10")),
        Some("выходной перенесён с 2 января")
    );
    assert_eq!(stavropol().day_off_reason(day("2022-04-30")), Some("суббота"));
    assert_eq!(stavropol().day_off_reason(day("2022-03-05")), None);
}

#[test]
fn the_day_before_a_holiday_is_shorter() {
    assert!(russia().is_shortened(day("2022-02-22")));
    assert!(russia().is_shortened(day("2022-03-05")));
    assert!(!russia().is_shortened(day("2022-02-21")));
}

#[test]
fn a_year_without_a_file_is_an_error_that_names_the_file() {
    let calendar = russia();
    assert!(calendar.covers(2026) && !calendar.covers(2027));
    let refused = calendar.is_working(day("2027-01-11")).unwrap_err();
    assert_eq!(refused, OutsideCalendar { year: 2027 });
    assert!(refused.to_string().contains("ru-2027.yaml"), "{refused}");
    assert_eq!(
        calendar.add_working_days(day("2026-12-30"), 1),
        Err(OutsideCalendar { year: 2027 })
    );
    assert_eq!(
        calendar.control_date(day("2022-01-01"), DayOffRule::Previous),
        Err(OutsideCalendar { year: 2021 })
    );
}

#[test]
fn working_days_are_counted_from_the_day_after() {
    let calendar = russia();
    assert_eq!(calendar.add_working_days(day("2022-04-29"), 1), Ok(day("2022-05-04")));
    assert_eq!(calendar.add_working_days(day("2022-05-04"), -1), Ok(day("2022-04-29")));
    assert_eq!(calendar.add_working_days(day("2022-05-01"), 0), Ok(day("2022-05-01")));
    assert_eq!(
        calendar.working_days_between(day("2022-04-29"), day("2022-05-04")),
        Ok(1)
    );
    assert_eq!(
        calendar.working_days_between(day("2022-05-04"), day("2022-04-29")),
        Ok(-1)
    );
    assert_eq!(
        calendar.working_days_between(day("2022-05-04"), day("2022-05-04")),
        Ok(0)
    );
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once_with_their_places() {
    let found = mistakes(
        "layer: country\ntitle: Календарь\nyear: 2022\nbasis: ''\ndays-off:\n  2022-13-01: праздник\n  2023-01-01: Новый год\n  2022-01-03: ''\n  2022-03-05: выходной\nworked:\n  2022-03-04: рабочий\n  2022-03-05: рабочая суббота\nshortened:\n  2022-01-02: накануне\n",
    );
    assert_eq!(
        found,
        [
            "own.yaml:4:8: пустая строка; назовите документ словами",
            "own.yaml:6:3: «2022-13-01» — не дата; пишите год-месяц-число, например 2022-05-10",
            "own.yaml:7:3: день 2023-01-01 не из 2022 года; перенесите его в файл своего года",
            "own.yaml:8:15: у дня 2022-01-03 нет причины; назовите праздник или перенос",
            "own.yaml:11:3: день 2022-03-04 и так рабочий; в «worked» пишут только субботы, воскресенья и праздники, ставшие рабочими",
            "own.yaml:12:3: день 2022-03-05 назван и выходным, и рабочим; оставьте его в одном из списков",
            "own.yaml:14:3: день 2022-01-02 выходной, он не может быть сокращённым; в «shortened» пишут только рабочие дни",
        ]
    );
}

#[test]
fn an_unknown_field_and_a_second_file_for_a_year_are_refused() {
    let found = mistakes(
        "layer: country\ntitle: К\nyear: 2022\nbasis: б\nholidays: {}\ndays-off: {}\nworked: {}\nshortened: {}\n",
    );
    assert!(
        found[0].starts_with("own.yaml:5:1: ") && !found[0].contains("файл не читается"),
        "{found:?}"
    );
    let twice = [FILES[0], FILES[0]].map(|(file, text)| CalendarSource { file, text });
    assert_eq!(WorkCalendar::from_layers(&twice).unwrap_err().len(), 1);
}

#[test]
fn shape_mistakes_are_told_in_russian_and_days_all_at_once() {
    let told = |text: &str| -> Vec<String> {
        let mistakes = WorkCalendar::from_layers(&[CalendarSource {
            file: "ru-2022.yaml",
            text,
        }])
        .unwrap_err();
        mistakes.iter().map(|m| format!("{}:{}", m.line, m.message)).collect()
    };
    let head = "layer: country\ntitle: К\nyear: 2022\nbasis: П\n";
    let rest = "worked: {}\nshortened: {}\n";
    let days = "days-off:\n  2022-05-09: День Победы\n  2022-05-09: День Победы\n  2022-05-10:\n";
    assert_eq!(
        told(&format!("{head}{days}{rest}")),
        ["7:день 2022-05-09 записан дважды", "8:у дня 2022-05-10 нет причины"]
    );
    assert_eq!(told(&format!("{head}days-off: {{}}\nworked: {{}}\n")).len(), 1);
    for text in [
        format!("{head}days-off: {{}}\nworked: {{}}\n"),
        format!("{head}days-off: {{}}\nextra: 1\n{rest}"),
        format!("{head}title: Ещё\ndays-off: {{}}\n{rest}"),
        format!("{head}days-off: нет\n{rest}"),
        head.replace("country", "kontinent"),
        "layer: [".to_owned(),
    ] {
        let told = told(&text).join("\n");
        for english in [
            "cannot",
            "field `title`",
            "duplicate",
            "expected",
            "unknown",
            "missing",
            "invalid",
        ] {
            assert!(!told.contains(english), "{told}");
        }
    }
}
