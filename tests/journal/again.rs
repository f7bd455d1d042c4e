//! Numbers put right: orders registered again, numbers declared void, signs that look alike; and a template that another
//! process has put into use.

use crate::office::{Office, PLAN, day, person};
use prikaz::engine::paper::{Does, Link, Linked};
use prikaz::engine::state::DocumentState;
use prikaz::runtime::command::{Act, Command, Draft, ItemInPeriod};
use prikaz::runtime::render::render_registered;
use prikaz::runtime::sources::{Shelf, shipped};
use prikaz::runtime::versions::Uploaded;
use prikaz::store::reader::Viewer;
use prikaz::words::ids::{DocumentId, InstanceId};

/// Runs each story on both databases.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod sqlite { $(#[tokio::test(flavor = "multi_thread")] async fn $story() { super::$story(crate::office::Office::sqlite().await).await; })+ }
        mod postgresql { $(#[tokio::test(flavor = "multi_thread")] async fn $story() { super::$story(crate::office::Office::postgresql().await).await; })+ }
    };
}
on_both!(
    an_order_under_a_wrong_number_is_registered_again_for_all_its_items,
    what_it_cancelled_is_cancelled_by_the_right_number,
    a_spoilt_number_is_declared_void_before_any_order_bears_it,
    a_template_of_one_process_is_used_by_the_others,
);

fn instance(item: &str) -> InstanceId {
    InstanceId::of(&PLAN.into(), &item.into(), &"2022".into())
}

async fn again(
    office: &Office,
    document: DocumentId,
    number: &str,
    reason: Option<&str>,
) -> Result<DocumentId, String> {
    let act = Act::RegisterAgain {
        document,
        number: number.to_owned(),
        date: day("2022-04-04"),
        skipped: None,
        reason: reason.map(str::to_owned),
    };
    let answered = office
        .clerk(&format!("заново {document} {number} {reason:?}"), act)
        .await;
    let answer = answered.map_err(|refusal| refusal.to_string())?;
    Ok(answer.document.expect("the new document"))
}

async fn an_order_under_a_wrong_number_is_registered_again_for_all_its_items(office: Office) {
    let order = office.draft(PLAN, &["1.1", "1.2"], Vec::new()).await.expect("drafted");
    let refused = again(&office, order, "2-ОД", Some("опечатка")).await;
    assert!(refused.expect_err("a draft has no number").contains("на согласовании"));
    assert_eq!(office.by_hand(order, "1-ОД", "2022-04-04", None).await, None);
    let refused = again(&office, order, "2-ОД", None).await;
    assert_eq!(
        refused.expect_err("the mark needs a reason"),
        "укажите: причину, по которой номер аннулирован"
    );
    let refused = again(&office, order, "1-ОД", Some("опечатка в номере")).await;
    assert!(refused.expect_err("never reused").contains("уже занят"));
    let right = again(&office, order, "2-ОД", Some("опечатка в номере"))
        .await
        .expect("registered again");
    assert_ne!(right, order);
    let told = office.told(2022).await;
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "1-ОД 2022-04-04 аннулирован: опечатка в номере; введён по бумажному журналу; зарегистрирован заново: приказ № 2-ОД от 04.04.2022",
            "2-ОД 2022-04-04 введён по бумажному журналу; зарегистрирован вместо: приказ № 1-ОД от 04.04.2022",
        ]
    );
    let reader = office.runtime.reader(Viewer::System);
    for item in ["1.1", "1.2"] {
        let row = reader.instance(instance(item)).await.expect("read").expect("there");
        assert_eq!(
            row.instance.document,
            Some(right),
            "{item} is served by the right number"
        );
        let history = reader.history_all(instance(item)).await.expect("read");
        let kinds: Vec<&str> = history.iter().map(|row| row.kind.as_str()).collect();
        let tail = &kinds[kinds.len() - 3..];
        assert_eq!(
            tail,
            ["document_cancelled", "document_registered_again", "document_linked"],
            "{item}"
        );
    }
    let made = render_registered(&office.runtime, right)
        .await
        .expect("made")
        .expect("a file");
    assert!(made.name.contains("№ 2-ОД от 04.04.2022"), "{}", made.name);
    let refused = again(&office, order, "3-ОД", None).await;
    assert_eq!(
        refused.expect_err("one text, one number in force"),
        "документ уже зарегистрирован заново под № 2-ОД: исправляйте тот"
    );
    again(&office, right, "3-ОД", Some("и это опечатка"))
        .await
        .expect("the right one may turn out wrong too");
    office.check().await;
}

