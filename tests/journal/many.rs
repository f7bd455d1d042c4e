//! Ten thousand registrations by sixteen clerks at once: every number once, none left out, dates in their order.

use crate::office::{Office, PLAN, at, person};
use prikaz::engine::event::Actor;
use prikaz::engine::replay::replay;
use prikaz::engine::state::{Document, DocumentState};
use prikaz::engine::transition::Transition;
use prikaz::runtime::Runtime;
use prikaz::runtime::command::{Act, Command};
use prikaz::store::rows::{DocumentRow, DraftRecord, HistoryEntry, InstanceRow, Writes};
use prikaz::words::ids::{DocumentId, InstanceId, PeriodKey};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const CLERKS: usize = 16;
/// Rows written at once while the orders are laid ready.
const CHUNK: usize = 1_000;

/// Orders that wait for the head's signature, each of an instance of its own.
async fn laid_ready(office: &Office, count: usize) -> Arc<Vec<DocumentId>> {
    let definition = office
        .runtime
        .catalog()
        .current(&PLAN.into(), &"1.1".into())
        .expect("an item");
    let mut documents = Vec::new();
    for first in (0..count).step_by(CHUNK) {
        let mut writes = Writes::default();
        for n in first..(first + CHUNK).min(count) {
            let period = PeriodKey(format!("p{n}"));
            let id = InstanceId::of(&definition.plan, &definition.key, &period);
            let document = DocumentId::of(&format!("приказ {n}"));
            let history = [
                Transition::Opened {
                    instance: id,
                    plan: definition.plan.clone(),
                    item: definition.key.clone(),
                    period,
                    definition: definition.sha256.clone(),
                    stage: "draft".into(),
                    term: None,
                },
                Transition::DocumentIssued { document },
                Transition::Moved {
                    from: "draft".into(),
                    to: "sign".into(),
                },
            ];
            let instance = replay(&history).instance.expect("it was opened");
            writes.instances.push(InstanceRow::new(instance));
            writes.documents.push(order(document, id));
            writes.history.extend(history.map(|transition| HistoryEntry {
                instance: id,
                recorded_at: office.runtime.clock().now(),
                effective_on: office.runtime.clock().now().date_naive(),
                actor: Actor::System,
                task: None,
                institution: None,
                document: transition.document(),
                transition,
            }));
            documents.push(document);
        }
        let batch = office.store.begin().await.expect("a batch begins");
        batch.commit(writes).await.expect("the orders are laid ready");
    }
    Arc::new(documents)
}

fn order(id: DocumentId, serves: InstanceId) -> DocumentRow {
    DocumentRow {
        version: 0,
        document: Document {
            state: DocumentState::OnApproval,
            serves: vec![serves],
            ..Document::draft(id)
        },
        draft: DraftRecord {
            plan: PLAN.into(),
            kind: "order".to_owned(),
            title: "О наставничестве".to_owned(),
            template: "order-department.docx".to_owned(),
            template_sha256: "0".repeat(64),
            content: serde_json::json!({}),
            file_name: "Проект.docx".to_owned(),
        },
        file: None,
    }
}

/// All orders are signed by clerks who each wait for an answer before the next; days pass meanwhile.
async fn sign_all(runtimes: &[Runtime], documents: &Arc<Vec<DocumentId>>) {
    let next = Arc::new(AtomicUsize::new(0));
    let clock = runtimes[0].clock().clone();
    let mut clerks = Vec::new();
    for n in 0..CLERKS {
        let (runtime, documents, next) = (
            runtimes[n % runtimes.len()].clone(),
            Arc::clone(documents),
            Arc::clone(&next),
        );
        let clock = clock.clone();
        clerks.push(tokio::spawn(async move {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(document) = documents.get(index).copied() else {
                    return;
                };
                if index == documents.len() / 2 {
                    clock.set(at("2022-04-12T09:00:00+03:00"));
                }
                let act = Act::Approve { document };
                let command = Command::asked(format!("подпись {index}"), person("head"), act);
                runtime.accept(command).await.expect("every order is signed");
            }
        }));
    }
    for clerk in clerks {
        clerk.await.expect("a clerk ends well");
    }
}

