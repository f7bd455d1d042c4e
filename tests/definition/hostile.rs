//! No text makes the reader panic, hang or fill the screen.

use crate::{culture_files, mistakes, replaced};

/// Edits that a hurried or a hostile hand makes.
#[derive(Debug, Clone)]
enum Edit {
    Cut(usize, usize),
    Insert(usize, String),
    Repeat(usize, usize),
}

fn edits() -> impl proptest::strategy::Strategy<Value = Vec<Edit>> {
    use proptest::prelude::*;
    let nasty = proptest::sample::select(vec![
        "\t",
        "\0",
        "\u{feff}",
        "\r\n",
        ": ",
        "- ",
        "[",
        "}",
        "\"",
        "'",
        "&a ",
        "*a",
        "!!int ",
        "|\n",
        "<<: *a\n",
        "---\n",
        "%",
        "ё",
        "2022-99-99",
        "-999999999999999wd",
        "\u{202e}",
        "{{",
        "? ",
    ]);
    let edit = prop_oneof![
        (any::<usize>(), 1..40usize).prop_map(|(at, length)| Edit::Cut(at, length)),
        (any::<usize>(), nasty).prop_map(|(at, text)| Edit::Insert(at, text.to_owned())),
        (any::<usize>(), 1..80usize).prop_map(|(at, length)| Edit::Repeat(at, length)),
    ];
    proptest::collection::vec(edit, 1..5)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for edit in edits {
        let size = characters.len().max(1);
        match edit {
            Edit::Cut(at, length) => {
                let at = (at % size).min(characters.len());
                characters.drain(at..(at + length).min(characters.len()));
            }
            Edit::Insert(at, text) => {
                let at = (at % size).min(characters.len());
                characters.splice(at..at, text.chars());
            }
            Edit::Repeat(at, length) => {
                let at = (at % size).min(characters.len());
                let piece: Vec<char> = characters[at..(at + length).min(characters.len())].to_vec();
                characters.splice(at..at, piece);
            }
        }
    }
    characters.into_iter().collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]
    #[test]
    fn no_text_makes_the_reader_panic(which in proptest::prelude::any::<usize>(), edits in edits()) {
        let mut files = culture_files();
        files.retain(|(path, _)| !path.starts_with("calendars/") || path.contains("2024"));
        let editable: Vec<usize> = (0..files.len()).filter(|at| !files[*at].0.starts_with("calendars/")).collect();
        let at = editable[which % editable.len()];
        let text = String::from_utf8(files[at].1.clone()).unwrap();
        files[at].1 = edited(&text, &edits).into_bytes();
        for mistake in &mistakes(files).0 {
            proptest::prop_assert!(mistake.line >= 1 && mistake.column >= 1);
            proptest::prop_assert!(mistake.to_string().chars().count() < 4_000);
        }
    }
}

#[test]
fn a_number_too_large_for_a_year_is_only_a_doubt() {
    for deadline in [
        "до 31 марта 99999999999999-15 г.",
        "999999999999/999999999999",
        "до 10 апреля 4294967295/96",
    ] {
        let text =
            format!("item: \"1.2\"\ntitle: Отчёт\ndeadline: {deadline}\nexecutors: Библиотеки\nresult: Сведения\n");
        let found = mistakes(replaced(culture_files(), "culture-2024/1.2.yaml", text.as_bytes()));
        assert_eq!(found.0.len(), 1, "{found}");
    }
}

#[test]
fn hostile_plans_are_refused_quickly() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n";
    for text in [
        bomb.to_owned(),
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "item: x\n".repeat(1_300_000),
        "- ".repeat(50_000),
        format!("item: {}", "ё".repeat(500_000)),
    ] {
        for path in [
            "culture-2024/1.2.yaml",
            "culture-2024/plan.yaml",
            "lifecycles/council.yaml",
            "culture-2024/institutions.csv",
        ] {
            let found = mistakes(replaced(culture_files(), path, text.as_bytes()));
            assert!(!found.0.is_empty());
            assert!(
                found.to_string().len() < 400_000,
                "a mistake does not repeat a hostile text"
            );
        }
    }
}
