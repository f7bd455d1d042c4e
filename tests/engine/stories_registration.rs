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
    assert_snapshot!(world.story(), @r"
    1.1: DocumentRegistered № 114-ОД of 2022-04-08
      -> Render
    1.1: Moved sign -> execute
    1.1: TaskIssued imo, lead, due 2022-05-13, control 2022-05-13
      -> Letter Task on imo to executor
    1.1: DocumentRendered приказ.docx
    ");
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
    assert_snapshot!(journal_story(&mut world), @r"
    refused: номер «114» не подходит журналу «Приказы по основной деятельности»: ожидался номер вида «114-ОД», а вставной — с буквой после числа
    refused: номер «0114-ОД» не подходит журналу «Приказы по основной деятельности»: ожидался номер вида «114-ОД», а вставной — с буквой после числа
    refused: номер «114-аб-ОД» не подходит журналу «Приказы по основной деятельности»: ожидался номер вида «114-ОД», а вставной — с буквой после числа
    refused: номер «ОД» не подходит журналу «Приказы по основной деятельности»: ожидался номер вида «114-ОД», а вставной — с буквой после числа
    refused: номер «117-ОД» оставит пропуск: не выданы с «114-ОД» по «116-ОД». Возьмите «114-ОД» или назовите причину, по которой пропущенные номера пусты
    refused: укажите: причину, по которой пропущенные номера пусты
    refused: номер «250-ОД» оставит пропуск: не выданы с «114-ОД» по «249-ОД», а пустыми объявляют не больше 100 номеров сразу. Возьмите «114-ОД» или назовите причину, по которой пропущенные номера пусты
    1.1: NumbersVoided 114-116 of 2022: бланки испорчены
    1.1: DocumentRegistered № 117-ОД of 2022-04-08
    refused: номер «117-ОД» уже занят: под ним зарегистрирован документ от 08.04.2022
    refused: номер «115-ОД» уже занят: объявлен пустым (бланки испорчены)
    1.2: DocumentRegistered № 118-ОД of 2022-04-11
    ");
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
    assert_snapshot!(journal_story(&mut world), @r"
    1.1: DocumentRegistered № 57-ОД of 2022-02-14
    refused: номер «57-ОД» уже занят: под ним зарегистрирован документ от 14.02.2022
    refused: дата 11.02.2022 не подходит: предыдущий номер «57-ОД» датирован 14.02.2022
    refused: дата 15.02.2022 не подходит: следующий номер «57-ОД» датирован 14.02.2022
    1.2: DocumentRegistered № 56-ОД of 2022-02-14
    1.4: DocumentRegistered № 114-ОД of 2022-04-11
    ");
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
    assert_snapshot!(journal_story(&mut world), @r"
    refused: вставной номер «114-а-ОД» не за чем вставить: номера «114-ОД» в журнале нет
    1.1: DocumentRegistered № 114-ОД of 2022-04-11
    1.2: DocumentRegistered № 114-а-ОД of 2022-04-11
    refused: номер «114а-ОД» уже занят: под ним зарегистрирован документ от 11.04.2022
    1.4: DocumentRegistered № 114-б-ОД of 2022-04-11
    1.5: DocumentRegistered № 115-ОД of 2022-04-11
    ");
}

#[test]
fn a_number_is_inserted_after_a_void_one_as_after_any_other() {
    let mut world = office();
    hand(&mut world, "1.1", skipping("116-ОД", "2022-04-11", "бланки испорчены"));
    hand(&mut world, "1.2", by_hand("115-а-ОД", "2022-04-11"));
    hand(&mut world, "1.4", by_hand("117-а-ОД", "2022-04-11"));
    assert_snapshot!(journal_story(&mut world), @r"
    1.1: NumbersVoided 114-115 of 2022: бланки испорчены
    1.1: DocumentRegistered № 116-ОД of 2022-04-11
    1.2: DocumentRegistered № 115-а-ОД of 2022-04-11
    refused: вставной номер «117-а-ОД» не за чем вставить: номера «117-ОД» в журнале нет
    ");
}

#[test]
fn letters_that_look_alike_make_one_number() {
    let mut world = office();
    world.approve("1.1", "1.1", &head());
    hand(&mut world, "1.2", by_hand("114-a-OД", "2022-04-11"));
    hand(&mut world, "1.4", by_hand("114-А-ОД", "2022-04-11"));
    hand(&mut world, "1.4", by_hand("114-d-ОД", "2022-04-11"));
    assert_snapshot!(journal_story(&mut world), @r"
    1.1: DocumentRegistered № 114-ОД of 2022-04-11
    1.2: DocumentRegistered № 114-а-ОД of 2022-04-11
    refused: номер «114-а-ОД» уже занят: под ним зарегистрирован документ от 11.04.2022
    refused: номер «114-d-ОД» не подходит журналу «Приказы по основной деятельности»: ожидался номер вида «115-ОД», а вставной — с буквой после числа; в номере латинская буква «d»: наберите русскую
    ");
}

#[test]
fn dates_go_with_numbers() {
    let mut world = office();
    hand(&mut world, "1.1", by_hand("114-ОД", "2022-04-12"));
    hand(&mut world, "1.1", by_hand("114-ОД", "2022-04-07"));
    world.pass_to("2022-04-13");
    hand(&mut world, "1.2", by_hand("115-ОД", "2022-04-06"));
    hand(&mut world, "1.2", by_hand("115-ОД", "2022-04-12"));
    hand(&mut world, "1.4", by_hand("114-а-ОД", "2022-04-06"));
    hand(&mut world, "1.4", by_hand("114-а-ОД", "2022-04-13"));
    hand(&mut world, "1.4", by_hand("114-а-ОД", "2022-04-12"));
    world.wake_on("2022-04-11").approve("1.5", "1.5", &head());
    assert_snapshot!(journal_story(&mut world), @r"
    refused: дата 12.04.2022 не подходит: она ещё не наступила, сегодня 11.04.2022
    1.1: DocumentRegistered № 114-ОД of 2022-04-07
    refused: дата 06.04.2022 не подходит: предыдущий номер «114-ОД» датирован 07.04.2022
    1.2: DocumentRegistered № 115-ОД of 2022-04-12
    refused: дата 06.04.2022 не подходит: предыдущий номер «114-ОД» датирован 07.04.2022
    refused: дата 13.04.2022 не подходит: следующий номер «115-ОД» датирован 12.04.2022
    1.4: DocumentRegistered № 114-а-ОД of 2022-04-12
    refused: дата 11.04.2022 не подходит: последний номер журнала датирован 12.04.2022
    ");
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
    assert_snapshot!(journal_story(&mut world), @r"
    1.1: DocumentRegistered № 114-ОД of 2022-04-08
    1.2: DocumentRegistered № 115-ОД of 2022-04-07 (предыдущий номер «114-ОД» датирован 08.04.2022)
    1.4: DocumentRegistered № 116-ОД of 2022-04-06 (последний номер журнала датирован 08.04.2022)
    ");
}

#[test]
fn the_year_of_a_series_is_that_of_the_date() {
    let mut world = office();
    world.approve("1.1", "1.1", &head());
    world.wake_on("2023-01-09").approve("1.2", "1.2", &head());
    hand(&mut world, "1.4", by_hand("115-ОД", "2022-12-30"));
    hand(&mut world, "1.5", by_hand("2-ОД", "2023-01-09"));
    assert_snapshot!(journal_story(&mut world), @r"
    1.1: DocumentRegistered № 114-ОД of 2022-04-11
    1.2: DocumentRegistered № 1-ОД of 2023-01-09
    1.4: DocumentRegistered № 115-ОД of 2022-12-30
    1.5: DocumentRegistered № 2-ОД of 2023-01-09
    ");
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
    assert_snapshot!(journal_story(&mut world), @r"
    refused: номер «113-к» уже занят: такие номера даёт журнал «Приказы по кадрам»
    DocumentRegistered № 113-а of 2022-04-08
    ");
}

#[test]
fn only_who_drafts_enters_paper_orders() {
    let mut world = office();
    world
        .told("1.1", &head(), by_hand("114-ОД", "2022-04-11"))
        .told("1.1", &of("imo"), by_hand("114-ОД", "2022-04-11"))
        .told("1.1", &Actor::System, by_hand("114-ОД", "2022-04-11"));
    assert_snapshot!(journal_story(&mut world), @r"
    refused: действие «зарегистрировать подписанный на бумаге документ» выполняет делопроизводитель, а не вы
    refused: действие «зарегистрировать подписанный на бумаге документ» выполняет делопроизводитель, а не вы
    refused: действие «зарегистрировать подписанный на бумаге документ» выполняет делопроизводитель, а не вы
    ");
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
    assert_snapshot!(journal_story(&mut world), @r"
    refused: документ на согласовании: действие «отменить документ» к нему неприменимо
    1.1: DocumentRegistered № 114-ОД of 2022-04-11
    refused: действие «отменить документ» выполняет отдел, а не вы
    refused: укажите: причину, по которой номер аннулирован
    1.1: DocumentCancelled on 2022-04-11: аннулирован: зарегистрирован дважды
    refused: документ отменён: действие «отменить документ» к нему неприменимо
    refused: номер «114-ОД» уже занят: под ним зарегистрирован документ от 11.04.2022
    1.2: DocumentRegistered № 115-ОД of 2022-04-11
    ");
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
    assert_snapshot!(world.story(), @r"
    1.2: DocumentLinked: Cancels another
    1.2: DocumentApproved by head
    1.2: DocumentRegistered № 115-ОД of 2022-04-11
      -> Render
    1.2: Moved sign -> execute
    1.2: TaskIssued imo, lead, due 2022-05-13, control 2022-05-13
      -> Letter Task on imo to executor
    1.1: DocumentCancelled on 2022-04-11: отменён приказом № 115-ОД от 11.04.2022
    1.2: DocumentRendered приказ.docx
    ");
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
    assert_snapshot!(about.join("\n"), @r"
      -> Render
    1.2: Moved sign -> execute
      -> Letter Task on imo to executor
    1.1: DocumentCancelled on 2022-04-11: отменён приказом № 115-ОД от 11.04.2022
      -> WithdrawRest of all stages: отменён приказом № 115-ОД от 11.04.2022
    1.1: TaskCancelled imo: отменён приказом № 115-ОД от 11.04.2022
      -> Letter Cancelled on imo to executor
    ");
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
    assert_snapshot!(journal_story(&mut world), @r"
    1.4: DocumentRegistered № 115-ОД of 2022-04-11
    1.1: DocumentCancelled on 2022-04-11: отменён приказом № 115-ОД от 11.04.2022
    1.2: DocumentCancelled on 2022-04-11: отменён приказом № 115-ОД от 11.04.2022
    ");
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
    assert_snapshot!(world.story(), @r"
    refused: действие «связать документ с другими» выполняет отдел, а не вы
    refused: документ не связывают с самим собой: действие «связать документ с другими» к нему неприменимо
    refused: связанных документов: не больше 50
    1.1: DocumentLinked: Amends приказ отдела образования № 64-д of 2022-02-24
    ");
    world.approve("1.1", "1.1", &head()).quietly();
    world.told("1.1", &clerk(), linked("1.1", Does::Amends, "1.2"));
    assert_snapshot!(world.story(), @"refused: документ уже зарегистрирован: действие «связать документ с другими» к нему неприменимо");
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
    assert_snapshot!(world.story(), @r"
    refused: действие «приложить файл» выполняет отдел, а не вы
    1.1: DocumentAttached SignedScan скан.pdf
    refused: файл «скан.pdf» уже приложен к документу
    1.1: DocumentAttached DetachedSignature приказ.docx.sig
    1.1: DocumentCancelled on 2022-04-11: аннулирован: зарегистрирован дважды
    1.1: DocumentAttached SignedScan скан приказа об отмене.pdf
    ");
    assert_eq!(world.documents[&DocumentId::of("1.1")].attachments.len(), 3);
}
