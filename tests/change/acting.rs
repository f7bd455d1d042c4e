//! Somebody acts for the head for a time: by the day he approves, papers sign «И. о.», and it ends by itself.

use crate::office::*;
use crate::postgres;
use prikaz::engine::event::Actor;
use prikaz::runtime::command::{Act, Refusal};
use prikaz::runtime::declarations::Declaration;
use prikaz::store::reader::Viewer;
use prikaz::words::ids::{DeclarationId, DocumentId};

/// The head of the methodical office: her access has no role that approves.
fn shmeleva() -> Actor {
    person("methodist", "Шмелёва Н.\u{a0}Ф., заведующая ИМО")
}

fn substitution(from: &str, to: &str) -> Act {
    Act::Declare {
        plan: PLAN.into(),
        what: Declaration::Substitution {
            role: "head".into(),
            person: "shmeleva".into(),
            from: day(from),
            to: day(to),
            basis: "приказ № 31-к от 11.04.2022".to_owned(),
        },
    }
}

/// What can be read on the finished order.
async fn signer(office: &Office, document: DocumentId) -> String {
    let reader = office.runtime.reader(Viewer::System);
    let row = reader.document(document).await.expect("read").expect("there");
    let file = row.file.expect("the file was made");
    let bytes = office.store.get_blob(&file.sha256).await.expect("read").expect("kept");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut xml = String::new();
    let mut part = archive.by_name("word/document.xml").expect("a main part");
    std::io::Read::read_to_string(&mut part, &mut xml).expect("UTF-8");
    xml.replace('\u{a0}', " ")
}

#[tokio::test]
async fn the_acting_head_signs_in_her_days_on_sqlite() {
    acting(Office::open(None, &Texts::shipped()).await).await;
}

#[tokio::test]
async fn the_acting_head_signs_in_her_days_on_postgresql() {
    acting(Office::open(Some(postgres::database().await), &Texts::shipped()).await).await;
}

async fn acting(mut office: Office) {
    office.dispatcher.drain().await.expect("periods open");
    office
        .act(&clerk(), substitution("2022-04-12", "2022-04-15"))
        .await
        .expect("declared");
    let early = office
        .order("1.4", "2022", &shmeleva())
        .await
        .expect_err("her days have not come");
    assert_eq!(early.code(), "NOT_YOURS");
    office.pass_to("2022-04-12").await;
    let document = office.order("1.5", "2022", &shmeleva()).await.expect("she acts");
    office.dispatcher.drain().await.expect("the file is made");
    let content = signer(&office, document).await;
    assert!(
        content.contains("Шмелёва") && content.contains("начальника отдела образования"),
        "{content}"
    );
    let history = office.history("1.5", "2022").await;
    let signed = history
        .iter()
        .find(|row| row.kind == "document_registered")
        .expect("signed");
    let Actor::Person { roles, name } = &signed.entry.actor else {
        panic!("a person signs")
    };
    assert!(name.starts_with("Шмелёва") && roles.iter().any(|role| role.as_str() == "head"));

    office.restart(&Texts::shipped()).await;
    office.pass_to("2022-04-15").await;
    office
        .order("1.6", "2022", &shmeleva())
        .await
        .expect("the last day counts");
    office.pass_to("2022-04-18").await;
    let late = office
        .order("4.1", "2022", &shmeleva())
        .await
        .expect_err("it ended by itself");
    assert_eq!(late.code(), "NOT_YOURS");
    office.check_whole().await;
}

#[tokio::test]
async fn a_substitution_ends_earlier_when_that_is_declared() {
    let office = Office::open(None, &Texts::shipped()).await;
    office.dispatcher.drain().await.expect("periods open");
    let declared = office.key();
    let command =
        prikaz::runtime::command::Command::asked(declared.clone(), clerk(), substitution("2022-04-05", "2022-04-29"));
    office.runtime.accept(command).await.expect("declared");
    office.order("1.4", "2022", &shmeleva()).await.expect("she acts");
    let end = Act::Declare {
        plan: PLAN.into(),
        what: Declaration::SubstitutionEnded {
            substitution: DeclarationId::of(&declared),
            last_day: day("2022-04-08"),
            basis: "отозвана из отпуска Ветрова Л. А.".to_owned(),
        },
    };
    office.act(&clerk(), end).await.expect("ended");
    office.pass_to("2022-04-11").await;
    assert_eq!(
        office
            .order("1.5", "2022", &shmeleva())
            .await
            .expect_err("ended")
            .code(),
        "NOT_YOURS"
    );
    office
        .act(&clerk(), substitution("2022-04-12", "2022-04-15"))
        .await
        .expect("those days are free again");
}

#[tokio::test]
async fn a_substitution_that_cannot_hold_is_refused_with_its_reason() {
    let office = Office::open(None, &Texts::shipped()).await;
    let code = |refused: Result<_, Refusal>| {
        refused
            .map(|_: prikaz::runtime::command::Answer| ())
            .expect_err("refused")
            .code()
    };
    let declare = |role: &str, person: &str, basis: &str| Act::Declare {
        plan: PLAN.into(),
        what: Declaration::Substitution {
            role: role.into(),
            person: person.into(),
            from: day("2022-07-01"),
            to: day("2022-07-14"),
            basis: basis.to_owned(),
        },
    };
    assert_eq!(
        code(office.act(&clerk(), declare("начальник", "shmeleva", "приказ")).await),
        "NO_ROLE"
    );
    assert_eq!(
        code(office.act(&clerk(), declare("head", "petrov", "приказ")).await),
        "NO_PERSON"
    );
    assert_eq!(
        code(office.act(&clerk(), declare("head", "vetrova", "приказ")).await),
        "SAME_PERSON"
    );
    assert_eq!(
        code(office.act(&clerk(), declare("head", "shmeleva", "")).await),
        "MISSING"
    );
    assert_eq!(
        code(office.act(&clerk(), substitution("2022-07-14", "2022-07-01")).await),
        "BAD_DATE"
    );
    office
        .act(&clerk(), substitution("2022-07-01", "2022-07-14"))
        .await
        .expect("declared");
    assert_eq!(
        code(office.act(&clerk(), substitution("2022-07-14", "2022-07-20")).await),
        "OVERLAP"
    );
    assert_eq!(
        code(office.act(&shmeleva(), substitution("2022-08-01", "2022-08-02")).await),
        "NOT_YOURS"
    );
}
