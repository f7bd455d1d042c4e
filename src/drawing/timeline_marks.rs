//! Months across the page, and the marks of due dates against them.
//!
//! Must never write one day over another: a day that has no room is left to the description.

use crate::drawing::measures::count;
use crate::drawing::picture::line_of_text;
use crate::drawing::text;
use crate::drawing::timeline_rows::{Due, Mark};
use crate::drawing::xml::Xml;
use chrono::{Datelike, NaiveDate};

const NAMES: [&str; 12] = [
    "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
];
const QUARTERS: [&str; 4] = ["I", "II", "III", "IV"];
/// Room that all months share, and how wide one may be.
const SHARED: i32 = 1400;
const MONTH_MIN: i32 = 6;
const MONTH_MAX: i32 = 62;
const SMALL: i32 = 12;
/// Half of a due date's mark.
const HALF: i32 = 7;

/// Months from the first to the last, each as wide as any other.
pub struct Months {
    /// Months since the year 0.
    first: i32,
    count: i32,
    left: i32,
    month: i32,
}

impl Months {
    /// All months that the days touch.
    pub fn of(first: NaiveDate, last: NaiveDate, left: i32) -> Self {
        let months = (number(last) - number(first) + 1).max(1);
        Self {
            first: number(first),
            count: months,
            left,
            month: (SHARED / months).clamp(MONTH_MIN, MONTH_MAX),
        }
    }

    /// The right edge.
    pub fn right(&self) -> i32 {
        self.left + self.count * self.month
    }

    /// The middle of a day, when the months have it.
    pub fn day(&self, day: NaiveDate) -> Option<i32> {
        let month = number(day) - self.first;
        (0..self.count).contains(&month).then(|| self.at(day, 1))
    }

    /// The place of a day in halves of a day: 0 its begin, 1 its middle, 2 its end; days outside stand at the edge.
    fn at(&self, day: NaiveDate, halves: i32) -> i32 {
        let month = number(day) - self.first;
        let past = (i32::try_from(day.day0()).unwrap_or(0) * 2 + halves) * self.month / 62;
        (self.left + month * self.month + past).clamp(self.left, self.right())
    }

    /// Years, quarters and months over the columns.
    pub fn draw_head(&self, xml: &mut Xml, top: i32, (years, quarters, months): (i32, i32, i32)) {
        for (from, to) in self.runs(12) {
            let x = i32::midpoint(self.edge(from), self.edge(to));
            let name = (self.first + from).div_euclid(12).to_string();
            self.caption(xml, "section", (x, top + years - 7), &name, to - from);
        }
        for (from, to) in self.runs(3) {
            let x = i32::midpoint(self.edge(from), self.edge(to));
            let quarter = (self.first + from).rem_euclid(12) / 3;
            let name = usize::try_from(quarter).ok().and_then(|quarter| QUARTERS.get(quarter));
            let y = top + years + quarters - 6;
            self.caption(
                xml,
                "small",
                (x, y),
                &format!("{} кв.", name.copied().unwrap_or_default()),
                to - from,
            );
        }
        for month in 0..self.count {
            let x = i32::midpoint(self.edge(month), self.edge(month + 1));
            let name = usize::try_from((self.first + month).rem_euclid(12)).ok();
            let name = name.and_then(|name| NAMES.get(name)).copied().unwrap_or_default();
            self.caption(xml, "small", (x, top + years + quarters + months - 6), name, 1);
        }
        for (from, _) in self.runs(12) {
            upright(xml, "year", self.edge(from), (top, top + years + quarters + months));
        }
        level(xml, "row", top + years, (self.left, self.right()));
        level(xml, "row", top + years + quarters, (self.left, self.right()));
    }

    /// Lines between months, quarters and years.
    pub fn draw_lines(&self, xml: &mut Xml, reach: (i32, i32)) {
        if reach.1 <= reach.0 {
            return;
        }
        for month in 0..self.count {
            let class = match (self.first + month).rem_euclid(12) {
                _ if month == 0 => "year",
                0 => "year",
                name if name % 3 == 0 => "quarter",
                _ if self.month < 16 => continue,
                _ => "month",
            };
            upright(xml, class, self.edge(month), reach);
        }
    }

    /// A caption, where its months have room for it.
    fn caption(&self, xml: &mut Xml, class: &str, at: (i32, i32), words: &str, months: i32) {
        let size = if class == "small" { SMALL } else { 14 };
        if text::width(words, size) <= months * self.month {
            line_of_text(xml, class, at, "middle", words);
        }
    }

    fn edge(&self, month: i32) -> i32 {
        self.left + month * self.month
    }

    /// Runs of months that share a year or a quarter.
    fn runs(&self, length: i32) -> Vec<(i32, i32)> {
        let mut runs = Vec::new();
        let mut from = 0;
        for month in 1..=self.count {
            if month == self.count || (self.first + month).rem_euclid(length) == 0 {
                runs.push((from, month));
                from = month;
            }
        }
        runs
    }
}

