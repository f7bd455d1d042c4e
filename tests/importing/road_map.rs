//! The road-map of 2022 as a Word table: what is read, what is asked, and that the answers make it the shipped plan.

use super::{answers, compiled, data, file, folder, plan_of, proposed, shared};
use prikaz::definition::model::{Plan, Schedule};
use prikaz::importing::question::Topic;
use prikaz::importing::{Proposal, Request, propose};

fn word() -> Proposal {
    proposed("roadmap-2022.docx", &data("roadmap-2022.docx"))
}

fn shipped() -> Plan {
    let mut files = shared();
    files.extend(folder("mentoring-2022"));
    plan_of(files)
}

/// With the answers of the department and its own directory.
fn answered() -> Proposal {
    let text = |name: &str| String::from_utf8(std::fs::read(super::here(name)).unwrap()).unwrap();
    let proposal = propose(&Request {
        file_name: "roadmap-2022.docx",
        bytes: &data("roadmap-2022.docx"),
        plan: "mentoring-2022",
        shared: &shared(),
        institutions: Some(&text("workflows/mentoring-2022/institutions.csv")),
        persons: Some(&text("workflows/mentoring-2022/persons.csv")),
        answers: &answers(&text("tests/importing/answers-2022.yaml")),
    });
    proposal.unwrap()
}

#[test]
fn twenty_seven_rows_become_twenty_seven_definitions_that_check() {
    let plan = compiled(&word());
    assert_eq!(plan.items.len(), 27);
    assert_eq!(plan.sections.len(), 6);
    assert_eq!(plan.basis.number, "113");
    assert_eq!(plan.basis.date.to_string(), "2022-04-04");
    assert_eq!(plan.basis.annex.as_deref(), Some("приложение 2"));
    assert_eq!(plan.rules.first_day.to_string(), "2022-04-04");
    assert_eq!(plan.rules.last_day.to_string(), "2024-12-31");
}

/// What the trap list of the road-map says a person must settle, and nothing else.
#[test]
fn exactly_the_open_questions_are_asked() {
    let proposal = word();
    let asked = |topic: Topic| -> Vec<&str> {
        let of = proposal.open().filter(|question| question.topic == topic);
        of.map(|question| question.item.as_deref().unwrap()).collect()
    };
    // No date (another's plan), no end («в течение всего периода»), no year («Сентябрь», «в течение года»).
    let undated = ["2.1", "3.1", "3.2", "4.3", "4.5"];
    let endless = ["2.2", "2.5", "5.1"];
    let yearless = ["4.4", "5.2", "5.3", "5.4", "5.5"];
    let mut deadlines: Vec<&str> = undated.into_iter().chain(endless).chain(yearless).collect();
    deadlines.sort_unstable();
    assert_eq!(asked(Topic::Deadline), deadlines);
    assert_eq!(asked(Topic::Repeats), ["2.4", "4.1", "4.2"], "hidden in the titles");
    assert_eq!(asked(Topic::Begins), ["6.2-1"], "due 26 days after the order");
    assert_eq!(asked(Topic::AlsoExecutes), ["6.2-1"], "curators in the result");
    let activities = ["2.1", "2.2", "2.5", "3.2", "4.3", "4.5", "5.1", "5.3", "5.4", "5.5"];
    assert_eq!(asked(Topic::Evidence), activities, "results that name no paper");
    assert_eq!(proposal.open().count(), 28, "no other question");
}

#[test]
fn the_answers_make_it_the_shipped_plan_field_by_field() {
    let proposal = answered();
    assert_eq!(proposal.open().count(), 0);
    assert!(proposal.blanks.is_empty(), "{:?}", proposal.blanks);
    let (read, shipped) = (compiled(&proposal), shipped());
    assert_eq!(read.title, shipped.title);
    assert_eq!(read.basis, shipped.basis);
    assert_eq!(read.office, shipped.office);
    assert_eq!(read.time_zone, shipped.time_zone);
    assert_eq!(read.rules, shipped.rules);
    assert_eq!(read.sections, shipped.sections);
    assert_eq!(read.institutions, shipped.institutions);
    assert_eq!(read.persons, shipped.persons);
    assert_eq!(read.items.len(), shipped.items.len());
    for (read, shipped) in read.items.iter().zip(&shipped.items) {
        let key = &shipped.key;
        assert_eq!(read.key, shipped.key);
        assert_eq!(read.number, shipped.number, "{key}");
        assert_eq!(read.section, shipped.section, "{key}");
        assert_eq!(read.title, shipped.title, "{key}");
        assert_eq!(read.deadline, shipped.deadline, "{key}");
        assert_eq!(read.schedule, shipped.schedule, "{key}");
        assert_eq!(read.executors, shipped.executors, "{key}");
        assert_eq!(read.task, shipped.task, "{key}");
        assert_eq!(read.brief, shipped.brief, "{key}");
        assert_eq!(read.result, shipped.result, "{key}");
        assert_eq!(read.form, shipped.form, "{key}");
        assert_eq!(read.lifecycle.key, shipped.lifecycle.key, "{key}");
        assert_eq!(read.documents, shipped.documents, "{key}");
        assert_eq!(read.after, shipped.after, "{key}");
    }
}

