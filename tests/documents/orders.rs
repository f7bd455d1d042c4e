//! The orders beside the one that gives out tasks, and the road-map: with real items of a road-map and with what a year brings.

use prikaz::documents::papers::context::amending::OrderAmendingContext;
use prikaz::documents::papers::context::approving::{OrderApprovingContext, participle};
use prikaz::documents::papers::context::cancelling::OrderCancellingContext;
use prikaz::documents::papers::context::forming::OrderFormingContext;
use prikaz::documents::papers::context::roadmap::RoadmapContext;
use prikaz::documents::papers::context::school_curator::SchoolCuratorContext;
use prikaz::documents::papers::context::school_pairs::SchoolPairsContext;
use serde_json::{Value, json};

use super::papers::paper;
use super::papers_plan::Plan;
use super::papers_real_orders;

/// The whole road-map of 2022, with the mark of approval.
pub fn roadmap() -> RoadmapContext {
    RoadmapContext {
        participle: "УТВЕРЖДЁН".into(),
        ..serde_json::from_value(papers_real_orders::roadmap(&Plan::read())).unwrap()
    }
}

/// What the word processor is shown beside the samples.
pub fn cases() -> Vec<(String, &'static str, Value)> {
    let mut pairs = SchoolPairsContext::sample();
    pairs.pairs = pairs.pairs.iter().cycle().take(30).cloned().collect();
    vec![
        ("roadmap-real".into(), "roadmap", json!(roadmap())),
        ("order-forming-short".into(), "order-forming", json!(short_forming())),
        ("order-school-pairs-thirty".into(), "order-school-pairs", json!(pairs)),
    ]
}

/// No group, nobody named, nothing for the site.
fn short_forming() -> OrderFormingContext {
    let mut order = OrderFormingContext::sample();
    (order.group, order.responsible, order.publish_by) = (Vec::new(), None, None);
    order.controller = None;
    order.requisites.common.acquaint = Vec::new();
    order.assignments.truncate(1);
    order.assignments[0].duties.truncate(1);
    order
}

#[test]
fn the_whole_road_map_comes_back_line_for_line() {
    let said = paper("roadmap", &roadmap());
    let expected: usize = roadmap().sections.iter().map(|section| section.items.len()).sum();
    assert_eq!(expected, 27);
    for section in roadmap().sections {
        assert!(said.contains(&format!("\n{}\n", section.title)), "{}", section.title);
        for item in section.items {
            let line = [&item.number, &item.title, &item.deadline, &item.executors, &item.result].map(String::as_str);
            assert!(said.contains(&format!("\n{}\n", line.join("\n"))), "{line:?}: {said}");
        }
    }
    assert!(
        said.trim_start()
            .starts_with("Приложение 2\n\nУТВЕРЖДЁН\nприказом ОО АНГО\nот 04.04.2022 №\u{a0}113\n"),
        "{said}"
    );
}

#[test]
fn a_road_map_without_a_mark_of_approval_says_whose_annex_it_is() {
    let plain = RoadmapContext {
        participle: String::new(),
        ..roadmap()
    };
    let said = paper("roadmap", &plain);
    assert!(
        said.trim_start()
            .starts_with("Приложение 2\nк приказу ОО АНГО\nот 04.04.2022 №\u{a0}113\n"),
        "{said}"
    );
}

#[test]
fn an_order_that_forms_a_system_names_its_group_and_prints_it_behind() {
    let said = paper("order-forming", &OrderFormingContext::sample());
    assert!(said.contains("Сформировать муниципальную систему (целевую модель) наставничества педагогических работников Нефтекумского городского округа (далее – МСН).\n"), "{said}");
    assert!(
        said.contains("утвердить её состав (приложение).\n") && said.contains("СОСТАВ⏎рабочей группы"),
        "{said}"
    );
    assert!(
        said.contains("возложить на заместителя начальника отдела образования Щёголева\u{a0}И.\u{a0}П.\n"),
        "{said}"
    );
    let short = paper("order-forming", &short_forming());
    assert!(!short.contains("СОСТАВ") && !short.contains("Приложение"), "{short}");
    assert!(
        short.contains("Информационно-методическому отделу (Королёва\u{a0}Е.\u{a0}С.) разработать Положение"),
        "{short}"
    );
    assert!(short.contains("настоящего приказа оставляю за собой.\n"), "{short}");
}

