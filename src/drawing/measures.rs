//! How large a node is: its shape, its words, and the room its outcomes need.
//!
//! Must never let words out of the room they were measured for.

use crate::drawing::process::{Kind, Node, Process, Times};
use crate::drawing::text;

/// Size of names, and the height of a line of them.
pub const NAME: (i32, i32) = (15, 18);
/// Size of small words, and the height of a line of them.
pub const SMALL: (i32, i32) = (13, 16);
/// Width of a task's box.
pub const BOX: i32 = 150;
/// Diameter of an event.
pub const EVENT: i32 = 36;
/// Diameter of a timer on a box's edge.
pub const TIMER: i32 = 28;
/// Width and height of a choice.
pub const CHOICE: i32 = 50;
/// A way that comes round a bend ends this far above or below the middle.
pub const BENT: i32 = 10;

const TIMER_STEP: i32 = 34;
/// From the left edge of a box to its first timer's middle.
const TIMER_FIRST: i32 = 24;
/// Half the room that the sign of repetition needs between timers.
const BETWEEN: i32 = 12;
const PAD: i32 = 8;
const LETTER: i32 = 176;
const LABEL: i32 = 124;
const OUTCOME: i32 = 104;
const LINES_MAX: usize = 8;
const OUTCOME_LINES_MAX: usize = 4;
/// Over the name stands the sign of what is done.
const SIGN: i32 = 18;

/// A node's size, measured from the middle of its shape and from the left edge of its place.
#[derive(Debug, Clone, Default)]
pub struct Measure {
    /// Width of the place.
    pub width: i32,
    /// From the left edge of the place to the left edge of the shape.
    pub shape_left: i32,
    /// Width of the shape.
    pub shape_width: i32,
    /// Height of the shape.
    pub shape_height: i32,
    /// Room needed above the middle.
    pub above: i32,
    /// Room needed below the middle.
    pub below: i32,
    /// Lines of the name.
    pub name: Vec<String>,
    /// Smaller lines.
    pub detail: Vec<String>,
    /// Where its flows leave, in the order of the process's flows.
    pub outcomes: Vec<Outcome>,
}

/// Where a flow leaves a node.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Index of the flow.
    pub flow: usize,
    /// Below the middle of the shape (above it when negative).
    pub offset: i32,
    /// Lines of its label.
    pub label: Vec<String>,
}

/// Measures a node; `up` tells which of its flows turn upwards.
pub fn measure(process: &Process, at: usize, up: impl Fn(usize) -> bool) -> Measure {
    let node = &process.nodes[at];
    let mut measure = match node.kind {
        Kind::Work(_) | Kind::Letter => task(node, timers_on(process, at)),
        Kind::Choice => choice(process, at, up),
        Kind::Start | Kind::End | Kind::Wait(_) => event(node),
    };
    if measure.outcomes.is_empty() {
        let flows = process.flows.iter().enumerate().filter(|(_, flow)| flow.from == at);
        measure.outcomes = flows
            .map(|(flow, _)| Outcome {
                flow,
                ..Outcome::default()
            })
            .collect();
    }
    if let Some(timer) = process.timers.iter().find(|timer| timer.letter == at) {
        // Lines of all timers of the task pass to the left of its letters.
        let on = timers_on(process, timer.on);
        measure.shape_left = timer_at(on, on.saturating_sub(1)) + 24;
        measure.width = measure.shape_left + measure.shape_width;
    }
    if process.nodes[at].kind == Kind::Choice && process.nodes[at].name.is_empty() {
        // Right below its task.
        measure.shape_left = (BOX - CHOICE) / 2;
        measure.width += measure.shape_left;
    }
    measure
}

/// A count as pixels are counted.
pub fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// How far from the left edge of a task the middle of one of its timers is; the task's middle stays free.
pub fn timer_at(timers: usize, index: usize) -> i32 {
    let left = timers.div_ceil(2);
    if index < left {
        return TIMER_FIRST + TIMER_STEP * count(index);
    }
    task_width(timers) / 2 + BETWEEN + 2 + TIMER / 2 + TIMER_STEP * count(index - left)
}