async fn check_numbers(office: &Office, count: usize) {
    let journal = office.journal(2022).await;
    let numbers: Vec<u32> = journal.iter().map(|entry| entry.sequence).collect();
    let whole: Vec<u32> = (1..).take(count).collect();
    assert!(
        numbers == whole,
        "numbers have a gap or a double: {} of {count}",
        numbers.len()
    );
    let dates: Vec<_> = journal
        .iter()
        .map(|entry| entry.date.expect("every number is dated"))
        .collect();
    assert!(dates.is_sorted(), "dates go with numbers");
    assert!(dates.first() < dates.last(), "a day passed meanwhile");
}

async fn many(office: Office, count: usize, processes: usize) {
    let documents = laid_ready(&office, count).await;
    let mut runtimes = vec![office.runtime.clone()];
    for _ in 1..processes {
        runtimes.push(office.neighbour().await);
    }
    let began = Instant::now();
    sign_all(&runtimes, &documents).await;
    let commits: u64 = runtimes.iter().map(Runtime::commits).sum();
    println!(
        "{count} registrations by {CLERKS} clerks in {processes} processes: {:.1} s, {commits} transactions",
        began.elapsed().as_secs_f64()
    );
    check_numbers(&office, count).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_orders_at_once_on_sqlite() {
    many(Office::sqlite().await, 10_000, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_orders_at_once_on_postgresql() {
    many(Office::postgresql().await, 10_000, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_one_database_share_one_journal() {
    let office = Office::postgresql().await;
    many(office, 2_000, 2).await;
}

/// Letters of inserted numbers.
const LETTERS: &str = "абвгдежз";

/// While clerks sign orders, one enters inserted numbers from paper, and another annuls what was just signed.
async fn mixed(office: Office, runtimes: Vec<Runtime>) {
    let documents = laid_ready(&office, 400).await;
    let first = documents[0];
    assert_eq!(office.by_hand(first, "1-ОД", "2022-04-11", None).await, None);
    let mut clerks = Vec::new();
    for n in 0..CLERKS {
        let (runtime, documents) = (runtimes[n % runtimes.len()].clone(), Arc::clone(&documents));
        clerks.push(tokio::spawn(async move {
            for index in (1..documents.len()).filter(|index| index % CLERKS == n) {
                let document = documents[index];
                let letter = LETTERS.chars().nth(index / 48).filter(|_| index % 48 == 1);
                let (role, act) = match letter {
                    Some(letter) => {
                        let (number, date) = (format!("1-{letter}-ОД"), crate::office::day("2022-04-11"));
                        let skipped = None;
                        (
                            "clerk",
                            Act::RegisterByHand {
                                document,
                                number,
                                date,
                                skipped,
                            },
                        )
                    }
                    None => ("head", Act::Approve { document }),
                };
                let command = Command::asked(format!("{index}"), person(role), act);
                runtime.accept(command).await.expect("every order is registered");
                if index % 10 == 0 {
                    let reason = "зарегистрирован дважды".to_owned();
                    let annul = Act::AnnulDocument { document, reason };
                    let command = Command::asked(format!("{index} нет"), person("clerk"), annul);
                    runtime.accept(command).await.expect("it is annulled");
                }
            }
        }));
    }
    for clerk in clerks {
        clerk.await.expect("a clerk ends well");
    }
    let journal = office.journal(2022).await;
    assert_eq!(journal.len(), documents.len(), "every order has its line");
    let letters: String = journal.iter().filter_map(|entry| entry.letter).collect();
    assert_eq!(letters, LETTERS, "inserted numbers stand in their order, each once");
    let numbers = journal
        .iter()
        .filter(|entry| entry.letter.is_none())
        .map(|entry| entry.sequence);
    let numbers: Vec<u32> = numbers.collect();
    let whole: Vec<u32> = (1..).take(documents.len() - LETTERS.chars().count()).collect();
    assert!(numbers == whole, "numbers have a gap or a double");
    let marked = journal
        .iter()
        .filter(|entry| entry.marks.iter().any(|mark| mark.starts_with("аннулирован")));
    assert_eq!(marked.count(), documents.len().div_ceil(10) - 1);
    office.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signed_inserted_and_annulled_at_once_on_sqlite() {
    let office = Office::sqlite().await;
    let runtimes = vec![office.runtime.clone()];
    mixed(office, runtimes).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signed_inserted_and_annulled_at_once_by_two_processes_on_postgresql() {
    let office = Office::postgresql().await;
    let runtimes = vec![office.runtime.clone(), office.neighbour().await];
    mixed(office, runtimes).await;
}