#[test]
fn what_an_order_approves_carries_the_mark_and_an_annex_without_text_is_a_file_of_its_own() {
    let said = paper("order-approving", &OrderApprovingContext::sample());
    assert!(
        said.contains("\nПриложение 1\n\nУТВЕРЖДЕНО\nприказом ОО АНГО\nот 04.04.2022 №\u{a0}113\nПОЛОЖЕНИЕ⏎о системе"),
        "{said}"
    );
    assert!(
        said.contains("на 2022–2024 годы (приложение 2).\n") && !said.contains("\nПриложение 2\n"),
        "{said}"
    );
}

#[test]
fn the_participle_agrees_with_the_kind_of_paper() {
    let words = [
        "Положение о системе",
        "план мероприятий",
        "Дорожная карта",
        "правила",
        "неведомое",
    ]
    .map(participle);
    assert_eq!(
        words,
        [
            Some("УТВЕРЖДЕНО"),
            Some("УТВЕРЖДЁН"),
            Some("УТВЕРЖДЕНА"),
            Some("УТВЕРЖДЕНЫ"),
            None
        ]
    );
}

#[test]
fn an_amending_order_quotes_the_new_wording_and_lists_the_new_terms() {
    let sample = OrderAmendingContext::sample();
    let said = paper("order-amending", &sample);
    assert!(said.contains("Внести в приказ ОО АНГО от 04.04.2022 №\u{a0}113 «О внедрении муниципальной системы наставничества педагогических работников» (в редакции приказа от 18.04.2022 №\u{a0}124) следующие изменения:\n"), "{said}");
    assert!(
        said.contains("заменить словами «до 20.05.2022»;\n") && said.contains("согласно приложению\u{a0}2.».\n"),
        "{said}"
    );
    assert!(said.contains("\nДо 15 мая 2022 г.\nДо 1 июня 2022 г.\n"), "{said}");
    let terms = OrderAmendingContext {
        changes: Vec::new(),
        ..sample
    };
    let said = paper("order-amending", &terms);
    assert!(
        said.contains("124) изменения, изложив сроки исполнения мероприятий плана согласно приложению"),
        "{said}"
    );
}

#[test]
fn a_cancelling_order_agrees_with_how_many_orders_it_ends() {
    let sample = OrderCancellingContext::sample();
    let several = paper("order-cancelling", &sample);
    assert!(
        several.contains("Признать утратившими силу с\u{a0}01.02.2025:\n"),
        "{several}"
    );
    assert!(
        several.contains("«О внесении изменений в приказ ОО АНГО от 04.04.2022 №\u{a0}113».\n"),
        "{several}"
    );
    let mut one = sample;
    one.cancelled.truncate(1);
    (one.since, one.revoked) = (None, true);
    let said = paper("order-cancelling", &one);
    assert!(
        said.contains("Отменить приказ ОО АНГО от 04.04.2022 №\u{a0}113 «О внедрении"),
        "{said}"
    );
}

#[test]
fn a_schools_orders_rest_on_the_departments_order() {
    let basis = "Во исполнение приказа отдела образования администрации Нефтекумского городского округа Ставропольского края от 04.04.2022 №\u{a0}113 «О внедрении";
    let curator = paper("order-school-curator", &SchoolCuratorContext::sample());
    assert!(
        curator.contains(basis) && curator.contains("Щёголеву\u{a0}М.\u{a0}Ю. куратором внедрения"),
        "{curator}"
    );
    assert!(
        curator.contains("28.04.2022\t№ 01-12/358\n") && curator.contains("в срок до\u{a0}29.04.2022.\n"),
        "{curator}"
    );
    let pairs = paper("order-school-pairs", &SchoolPairsContext::sample());
    assert!(
        pairs.contains(basis) && pairs.contains("к приказу МКОУ СОШ №\u{a0}5\nот 31.08.2022 №\u{a0}14-а\n"),
        "{pairs}"
    );
    assert!(
        pairs.contains("\nучитель – учитель\nс\u{a0}01.09.2022 по\u{a0}31.05.2023\n"),
        "{pairs}"
    );
}