/// What the table alone gives. Not in the table, and therefore from the answers: `task` and `brief`, how an order turns
/// to the executors, the regional calendar (control dates), who sums up the terms of the programmes for 4.5.
#[test]
fn the_table_alone_gives_everything_but_the_wording_of_orders() {
    let (read, shipped) = (compiled(&word()), shipped());
    for (read, shipped) in read.items.iter().zip(&shipped.items) {
        let key = shipped.key.as_str();
        let names = |plan: &prikaz::definition::model::Definition| -> Vec<_> {
            let own = plan.executors.iter();
            own.map(|one| (one.name.clone(), one.who.clone(), one.part, one.addressee))
                .collect()
        };
        assert_eq!(names(read), names(shipped), "{key}");
        assert_eq!(read.lifecycle.key, shipped.lifecycle.key, "{key}");
        assert_eq!(read.after, shipped.after, "{key}");
        let dates = |schedule: &Schedule| match schedule {
            Schedule::Dated(periods) => periods
                .iter()
                .map(|run| (run.key.to_string(), run.start, Some(run.due)))
                .collect(),
            Schedule::AwaitsDate { period, .. } => vec![(period.to_string(), None, None)],
        };
        assert_eq!(dates(&read.schedule), dates(&shipped.schedule), "{key}");
        match (&read.schedule, &shipped.schedule) {
            (Schedule::AwaitsDate { owner: read, .. }, Schedule::AwaitsDate { owner: shipped, .. }) if key != "4.5" => {
                assert_eq!(read, shipped, "{key}");
            }
            _ => {}
        }
    }
}

#[test]
fn every_cell_is_kept_letter_for_letter() {
    let proposal = word();
    let row = |key: &str| proposal.report.items.iter().find(|item| item.key == key).unwrap();
    let source = |key: &str, column: &str| {
        let cells = row(key).cells.iter().filter(|cell| cell.column == column);
        cells.map(|cell| cell.source.as_str()).collect::<Vec<_>>().join("|")
    };
    assert_eq!(source("1.4", "срок"), "До  29 апреля  \n2022 г.");
    assert_eq!(
        source("1.4", "исполнитель"),
        "Общеобразова-\nтельные организации (далее ОО)"
    );
    assert_eq!(
        source("4.5", "срок"),
        "в соответствии с \nсороками \nреализации \nпрограмм \nнаставничества"
    );
    assert_eq!(
        source("4.2", "результат"),
        "База наставником с перечнем компетенций",
        "a typo is not ours to mend"
    );
    assert!(file(&proposal, "4.5.yaml").contains("deadline: в соответствии с сороками реализации"));
}

#[test]
fn a_plan_reads_like_one_that_a_clerk_wrote() {
    let proposal = word();
    let expected = "\
# yaml-language-server: $schema=../schema/item.json
item: \"6.3\"
title: Анализ результатов Муниципального мониторинга состояния внедрения и реализации МСН
deadline: Ежегодно, май
executors: ИМО
after: [\"6.2-2\"]              # обобщает то, что даёт пункт 6.2-2
brief: аналитическая справка
result: Аналитическая справка
lifecycle: approved-report    # результат — справка: её утверждает начальник
";
    assert_eq!(file(&proposal, "6.3.yaml"), expected);
    assert!(
        file(&proposal, "5.2.yaml")
            .contains("confirmed: ежегодно, сентябрь  # принято по обычаю, подтвердите: 5.2/deadline")
    );
}

#[test]
fn another_answer_gives_another_plan() {
    let text = "answers:\n  6.2-1/begins: 2023\n  5.2/deadline: сентябрь 2023 года\n  4.4/deadline: да\n  6.2-1/also: да\n  3.2/deadline: head\n";
    let proposal = super::taken("roadmap-2022.docx", &data("roadmap-2022.docx"), &answers(text)).unwrap();
    let plan = compiled(&proposal);
    let item = |key: &str| plan.items.iter().find(|item| item.key.as_str() == key).unwrap();
    let periods = |key: &str| {
        item(key)
            .schedule
            .periods()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(periods("6.2-1"), ["2023", "2024"]);
    assert_eq!(periods("5.2"), ["2023"]);
    assert_eq!(periods("4.4"), ["2022", "2023", "2024"]);
    assert!(
        item("6.2-2").after.is_empty(),
        "in 2022 there would be nothing to wait for"
    );
    assert_eq!(item("6.2-1").executors.len(), 3);
    assert!(file(&proposal, "3.2.yaml").contains("date_owner: head"));
}

#[test]
fn an_answer_that_settles_nothing_is_told_with_its_place() {
    let text = "answers:\n  4.4/deadlin: ежегодно, до 31 декабря\n  5.2/deadline: когда-нибудь\nitems:\n  \"9.9\": { task: сделать }\n";
    let proposal = super::taken("roadmap-2022.docx", &data("roadmap-2022.docx"), &answers(text)).unwrap();
    let told: Vec<String> = proposal.mistakes.iter().map(ToString::to_string).collect();
    let told = told.join("\n");
    for expected in [
        "вопроса `4.4/deadlin` нет",
        "ответ «когда-нибудь» ничего не решает",
        "в плане нет пункта «9.9»",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(told.contains("answers.yaml:2"), "{told}");
}
