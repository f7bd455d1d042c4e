//! On the page nothing lies on anything else, and every line goes where it should.

use crate::{all_processes, random};
use prikaz::drawing::layout::{HEAD, Layout, Point, Rect};
use prikaz::drawing::process::{Flow, Kind, Process};
use proptest::prelude::*;

/// A box, words beside a sign, or words on a line.
struct Thing {
    what: String,
    rect: Rect,
}

fn things(process: &Process, layout: &Layout) -> Vec<Thing> {
    let mut things = Vec::new();
    for (node, shape) in process.nodes.iter().zip(&layout.shapes) {
        let what = format!("{} «{}»", node.id, node.name);
        things.extend(shape.label.map(|rect| Thing {
            what: format!("words of {what}"),
            rect,
        }));
        things.push(Thing { what, rect: shape.rect });
    }
    for (flow, line) in process.flows.iter().zip(&layout.lines) {
        things.extend(line.label.map(|rect| Thing {
            what: format!("words of {} «{}»", flow.id, flow.label),
            rect,
        }));
    }
    things
}

/// The stretch between two points as a rectangle without thickness.
fn stretch(a: Point, b: Point) -> Rect {
    Rect {
        x: a.x.min(b.x),
        y: a.y.min(b.y),
        width: (a.x - b.x).abs(),
        height: (a.y - b.y).abs(),
    }
}

/// Every line with the names of its ends: flows, then timers.
fn lines(process: &Process, layout: &Layout) -> Vec<(usize, usize, Vec<Point>)> {
    let flows = process.flows.iter().zip(&layout.lines);
    let timers = process.timers.iter().zip(&layout.timers);
    flows
        .map(|(flow, line)| (flow.from, flow.to, line.points.clone()))
        .chain(timers.map(|(timer, shape)| (timer.on, timer.letter, shape.points.clone())))
        .collect()
}

/// What is wrong with a layout; empty when nothing is.
pub fn faults(process: &Process, layout: &Layout) -> Vec<String> {
    let mut faults = Vec::new();
    let things = things(process, layout);
    for (at, one) in things.iter().enumerate() {
        for other in things
            .iter()
            .skip(at + 1)
            .filter(|other| one.rect.overlaps(&other.rect))
        {
            faults.push(format!("{} lies on {}", one.what, other.what));
        }
    }
    for (node, shape) in process.nodes.iter().zip(&layout.shapes) {
        let lane = layout.lanes[node.lane];
        for rect in [Some(shape.rect), shape.label].into_iter().flatten() {
            if rect.x < lane.x + HEAD || rect.right() > lane.right() || rect.y < lane.y || rect.bottom() > lane.bottom()
            {
                faults.push(format!("{} stands outside its lane: {rect:?} in {lane:?}", node.id));
            }
        }
    }
    for (timer, shape) in process.timers.iter().zip(&layout.timers) {
        let task = layout.shapes[timer.on].rect;
        let own = |thing: &&Thing| thing.rect != task && thing.rect.overlaps(&shape.rect);
        if let Some(thing) = things.iter().find(own) {
            faults.push(format!("{} lies on {}", timer.id, thing.what));
        }
        if shape.rect.middle().y != task.bottom() || shape.rect.x < task.x || shape.rect.right() > task.right() {
            faults.push(format!("{} is not on the edge of its task", timer.id));
        }
    }
    line_faults(process, layout, &things, &mut faults);
    faults
}