/// Marks of one item; `middle` is the middle of its row.
pub fn draw(xml: &mut Xml, marks: &[Mark], months: &Months, middle: i32) {
    let y = middle + 7;
    for mark in marks {
        if let Mark::Run { opens, start, due, .. } = mark {
            let end = months.at(*due, 1);
            let begin = months.at(*opens, 0);
            level(xml, "open", y, (begin, end));
            upright(xml, "open", begin, (y - 5, y + 5));
            if let Some(start) = start {
                rect(
                    xml,
                    "bar",
                    (months.at(*start, 0), y - 6),
                    (end - months.at(*start, 0), 12),
                );
            }
        }
    }
    let mut free_from = months.left;
    for mark in marks {
        match mark {
            Mark::Run { due, kind, .. } => {
                let x = months.at(*due, 1);
                due_mark(xml, *kind, x, y);
                let words = due.format("%d.%m").to_string();
                let half = text::width(&words, SMALL) / 2 + 1;
                let at = x
                    .max(months.left + half)
                    .min((months.right() - half).max(months.left + half));
                if at - half >= free_from {
                    line_of_text(xml, "day", (at, y - HALF - 4), "middle", &words);
                    free_from = at + half + 3;
                }
            }
            Mark::Waits { from, to, owner } => {
                let (left, right) = (months.at(*from, 0), months.at(*to, 2));
                rect(xml, "waits", (left, middle - 10), (right - left, 20));
                let words = format!("ждёт даты — назовёт {owner}");
                let lines = text::wrap(&words, SMALL, (months.right() - months.left - 8).max(60), 1);
                let half = text::widest(&lines, SMALL) / 2 + 4;
                let wished = i32::midpoint(left, right);
                let at = wished
                    .max(months.left + half)
                    .min((months.right() - half).max(months.left + half));
                line_of_text(xml, "day", (at, middle + 4), "middle", &lines.concat());
            }
        }
    }
}

/// What the marks mean.
pub fn legend(xml: &mut Xml, (left, top): (i32, i32)) {
    let y = top + 9;
    let mut x = left;
    let words = [
        "срок по тексту плана",
        "срок на выходном: контроль в другой день",
        "день мероприятия",
        "назван срок работы",
        "пункт открыт",
        "даты ещё нет",
    ];
    for (sign, words) in words.into_iter().enumerate() {
        match sign {
            0 => due_mark(xml, Due::Plain, x + 12, y),
            1 => due_mark(xml, Due::OnDayOff, x + 12, y),
            2 => due_mark(xml, Due::Event, x + 12, y),
            3 => rect(xml, "bar", (x, y - 6), (24, 12)),
            4 => {
                level(xml, "open", y, (x, x + 24));
                upright(xml, "open", x, (y - 5, y + 5));
            }
            _ => rect(xml, "waits", (x, y - 8), (24, 16)),
        }
        line_of_text(xml, "small", (x + 32, y + 4), "start", words);
        x += 32 + text::width(words, SMALL) + 24;
    }
}

/// An upright line.
pub fn upright(xml: &mut Xml, class: &str, x: i32, (from, to): (i32, i32)) {
    line(xml, class, (x, from), (x, to));
}

/// A level line.
pub fn level(xml: &mut Xml, class: &str, y: i32, (from, to): (i32, i32)) {
    line(xml, class, (from, y), (to, y));
}

/// The frame of the whole.
pub fn frame(xml: &mut Xml, at: (i32, i32), size: (i32, i32)) {
    rect(xml, "frame", at, size);
}

fn due_mark(xml: &mut Xml, kind: Due, x: i32, y: i32) {
    let (from_x, from_y) = (x.to_string(), y.to_string());
    let class = if kind == Due::OnDayOff { "hollow" } else { "full" };
    if kind == Due::Event {
        let at = [("class", class), ("cx", &from_x), ("cy", &from_y), ("r", "6")];
        xml.empty("circle", &at);
        return;
    }
    let way = format!("M{} {y} l{HALF} -{HALF} l{HALF} {HALF} l-{HALF} {HALF} z", x - HALF);
    xml.empty("path", &[("class", class), ("d", &way)]);
}

fn line(xml: &mut Xml, class: &str, from: (i32, i32), to: (i32, i32)) {
    let numbers = [from.0, from.1, to.0, to.1].map(|number| number.to_string());
    let ends = [
        ("class", class),
        ("x1", &numbers[0]),
        ("y1", &numbers[1]),
        ("x2", &numbers[2]),
        ("y2", &numbers[3]),
    ];
    xml.empty("line", &ends);
}

fn rect(xml: &mut Xml, class: &str, (x, y): (i32, i32), (width, height): (i32, i32)) {
    let numbers = [x, y, width.max(1), height].map(|number| number.to_string());
    let place = [
        ("class", class),
        ("x", &numbers[0]),
        ("y", &numbers[1]),
        ("width", &numbers[2]),
        ("height", &numbers[3]),
    ];
    xml.empty("rect", &place);
}

/// The month's number since the year 0.
fn number(day: NaiveDate) -> i32 {
    day.year() * 12 + count(usize::try_from(day.month0()).unwrap_or(0))
}
