//! What an office does with its journal, through the one door, with the real templates.

use crate::office::{Office, PLAN, at, day, person};
use prikaz::engine::paper::{AttachmentKind, Does, Link, Linked, PaperOrder};
use prikaz::engine::state::DocumentState;
use prikaz::engine::transition::Transition;
use prikaz::runtime::card::card;
use prikaz::runtime::command::{Act, Command};
use prikaz::runtime::journal::Desk;
use prikaz::runtime::render::render_registered;
use prikaz::runtime::sources::{Shelf, SourceFile, shipped};
use prikaz::store::reader::Viewer;
use prikaz::words::ids::{DocumentId, sha256_hex};

/// Runs each story on both databases.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod sqlite { $(#[tokio::test(flavor = "multi_thread")] async fn $story() { super::$story(crate::office::Office::sqlite().await).await; })+ }
        mod postgresql { $(#[tokio::test(flavor = "multi_thread")] async fn $story() { super::$story(crate::office::Office::postgresql().await).await; })+ }
    };
}
on_both!(
    a_paper_journal_is_caught_up_and_the_numbers_go_on,
    a_cancelling_order_marks_what_it_cancels,
    a_registered_order_takes_scans_and_signatures,
    a_card_tells_what_is_known_of_an_order,
    plans_of_one_office_share_a_journal,
    one_batch_gives_one_number_once,
);

fn link(does: Does, document: DocumentId) -> Link {
    Link {
        does,
        to: Linked::Document(document),
    }
}

async fn drafts(office: &Office, items: &[&str]) -> Vec<DocumentId> {
    let mut documents = Vec::new();
    for item in items {
        documents.push(office.draft(PLAN, &[item], Vec::new()).await.expect("drafted"));
    }
    documents
}

async fn a_paper_journal_is_caught_up_and_the_numbers_go_on(office: Office) {
    let orders = drafts(&office, &["1.1", "1.2", "1.3", "1.4", "1.5"]).await;
    assert_eq!(office.by_hand(orders[0], "1-ОД", "2022-04-04", None).await, None);
    let refused = office.by_hand(orders[1], "4-ОД", "2022-04-06", None).await;
    assert_eq!(
        refused.expect("a gap is told"),
        "номер «4-ОД» оставит пропуск: не выданы с «2-ОД» по «3-ОД». Возьмите «2-ОД» или назовите причину, по которой \
         пропущенные номера пусты"
    );
    assert_eq!(
        office
            .by_hand(orders[1], "4-ОД", "2022-04-06", Some("бланки испорчены"))
            .await,
        None
    );
    assert_eq!(office.by_hand(orders[2], "1-а-ОД", "2022-04-05", None).await, None);
    office.sign(orders[3]).await.expect("signed today");
    let refused = office.by_hand(orders[4], "3-ОД", "2022-04-06", None).await;
    assert_eq!(
        refused.expect("a void number is told"),
        "номер «3-ОД» уже занят: объявлен пустым (бланки испорчены)"
    );
    let annul = Act::AnnulDocument {
        document: orders[1],
        reason: "зарегистрирован дважды".to_owned(),
    };
    office.clerk("аннулировать", annul).await.expect("annulled");
    office.sign(orders[4]).await.expect("signed today");
    let told = office.told(2022).await;
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "1-ОД 2022-04-04 введён по бумажному журналу",
            "1-а-ОД 2022-04-05 введён по бумажному журналу",
            "2-ОД — номер пуст с 11.04.2022: бланки испорчены",
            "3-ОД — номер пуст с 11.04.2022: бланки испорчены",
            "4-ОД 2022-04-06 аннулирован: зарегистрирован дважды; введён по бумажному журналу",
            "5-ОД 2022-04-11",
            "6-ОД 2022-04-11",
        ]
    );
    office.check().await;
}

