//! Stories of numbers put right: an order registered again, a number declared void.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::engine::event::{Actor, Event};
use prikaz::engine::paper::{Does, Link, Linked, Mark, TasksOfCancelled};
use prikaz::engine::state::{DocumentState, InstanceState};
use prikaz::words::ids::DocumentId;

/// Items with an order each, on Monday 11 April; № 113 was used on paper.
fn office(keys: &[&str]) -> World {
    let items = keys
        .iter()
        .map(|key| item(key, "2022-05-13", vec![imo()], order_then_reports()))
        .collect();
    let mut world = World::new("2022-04-11", 1, items);
    for key in keys {
        world.open(key).issue(key, key);
    }
    world.quietly();
    world
}

fn by_hand(world: &mut World, item: &str, number: &str, date: &str) {
    let event = Event::RegisterByHand {
        document: DocumentId::of(item),
        number: number.to_owned(),
        date: day(date),
        skipped: None,
    };
    world.told(item, &clerk(), event);
}

fn annul(world: &mut World, item: &str) {
    let event = Event::CancelDocument {
        document: DocumentId::of(item),
        mark: Mark::Annulled {
            reason: "ошибка в номере".to_owned(),
        },
        tasks: TasksOfCancelled::RunOn,
    };
    world.told(item, &clerk(), event);
}

fn again(world: &mut World, item: &str, actor: &Actor, number: &str, date: &str) {
    let event = Event::RegisterAgain {
        instead_of: DocumentId::of(item),
        document: DocumentId::of(&format!("{item} заново")),
        journal: "orders".into(),
        number: number.to_owned(),
        date: day(date),
        skipped: None,
    };
    world.told(item, actor, event);
}

