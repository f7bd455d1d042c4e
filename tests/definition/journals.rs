//! Journals of registration: numbers that two journals would print are told, in a plan and between plans.

use crate::{culture_files, mistakes};
use prikaz::definition::check::journals::across;
use prikaz::definition::folder::arrange;

type Files = Vec<(String, Vec<u8>)>;

const JOURNALS: &str = "  resolutions: { title: Журнал постановлений, pattern: \"{n}-а\", last_used: { 2024: 14 } }\n";

/// The plan of culture under a key, with other words in place of some.
fn plan(key: &str, changes: &[(&str, &str)]) -> Files {
    let own = culture_files()
        .into_iter()
        .filter(|(path, _)| path.starts_with("culture-2024/"));
    let renamed = own.map(|(path, bytes)| {
        let mut text = String::from_utf8(bytes).unwrap();
        if path.ends_with("/plan.yaml") {
            text = text.replace("plan: culture-2024", &format!("plan: {key}"));
            for (before, after) in changes {
                assert!(text.contains(before), "{before}");
                text = text.replace(before, after);
            }
        }
        (path.replace("culture-2024", key), text.into_bytes())
    });
    renamed.collect()
}

fn shared() -> Files {
    let files = culture_files().into_iter();
    files.filter(|(path, _)| !path.starts_with("culture-2024/")).collect()
}

/// What is wrong within the plan whose journals these are.
fn within(journals: &str) -> Vec<String> {
    let found = mistakes([shared(), plan("culture-2024", &[(JOURNALS, journals)])].concat());
    found
        .0
        .iter()
        .map(|mistake| format!("{}: {}", mistake.line, mistake.message))
        .collect()
}

/// What does not fit between a plan and another one with these changes.
fn between(changes: &[(&str, &str)]) -> Vec<String> {
    of_two(&[], changes)
}

fn of_two(first: &[(&str, &str)], second: &[(&str, &str)]) -> Vec<String> {
    let folder = arrange([shared(), plan("culture-2024", first), plan("museums-2024", second)].concat());
    let read: Vec<_> = folder
        .plans
        .iter()
        .map(|sources| (&sources.plan, folder.check(sources).plan.unwrap()))
        .collect();
    let together: Vec<_> = read.iter().map(|(source, plan)| (*source, plan)).collect();
    let told = across(&together);
    told.iter()
        .map(|mistake| format!("{}:{}: {}", mistake.file, mistake.text, mistake.message))
        .collect()
}

#[test]
fn two_journals_of_one_kind_print_no_number_alike() {
    let with = |more: &str| within(&format!("{JOURNALS}{more}"));
    assert_eq!(
        with("  personnel: { title: Кадры, pattern: \"1{n}-а\" }\n"),
        ["22: номер «11-а» напечатают два журнала: этот и `resolutions`"]
    );
    for fine in [
        "  personnel: { title: Кадры, pattern: \"{n}-к\" }\n",
        "  letters: { title: Письма, kind: Письмо, pattern: \"{n}-а\" }\n",
        "  yearly: { title: Распоряжения, pattern: \"{n}/{yy}\" }\n",
    ] {
        assert_eq!(with(fine), Vec::<String>::new(), "{fine}");
    }
}

#[test]
fn a_pattern_has_one_number_and_known_brackets() {
    let of = |pattern: &str| within(&JOURNALS.replace("{n}-а", pattern));
    assert_eq!(of("14-а"), ["21: в виде номера «14-а» должно один раз стоять {n}"]);
    assert_eq!(of("{n}{n}"), ["21: в виде номера «{n}{n}» должно один раз стоять {n}"]);
    assert_eq!(of("{n}/{year}"), ["21: в виде номера «{n}/{year}» лишние скобки"]);
    assert_eq!(of("{yyyy}/{n}"), Vec::<String>::new());
}

#[test]
fn plans_of_one_office_share_a_journal_and_agree_about_it() {
    assert_eq!(between(&[]), Vec::<String>::new());
    assert_eq!(
        between(&[("{n}-а", "{n}-б")]),
        [
            "museums-2024/plan.yaml:resolutions: журнал `resolutions` общий с планом culture-2024, а вид номера, вид документов или date_order там другие"
        ]
    );
}

#[test]
fn an_office_does_not_draw_numbers_from_the_journal_of_another() {
    assert_eq!(
        between(&[("name: Управление культуры Заозёрного округа", "name: Управление музеев")]),
        [
            "museums-2024/plan.yaml:resolutions: журнал `resolutions` есть и у другого отдела (план culture-2024): их номера шли бы одним рядом"
        ]
    );
}

#[test]
fn plans_of_one_office_print_no_number_alike_in_two_journals() {
    let first = format!("{JOURNALS}  orders: {{ title: Приказы, pattern: \"{{n}}-п\" }}\n");
    let second = format!("{JOURNALS}  personnel: {{ title: Кадры, pattern: \"2{{n}}-п\" }}\n");
    assert_eq!(
        of_two(&[(JOURNALS, &first)], &[(JOURNALS, &second)]),
        ["museums-2024/plan.yaml:personnel: номер «21-п» напечатают два журнала: этот и `orders` (план culture-2024)"]
    );
}