async fn a_cancelling_order_marks_what_it_cancels(office: Office) {
    let first = office.draft(PLAN, &["1.1", "1.2"], Vec::new()).await.expect("drafted");
    office.sign(first).await.expect("signed");
    let second = office.order("1.3").await;
    let draft = office.draft(PLAN, &["1.8"], Vec::new()).await.expect("drafted");
    let refused = office.draft(PLAN, &["1.4"], vec![link(Does::Amends, draft)]).await;
    let refused = refused.expect_err("a draft is not in force");
    assert!(refused.to_string().contains("ещё не зарегистрирован"), "{refused}");
    let paper = Link {
        does: Does::Executes,
        to: Linked::Paper(PaperOrder {
            kind: "приказ министерства".to_owned(),
            number: "1641".to_owned(),
            date: day("2022-03-19"),
        }),
    };
    let links = vec![link(Does::Cancels, first), link(Does::Amends, second), paper];
    let third = office.draft(PLAN, &["1.4"], links).await.expect("drafted");
    let state = |office: &Office| {
        let reader = office.runtime.reader(Viewer::Department);
        async move {
            reader
                .document(first)
                .await
                .expect("read")
                .expect("there")
                .document
                .state
        }
    };
    assert!(
        matches!(state(&office).await, DocumentState::Registered(_)),
        "in force until the other is signed"
    );
    office.sign(third).await.expect("signed");
    assert!(matches!(state(&office).await, DocumentState::Cancelled { .. }));
    let again = office.draft(PLAN, &["1.5"], vec![link(Does::Cancels, first)]).await;
    let again = again.expect_err("it has no force any longer");
    assert!(again.to_string().contains("уже утратил силу"), "{again}");
    let told = office.told(2022).await;
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "1-ОД 2022-04-11 отменён приказом № 3-ОД от 11.04.2022; отменён: приказ № 3-ОД от 11.04.2022",
            "2-ОД 2022-04-11 изменён: приказ № 3-ОД от 11.04.2022",
            "3-ОД 2022-04-11 отменяет приказ № 1-ОД от 11.04.2022; изменяет приказ № 2-ОД от 11.04.2022; во исполнение: приказ министерства № 1641 от 19.03.2022",
        ]
    );
    for item in ["1.1", "1.2"] {
        let id = prikaz::words::ids::InstanceId::of(&PLAN.into(), &item.into(), &"2022".into());
        let history = office
            .runtime
            .reader(Viewer::System)
            .history_all(id)
            .await
            .expect("read");
        let last = history.last().expect("a row");
        assert_eq!(last.kind, "document_cancelled", "the history of {item} tells of it");
    }
    let made = render_registered(&office.runtime, first)
        .await
        .expect("its file is still made");
    assert!(made.is_some());
    office.check().await;
}

async fn a_registered_order_takes_scans_and_signatures(office: Office) {
    let draft = office.draft(PLAN, &["1.2"], Vec::new()).await.expect("drafted");
    let scan = b"%PDF-1.7 scan".as_slice();
    let refused = office.attach(draft, AttachmentKind::SignedScan, "скан.pdf", scan).await;
    assert!(refused.expect("a draft takes none").contains("на согласовании"));
    let order = office.draft(PLAN, &["1.1", "1.3"], Vec::new()).await.expect("drafted");
    office.sign(order).await.expect("signed");
    let refused = office
        .attach(order, AttachmentKind::SignedScan, "скан.pdf", b"MZ")
        .await;
    assert!(refused.expect("no PDF").contains("файл PDF"));
    assert_eq!(
        office.attach(order, AttachmentKind::SignedScan, "скан.pdf", scan).await,
        None
    );
    assert_eq!(
        office
            .attach(order, AttachmentKind::DetachedSignature, "приказ.docx.sig", b"0\x82")
            .await,
        None
    );
    let refused = office
        .attach(order, AttachmentKind::SignedScan, "ещё раз.pdf", scan)
        .await;
    assert_eq!(
        refused.expect("the same file"),
        "файл «ещё раз.pdf» уже приложен к документу"
    );
    let row = office
        .runtime
        .reader(Viewer::Department)
        .document(order)
        .await
        .expect("read")
        .expect("there");
    let names: Vec<&str> = row
        .document
        .attachments
        .iter()
        .map(|added| added.file.name.as_str())
        .collect();
    assert_eq!(names, ["скан.pdf", "приказ.docx.sig"]);
    office.check().await;
}

