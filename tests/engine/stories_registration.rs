//! Stories of the journal: inserted numbers, numbers from paper, void and cancelled ones, links, scans and signatures.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{DateOrder, Definition, Journal};
use prikaz::engine::event::{Actor, Event, FileRef};
use prikaz::engine::paper::{AttachmentKind, Does, Link, Linked, Mark, PaperOrder, TasksOfCancelled};
use prikaz::engine::state::DocumentState;
use prikaz::words::ids::DocumentId;
use std::sync::Arc;

/// Items 1.1, 1.2, 1.4 and 1.5 with an order each, on Monday 11 April; № 113 was used on paper.
fn office() -> World {
    let keys = ["1.1", "1.2", "1.4", "1.5"];
    office_of(
        keys.map(|key| item(key, "2022-05-13", vec![imo()], order_then_reports()))
            .to_vec(),
    )
}

fn office_of(items: Vec<Definition>) -> World {
    let keys: Vec<String> = items.iter().map(|item| item.key.to_string()).collect();
    let mut world = World::new("2022-04-11", 1, items);
    for key in &keys {
        world.open(key).issue(key, key);
    }
    world.quietly();
    world
}

fn by_hand(number: &str, date: &str) -> Event {
    Event::RegisterByHand {
        document: DocumentId::of("1.1"),
        number: number.to_owned(),
        date: day(date),
        skipped: None,
    }
}

fn skipping(number: &str, date: &str, why: &str) -> Event {
    match by_hand(number, date) {
        Event::RegisterByHand {
            document, number, date, ..
        } => Event::RegisterByHand {
            document,
            number,
            date,
            skipped: Some(why.to_owned()),
        },
        other => other,
    }
}

/// The same about the document of another item.
fn of_item(item: &str, event: Event) -> Event {
    match event {
        Event::RegisterByHand {
            number, date, skipped, ..
        } => Event::RegisterByHand {
            document: DocumentId::of(item),
            number,
            date,
            skipped,
        },
        other => other,
    }
}

fn hand(world: &mut World, item: &str, event: Event) {
    world.told(item, &clerk(), of_item(item, event));
}