/// A task is as wide as its timers need.
fn task_width(timers: usize) -> i32 {
    let left = timers.div_ceil(2);
    let half = TIMER_FIRST + TIMER_STEP * (count(left) - 1) + TIMER / 2 + 2 + BETWEEN;
    if timers == 0 { BOX } else { BOX.max(2 * half) }
}

fn timers_on(process: &Process, task: usize) -> usize {
    process.timers.iter().filter(|timer| timer.on == task).count()
}

fn task(node: &Node, timers: usize) -> Measure {
    let width = if node.kind == Kind::Letter {
        LETTER
    } else {
        task_width(timers)
    };
    let name = text::wrap(&node.name, NAME.0, width - 2 * PAD, LINES_MAX);
    let detail = text::wrap(&node.detail, SMALL.0, width - 2 * PAD, LINES_MAX);
    let marker = if matches!(node.kind, Kind::Work(Times::Each | Times::InTurn)) {
        SIGN
    } else {
        0
    };
    let words = NAME.1 * count(name.len()) + SMALL.1 * count(detail.len());
    let timer_room = if timers > 0 { TIMER / 2 } else { 0 };
    // An even height keeps the middle on a whole pixel.
    let height = (SIGN + words + 2 * PAD + marker + timer_room).max(64) / 2 * 2;
    Measure {
        width,
        shape_width: width,
        shape_height: height,
        above: height / 2,
        below: height / 2 + timer_room,
        name,
        detail,
        ..Measure::default()
    }
}

fn event(node: &Node) -> Measure {
    let name = text::wrap(&node.name, NAME.0, LABEL, LINES_MAX);
    let detail = text::wrap(&node.detail, SMALL.0, LABEL, LINES_MAX);
    let words = text::widest(&name, NAME.0).max(text::widest(&detail, SMALL.0));
    let width = words.max(EVENT) / 2 * 2 + 2;
    let label = NAME.1 * count(name.len()) + SMALL.1 * count(detail.len());
    Measure {
        width,
        shape_left: (width - EVENT) / 2,
        shape_width: EVENT,
        shape_height: EVENT,
        above: EVENT / 2,
        below: EVENT / 2 + 6 + label,
        name,
        detail,
        ..Measure::default()
    }
}

/// A choice and its outcomes: the first goes straight on, the others leave above and below it, each under its words.
fn choice(process: &Process, at: usize, up: impl Fn(usize) -> bool) -> Measure {
    let name = text::wrap(&process.nodes[at].name, NAME.0, LABEL, LINES_MAX);
    let mut outcomes = Vec::new();
    let (mut above, mut below) = (CHOICE / 2, CHOICE / 2);
    for (flow, leaving) in process.flows.iter().enumerate().filter(|(_, flow)| flow.from == at) {
        let label = text::wrap(&leaving.label, SMALL.0, OUTCOME, OUTCOME_LINES_MAX);
        let tall = SMALL.1 * count(label.len()) + 4;
        let offset = if outcomes.is_empty() {
            above = above.max(tall);
            0
        } else if up(flow) {
            let line = above + 10;
            above = line + tall;
            -line
        } else {
            below += tall + 6;
            below
        };
        outcomes.push(Outcome { flow, offset, label });
    }
    let words = outcomes
        .iter()
        .map(|outcome| text::widest(&outcome.label, SMALL.0))
        .max();
    let width = (CHOICE + 12 + words.unwrap_or(0)).max(text::widest(&name, NAME.0));
    if !name.is_empty() {
        above += 6 + NAME.1 * count(name.len());
    }
    Measure {
        width,
        shape_width: CHOICE,
        shape_height: CHOICE,
        above: above + 2,
        below: below + 4,
        name,
        outcomes,
        ..Measure::default()
    }
}