fn line_faults(process: &Process, layout: &Layout, things: &[Thing], faults: &mut Vec<String>) {
    let lines = lines(process, layout);
    for (from, to, points) in &lines {
        let name = format!("{} → {}", process.nodes[*from].id, process.nodes[*to].id);
        let (source, target) = (layout.shapes[*from].rect, layout.shapes[*to].rect);
        let (first, last) = (points[0], points[points.len() - 1]);
        if last.x < target.x || last.x > target.right() || last.y < target.y || last.y > target.bottom() {
            faults.push(format!("{name} does not reach its end"));
        }
        if first.x < source.x || first.x > source.right() || first.y < source.y || first.y > source.bottom() + 20 {
            faults.push(format!("{name} does not begin at its begin"));
        }
        for (at, pair) in points.windows(2).enumerate() {
            let part = stretch(pair[0], pair[1]);
            if (part.width == 0) == (part.height == 0) {
                faults.push(format!("{name} is neither upright nor level at {pair:?}"));
            }
            let is_last = at + 2 == points.len();
            for thing in things.iter().filter(|thing| part.overlaps(&thing.rect)) {
                // The outline of a circle or a rhomb lies within its rectangle.
                if !(is_last && thing.rect == target && process.nodes[*to].kind != Kind::Letter) {
                    faults.push(format!("{name} runs through {} at {pair:?}", thing.what));
                }
            }
        }
    }
    for (at, (from, to, points)) in lines.iter().enumerate() {
        for (other_from, other_to, other) in lines.iter().skip(at + 1) {
            if from == other_from || to == other_to {
                continue;
            }
            let parts = points.windows(2).flat_map(|a| other.windows(2).map(move |b| (a, b)));
            for (a, b) in parts {
                let (a, b) = (stretch(a[0], a[1]), stretch(b[0], b[1]));
                let along = a.width == 0 && b.width == 0 && a.x == b.x && a.y < b.bottom() && b.y < a.bottom()
                    || a.height == 0 && b.height == 0 && a.y == b.y && a.x < b.right() && b.x < a.right();
                if along {
                    let ends = [*from, *to, *other_from, *other_to].map(|node| process.nodes[node].id.as_str());
                    faults.push(format!("lines of {ends:?} lie on each other: {a:?} {b:?}"));
                }
            }
        }
    }
}

#[test]
fn nothing_overlaps_in_the_pictures_of_the_shipped_plans() {
    for (name, process) in all_processes() {
        let faults = faults(&process, &Layout::of(&process));
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}

#[test]
fn the_check_sees_what_lies_on_something_else() {
    let mut all = all_processes().into_iter();
    let (_, process) = all.find(|(name, _)| name == "mentoring-2022/4.1").expect("item 4.1");
    let mut layout = Layout::of(&process);
    layout.shapes[0].rect = layout.shapes[1].rect;
    assert!(faults(&process, &layout).iter().any(|fault| fault.contains("lies on")));

    // A line led through the boxes, and a line laid on another.
    let mut layout = Layout::of(&process);
    let (first, last) = (layout.shapes[0].rect.middle(), layout.lines.len() - 1);
    layout.lines[last].points = vec![Point { x: 0, ..first }, Point { x: 5000, ..first }];
    assert!(
        faults(&process, &layout)
            .iter()
            .any(|fault| fault.contains("runs through"))
    );
    let mut layout = Layout::of(&process);
    let ends = &process.flows[last];
    let apart = |flow: &Flow| flow.from != ends.from && flow.to != ends.to;
    let other = process.flows.iter().position(apart).expect("another flow");
    layout.lines[last].points = layout.lines[other].points.clone();
    assert!(
        faults(&process, &layout)
            .iter()
            .any(|fault| fault.contains("on each other"))
    );
}

#[test]
fn the_steps_of_a_process_read_from_left_to_right() {
    for (name, process) in all_processes() {
        let layout = Layout::of(&process);
        let start = process
            .nodes
            .iter()
            .position(|node| node.kind == Kind::Start)
            .expect("a start");
        let end = process
            .nodes
            .iter()
            .position(|node| node.kind == Kind::End)
            .expect("an end");
        let left = |node: usize| layout.shapes[node].rect.x;
        assert!(layout.shapes.iter().all(|shape| shape.rect.x >= left(start)), "{name}");
        assert!(left(end) > left(start), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_in_the_picture_of_any_lifecycle(lifecycle in random::lifecycles()) {
        let process = Process::of(prikaz::drawing::process::Subject::Lifecycle(&lifecycle, None));
        let layout = Layout::of(&process);
        let faults = faults(&process, &layout);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
