//! The stored form of histories and states. Rows written in 2022 must be read for years: a line here may be added, but
//! never changed.

use crate::items::day;
use prikaz::definition::model::{Addressee, Part};
use prikaz::engine::event::{Done, FileRef, OwnOrder, Report};
use prikaz::engine::paper::{Attachment, AttachmentKind, Does, Given, Link, Linked, Mark, PaperOrder};
use prikaz::engine::state::{
    Counts, Document, DocumentState, Instance, InstanceState, Registration, Task, TaskState, Term,
};
use prikaz::engine::transition::Transition;
use prikaz::words::ids::{DocumentId, InstanceId, TaskId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

const STORED: &str = include_str!("stored-2022.jsonl");

fn instance_id() -> InstanceId {
    InstanceId::of(&"mentoring-2022".into(), &"1.4".into(), &"2022".into())
}

fn task_id() -> TaskId {
    TaskId::of(instance_id(), &"execute".into(), &"school-1".into())
}

fn document_id() -> DocumentId {
    DocumentId::of("приказ-114")
}

fn file() -> FileRef {
    FileRef {
        name: "Приказ № 57∕1.pdf".to_owned(),
        sha256: "ab".repeat(32),
        size: 183_402,
    }
}

fn report() -> Report {
    Report {
        text: "Приказ издан; куратор — Ёлкина Н. В.".to_owned(),
        own_order: Some(OwnOrder {
            number: "57/1".to_owned(),
            date: day("2022-04-20"),
        }),
        links: vec!["https://school-1.example/наставничество".to_owned()],
        files: vec![file()],
        not_applicable: None,
    }
}

fn registration() -> Registration {
    Registration {
        journal: "orders".into(),
        sequence: 114,
        number: "114-ОД".to_owned(),
        date: day("2022-04-11"),
        given: Given::Next,
        remark: None,
    }
}

/// A number inserted in a paper journal, where dates out of order are allowed.
fn inserted() -> Registration {
    Registration {
        number: "114-а-ОД".to_owned(),
        given: Given::ByHand { letter: Some('а') },
        remark: Some("следующий номер «115-ОД» датирован 08.04.2022".to_owned()),
        ..registration()
    }
}

fn links() -> Vec<Link> {
    let paper = PaperOrder {
        kind: "приказ отдела образования".to_owned(),
        number: "64-д".to_owned(),
        date: day("2022-02-24"),
    };
    let other = Linked::Document(DocumentId::of("приказ-113"));
    let link = |does, to: &Linked| Link { does, to: to.clone() };
    vec![
        link(Does::Amends, &Linked::Paper(paper)),
        link(Does::Cancels, &other),
        link(Does::CancelsWithTasks, &other),
        link(Does::Executes, &other),
    ]
}

fn attachment(kind: AttachmentKind) -> Attachment {
    Attachment {
        kind,
        file: file(),
        on: day("2022-05-11"),
    }
}

fn cancelled_by() -> Mark {
    Mark::CancelledBy {
        document: DocumentId::of("приказ-115"),
        kind: "приказ".to_owned(),
        number: "115-ОД".to_owned(),
        date: day("2022-05-11"),
        instead_of: None,
    }
}

/// An item that was carried out before it came here.
fn done() -> Done {
    Done {
        on: day("2022-04-04"),
        papers: vec![PaperOrder {
            kind: "приказ ОО АНГО".to_owned(),
            number: "113".to_owned(),
            date: day("2022-04-04"),
        }],
        files: vec![file()],
        note: "карта — приложение 2".to_owned(),
    }
}

/// The mark that names the cancelling document by its right number.
fn corrected() -> Mark {
    Mark::CancelledBy {
        document: DocumentId::of("приказ-116"),
        kind: "приказ".to_owned(),
        number: "116-ОД".to_owned(),
        date: day("2022-05-11"),
        instead_of: Some(DocumentId::of("приказ-115")),
    }
}

fn term() -> Term {
    Term {
        start: Some(day("2022-04-11")),
        due: day("2022-04-30"),
        control: day("2022-04-29"),
        fixed_day: false,
    }
}

fn task(state: TaskState) -> Task {
    Task {
        id: task_id(),
        instance: instance_id(),
        stage: "execute".into(),
        institution: "school-1".into(),
        part: Part::Lead,
        addressee: Addressee::Director,
        issued_on: day("2022-04-11"),
        due: day("2022-04-30"),
        control: day("2022-04-29"),
        current: day("2022-05-06"),
        state,
        reports: 2,
        returns: 1,
        extension_asked: Some(day("2022-05-13")),
        rungs_done: 3,
    }
}

fn instance(state: InstanceState, term: Option<Term>) -> Instance {
    let counts = Counts {
        total: 3,
        open: 1,
        reported: 1,
        accepted: 1,
        cancelled: 0,
        returned: 1,
        co_executors_unfinished: 2,
    };
    Instance {
        id: instance_id(),
        plan: "mentoring-2022".into(),
        item: "1.4".into(),
        period: "2022".into(),
        definition: "cd".repeat(32),
        stage: "execute".into(),
        state,
        term,
        date_asked: None,
        document: term.map(|_| document_id()),
        predecessors_released: BTreeSet::from(["1.1".into(), "1.2".into()]),
        counts,
        stage_counts: BTreeMap::from([("execute".into(), counts)]),
    }
}

fn transitions() -> Vec<Transition> {
    let (task_id, document, on) = (task_id(), document_id(), day("2022-05-11"));
    let (reason, basis) = (
        "нет перечня запросов".to_owned(),
        "письмо от 10.05.2022 № 12".to_owned(),
    );
    vec![
        Transition::Opened {
            instance: instance_id(),
            plan: "mentoring-2022".into(),
            item: "1.4".into(),
            period: "2022".into(),
            definition: "cd".repeat(32),
            stage: "draft".into(),
            term: Some(term()),
        },
        Transition::Moved {
            from: "draft".into(),
            to: "sign".into(),
        },
        Transition::DocumentIssued { document },
        Transition::DocumentApproved {
            document,
            role: "head".into(),
        },
        Transition::DocumentReturned {
            document,
            role: "head".into(),
            reason: reason.clone(),
        },
        Transition::DocumentRegistered {
            document,
            registration: registration(),
        },
        Transition::DocumentRendered {
            document,
            file: file(),
            content_sha256: "01".repeat(32),
            context_sha256: "02".repeat(32),
            template_sha256: "03".repeat(32),
        },
        Transition::TaskIssued {
            task: task(TaskState::Issued),
        },
        Transition::TaskReported {
            task: task_id,
            on,
            report: report(),
        },
        Transition::TaskAccepted {
            task: task_id,
            on,
            reported_on: on,
            note: "Спасибо".to_owned(),
        },
        Transition::TaskReturned {
            task: task_id,
            on,
            reason: reason.clone(),
            rungs_done: 2,
        },
        Transition::ExtensionAsked {
            task: task_id,
            until: on,
            reason: reason.clone(),
        },
        Transition::ExtensionGranted {
            task: task_id,
            from: on,
            to: on,
            basis: basis.clone(),
            rungs_done: 1,
        },
        Transition::ExtensionRefused { task: task_id, reason },
        Transition::TaskReassigned {
            task: task_id,
            from: "school-1".into(),
            to: "school-2".into(),
            basis: basis.clone(),
        },
        Transition::TaskCancelled {
            task: task_id,
            on,
            basis: basis.clone(),
        },
        Transition::ReminderDue {
            task: task_id,
            rung: 2,
            offset: -3,
        },
        Transition::DateSupplied {
            term: Term {
                start: None,
                fixed_day: true,
                ..term()
            },
            basis: basis.clone(),
        },
        Transition::PredecessorDone { item: "1.1".into() },
        Transition::Released {
            on,
            basis: basis.clone(),
        },
        Transition::Cancelled { on, basis },
        Transition::DocumentLinked {
            document,
            links: links(),
        },
        Transition::NumbersVoided {
            journal: "orders".into(),
            year: 2022,
            first: 115,
            last: 119,
            on,
            reason: "бланки испорчены".to_owned(),
        },
        Transition::DocumentCancelled {
            document,
            on,
            mark: cancelled_by(),
        },
        Transition::DocumentAttached {
            document,
            attachment: attachment(AttachmentKind::SignedScan),
        },
        Transition::DocumentRegisteredAgain {
            document: DocumentId::of("приказ-116"),
            instead_of: document,
            registration: inserted(),
        },
        Transition::DoneBefore { done: done() },
        Transition::DateAsked {
            times: 2,
            next: Some(on),
        },
    ]
}

/// Forms that a kind of transition took on later.
fn later_forms() -> Vec<Transition> {
    let (document, on) = (document_id(), day("2022-05-11"));
    vec![
        Transition::DocumentRegistered {
            document,
            registration: inserted(),
        },
        Transition::DocumentCancelled {
            document,
            on,
            mark: Mark::Annulled {
                reason: "ошибочно зарегистрирован".to_owned(),
            },
        },
        Transition::DocumentAttached {
            document,
            attachment: attachment(AttachmentKind::DetachedSignature),
        },
        Transition::DocumentCancelled {
            document,
            on,
            mark: corrected(),
        },
        Transition::DocumentLinked {
            document,
            links: vec![Link {
                does: Does::InsteadOf,
                to: Linked::Document(DocumentId::of("приказ-113")),
            }],
        },
    ]
}

fn tasks() -> Vec<Task> {
    let on = day("2022-05-11");
    vec![
        task(TaskState::Issued),
        task(TaskState::Reported { on, report: report() }),
        task(TaskState::Reported {
            on,
            report: Report {
                not_applicable: Some("нет пар".to_owned()),
                ..Report::default()
            },
        }),
        task(TaskState::Returned { on }),
        task(TaskState::Accepted { reported_on: on, on }),
        Task {
            part: Part::CoExecutor,
            addressee: Addressee::Curator,
            extension_asked: None,
            ..task(TaskState::Cancelled { on })
        },
    ]
}

fn instances() -> Vec<Instance> {
    let on = day("2022-05-11");
    vec![
        instance(InstanceState::Active, None),
        instance(InstanceState::Active, Some(term())),
        instance(InstanceState::Released { on }, Some(term())),
        instance(InstanceState::Cancelled { on }, Some(term())),
    ]
}

fn documents() -> Vec<Document> {
    let document = |state| Document {
        id: document_id(),
        state,
        approvals: vec!["head".into()],
        serves: vec![instance_id()],
        ..Document::draft(document_id())
    };
    vec![
        document(DocumentState::Draft),
        document(DocumentState::OnApproval),
        document(DocumentState::Registered(registration())),
        document(DocumentState::Cancelled {
            registration: registration(),
            on: day("2022-05-11"),
            mark: None,
        }),
        Document {
            links: links(),
            attachments: vec![attachment(AttachmentKind::SignedScan)],
            ..document(DocumentState::Cancelled {
                registration: inserted(),
                on: day("2022-05-11"),
                mark: Some(cancelled_by()),
            })
        },
    ]
}

/// Each sample is written as it is stored, and what is stored is read as the sample.
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(kind: &str, samples: &[T]) -> Vec<String> {
    let stored: Vec<&str> = STORED
        .lines()
        .filter_map(|line| line.strip_prefix(kind)?.strip_prefix(' '))
        .collect();
    let written: Vec<String> = samples
        .iter()
        .map(|sample| serde_json::to_string(sample).expect("it is written"))
        .collect();
    for (line, sample) in stored.iter().zip(samples) {
        let read: T = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
        assert_eq!(&read, sample, "an old row is read as another");
    }
    written.into_iter().map(|line| format!("{kind} {line}")).collect()
}

#[test]
fn stored_rows_stay_readable() {
    let all: Vec<Transition> = transitions().into_iter().chain(later_forms()).collect();
    let mut written = check("transition", &all);
    written.extend(check("task", &tasks()));
    written.extend(check("instance", &instances()));
    written.extend(check("document", &documents()));
    let stored: Vec<&str> = STORED.lines().collect();
    let missing: Vec<&str> = written
        .iter()
        .map(String::as_str)
        .filter(|line| !stored.contains(line))
        .collect();
    assert!(missing.is_empty(), "not among the stored rows:\n{}", missing.join("\n"));
    assert_eq!(stored.len(), written.len());
}

#[test]
fn every_kind_of_transition_is_among_the_stored_rows() {
    let known = |transition: &Transition| match transition {
        // A new kind does not compile here until it is named, and then needs a stored row above.
        Transition::Opened { .. } => 0,
        Transition::Moved { .. } => 1,
        Transition::DocumentIssued { .. } => 2,
        Transition::DocumentApproved { .. } => 3,
        Transition::DocumentReturned { .. } => 4,
        Transition::DocumentRegistered { .. } => 5,
        Transition::DocumentRendered { .. } => 6,
        Transition::TaskIssued { .. } => 7,
        Transition::TaskReported { .. } => 8,
        Transition::TaskAccepted { .. } => 9,
        Transition::TaskReturned { .. } => 10,
        Transition::ExtensionAsked { .. } => 11,
        Transition::ExtensionGranted { .. } => 12,
        Transition::ExtensionRefused { .. } => 13,
        Transition::TaskReassigned { .. } => 14,
        Transition::TaskCancelled { .. } => 15,
        Transition::ReminderDue { .. } => 16,
        Transition::DateSupplied { .. } => 17,
        Transition::PredecessorDone { .. } => 18,
        Transition::Released { .. } => 19,
        Transition::Cancelled { .. } => 20,
        Transition::DocumentLinked { .. } => 21,
        Transition::NumbersVoided { .. } => 22,
        Transition::DocumentCancelled { .. } => 23,
        Transition::DocumentAttached { .. } => 24,
        Transition::DocumentRegisteredAgain { .. } => 25,
        Transition::DoneBefore { .. } => 26,
        Transition::DateAsked { .. } => 27,
    };
    let kinds: Vec<i32> = transitions().iter().map(known).collect();
    assert_eq!(kinds, (0..=27).collect::<Vec<i32>>());
}
