//! The papers beside orders, rendered and read: what stands on them, how many pages they take, what they never show.

use std::fs;
use std::path::Path;
use std::process::Command;

use prikaz::documents::Template;
use prikaz::documents::starter::{Layout, Profile, starter};
use serde_json::{Value, json};

use super::book::{part, text, well_formed};
use super::paper_cases::{KEYS, cases, changed, repeated, said, sample, template};
use super::road_map_papers::own_monitoring;

#[test]
fn every_such_paper_names_only_what_its_context_offers() {
    for key in KEYS {
        let mistakes: Vec<String> = template(key)
            .check(&sample(key))
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(mistakes, Vec::<String>::new(), "{key}");
    }
}

#[test]
fn no_tag_is_left_on_any_paper_and_the_same_data_give_the_same_file() {
    for (case, key, context) in cases() {
        let template = template(key);
        let document = template
            .render(&context)
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        let said = text(&part(&document.bytes, "word/document.xml"));
        for sign in ["{{", "}}", "{%", "%}", "{#"] {
            assert!(!said.contains(sign), "{case}: {said}");
        }
        assert_eq!(
            template.render(&context).unwrap().file_sha256,
            document.file_sha256,
            "{case}"
        );
    }
}

/// Opens the files in a word processor and counts their pages.
fn pages_of(folder: &Path, files: &[std::path::PathBuf]) -> Vec<usize> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .args(files)
        .output()
        .unwrap_or_else(|error| panic!("expected LibreOffice to open the papers (package libreoffice-writer-nogui), but soffice does not start: {error}"));
    let pages = |file: &std::path::PathBuf| {
        let bytes = fs::read(file.with_extension("pdf")).unwrap_or_else(|_| {
            panic!(
                "LibreOffice did not open {}: {}",
                file.display(),
                String::from_utf8_lossy(&run.stderr)
            )
        });
        String::from_utf8_lossy(&bytes).matches("/Type/Page/").count()
    };
    files.iter().map(pages).collect()
}

#[test]
fn every_such_paper_opens_and_takes_the_pages_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (case, key, context) in cases() {
        let document = template(key)
            .render(&context)
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        well_formed(&part(&document.bytes, "word/document.xml"));
        let file = folder.path().join(format!("{case}.docx"));
        fs::write(&file, document.bytes).unwrap();
        files.push(file);
    }
    // Kept for a person to look at.
    let _ = fs::create_dir_all("target/papers").and_then(|()| {
        files
            .iter()
            .try_for_each(|file| fs::copy(file, Path::new("target/papers").join(file.file_name().unwrap())).map(drop))
    });
    let counted = pages_of(folder.path(), &files);
    let pages = |case: &str| {
        let name = format!("{case}.docx");
        let at = files
            .iter()
            .position(|file| file.ends_with(&name))
            .unwrap_or_else(|| panic!("no case {case}"));
        counted[at]
    };
    for (case, expected) in PAGES {
        assert_eq!(pages(case), *expected, "{case}");
    }
}

/// How many pages a paper takes where that tells something.
const PAGES: &[(&str, usize)] = &[
    ("status-sheet-sample", 1),
    ("status-sheet-one", 1),
    ("status-sheet-sixty", 1),
    ("status-sheet-long", 1),
    ("status-sheet-empty", 1),
    ("registration-card-sample", 1),
    ("registration-card-draft", 1),
    ("information-letter-sample", 1),
    ("information-letter-plain", 1),
    ("approval-sheet-sample", 1),
    ("acquaintance-sheet-sample", 1),
    ("attendance-sheet-sample", 1),
    ("monitoring-form-own", 1),
    ("monitoring-form-sample", 1),
    ("registration-journal-sample", 1),
    ("links-report-sample", 1),
    ("report-form-sample", 1),
    ("regulation-sample", 2),
];

#[test]
fn both_standards_give_templates_without_mistakes() {
    for key in KEYS {
        let typed = starter(key, &Layout::of(Profile::Gost2016)).unwrap();
        let template = Template::compile(key, &typed).unwrap_or_else(|mistakes| panic!("{key}: {mistakes}"));
        assert_eq!(template.check(&sample(key)), Vec::new(), "{key}");
    }
}

#[test]
fn the_guide_names_every_field_of_these_papers() {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("doc-templates/README.md")).unwrap();
    for key in KEYS {
        let start = format!("{key}:");
        let section = guide.split("\n## ").find(|section| section.starts_with(&start));
        let section = section.unwrap_or_else(|| panic!("no section {key}"));
        for variable in template(key).variables() {
            assert!(section.contains(&format!("`{variable}`")), "{key}: {variable}");
        }
    }
}

#[test]
fn a_preview_of_these_papers_needs_no_data_at_all() {
    for key in KEYS {
        let preview = template(key)
            .render_lenient(&json!({}))
            .unwrap_or_else(|error| panic!("{key}: {error}"));
        assert!(
            text(&part(&preview.bytes, "word/document.xml")).contains("________"),
            "{key}"
        );
    }
}

