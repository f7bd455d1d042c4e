//! The papers of `doc-templates/`, rendered from the samples of their contexts and from the worst a year brings.

use std::path::Path;
use std::process::Command;
use std::{fs, iter};

use prikaz::documents::Template;
use prikaz::documents::papers::PAPERS;
use prikaz::documents::papers::context::{
    NoteContext, OrderContext, Point, ReportFormContext, SchoolOrderContext, TaskLine,
};
use serde_json::{Value, json};

use super::book::{part, text, well_formed};
use super::orders;

fn template(name: &str) -> Template {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("doc-templates")
        .join(format!("{name}.docx"));
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Template::compile(name, &bytes).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn samples() -> Vec<(&'static str, Value)> {
    PAPERS.iter().map(|paper| (paper.key, paper.sample())).collect()
}

fn order(points: usize, tasks: usize) -> OrderContext {
    let sample = OrderContext::sample();
    let numbered = |(at, point): (usize, &Point)| Point {
        number: format!("{}.", at + 1),
        ..point.clone()
    };
    let mut order = OrderContext {
        points: sample
            .points
            .iter()
            .cycle()
            .take(points)
            .enumerate()
            .map(numbered)
            .collect(),
        tasks: sample.tasks.iter().cycle().take(tasks).cloned().collect(),
        ..sample
    };
    for (at, task) in order.tasks.iter_mut().enumerate() {
        task.institution = format!("{} ({})", task.institution, at + 1);
    }
    order
}

fn draft() -> OrderContext {
    let mut order = order(1, 0);
    let common = &mut order.requisites.common;
    (common.date, common.number, common.acquaint) = (None, None, Vec::new());
    order.requisites.prepared_by = None;
    order.annexes = Vec::new();
    order
}

fn long_names() -> OrderContext {
    let mut order = order(3, 2);
    let long: String = iter::repeat_n("Муниципальное_казённое_общеобразовательное_учреждение_", 4).collect();
    order.tasks.push(TaskLine {
        institution: long.clone(),
        item: "6.2 (1)".into(),
        what: long,
        due: None,
        control: None,
    });
    let common = &mut order.requisites.common;
    common.issuer.name = iter::repeat_n("Отдел образования ", 20).collect();
    common.signer.acting = true;
    common.signer.post = "начальника отдела образования администрации округа".into();
    order
}

/// Every sample and every hard case, by the name of its file.
fn cases() -> Vec<(String, &'static str, Value)> {
    let mut cases: Vec<(String, &'static str, Value)> = samples()
        .into_iter()
        .map(|(name, sample)| (format!("{name}-sample"), name, sample))
        .collect();
    for (case, order) in [
        ("draft", draft()),
        ("empty", order(0, 0)),
        ("one", order(1, 1)),
        ("three", order(3, 0)),
        ("forty", order(40, 60)),
        ("long", long_names()),
    ] {
        cases.push((format!("order-department-{case}"), "order-department", json!(order)));
    }
    let mut registered = SchoolOrderContext::sample();
    registered.requisites.common.number = Some("01-12/358".into());
    registered.requisites.common.acquaint = Vec::new();
    registered.requisites.purpose = String::new();
    cases.push(("order-school-registered".into(), "order-school", json!(registered)));
    let mut wide = ReportFormContext::sample();
    wide.columns = wide.columns.iter().cycle().take(12).cloned().collect();
    wide.rows = vec![iter::repeat_n("значение".to_owned(), 12).collect(); 60];
    cases.push(("report-form-wide".into(), "report-form", json!(wide)));
    let blank = ReportFormContext {
        rows: Vec::new(),
        due: None,
        instructions: Vec::new(),
        ..ReportFormContext::sample()
    };
    cases.push(("report-form-blank".into(), "report-form", json!(blank)));
    let mut note = NoteContext::sample();
    note.results = note.results.iter().cycle().take(60).cloned().collect();
    note.approver.date = None;
    cases.push(("analytical-note-long".into(), "analytical-note", json!(note)));
    let bare = NoteContext {
        results: Vec::new(),
        conclusions: Vec::new(),
        sections: Vec::new(),
        date: None,
        ..NoteContext::sample()
    };
    cases.push(("analytical-note-bare".into(), "analytical-note", json!(bare)));
    cases.extend(orders::cases());
    cases
}

pub fn paper(name: &str, context: &impl serde::Serialize) -> String {
    let document = template(name)
        .render(&json!(context))
        .unwrap_or_else(|error| panic!("{error}"));
    text(&part(&document.bytes, "word/document.xml"))
}

#[test]
fn every_paper_names_only_what_its_context_offers() {
    for (name, sample) in samples() {
        let mistakes: Vec<String> = template(name).check(&sample).iter().map(ToString::to_string).collect();
        assert_eq!(mistakes, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_registered_order_shows_its_date_and_number_and_a_draft_shows_blanks() {
    let registered = paper("order-department", &OrderContext::sample());
    assert!(registered.contains("04.04.2022\t№ 113"), "{registered}");
    assert!(
        registered.contains("к приказу ОО АНГО\nот 04.04.2022 №\u{a0}113"),
        "{registered}"
    );
    assert!(paper("order-department", &draft()).contains("____________\t№ ______\n"));
}

#[test]
fn a_preview_of_any_paper_needs_no_data_at_all() {
    for (name, _) in samples() {
        let preview = template(name)
            .render_lenient(&json!({}))
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(
            text(&part(&preview.bytes, "word/document.xml")).contains("________"),
            "{name}"
        );
    }
}

#[test]
fn the_guide_for_clerks_names_every_field_of_every_paper() {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("doc-templates/README.md")).unwrap();
    for (name, _) in samples() {
        let section = guide
            .split("\n## ")
            .find(|section| section.starts_with(name))
            .unwrap_or_else(|| panic!("no section {name}"));
        for variable in template(name).variables() {
            assert!(section.contains(&format!("`{variable}`")), "{name}: {variable}");
        }
    }
}

#[test]
fn a_date_without_a_number_still_shows_the_blank_for_the_number() {
    let mut order = OrderContext::sample();
    order.requisites.common.number = None;
    assert!(paper("order-department", &order).contains("04.04.2022\t№ ______\n"));
}

#[test]
fn an_order_without_tasks_has_no_annex_page() {
    let order = OrderContext {
        tasks: Vec::new(),
        annexes: Vec::new(),
        ..OrderContext::sample()
    };
    let xml = part(
        &template("order-department").render(&json!(order)).unwrap().bytes,
        "word/document.xml",
    );
    assert!(
        !xml.contains("w:tblHeader") && !xml.contains("AnnexStart") && !text(&xml).contains("Приложени"),
        "{xml}"
    );
}

#[test]
fn points_and_their_due_dates_stand_in_order() {
    let said = paper("order-department", &OrderContext::sample());
    let lines: Vec<&str> = said
        .lines()
        .skip_while(|line| *line != "ПРИКАЗЫВАЮ:")
        .skip(1)
        .take(9)
        .collect();
    let starts: Vec<String> = lines.iter().map(|line| line.chars().take(22).collect()).collect();
    insta::assert_snapshot!(starts.join("\n"), @r"
    1. Утвердить план меро
    2. Руководителям общео
    2.1. издать приказы о 
    Срок – до 29.04.2022 в
    2.2. назначить куратор
    Срок – до 29.04.2022 в
    3. Информационно-метод
    Срок – до 06.05.2022 в
    4. Контроль за исполне
    ");
}

#[test]
fn an_acting_head_signs_as_such() {
    assert!(paper("order-department", &long_names()).contains("\nИ. о. начальника отдела"));
}

#[test]
fn the_school_order_names_the_departments_order_as_its_basis() {
    let said = paper("order-school", &SchoolOrderContext::sample());
    assert!(said.contains("Во исполнение приказа отдела образования администрации Нефтекумского городского округа Ставропольского края от 04.04.2022 №\u{a0}113 «О внедрении муниципальной системы наставничества педагогических работников», в целях"), "{said}");
    assert!(!said.contains("Служебная") && !said.contains("{%"));
}

#[test]
fn the_form_has_as_many_columns_as_it_was_given() {
    let xml = part(
        &template("report-form")
            .render(&json!(ReportFormContext::sample()))
            .unwrap()
            .bytes,
        "word/document.xml",
    );
    let table = &xml[xml.find("<w:tbl>").unwrap()..xml.find("</w:tbl>").unwrap()];
    assert_eq!(
        (
            table.matches("<w:tr>").count(),
            table.matches("<w:tc>").count(),
            table.matches("<w:gridCol ").count()
        ),
        (6, 36, 6)
    );
}

#[test]
fn the_note_sums_up_its_table() {
    let said = paper("analytical-note", &NoteContext::sample());
    assert!(said.contains("\nИтого\n12\n11\n10\n1\n83,3\n"), "{said}");
}

#[test]
fn every_paper_opens_in_a_real_word_processor() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (case, name, context) in cases() {
        let document = template(name)
            .render(&context)
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        let xml = part(&document.bytes, "word/document.xml");
        well_formed(&xml);
        assert!(!xml.contains("{{") && !xml.contains("{%"), "{case}: {xml}");
        let file = folder.path().join(format!("{case}.docx"));
        fs::write(&file, document.bytes).unwrap();
        files.push(file);
    }
    let profile = format!(
        "-env:UserInstallation=file://{}",
        folder.path().join("profile").display()
    );
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .args(&files)
        .output()
        .unwrap_or_else(|error| panic!("expected LibreOffice to open the papers (package libreoffice-writer-nogui), but soffice does not start: {error}"));
    for file in &files {
        let pdf = file.with_extension("pdf");
        let bytes = fs::read(&pdf).unwrap_or_else(|_| {
            panic!(
                "LibreOffice did not open {}: {}",
                file.display(),
                String::from_utf8_lossy(&run.stderr)
            )
        });
        assert!(
            bytes.starts_with(b"%PDF") && bytes.len() > 5_000,
            "{}: {} bytes",
            pdf.display(),
            bytes.len()
        );
    }
    let pages = |case: &str| {
        let pdf = fs::read(folder.path().join(case).with_extension("pdf")).unwrap();
        String::from_utf8_lossy(&pdf).matches("/Type/Page/").count()
    };
    assert_eq!(pages("order-department-draft"), 1, "a short order fits one page");
    assert_eq!(
        pages("order-department-one"),
        2,
        "an annex begins the page after the signature, with no blank page between"
    );
    assert_eq!(pages("order-school-sample"), 1);
    assert_eq!(pages("order-school-pairs-sample"), 2, "an order and its list of pairs");
    assert_eq!(pages("order-forming-short"), 1);
    assert_eq!(pages("order-cancelling-sample"), 1);
    assert_eq!(pages("roadmap-sample"), 1);
    assert_eq!(pages("roadmap-real"), 4);
    assert_eq!(pages("report-form-sample"), 1);
    // Kept for a person to look at.
    let _ = fs::create_dir_all("target/papers").and_then(|()| {
        files
            .iter()
            .try_for_each(|file| fs::copy(file, Path::new("target/papers").join(file.file_name().unwrap())).map(drop))
    });
}
