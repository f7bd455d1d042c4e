//! The signs of BPMN as SVG shapes: who does it, what is waited for, how many times.
//!
//! Must never tell anything by colour alone: every sign has a shape of its own.

use crate::drawing::layout::Rect;
use crate::drawing::process::{Kind, Sign, Times};
use crate::drawing::xml::Xml;

/// The outline of a node, with its sign.
pub fn node(xml: &mut Xml, kind: Kind, rect: Rect) {
    let middle = rect.middle();
    match kind {
        Kind::Start => circle(xml, middle.x, middle.y, 18, "thin"),
        Kind::End => circle(xml, middle.x, middle.y, 16, "thick"),
        Kind::Wait(sign) => {
            circle(xml, middle.x, middle.y, 18, "thin");
            circle(xml, middle.x, middle.y, 15, "thin");
            waiting(xml, sign, middle.x, middle.y);
        }
        Kind::Choice => {
            let (x, y) = (middle.x, middle.y);
            let corners = format!(
                "M{} {y} L{x} {} L{} {y} L{x} {} Z",
                rect.x,
                rect.y,
                rect.right(),
                rect.bottom()
            );
            path(xml, &corners, "thin");
            path(xml, &format!("M{} {} l14 14 m0 -14 l-14 14", x - 7, y - 7), "bold");
        }
        Kind::Work(times) => {
            boxed(xml, rect);
            person(xml, rect.x + 8, rect.y + 6);
            repeated(xml, times, middle.x, rect.bottom());
        }
        Kind::Letter => {
            boxed(xml, rect);
            let at = format!("M{} {} h16 v11 h-16 z m0 0 l8 6 l8 -6", rect.x + 8, rect.y + 8);
            path(xml, &at, "letter");
        }
    }
}

/// A timer on a task's edge: it does not stop the task, so its rings are broken.
pub fn timer(xml: &mut Xml, rect: Rect) {
    let middle = rect.middle();
    circle(xml, middle.x, middle.y, rect.width / 2, "broken");
    circle(xml, middle.x, middle.y, rect.width / 2 - 3, "broken");
    clock(xml, middle.x, middle.y, 7);
}

/// The signs that need a word of explanation, each with its words.
pub fn legend(times: &[Times], kinds: &[Kind], has_timers: bool) -> Vec<(Key, &'static str)> {
    let has = |wanted: fn(&Kind) -> bool| kinds.iter().any(wanted);
    let mut keys = Vec::new();
    if has(|kind| matches!(kind, Kind::Work(_))) {
        keys.push((Key::Person, "делает человек"));
    }
    if has(|kind| matches!(kind, Kind::Letter)) {
        keys.push((Key::Letter, "служба шлёт письмо"));
    }
    if has_timers {
        keys.push((Key::Timer, "наступил день, работа продолжается"));
    }
    if has(|kind| matches!(kind, Kind::Wait(_))) {
        keys.push((Key::Wait, "ожидание"));
    }
    if has(|kind| matches!(kind, Kind::Choice)) {
        keys.push((Key::Choice, "один из исходов"));
    }
    if times.contains(&Times::Each) {
        keys.push((Key::Each, "каждый сам по себе"));
    }
    if times.contains(&Times::InTurn) {
        keys.push((Key::InTurn, "один за другим"));
    }
    keys.push((Key::End, "конец"));
    keys
}

/// A sign of the legend.
#[derive(Debug, Clone, Copy)]
pub enum Key {
    /// A person's work.
    Person,
    /// A letter.
    Letter,
    /// A timer on a task.
    Timer,
    /// A wait.
    Wait,
    /// A choice.
    Choice,
    /// Done by each.
    Each,
    /// Done in turn.
    InTurn,
    /// The end.
    End,
}

/// Draws a sign of the legend in a square of 18 pixels.
pub fn key(xml: &mut Xml, key: Key, x: i32, y: i32) {
    match key {
        Key::Person => person(xml, x + 2, y + 2),
        Key::Letter => path(xml, &format!("M{x} {} h16 v11 h-16 z m0 0 l8 6 l8 -6", y + 4), "letter"),
        Key::Timer => {
            circle(xml, x + 9, y + 9, 9, "broken");
            clock(xml, x + 9, y + 9, 5);
        }
        Key::Wait => {
            circle(xml, x + 9, y + 9, 9, "thin");
            circle(xml, x + 9, y + 9, 6, "thin");
        }
        Key::Choice => {
            path(xml, &format!("M{x} {} l9 -9 l9 9 l-9 9 z", y + 9), "thin");
            path(xml, &format!("M{} {} l6 6 m0 -6 l-6 6", x + 6, y + 6), "bold");
        }
        Key::Each => repeated(xml, Times::Each, x + 9, y + 18),
        Key::InTurn => repeated(xml, Times::InTurn, x + 9, y + 18),
        Key::End => circle(xml, x + 9, y + 9, 7, "thick"),
    }
}

fn waiting(xml: &mut Xml, sign: Sign, x: i32, y: i32) {
    match sign {
        Sign::Day => clock(xml, x, y, 9),
        Sign::Message => path(
            xml,
            &format!("M{} {} h16 v11 h-16 z m0 0 l8 6 l8 -6", x - 8, y - 5),
            "letter",
        ),
        Sign::Condition => path(
            xml,
            &format!("M{} {} h13 v16 h-13 z m2 4 h9 m-9 4 h9 m-9 4 h9", x - 6, y - 8),
            "letter",
        ),
    }
}

fn clock(xml: &mut Xml, x: i32, y: i32, radius: i32) {
    circle(xml, x, y, radius, "letter");
    path(xml, &format!("M{x} {} V{y} h{}", y - radius + 2, radius - 2), "letter");
}

fn person(xml: &mut Xml, x: i32, y: i32) {
    circle(xml, x + 6, y + 4, 3, "letter");
    path(xml, &format!("M{x} {} c0 -7 12 -7 12 0 z", y + 14), "letter");
}

fn repeated(xml: &mut Xml, times: Times, x: i32, bottom: i32) {
    match times {
        Times::Once => {}
        Times::Each => path(
            xml,
            &format!("M{} {} v12 m5 -12 v12 m5 -12 v12", x - 5, bottom - 16),
            "bold",
        ),
        Times::InTurn => path(
            xml,
            &format!("M{} {} h12 m-12 5 h12 m-12 5 h12", x - 6, bottom - 15),
            "bold",
        ),
    }
}

fn boxed(xml: &mut Xml, rect: Rect) {
    let numbers = [rect.x, rect.y, rect.width, rect.height].map(|number| number.to_string());
    xml.empty(
        "rect",
        &[
            ("class", "thin"),
            ("x", &numbers[0]),
            ("y", &numbers[1]),
            ("width", &numbers[2]),
            ("height", &numbers[3]),
            ("rx", "8"),
        ],
    );
}

fn circle(xml: &mut Xml, x: i32, y: i32, radius: i32, class: &str) {
    let numbers = [x, y, radius].map(|number| number.to_string());
    xml.empty(
        "circle",
        &[
            ("class", class),
            ("cx", &numbers[0]),
            ("cy", &numbers[1]),
            ("r", &numbers[2]),
        ],
    );
}

fn path(xml: &mut Xml, way: &str, class: &str) {
    xml.empty("path", &[("class", class), ("d", way)]);
}