#[test]
fn an_order_with_a_wrong_number_is_registered_again_and_its_tasks_stand() {
    let mut world = office(&["1.4"]);
    by_hand(&mut world, "1.4", "114-ОД", "2022-04-08");
    world.quietly();
    again(&mut world, "1.4", &clerk(), "115-ОД", "2022-04-08");
    annul(&mut world, "1.4");
    again(&mut world, "1.4", &head(), "115-ОД", "2022-04-08");
    again(&mut world, "1.4", &clerk(), "114-ОД", "2022-04-08");
    again(&mut world, "1.4", &clerk(), "115-ОД", "2022-04-08");
    assert_snapshot!(world.story(), @r"
    refused: документ уже зарегистрирован: действие «зарегистрировать документ заново» к нему неприменимо
    DocumentCancelled on 2022-04-11: аннулирован: ошибка в номере
    refused: действие «зарегистрировать документ заново» выполняет делопроизводитель, а не вы
    refused: номер «114-ОД» уже занят: под ним зарегистрирован документ от 08.04.2022
    DocumentRegisteredAgain № 115-ОД of 2022-04-08
    DocumentLinked: InsteadOf another
      -> Render
      -> Note «Документ, по которому вам дано поручение, зарегистрирован заново: № 115-ОД от 08.04.2022. Прежний номер, 114-ОД от 08.04.2022, аннулирован: ошибка в номере. Поручение и срок прежние; в отчёте ссылайтесь на № 115-ОД.» to executor
    DocumentRendered приказ.docx
    ");
    assert_eq!(world.task("1.4", "imo").reports, 0, "the task that was sent stands");
    assert_eq!(world.instance("1.4").document, Some(DocumentId::of("1.4 заново")));
    let stands = &world.documents[&DocumentId::of("1.4")].state;
    assert_eq!(
        stands.registration().map(|entry| entry.number.as_str()),
        Some("114-ОД"),
        "the spoilt number is never given again"
    );
}

#[test]
fn what_an_order_did_to_others_it_does_under_its_right_number() {
    let mut world = office(&["1.1", "1.2"]);
    world.approve("1.1", "1.1", &head());
    let link = Link {
        does: Does::Cancels,
        to: Linked::Document(DocumentId::of("1.1")),
    };
    let linked = Event::LinkDocument {
        document: DocumentId::of("1.2"),
        links: vec![link],
    };
    world.told("1.2", &clerk(), linked);
    by_hand(&mut world, "1.2", "115-ОД", "2022-04-11");
    annul(&mut world, "1.2");
    world.quietly();
    again(&mut world, "1.2", &clerk(), "116-ОД", "2022-04-11");
    assert_snapshot!(world.story(), @r"
    1.2: DocumentRegisteredAgain № 116-ОД of 2022-04-11
    1.2: DocumentLinked: Cancels another; InsteadOf another
      -> Render
      -> Note «Документ, по которому вам дано поручение, зарегистрирован заново: № 116-ОД от 11.04.2022. Прежний номер, 115-ОД от 11.04.2022, аннулирован: ошибка в номере. Поручение и срок прежние; в отчёте ссылайтесь на № 116-ОД.» to executor
    1.1: DocumentCancelled on 2022-04-11: отменён приказом № 116-ОД от 11.04.2022
    1.2: DocumentRendered приказ.docx
    ");
    let state = &world.documents[&DocumentId::of("1.1")].state;
    assert!(
        matches!(state, DocumentState::Cancelled { mark: Some(mark), .. } if mark.in_words() == "отменён приказом № 116-ОД от 11.04.2022"),
        "{state:?}"
    );
}

#[test]
fn one_order_of_several_items_one_of_them_closed_is_registered_again_for_all() {
    let mut world = office(&["1.4", "1.5"]);
    world.told(
        "1.5",
        &clerk(),
        Event::Cancel {
            basis: "пункт исключён".to_owned(),
        },
    );
    by_hand(&mut world, "1.4", "114-ОД", "2022-04-08");
    let both = vec![world.instance("1.4").id, world.instance("1.5").id];
    world
        .documents
        .get_mut(&DocumentId::of("1.4"))
        .expect("the order")
        .serves = both;
    annul(&mut world, "1.4");
    world.quietly();
    again(&mut world, "1.4", &clerk(), "115-ОД", "2022-04-08");
    assert_snapshot!(world.story(), @r"
    1.4: DocumentRegisteredAgain № 115-ОД of 2022-04-08
    1.4: DocumentLinked: InsteadOf another
      -> Render
      -> Note «Документ, по которому вам дано поручение, зарегистрирован заново: № 115-ОД от 08.04.2022. Прежний номер, 114-ОД от 08.04.2022, аннулирован: ошибка в номере. Поручение и срок прежние; в отчёте ссылайтесь на № 115-ОД.» to executor
    1.5: DocumentRegisteredAgain № 115-ОД of 2022-04-08
    1.5: DocumentLinked: InsteadOf another
    1.4: DocumentRendered приказ.docx
    1.5: DocumentRendered приказ.docx
    ");
    assert!(matches!(world.instance("1.5").state, InstanceState::Cancelled { .. }));
}

#[test]
fn a_wrong_date_does_not_stand_in_the_way_of_the_right_one() {
    let mut world = office(&["1.1", "1.2"]);
    by_hand(&mut world, "1.1", "114-ОД", "2022-04-11");
    annul(&mut world, "1.1");
    world.quietly();
    again(&mut world, "1.1", &clerk(), "115-ОД", "2022-04-01");
    by_hand(&mut world, "1.2", "116-ОД", "2022-03-31");
    let told = world.story();
    let lines: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("Again") || line.contains("refused"))
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    1.1: DocumentRegisteredAgain № 115-ОД of 2022-04-01 (предыдущий номер «114-ОД» датирован 11.04.2022)
    refused: дата 31.03.2022 не подходит: предыдущий номер «115-ОД» датирован 01.04.2022
    ");
}

fn void(world: &mut World, actor: &Actor, number: &str, year: i32, reason: &str) {
    let event = Event::VoidNumber {
        journal: "orders".into(),
        year,
        number: number.to_owned(),
        reason: reason.to_owned(),
    };
    world.told("1.1", actor, event);
}

#[test]
fn a_clerk_declares_the_next_number_void_and_no_other() {
    let mut world = office(&["1.1"]);
    void(&mut world, &head(), "114-ОД", 2022, "бланк испорчен");
    void(&mut world, &clerk(), "113-ОД", 2022, "бланк испорчен");
    void(&mut world, &clerk(), "116-ОД", 2022, "бланк испорчен");
    void(&mut world, &clerk(), "114-а-ОД", 2022, "бланк испорчен");
    void(&mut world, &clerk(), "114-ОД", 2022, " ");
    void(&mut world, &clerk(), "1-ОД", 2023, "бланк испорчен");
    void(&mut world, &clerk(), "114-ОД", 2022, "бланк испорчен");
    void(&mut world, &clerk(), "114-ОД", 2022, "бланк испорчен");
    by_hand(&mut world, "1.1", "114-ОД", "2022-04-11");
    world.approve("1.1", "1.1", &head());
    let told = world.story();
    let lines: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("Void") || line.contains("refused") || line.contains("Registered"))
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    refused: действие «объявить номер журнала пустым» выполняет делопроизводитель, а не вы
    refused: пустым объявляют следующий номер журнала, а это «114-ОД», не «113-ОД»
    refused: пустым объявляют следующий номер журнала, а это «114-ОД», не «116-ОД»
    refused: пустым объявляют следующий номер журнала, а это «114-ОД», не «114-а-ОД»
    refused: укажите: причину, по которой номер пуст
    refused: дата 01.01.2023 не подходит: год журнала ещё не начался, сегодня 11.04.2022
    NumbersVoided 114-114 of 2022: бланк испорчен
    refused: пустым объявляют следующий номер журнала, а это «115-ОД», не «114-ОД»
    refused: номер «114-ОД» уже занят: объявлен пустым (бланк испорчен)
    DocumentRegistered № 115-ОД of 2022-04-11
    ");
}
