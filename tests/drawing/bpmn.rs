//! A BPMN file is whole: every reference leads somewhere, everything has its place in the diagram.

use crate::all_processes;
use crate::pictures::{Element, elements};
use prikaz::drawing::bpmn;
use prikaz::drawing::process::Process;
use std::collections::{BTreeMap, BTreeSet};

const NODES: [&str; 7] = [
    "bpmn:startEvent",
    "bpmn:endEvent",
    "bpmn:userTask",
    "bpmn:sendTask",
    "bpmn:intermediateCatchEvent",
    "bpmn:exclusiveGateway",
    "bpmn:boundaryEvent",
];

fn all_files() -> Vec<(String, Process, Vec<Element>)> {
    all_processes()
        .into_iter()
        .map(|(name, process)| {
            let elements = elements(&bpmn::write(&process));
            (name, process, elements)
        })
        .collect()
}

fn ids(elements: &[Element], names: &[&str]) -> BTreeSet<String> {
    let wanted = elements.iter().filter(|element| names.contains(&element.name.as_str()));
    wanted
        .filter_map(|element| element.attribute("id").map(str::to_owned))
        .collect()
}

#[test]
fn every_id_is_a_name_and_unique_and_every_reference_leads_to_one() {
    for (name, _, elements) in all_files() {
        let mut known = BTreeSet::new();
        for id in elements.iter().filter_map(|element| element.attribute("id")) {
            assert!(known.insert(id), "{name}: {id} twice");
            assert!(
                id.starts_with(|letter: char| letter.is_ascii_alphabetic()),
                "{name}: {id}"
            );
            let fits = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
            assert!(id.chars().all(fits), "{name}: {id}");
        }
        for element in &elements {
            for reference in [
                "sourceRef",
                "targetRef",
                "attachedToRef",
                "processRef",
                "bpmnElement",
                "default",
            ] {
                if let Some(id) = element.attribute(reference) {
                    assert!(known.contains(id), "{name}: {reference} {id}");
                }
            }
            if ["bpmn:incoming", "bpmn:outgoing", "bpmn:flowNodeRef"].contains(&element.name.as_str()) {
                assert!(known.contains(element.text.as_str()), "{name}: {}", element.text);
            }
        }
    }
}

#[test]
fn every_node_has_one_lane_and_one_shape_and_every_flow_an_edge() {
    for (name, process, elements) in all_files() {
        let nodes = ids(&elements, &NODES);
        assert_eq!(nodes.len(), process.nodes.len() + process.timers.len(), "{name}");
        let of = |tag: &str| {
            elements
                .iter()
                .filter(|element| element.name == tag)
                .collect::<Vec<_>>()
        };
        let lanes: Vec<String> = of("bpmn:flowNodeRef")
            .iter()
            .map(|element| element.text.clone())
            .collect();
        assert_eq!(lanes.iter().cloned().collect::<BTreeSet<_>>(), nodes, "{name}");
        assert_eq!(lanes.len(), nodes.len(), "{name}: a node in two lanes");
        let drawn = |tag: &str| {
            let drawn = of(tag)
                .into_iter()
                .filter_map(|element| element.attribute("bpmnElement"));
            drawn.map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let mut shapes = ids(&elements, &["bpmn:participant", "bpmn:lane"]);
        shapes.extend(nodes);
        assert_eq!(drawn("bpmndi:BPMNShape"), shapes, "{name}");
        assert_eq!(
            drawn("bpmndi:BPMNEdge"),
            ids(&elements, &["bpmn:sequenceFlow"]),
            "{name}"
        );
    }
}

#[test]
fn flows_are_told_at_both_ends() {
    for (name, process, elements) in all_files() {
        let mut told: BTreeMap<(&str, String), BTreeSet<String>> = BTreeMap::new();
        for element in &elements {
            let Some(parent) = element.parent.map(|parent| &elements[parent]) else {
                continue;
            };
            if element.name == "bpmn:incoming" || element.name == "bpmn:outgoing" {
                let node = parent.attribute("id").expect("an id").to_owned();
                told.entry((element.name.as_str(), node))
                    .or_default()
                    .insert(element.text.clone());
            }
        }
        let flows: Vec<&Element> = elements
            .iter()
            .filter(|element| element.name == "bpmn:sequenceFlow")
            .collect();
        assert_eq!(flows.len(), process.flows.len() + process.timers.len(), "{name}");
        for flow in flows {
            let id = flow.attribute("id").expect("an id");
            for (tag, end) in [("bpmn:outgoing", "sourceRef"), ("bpmn:incoming", "targetRef")] {
                let node = flow.attribute(end).expect("an end").to_owned();
                assert!(told[&(tag, node)].contains(id), "{name}: {id} at its {end}");
            }
        }
    }
}

#[test]
fn a_report_of_many_is_done_by_each_and_its_reminders_do_not_stop_it() {
    let (_, _, elements) = all_files()
        .into_iter()
        .find(|(name, ..)| name == "mentoring-2022/4.1")
        .expect("item 4.1");
    let many = elements
        .iter()
        .find(|element| element.name == "bpmn:multiInstanceLoopCharacteristics");
    let many = many.expect("each school reports");
    assert_eq!(many.attribute("isSequential"), Some("false"));
    let task = &elements[many.parent.expect("a task")];
    assert_eq!(task.attribute("id"), Some("stage_execute"));
    let timers: Vec<&Element> = elements
        .iter()
        .filter(|element| element.name == "bpmn:boundaryEvent")
        .collect();
    assert_eq!(timers.len(), 3, "a reminder, and two letters about what is overdue");
    for timer in timers {
        assert_eq!(timer.attribute("attachedToRef"), Some("stage_execute"));
        assert_eq!(timer.attribute("cancelActivity"), Some("false"));
    }
    let days: Vec<&str> = elements
        .iter()
        .filter(|element| element.name == "bpmn:timeDate")
        .map(|element| element.text.as_str())
        .collect();
    assert_eq!(
        days,
        [
            "за 3 раб. дня до срока, в день срока",
            "через 1 раб. день после срока",
            "через 3 раб. дня после срока",
        ]
    );
}