async fn a_card_tells_what_is_known_of_an_order(office: Office) {
    let order = office.order("1.1").await;
    let amending = office
        .draft(PLAN, &["1.2"], vec![link(Does::Amends, order)])
        .await
        .expect("drafted");
    office.sign(amending).await.expect("signed");
    let reader = office.runtime.reader(Viewer::Department);
    let desk = Desk {
        catalog: office.runtime.catalog(),
        reader: &reader,
    };
    let card = card(desk, order).await.expect("read").expect("there");
    assert_eq!(
        (card.author.as_str(), card.kind.as_str()),
        ("Отдел образования Заозёрного округа", "приказ")
    );
    assert_eq!(card.journal.as_deref(), Some("Приказы по основной деятельности"));
    assert_eq!(
        (card.entry.number.as_str(), card.entry.date),
        ("1-ОД", Some(day("2022-04-11")))
    );
    assert_eq!(card.entry.signer.expect("a signer").name, "Л. А. Ветрова");
    assert_eq!(
        card.entry.preparer.expect("a preparer").name,
        "Королёва Алёна Семёновна"
    );
    assert_eq!(card.entry.serves[0].number, "1.1");
    assert_eq!(card.entry.links[0].text, "изменён: приказ № 2-ОД от 11.04.2022");
    assert_eq!(card.approvals, ["Начальник отдела образования"]);
    assert_eq!(card.taken_off, Some(day("2022-04-11")), "the item ended with its order");
}

async fn plans_of_one_office_share_a_journal(office: Office) {
    office.order("1.1").await;
    let other = office
        .draft("science-2022", &["1.1"], Vec::new())
        .await
        .expect("drafted");
    office.sign(other).await.expect("signed");
    let numbers: Vec<String> = office
        .journal(2022)
        .await
        .into_iter()
        .map(|entry| entry.number)
        .collect();
    assert_eq!(numbers, ["1-ОД", "2-ОД"]);
}