#[test]
fn a_regulation_shows_by_which_order_it_is_approved_and_a_draft_shows_blanks() {
    let registered = said("regulation", &sample("regulation"));
    assert!(
        registered
            .trim_start()
            .starts_with("Приложение\u{a0}1\nУТВЕРЖДЕНО\nприказом отдела образования"),
        "{registered}"
    );
    assert!(
        registered.contains("\nот 04.04.2022 №\u{a0}113\nПОЛОЖЕНИЕ"),
        "{registered}"
    );
    let draft = changed(
        "regulation",
        &[
            ("/annex", json!("")),
            ("/approved/date", Value::Null),
            ("/approved/number", Value::Null),
        ],
    );
    assert!(said("regulation", &draft).contains("\nот ____________ №\u{a0}______\n"));
}

#[test]
fn a_register_writes_every_value_by_its_kind_and_names_the_silent() {
    let register = said("register", &sample("register"));
    assert!(
        register.contains("\n0,5\nведение школьной документации; подготовка к уроку по требованиям обновлённых ФГОС; работа с родителями\n\n12.05.2022\n"),
        "{register}"
    );
    assert!(
        register.contains("\nпроектирование урока\nда\n04.05.2022\n"),
        "{register}"
    );
    assert!(
        register.contains("Сведения не представили:\nМуниципальное казённое"),
        "{register}"
    );
    assert!(
        register.contains("Всего записей – 4, представили сведения учреждений – 3."),
        "{register}"
    );
}

#[test]
fn one_schools_monitoring_reads_from_top_to_bottom_and_many_have_totals() {
    let own = said("monitoring-form", &own_monitoring());
    assert!(
        own.contains("\n2\nНаставников\nчел.\n8\n") && !own.contains("Итого"),
        "{own}"
    );
    assert!(own.contains("И. о. директора МКОУ СОШ №\u{a0}5"), "{own}");
    let all = said("monitoring-form", &sample("monitoring-form"));
    assert!(all.contains("\nИтого\n142\n17\n21\n19\n15\n26,8\n×\n"), "{all}");
    assert!(all.contains("аула Махмуд-Мектеб\n14\n1\n1\n1\n0\n7,1\n–\n"), "{all}");
}

#[test]
fn a_letter_lists_its_enclosures_and_names_what_it_answers() {
    let letter = said("information-letter", &sample("information-letter"));
    assert!(
        letter.contains("\n25.08.2022 №\u{a0}01-12/358\nНа №\u{a0}412 от 17.08.2022\n"),
        "{letter}"
    );
    assert!(
        letter.contains("\nПриложения:\n1. Форма заявки на участие в семинаре на 1 л. в 1 экз.\n2. "),
        "{letter}"
    );
    let one = repeated(sample("information-letter"), "/enclosures", 1);
    assert!(
        said("information-letter", &one)
            .contains("\nПриложение: Форма заявки на участие в семинаре на 1 л. в 1 экз.\n")
    );
}

#[test]
fn an_approval_sheet_tells_each_answer_in_words() {
    let sheet = said("approval-sheet", &sample("approval-sheet"));
    assert!(
        sheet.contains("Т.\u{a0}Н.\u{a0}Черных\n28.03.2022\nСогласовано\n29.03.2022\n"),
        "{sheet}"
    );
    assert!(sheet.contains("\nСогласовано с замечаниями: В пункте 2.2"), "{sheet}");
    assert!(sheet.contains("Л.\u{a0}Ф.\u{a0}Бойко\n28.03.2022\n\n\n\n"), "{sheet}");
}

#[test]
fn a_card_of_an_uncontrolled_draft_says_so() {
    let draft = changed(
        "registration-card",
        &[
            ("/control", Value::Null),
            ("/date", Value::Null),
            ("/number", Value::Null),
        ],
    );
    let card = said("registration-card", &draft);
    assert!(card.contains("Дата, номер\nне зарегистрирован (проект)\n"), "{card}");
    assert!(card.contains("На контроле\nнет\nКонтрольный срок\n–\n"), "{card}");
}

#[test]
fn a_journal_keeps_cancelled_numbers_with_their_mark() {
    let journal = said("registration-journal", &sample("registration-journal"));
    for mark in [
        "изменён приказом №\u{a0}245 от 12.09.2022",
        "аннулирован: зарегистрирован дважды",
        "номер пуст с 08.04.2022: пропущен в бумажном журнале",
    ] {
        assert!(journal.contains(&format!("\n{mark}\n")), "{mark}: {journal}");
    }
    assert!(
        journal.contains("Всего записей – 6: с №\u{a0}112 по №\u{a0}245."),
        "{journal}"
    );
}

#[test]
fn a_status_sheet_of_many_schools_sets_them_two_in_a_row() {
    let many = repeated(sample("status-sheet"), "/institutions", 25);
    let sheet = said("status-sheet", &many);
    assert_eq!(sheet.matches("возвращён на доработку +3\n").count(), 4, "{sheet}");
    let few = said("status-sheet", &sample("status-sheet"));
    assert!(
        few.contains("возвращён на доработку\n29.04.2022\n29.04.2022\n3\n"),
        "{few}"
    );
}
