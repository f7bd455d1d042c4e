//! Stories of orders: who approves, what returns, which number is given, which items follow.

use crate::items::*;
use crate::world::World;
use insta::assert_snapshot;
use prikaz::definition::model::{Act, ApprovalRule};
use prikaz::engine::event::{Actor, Event};
use prikaz::engine::state::DocumentState;
use prikaz::words::ids::DocumentId;

fn signed_by(by: &[&str], rule: ApprovalRule) -> World {
    let mut stages = order_then_reports();
    stages[1].1 = approve(by, rule);
    let mut world = World::new("2022-04-11", 1, vec![item("1.1", "2022-04-29", vec![imo()], stages)]);
    world.open("1.1");
    world
}

fn return_document(world: &mut World, item: &str, document: &str, actor: &Actor, reason: &str) {
    let event = Event::ReturnDocument {
        document: DocumentId::of(document),
        reason: reason.to_owned(),
    };
    world.told(item, actor, event);
}

#[test]
fn approvers_in_sequence_wait_for_their_turn() {
    let mut world = signed_by(&["lawyer", "deputy", "head"], ApprovalRule::Sequence);
    world
        .quietly()
        .issue("1.1", "114")
        .approve("1.1", "114", &head())
        .approve("1.1", "114", &person("lawyer"));
    world
        .approve("1.1", "114", &person("lawyer"))
        .approve("1.1", "114", &clerk());
    world
        .approve("1.1", "114", &person("deputy"))
        .approve("1.1", "114", &head());
    assert_snapshot!(world.story(), @r"
    DocumentIssued
      -> Note ApprovalAsked to lawyer
    Moved draft -> sign
    refused: сначала документ согласует юрисконсульт
    DocumentApproved by lawyer
      -> Note ApprovalAsked to deputy
    refused: документ уже согласован: юрисконсульт
    refused: действие «согласовать документ» выполняет юрисконсульт, заместитель начальника отдела, начальник отдела, а не вы
    DocumentApproved by deputy
      -> Note ApprovalAsked to head
    DocumentApproved by head
    DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    Moved sign -> execute
    TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    DocumentRendered приказ.docx
    ");
}

#[test]
fn all_approve_in_any_order() {
    let mut world = signed_by(&["lawyer", "head"], ApprovalRule::All);
    world.issue("1.1", "114").quietly().approve("1.1", "114", &head());
    world
        .approve("1.1", "114", &head())
        .approve("1.1", "114", &person("lawyer"));
    assert_snapshot!(world.story(), @r"
    DocumentApproved by head
    refused: документ уже согласован: начальник отдела
    DocumentApproved by lawyer
    DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    Moved sign -> execute
    TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    DocumentRendered приказ.docx
    ");
}

#[test]
fn any_one_of_them_is_enough() {
    let mut world = signed_by(&["deputy", "head"], ApprovalRule::Any);
    world
        .issue("1.1", "114")
        .quietly()
        .approve("1.1", "114", &head())
        .approve("1.1", "114", &person("deputy"));
    assert_snapshot!(world.story(), @r"
    DocumentApproved by head
    DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    Moved sign -> execute
    TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    DocumentRendered приказ.docx
    refused: действие «согласовать документ» невозможно: пункт 1.1 на стадии «Стадия execute»
    ");
}

#[test]
fn a_quorum_is_enough() {
    let mut world = signed_by(&["lawyer", "deputy", "head"], ApprovalRule::Quorum(2));
    world
        .issue("1.1", "114")
        .quietly()
        .approve("1.1", "114", &head())
        .approve("1.1", "114", &person("lawyer"));
    assert_snapshot!(world.story(), @r"
    DocumentApproved by head
    DocumentApproved by lawyer
    DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    Moved sign -> execute
    TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    DocumentRendered приказ.docx
    ");
}

#[test]
fn one_person_in_two_roles_approves_twice() {
    let mut world = signed_by(&["deputy", "head"], ApprovalRule::Sequence);
    let both = Actor::Person {
        roles: vec!["head".into(), "deputy".into()],
        name: "Салтыков-Щедрин М. Е.".to_owned(),
    };
    world
        .issue("1.1", "114")
        .quietly()
        .approve("1.1", "114", &both)
        .approve("1.1", "114", &both);
    assert_snapshot!(world.story(), @r"
    DocumentApproved by deputy
      -> Note ApprovalAsked to head
    DocumentApproved by head
    DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    Moved sign -> execute
    TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    DocumentRendered приказ.docx
    ");
}

#[test]
fn a_returned_order_loses_its_approvals_and_is_issued_anew() {
    let mut world = signed_by(&["lawyer", "head"], ApprovalRule::Sequence);
    world
        .issue("1.1", "114")
        .approve("1.1", "114", &person("lawyer"))
        .quietly();
    return_document(&mut world, "1.1", "114", &clerk(), "не то");
    return_document(&mut world, "1.1", "114", &head(), " ");
    return_document(&mut world, "1.1", "114", &head(), "нет срока в пункте 2");
    assert_eq!(world.documents[&DocumentId::of("114")].state, DocumentState::Draft);
    world.approve("1.1", "114", &head()).issue("1.1", "114");
    world
        .approve("1.1", "114", &head())
        .approve("1.1", "114", &person("lawyer"))
        .approve("1.1", "114", &head());
    return_document(&mut world, "1.1", "114", &head(), "поздно");
    assert_snapshot!(world.story(), @r"
    refused: действие «вернуть документ» выполняет юрисконсульт, начальник отдела, а не вы
    refused: укажите: причину возврата
    DocumentReturned by head: нет срока в пункте 2
      -> Note DocumentReturned (нет срока в пункте 2) to clerk
    Moved sign -> draft
    refused: действие «согласовать документ» невозможно: пункт 1.1 на стадии «Стадия draft»
    DocumentIssued
      -> Note ApprovalAsked to lawyer
    Moved draft -> sign
    refused: сначала документ согласует юрисконсульт
    DocumentApproved by lawyer
      -> Note ApprovalAsked to head
    DocumentApproved by head
    DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    Moved sign -> execute
    TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    DocumentRendered приказ.docx
    refused: действие «вернуть документ» невозможно: пункт 1.1 на стадии «Стадия execute»
    ");
}

#[test]
fn only_the_drafter_issues_and_only_in_his_stage() {
    let mut world = signed_by(&["head"], ApprovalRule::Sequence);
    world.quietly().told(
        "1.1",
        &head(),
        Event::Issue {
            document: DocumentId::of("114"),
        },
    );
    world
        .issue("1.1", "114")
        .issue("1.1", "114")
        .approve("1.1", "another", &head());
    assert_snapshot!(world.story(), @r"
    refused: действие «подготовить документ» выполняет делопроизводитель, а не вы
    DocumentIssued
      -> Note ApprovalAsked to head
    Moved draft -> sign
    refused: действие «подготовить документ» невозможно: пункт 1.1 на стадии «Стадия sign»
    refused: документ не относится к этому пункту: действие «согласовать документ» к нему неприменимо
    ");
}

#[test]
fn numbers_run_without_gaps_within_a_year_and_begin_anew_with_the_next() {
    let keys = ["1.1", "1.2", "1.3"];
    let items = keys
        .iter()
        .map(|key| item(key, "2023-05-31", vec![imo()], order_then_reports()))
        .collect();
    let mut world = World::new("2022-12-29", 1, items);
    for key in keys {
        world.open(key).issue(key, key);
    }
    world
        .quietly()
        .approve("1.2", "1.2", &head())
        .approve("1.1", "1.1", &head());
    world.pass_to("2023-01-09").approve("1.3", "1.3", &head());
    let numbers: Vec<String> = world
        .story()
        .lines()
        .filter(|line| line.contains("Registered"))
        .map(str::to_owned)
        .collect();
    assert_snapshot!(numbers.join("\n"), @r"
    1.2: DocumentRegistered № 114-ОД of 2022-12-29
    1.1: DocumentRegistered № 115-ОД of 2022-12-29
    1.3: DocumentRegistered № 1-ОД of 2023-01-09
    ");
}

/// Items 1.4 and 1.5, set going by one order.
fn one_order_for_two() -> World {
    let items = ["1.4", "1.5"].map(|key| item(key, "2022-04-29", vec![imo()], order_then_reports()));
    let mut world = World::new("2022-04-11", 1, items.into());
    world
        .open("1.4")
        .open("1.5")
        .quietly()
        .issue("1.4", "114")
        .issue("1.5", "114");
    world
}

#[test]
fn one_order_sets_two_items_going() {
    let mut world = one_order_for_two();
    world.approve("1.4", "114", &head());
    assert_snapshot!(world.story(), @r"
    1.4: DocumentIssued
      -> Note ApprovalAsked to head
    1.4: Moved draft -> sign
    1.5: DocumentIssued
    1.5: Moved draft -> sign
    1.4: DocumentApproved by head
    1.4: DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    1.4: Moved sign -> execute
    1.4: TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    1.5: DocumentRegistered № 114-ОД of 2022-04-11
    1.5: Moved sign -> execute
    1.5: TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    1.4: DocumentRendered приказ.docx
    1.5: DocumentRendered приказ.docx
    ");
}

#[test]
fn a_returned_order_returns_all_items_it_serves_and_comes_back_with_them() {
    let mut world = one_order_for_two();
    world.quietly();
    return_document(&mut world, "1.5", "114", &head(), "нет основания");
    world.issue("1.4", "114").approve("1.4", "114", &head());
    assert_snapshot!(world.story(), @r"
    1.5: DocumentReturned by head: нет основания
      -> Note DocumentReturned (нет основания) to clerk
    1.5: Moved sign -> draft
    1.4: DocumentReturned by head: нет основания
    1.4: Moved sign -> draft
    1.4: DocumentIssued
      -> Note ApprovalAsked to head
    1.4: Moved draft -> sign
    1.5: DocumentIssued
    1.5: Moved draft -> sign
    1.4: DocumentApproved by head
    1.4: DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    1.4: Moved sign -> execute
    1.4: TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    1.5: DocumentRegistered № 114-ОД of 2022-04-11
    1.5: Moved sign -> execute
    1.5: TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    1.4: DocumentRendered приказ.docx
    1.5: DocumentRendered приказ.docx
    ");
}

#[test]
fn an_order_that_is_being_approved_takes_in_no_more_items() {
    let mut stages = order_then_reports();
    stages[1].1 = approve(&["lawyer", "head"], ApprovalRule::Sequence);
    let items = ["1.4", "1.5"].map(|key| item(key, "2022-04-29", vec![imo()], stages.clone()));
    let mut world = World::new("2022-04-11", 1, items.into());
    world
        .open("1.4")
        .open("1.5")
        .issue("1.4", "114")
        .approve("1.4", "114", &person("lawyer"))
        .quietly();
    world
        .issue("1.5", "114")
        .approve("1.4", "114", &head())
        .issue("1.5", "114");
    assert_snapshot!(world.story(), @r"
    refused: документ на согласовании: действие «подготовить документ» к нему неприменимо
    1.4: DocumentApproved by head
    1.4: DocumentRegistered № 114-ОД of 2022-04-11
      -> Render
    1.4: Moved sign -> execute
    1.4: TaskIssued imo, lead, due 2022-04-29, control 2022-04-29
      -> Letter Task on imo to executor
    1.4: DocumentRendered приказ.docx
    refused: документ уже зарегистрирован: действие «подготовить документ» к нему неприменимо
    ");
}

#[test]
fn following_a_document_is_the_systems_own_act_and_does_nothing_twice() {
    let mut world = one_order_for_two();
    world.approve("1.4", "114", &head()).quietly();
    let follow = Event::FollowDocument {
        document: DocumentId::of("114"),
        returned: None,
    };
    world
        .told("1.5", &clerk(), follow.clone())
        .told("1.5", &Actor::System, follow);
    let other = Event::FollowDocument {
        document: DocumentId::of("115"),
        returned: None,
    };
    world.told("1.5", &Actor::System, other);
    assert_snapshot!(world.story(), @r"
    refused: действие «последовать за документом» выполняет сама система, а не вы
    refused: событие устарело
    refused: документ не относится к этому пункту: действие «последовать за документом» к нему неприменимо
    ");
}

#[test]
fn a_file_is_written_down_even_when_the_item_is_closed_by_then() {
    let mut world = World::new(
        "2022-04-04",
        1,
        vec![item(
            "1.3",
            "2022-04-29",
            vec![imo()],
            vec![
                ("draft", issue("sign")),
                ("sign", approve(&["head"], ApprovalRule::Sequence)),
                ("execute", Act::End { by: None }),
            ],
        )],
    );
    world.order("1.3");
    assert_snapshot!(world.story(), @r"
    Opened 1.3 for 2022, due 2022-04-29, control 2022-04-29
    DocumentIssued
      -> Note ApprovalAsked to head
    Moved draft -> sign
    DocumentApproved by head
    DocumentRegistered № 114-ОД of 2022-04-04
      -> Render
    Moved sign -> execute
    Released on 2022-04-04: пройдены все стадии
      -> TellSuccessors
    DocumentRendered приказ.docx
    ");
}