async fn what_it_cancelled_is_cancelled_by_the_right_number(office: Office) {
    let first = office.order("1.1").await;
    let link = Link {
        does: Does::Cancels,
        to: Linked::Document(first),
    };
    let second = office.draft(PLAN, &["1.2"], vec![link]).await.expect("drafted");
    assert_eq!(office.by_hand(second, "2-ОД", "2022-04-11", None).await, None);
    let act = Act::RegisterAgain {
        document: second,
        number: "3-ОД".to_owned(),
        date: day("2022-04-11"),
        skipped: None,
        reason: Some("опечатка в номере".to_owned()),
    };
    office.clerk("заново", act).await.expect("registered again");
    let row = office.runtime.reader(Viewer::Department).document(first).await;
    let state = row.expect("read").expect("there").document.state;
    assert!(
        matches!(&state, DocumentState::Cancelled { mark: Some(mark), .. } if mark.in_words() == "отменён приказом № 3-ОД от 11.04.2022"),
        "{state:?}"
    );
    let told = office.told(2022).await;
    assert_eq!(
        told.lines().next(),
        Some("1-ОД 2022-04-11 отменён приказом № 3-ОД от 11.04.2022; отменён: приказ № 3-ОД от 11.04.2022")
    );
    office.check().await;
}

async fn a_spoilt_number_is_declared_void_before_any_order_bears_it(office: Office) {
    office.order("1.1").await;
    office.draft(PLAN, &["1.2"], Vec::new()).await.expect("drafted");
    let void = async |number: &str| {
        let act = Act::VoidNumber {
            instance: instance("1.2"),
            journal: "orders".into(),
            year: 2022,
            number: number.to_owned(),
            reason: "бланк испорчен".to_owned(),
        };
        office
            .clerk(&format!("пустой {number}"), act)
            .await
            .err()
            .map(|refusal| refusal.to_string())
    };
    assert_eq!(
        void("3-ОД").await.expect("a gap"),
        "пустым объявляют следующий номер журнала, а это «2-ОД», не «3-ОД»"
    );
    assert_eq!(void("2-ОД").await, None);
    let inserted = office.draft(PLAN, &["1.4"], Vec::new()).await.expect("drafted");
    assert_eq!(office.by_hand(inserted, "2-A-OД", "2022-04-11", None).await, None);
    office.order("1.3").await;
    let told = office.told(2022).await;
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "1-ОД 2022-04-11",
            "2-ОД — номер пуст с 11.04.2022: бланк испорчен",
            "2-а-ОД 2022-04-11 введён по бумажному журналу",
            "3-ОД 2022-04-11",
        ]
    );
    office.check().await;
}

async fn a_template_of_one_process_is_used_by_the_others(office: Office) {
    let (one, other) = (office.neighbour_of_its_own().await, office.neighbour_of_its_own().await);
    let mut bytes = shipped(Shelf::DocTemplates)
        .into_iter()
        .find(|file| file.path == "order-department.docx")
        .expect("shipped")
        .bytes;
    // A comment at the end of the archive: the same template under another checksum.
    let length = bytes.len();
    bytes[length - 2] = 1;
    bytes.push(b'x');
    let uploaded = other
        .upload_template("order-department.docx", bytes, "Королёва А. С.")
        .await;
    assert!(matches!(uploaded.expect("kept"), Uploaded::Kept));
    let newest = other.catalog().template("order-department.docx").expect("in use");
    let old = one.catalog().template("order-department.docx").expect("in use");
    assert_ne!(old.sha256(), newest.sha256());
    let act = Act::Issue {
        plan: PLAN.into(),
        items: vec![ItemInPeriod {
            item: "1.1".into(),
            period: None,
        }],
        draft: Draft::default(),
        document: None,
    };
    one.accept(Command::asked("проект", person("clerk"), act))
        .await
        .expect("drafted");
    let row = one.reader(Viewer::Department).document(DocumentId::of("проект")).await;
    let row = row.expect("read").expect("there");
    assert_eq!(row.draft.template_sha256, newest.sha256(), "no restart was needed");
}