/// Clerks who ask for the same number at the same moment: one gets it, the others are told who has it.
async fn one_batch_gives_one_number_once(office: Office) {
    let items = ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"];
    let orders = drafts(&office, &items).await;
    assert_eq!(office.by_hand(orders[5], "1-ОД", "2022-04-04", None).await, None);
    let mut asked = Vec::new();
    for (n, document) in orders[..5].iter().copied().enumerate() {
        let runtime = office.runtime.clone();
        let number = if n < 3 { "1-а-ОД" } else { "2-ОД" };
        let act = Act::RegisterByHand {
            document,
            number: number.to_owned(),
            date: day("2022-04-05"),
            skipped: None,
        };
        asked.push(tokio::spawn(async move {
            runtime
                .accept(Command::asked(format!("сразу {n}"), person("clerk"), act))
                .await
        }));
    }
    let mut refused = Vec::new();
    for answer in asked {
        if let Err(refusal) = answer.await.expect("an answer") {
            refused.push(refusal.code());
        }
    }
    assert_eq!(refused, ["NUMBER_USED"; 3], "two numbers for five");
    let numbers: Vec<String> = office
        .journal(2022)
        .await
        .into_iter()
        .map(|entry| entry.number)
        .collect();
    assert_eq!(numbers, ["1-ОД", "1-а-ОД", "2-ОД"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_never_insert_one_number_twice() {
    let office = Office::postgresql().await;
    let orders = drafts(&office, &["1.1", "1.2", "1.3", "1.4", "1.5"]).await;
    assert_eq!(office.by_hand(orders[4], "1-ОД", "2022-04-04", None).await, None);
    let other = office.neighbour().await;
    let mut asked = Vec::new();
    for (n, document) in orders[..4].iter().copied().enumerate() {
        let runtime = if n % 2 == 0 {
            office.runtime.clone()
        } else {
            other.clone()
        };
        let act = Act::RegisterByHand {
            document,
            number: "1-а-ОД".to_owned(),
            date: day("2022-04-05"),
            skipped: None,
        };
        asked.push(tokio::spawn(async move {
            runtime
                .accept(Command::asked(format!("сразу {n}"), person("clerk"), act))
                .await
        }));
    }
    let mut given = 0;
    for answer in asked {
        match answer.await.expect("an answer") {
            Ok(_) => given += 1,
            Err(refusal) => assert_eq!(refusal.code(), "NUMBER_USED", "{refusal}"),
        }
    }
    assert_eq!(given, 1);
    office.check().await;
}

/// The shipped order once more, as another file of the folder of old layouts.
fn with_old_layout() -> (Vec<SourceFile>, String) {
    let mut templates = shipped(Shelf::DocTemplates);
    let order = templates
        .iter()
        .find(|file| file.path == "order-department.docx")
        .expect("shipped");
    let mut bytes = order.bytes.clone();
    // A comment at the end of the archive: the same template under another checksum.
    let length = bytes.len();
    bytes[length - 2] = 1;
    bytes.push(b'x');
    let sha256 = sha256_hex(&bytes);
    templates.push(SourceFile {
        path: "gost-2016/order-department.docx".to_owned(),
        bytes,
    });
    (templates, sha256)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_before_keeps_the_layout_of_before() {
    let (templates, old) = with_old_layout();
    let office = Office::with(&templates).await;
    let usual = office
        .runtime
        .catalog()
        .template("order-department.docx")
        .expect("shipped")
        .sha256()
        .to_owned();
    let made_by = async |document: DocumentId, item: &str| {
        render_registered(&office.runtime, document)
            .await
            .expect("a file is made");
        let id = prikaz::words::ids::InstanceId::of(&PLAN.into(), &item.into(), &"2022".into());
        let history = office
            .runtime
            .reader(Viewer::System)
            .history_all(id)
            .await
            .expect("read");
        let made = history.iter().rev().find_map(|row| match &row.entry.transition {
            Transition::DocumentRendered { template_sha256, .. } => Some(template_sha256.clone()),
            _ => None,
        });
        made.expect("the history tells by which template")
    };
    let first = office.order("1.1").await;
    assert_eq!(made_by(first, "1.1").await, old);
    office.runtime.clock().set(at("2025-08-17T12:00:00+03:00"));
    let last = office.order("1.2").await;
    assert_eq!(made_by(last, "1.2").await, old);
    office.runtime.clock().set(at("2025-08-18T12:00:00+03:00"));
    let new = office.order("1.3").await;
    assert_eq!(made_by(new, "1.3").await, usual);
    assert!(
        !office
            .runtime
            .catalog()
            .template_names()
            .iter()
            .any(|name| name.contains("gost"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_is_written_as_a_table() {
    let office = Office::sqlite().await;
    let order = office.draft(PLAN, &["1.1", "1.2"], Vec::new()).await.expect("drafted");
    let skipped = Some("бланки испорчены");
    assert_eq!(office.by_hand(order, "2-ОД", "2022-04-04", skipped).await, None);
    let file = office.folder().join("журнал.csv");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_prikaz"))
        .args(["journal", "orders", "2022", "--data"])
        .arg(office.folder())
        .arg("-o")
        .arg(&file)
        .output()
        .expect("the program starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let table = std::fs::read_to_string(&file).expect("a table was written");
    let lines: Vec<&str> = table.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines[1],
        r#""1-ОД";"";"";"";"";"";"номер пуст с 11.04.2022: бланки испорчены";"";"""#
    );
    assert_eq!(
        lines[2],
        r#""2-ОД";"04.04.2022";"О пунктах registry-2022/1.1+1.2";"Начальник отдела образования Л. А. Ветрова";"Королёва Алёна Семёновна";"1.1 (2022); 1.2 (2022)";"введён по бумажному журналу";"";"""#
    );
    assert_eq!(lines.len(), 3);
}

/// Who alters a number in the database past the program is found out.
#[tokio::test(flavor = "multi_thread")]
async fn a_tampered_journal_is_found() {
    use sea_orm::ConnectionTrait;
    let office = Office::sqlite().await;
    let order = office.draft(PLAN, &["1.1"], Vec::new()).await.expect("drafted");
    assert_eq!(
        office
            .by_hand(order, "2-ОД", "2022-04-04", Some("бланки испорчены"))
            .await,
        None
    );
    office.check().await;
    let raw = sea_orm::Database::connect(&office.url)
        .await
        .expect("an administrator comes in");
    let alter = "UPDATE document SET number = '3-ОД', body = replace(body, '2-ОД', '3-ОД')";
    raw.execute_unprepared(alter).await.expect("altered");
    let verdict = prikaz::runtime::verify::verify(&office.store).await.expect("read");
    assert_eq!(verdict.faults.len(), 1, "{:?}", verdict.faults);
    assert!(
        verdict.faults[0].contains("расходится с историей: номер и дата"),
        "{:?}",
        verdict.faults
    );
}
