//! The diagram part of a BPMN file: a shape for every node, an edge for every flow, from the layout.
//!
//! Must never place anything by itself: the picture and the file show one layout.

use crate::drawing::bpmn::{POOL, timer_flow};
use crate::drawing::layout::{Layout, Point, Rect};
use crate::drawing::process::{Kind, Process};
use crate::drawing::xml::{Xml, id};

/// Writes the diagram.
pub fn write(xml: &mut Xml, process: &Process, layout: &Layout) {
    xml.open("bpmndi:BPMNDiagram", &[("id", "diagram")]);
    xml.open("bpmndi:BPMNPlane", &[("id", "plane"), ("bpmnElement", "collaboration")]);
    let whole = Rect {
        x: 0,
        y: 0,
        width: layout.width,
        height: layout.height,
    };
    shape(xml, POOL, whole, None, &[("isHorizontal", "true")]);
    for (lane, rect) in process.lanes.iter().zip(&layout.lanes) {
        shape(xml, &lane.id, *rect, None, &[("isHorizontal", "true")]);
    }
    for (node, drawn) in process.nodes.iter().zip(&layout.shapes) {
        let marker: &[(&str, &str)] = match node.kind {
            Kind::Choice => &[("isMarkerVisible", "true")],
            _ => &[],
        };
        shape(xml, &node.id, drawn.rect, drawn.label, marker);
    }
    for (timer, drawn) in process.timers.iter().zip(&layout.timers) {
        shape(xml, &timer.id, drawn.rect, None, &[]);
    }
    for (flow, line) in process.flows.iter().zip(&layout.lines) {
        edge(xml, &flow.id, &line.points, line.label);
    }
    for (timer, drawn) in process.timers.iter().zip(&layout.timers) {
        edge(xml, &timer_flow(timer), &drawn.points, None);
    }
    xml.close();
    xml.close();
}

fn shape(xml: &mut Xml, element: &str, rect: Rect, label: Option<Rect>, more: &[(&str, &str)]) {
    let own = id("shape", element);
    let mut attributes = vec![("id", own.as_str()), ("bpmnElement", element)];
    attributes.extend(more);
    xml.open("bpmndi:BPMNShape", &attributes);
    bounds(xml, rect);
    write_label(xml, label);
    xml.close();
}

fn edge(xml: &mut Xml, element: &str, points: &[Point], label: Option<Rect>) {
    let own = id("edge", element);
    xml.open("bpmndi:BPMNEdge", &[("id", &own), ("bpmnElement", element)]);
    for point in points {
        let (x, y) = (point.x.to_string(), point.y.to_string());
        xml.empty("di:waypoint", &[("x", &x), ("y", &y)]);
    }
    write_label(xml, label);
    xml.close();
}

fn write_label(xml: &mut Xml, label: Option<Rect>) {
    if let Some(label) = label {
        xml.open("bpmndi:BPMNLabel", &[]);
        bounds(xml, label);
        xml.close();
    }
}

fn bounds(xml: &mut Xml, rect: Rect) {
    let numbers = [rect.x, rect.y, rect.width, rect.height].map(|number| number.to_string());
    xml.empty(
        "dc:Bounds",
        &[
            ("x", &numbers[0]),
            ("y", &numbers[1]),
            ("width", &numbers[2]),
            ("height", &numbers[3]),
        ],
    );
}