/// What was registered and refused, without what follows from it.
fn journal_story(world: &mut World) -> String {
    let told = world.story();
    let lines = told.lines().filter(|line| {
        ["refused", "DocumentRegistered", "NumbersVoided", "DocumentCancelled"]
            .iter()
            .any(|word| line.contains(word))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_order_signed_on_paper_keeps_its_number_and_date_and_its_item_goes_on() {
    let mut world = office();
    hand(&mut world, "1.1", by_hand(" 114-ОД ", "2022-04-08"));
    assert_snapshot!(world.story(), @"");
}

#[test]
fn a_number_must_be_of_the_journal_free_and_without_a_gap() {
    let mut world = office();
    for number in ["114", "0114-ОД", "114-аб-ОД", "ОД"] {
        hand(&mut world, "1.1", by_hand(number, "2022-04-08"));
    }
    hand(&mut world, "1.1", by_hand("117-ОД", "2022-04-08"));
    hand(&mut world, "1.1", skipping("117-ОД", "2022-04-08", " "));
    hand(&mut world, "1.1", skipping("250-ОД", "2022-04-08", "бланки испорчены"));
    hand(&mut world, "1.1", skipping("117-ОД", "2022-04-08", "бланки испорчены"));
    hand(&mut world, "1.2", by_hand("117-ОД", "2022-04-08"));
    hand(&mut world, "1.2", by_hand("115-ОД", "2022-04-08"));
    world.approve("1.2", "1.2", &head());
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn a_paper_number_from_before_the_plan_is_entered_once() {
    let mut world = office();
    hand(&mut world, "1.1", by_hand("57-ОД", "2022-02-14"));
    hand(&mut world, "1.2", by_hand("57-ОД", "2022-02-14"));
    hand(&mut world, "1.2", by_hand("58-ОД", "2022-02-11"));
    hand(&mut world, "1.2", by_hand("56-ОД", "2022-02-15"));
    hand(&mut world, "1.2", by_hand("56-ОД", "2022-02-14"));
    world.approve("1.4", "1.4", &head());
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn an_inserted_number_takes_a_letter_and_leaves_the_head_where_it_is() {
    let mut world = office();
    hand(&mut world, "1.1", by_hand("114-а-ОД", "2022-04-11"));
    world.approve("1.1", "1.1", &head());
    hand(&mut world, "1.2", by_hand("114-а-ОД", "2022-04-11"));
    hand(&mut world, "1.4", by_hand("114а-ОД", "2022-04-11"));
    hand(&mut world, "1.4", by_hand("114-б-ОД", "2022-04-11"));
    world.approve("1.5", "1.5", &head());
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn nothing_is_inserted_after_a_void_number() {
    let mut world = office();
    hand(&mut world, "1.1", skipping("116-ОД", "2022-04-11", "бланки испорчены"));
    hand(&mut world, "1.2", by_hand("115-а-ОД", "2022-04-11"));
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn dates_go_with_numbers() {
    let mut world = office();
    hand(&mut world, "1.1", by_hand("114-ОД", "2022-04-12"));
    hand(&mut world, "1.1", by_hand("114-ОД", "2022-04-07"));
    world.pass_to("2022-04-13").quietly();
    hand(&mut world, "1.2", by_hand("115-ОД", "2022-04-06"));
    hand(&mut world, "1.2", by_hand("115-ОД", "2022-04-12"));
    hand(&mut world, "1.4", by_hand("114-а-ОД", "2022-04-06"));
    hand(&mut world, "1.4", by_hand("114-а-ОД", "2022-04-13"));
    hand(&mut world, "1.4", by_hand("114-а-ОД", "2022-04-12"));
    world.wake_on("2022-04-11").approve("1.5", "1.5", &head());
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn an_office_may_allow_a_date_out_of_order_with_a_remark() {
    let allowed = |key: &str| {
        let mut item = item(key, "2022-05-13", vec![imo()], order_then_reports());
        let rules = Arc::make_mut(&mut item.rules);
        rules
            .journals
            .values_mut()
            .for_each(|journal| journal.date_order = DateOrder::Remark);
        item
    };
    let mut world = office_of(vec![allowed("1.1"), allowed("1.2"), allowed("1.4")]);
    hand(&mut world, "1.1", by_hand("114-ОД", "2022-04-08"));
    hand(&mut world, "1.2", by_hand("115-ОД", "2022-04-07"));
    world.wake_on("2022-04-06").approve("1.4", "1.4", &head());
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn the_year_of_a_series_is_that_of_the_date() {
    let mut world = office();
    world.approve("1.1", "1.1", &head());
    world.wake_on("2023-01-09").approve("1.2", "1.2", &head());
    hand(&mut world, "1.4", by_hand("115-ОД", "2022-12-30"));
    hand(&mut world, "1.5", by_hand("2-ОД", "2023-01-09"));
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn an_inserted_number_is_never_one_of_another_journal() {
    let mut items = vec![item("1.1", "2022-05-13", vec![imo()], order_then_reports())];
    let rules = Arc::make_mut(&mut items[0].rules);
    let orders = rules.journals.values_mut().next().expect("a journal");
    orders.pattern = "{n}".to_owned();
    let letters = Journal {
        title: "Приказы по кадрам".to_owned(),
        pattern: "{n}-к".to_owned(),
        ..orders.clone()
    };
    rules.journals.insert("personnel".into(), letters);
    let mut world = office_of(items);
    hand(&mut world, "1.1", by_hand("113-к", "2022-04-08"));
    hand(&mut world, "1.1", by_hand("113-а", "2022-04-08"));
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn only_who_drafts_enters_paper_orders() {
    let mut world = office();
    world
        .told("1.1", &head(), by_hand("114-ОД", "2022-04-11"))
        .told("1.1", &of("imo"), by_hand("114-ОД", "2022-04-11"))
        .told("1.1", &Actor::System, by_hand("114-ОД", "2022-04-11"));
    assert_snapshot!(journal_story(&mut world), @"");
}

fn annul(document: &str, reason: &str) -> Event {
    Event::CancelDocument {
        document: DocumentId::of(document),
        mark: Mark::Annulled {
            reason: reason.to_owned(),
        },
        tasks: TasksOfCancelled::RunOn,
    }
}

#[test]
fn an_annulled_number_stays_and_is_never_given_again() {
    let mut world = office();
    world
        .told("1.1", &clerk(), annul("1.1", "ошибочно"))
        .approve("1.1", "1.1", &head())
        .told("1.1", &of("imo"), annul("1.1", "ошибочно"))
        .told("1.1", &clerk(), annul("1.1", " "))
        .told("1.1", &clerk(), annul("1.1", "зарегистрирован дважды"))
        .told("1.1", &clerk(), annul("1.1", "ещё раз"));
    hand(&mut world, "1.2", by_hand("114-ОД", "2022-04-11"));
    world.approve("1.2", "1.2", &head());
    assert_snapshot!(journal_story(&mut world), @"");
    let state = &world.documents[&DocumentId::of("1.1")].state;
    assert!(
        matches!(state, DocumentState::Cancelled { mark: Some(mark), .. } if mark.in_words() == "аннулирован: зарегистрирован дважды")
    );
    assert_eq!(world.task("1.1", "imo").reports, 0, "its task is still there");
}

fn linked(document: &str, does: Does, other: &str) -> Event {
    let link = Link {
        does,
        to: Linked::Document(DocumentId::of(other)),
    };
    Event::LinkDocument {
        document: DocumentId::of(document),
        links: vec![link],
    }
}

#[test]
fn a_cancelling_order_takes_force_when_it_is_registered_and_leaves_tasks_running() {
    let mut world = office();
    world.approve("1.1", "1.1", &head()).quietly();
    world
        .told("1.2", &clerk(), linked("1.2", Does::Cancels, "1.1"))
        .approve("1.2", "1.2", &head());
    assert_snapshot!(world.story(), @"");
    assert_eq!(world.instance("1.1").counts.open, 1);
}

#[test]
fn it_withdraws_their_tasks_when_its_drafter_says_so() {
    let mut world = office();
    world.approve("1.1", "1.1", &head()).quietly();
    world
        .told("1.2", &clerk(), linked("1.2", Does::CancelsWithTasks, "1.1"))
        .approve("1.2", "1.2", &head());
    let told = world.story();
    let about: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("1.1") || line.contains("-> "))
        .collect();
    assert_snapshot!(about.join("\n"), @"");
}

#[test]
fn one_order_that_served_two_items_loses_force_in_both() {
    let keys = ["1.1", "1.2", "1.4"].map(|key| item(key, "2022-05-13", vec![imo()], order_then_reports()));
    let mut world = World::new("2022-04-11", 1, keys.to_vec());
    world.open("1.1").open("1.2").open("1.4");
    world
        .issue("1.1", "о двух")
        .issue("1.2", "о двух")
        .approve("1.1", "о двух", &head());
    world
        .issue("1.4", "1.4")
        .told("1.4", &clerk(), linked("1.4", Does::Cancels, "о двух"));
    world.quietly().approve("1.4", "1.4", &head());
    assert_snapshot!(journal_story(&mut world), @"");
}

#[test]
fn links_are_said_before_anybody_has_approved() {
    let mut world = office();
    let paper = Link {
        does: Does::Amends,
        to: Linked::Paper(PaperOrder {
            kind: "приказ отдела образования".to_owned(),
            number: "64-д".to_owned(),
            date: day("2022-02-24"),
        }),
    };
    let links = |links| Event::LinkDocument {
        document: DocumentId::of("1.1"),
        links,
    };
    world
        .told("1.1", &of("imo"), links(vec![paper.clone()]))
        .told("1.1", &clerk(), linked("1.1", Does::Amends, "1.1"))
        .told("1.1", &clerk(), links(vec![paper.clone(); 51]))
        .told("1.1", &clerk(), links(vec![paper]));
    assert_snapshot!(world.story(), @"");
    world.approve("1.1", "1.1", &head()).quietly();
    world.told("1.1", &clerk(), linked("1.1", Does::Amends, "1.2"));
    assert_snapshot!(world.story(), @"");
}

fn attach(kind: AttachmentKind, name: &str) -> Event {
    Event::AttachToDocument {
        document: DocumentId::of("1.1"),
        kind,
        file: FileRef {
            name: name.to_owned(),
            sha256: prikaz::words::ids::sha256_hex(name.as_bytes()),
            size: 183_402,
        },
    }
}

#[test]
fn scans_and_signatures_are_added_to_a_registered_order_and_never_replaced() {
    let mut world = office();
    world
        .told("1.1", &clerk(), attach(AttachmentKind::SignedScan, "скан.pdf"))
        .approve("1.1", "1.1", &head())
        .quietly()
        .told("1.1", &of("imo"), attach(AttachmentKind::SignedScan, "скан.pdf"))
        .told("1.1", &clerk(), attach(AttachmentKind::SignedScan, "скан.pdf"))
        .told("1.1", &clerk(), attach(AttachmentKind::SignedScan, "скан.pdf"))
        .told(
            "1.1",
            &clerk(),
            attach(AttachmentKind::DetachedSignature, "приказ.docx.sig"),
        )
        .told("1.1", &clerk(), annul("1.1", "зарегистрирован дважды"))
        .told(
            "1.1",
            &clerk(),
            attach(AttachmentKind::SignedScan, "скан приказа об отмене.pdf"),
        );
    assert_snapshot!(world.story(), @"");
    assert_eq!(world.documents[&DocumentId::of("1.1")].attachments.len(), 3);
}
