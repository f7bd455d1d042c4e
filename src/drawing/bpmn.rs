//! A process as BPMN 2.0 XML with its diagram: other programs open, show and change it.
//!
//! Elements stand in the order the standard's schema wants. Must never name what is not in the file: every reference
//! leads to an element of it.

use crate::drawing::diagram;
use crate::drawing::layout::Layout;
use crate::drawing::process::{Flow, Kind, Node, Process, Sign, Timer, Times};
use crate::drawing::xml::{Xml, id};

/// The participant: the office that runs the process.
pub const POOL: &str = "pool";
/// Who meets the other programs.
const EXPORTER: &str = "Prikaz";
const EXPRESSION: (&str, &str) = ("xsi:type", "bpmn:tFormalExpression");

/// Writes a process.
pub fn write(process: &Process) -> String {
    let layout = Layout::of(process);
    let mut xml = Xml::document();
    let definitions = id("definitions", &process.id);
    xml.open(
        "bpmn:definitions",
        &[
            ("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL"),
            ("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI"),
            ("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC"),
            ("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("id", &definitions),
            ("name", &process.title),
            ("targetNamespace", "urn:prikaz:process"),
            ("exporter", EXPORTER),
            ("exporterVersion", env!("CARGO_PKG_VERSION")),
        ],
    );
    xml.open("bpmn:collaboration", &[("id", "collaboration")]);
    let pool = [
        ("id", POOL),
        ("name", process.title.as_str()),
        ("processRef", &process.id),
    ];
    xml.empty("bpmn:participant", &pool);
    xml.close();
    let whole = [
        ("id", process.id.as_str()),
        ("name", &process.title),
        ("isExecutable", "false"),
    ];
    xml.open("bpmn:process", &whole);
    xml.words("bpmn:documentation", &[], &process.told.join("\n"));
    lanes(&mut xml, process);
    for at in 0..process.nodes.len() {
        node(&mut xml, process, at);
    }
    for each in &process.timers {
        timer(&mut xml, process, each);
    }
    for flow in &process.flows {
        sequence(&mut xml, process, flow);
    }
    for each in &process.timers {
        let ends = [
            ("id", timer_flow(each)),
            ("sourceRef", each.id.clone()),
            ("targetRef", process.nodes[each.letter].id.clone()),
        ];
        xml.empty(
            "bpmn:sequenceFlow",
            &ends.each_ref().map(|(name, value)| (*name, value.as_str())),
        );
    }
    xml.close();
    diagram::write(&mut xml, process, &layout);
    xml.finish()
}

/// The flow from a timer to its letter.
pub fn timer_flow(timer: &Timer) -> String {
    format!("{}_flow", timer.id)
}

/// What a node is called where small words have no place of their own.
fn full_name(node: &Node) -> String {
    if node.detail.is_empty() {
        node.name.clone()
    } else {
        format!("{}\n{}", node.name, node.detail)
    }
}

fn lanes(xml: &mut Xml, process: &Process) {
    xml.open("bpmn:laneSet", &[("id", "lanes")]);
    for (index, lane) in process.lanes.iter().enumerate() {
        xml.open("bpmn:lane", &[("id", &lane.id), ("name", &lane.name)]);
        if !lane.holder.is_empty() {
            xml.words("bpmn:documentation", &[], &lane.holder);
        }
        for node in process.nodes.iter().filter(|node| node.lane == index) {
            xml.words("bpmn:flowNodeRef", &[], &node.id);
        }
        for timer in &process.timers {
            if process.nodes[timer.on].lane == index {
                xml.words("bpmn:flowNodeRef", &[], &timer.id);
            }
        }
        xml.close();
    }
    xml.close();
}

fn node(xml: &mut Xml, process: &Process, at: usize) {
    let node = &process.nodes[at];
    let name = full_name(node);
    let mut attributes = vec![("id", node.id.as_str())];
    if !name.is_empty() {
        attributes.push(("name", name.as_str()));
    }
    let otherwise = process.flows.iter().find(|flow| flow.from == at && flow.otherwise);
    if let Some(flow) = otherwise {
        attributes.push(("default", &flow.id));
    }
    let element = match node.kind {
        Kind::Start => "bpmn:startEvent",
        Kind::End => "bpmn:endEvent",
        Kind::Work(_) => "bpmn:userTask",
        Kind::Letter => "bpmn:sendTask",
        Kind::Wait(_) => "bpmn:intermediateCatchEvent",
        Kind::Choice => "bpmn:exclusiveGateway",
    };
    xml.open(element, &attributes);
    for flow in process.flows.iter().filter(|flow| flow.to == at) {
        xml.words("bpmn:incoming", &[], &flow.id);
    }
    for timer in process.timers.iter().filter(|timer| timer.letter == at) {
        xml.words("bpmn:incoming", &[], &timer_flow(timer));
    }
    for flow in process.flows.iter().filter(|flow| flow.from == at) {
        xml.words("bpmn:outgoing", &[], &flow.id);
    }
    match node.kind {
        Kind::Work(Times::Each) => repeated(xml, "false"),
        Kind::Work(Times::InTurn) => repeated(xml, "true"),
        Kind::Wait(Sign::Message) => xml.empty("bpmn:messageEventDefinition", &[("id", &id("message", &node.id))]),
        Kind::Wait(Sign::Day) => day(xml, &node.id, &node.detail),
        Kind::Wait(Sign::Condition) => {
            xml.open("bpmn:conditionalEventDefinition", &[("id", &id("condition", &node.id))]);
            xml.words("bpmn:condition", &[EXPRESSION], &node.detail);
            xml.close();
        }
        _ => {}
    }
    xml.close();
}

fn repeated(xml: &mut Xml, in_turn: &str) {
    xml.empty("bpmn:multiInstanceLoopCharacteristics", &[("isSequential", in_turn)]);
}

/// A day told in words: it is counted in working days, which no duration of the standard can say.
fn day(xml: &mut Xml, owner: &str, when: &str) {
    xml.open("bpmn:timerEventDefinition", &[("id", &id("day", owner))]);
    xml.words("bpmn:timeDate", &[EXPRESSION], when);
    xml.close();
}

fn timer(xml: &mut Xml, process: &Process, timer: &Timer) {
    let attributes = [
        ("id", timer.id.as_str()),
        ("attachedToRef", &process.nodes[timer.on].id),
        ("cancelActivity", "false"),
    ];
    xml.open("bpmn:boundaryEvent", &attributes);
    xml.words("bpmn:documentation", &[], &timer.when);
    xml.words("bpmn:outgoing", &[], &timer_flow(timer));
    day(xml, &timer.id, &timer.when);
    xml.close();
}

fn sequence(xml: &mut Xml, process: &Process, flow: &Flow) {
    let (from, to) = (&process.nodes[flow.from].id, &process.nodes[flow.to].id);
    let mut attributes = vec![("id", flow.id.as_str())];
    if !flow.label.is_empty() {
        attributes.push(("name", &flow.label));
    }
    attributes.extend([("sourceRef", from.as_str()), ("targetRef", to)]);
    if flow.condition.is_empty() {
        xml.empty("bpmn:sequenceFlow", &attributes);
        return;
    }
    xml.open("bpmn:sequenceFlow", &attributes);
    xml.words("bpmn:conditionExpression", &[EXPRESSION], &flow.condition);
    xml.close();
}
