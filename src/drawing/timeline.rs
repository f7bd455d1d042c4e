//! A plan as a timeline in SVG: items in rows, months in columns, due dates with their days.
//!
//! Must never hold a script or a foreign address, nor tell anything by colour alone: every mark has a shape of its own.

use crate::definition::model::Plan;
use crate::drawing::measures::count;
use crate::drawing::picture::{line_of_text, open};
use crate::drawing::schedule;
use crate::drawing::text;
use crate::drawing::timeline_marks::{self, Months};
use crate::drawing::timeline_rows::{self, ItemRow, Row};
use crate::drawing::xml::Xml;
use crate::words::phrasing::short_date;
use chrono::NaiveDate;

const MARGIN: i32 = 16;
/// Room right of the last month.
const PAST: i32 = 10;
const NUMBER: i32 = 52;
const TITLE: i32 = 330;
const HEADING: (i32, i32) = (20, 26);
const SMALL: (i32, i32) = (12, 15);
const NAME: (i32, i32) = (14, 17);
const TODAY: i32 = 18;
const YEARS: i32 = 24;
const QUARTERS: i32 = 20;
const MONTHS: i32 = 20;
const ROW_MIN: i32 = 40;
const NAME_LINES_MAX: usize = 3;

const STYLE: &str = "@page{size:A3 landscape;margin:8mm}\
text{font-family:Arial,\"Liberation Sans\",Helvetica,sans-serif;fill:#000}\
.title{font-size:20px;font-weight:bold}.remark{font-size:14px}.name{font-size:14px}.small{font-size:12px}\
.section{font-size:14px;font-weight:bold;paint-order:stroke;stroke:#eee;stroke-width:3px}.day{font-size:12px;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}.tint{fill:#eee;stroke:none}.frame{fill:none;stroke:#000;stroke-width:1}\
.year{stroke:#000;stroke-width:1.2}.quarter{stroke:#999;stroke-width:.8}.month{stroke:#ddd;stroke-width:.6}\
.row{stroke:#999;stroke-width:.6}.bar{fill:#ccc;stroke:#000;stroke-width:1}.open{stroke:#000;stroke-width:1.4}\
.full{fill:#000;stroke:#000;stroke-width:1.4}.hollow{fill:#fff;stroke:#000;stroke-width:1.8}\
.waits{fill:#fff;stroke:#000;stroke-width:1.2;stroke-dasharray:6 3}\
.today{stroke:#000;stroke-width:2;stroke-dasharray:2 3}";

/// Draws a plan; `today` is marked where the timeline has that day.
pub fn draw(plan: &Plan, today: Option<NaiveDate>) -> String {
    let (first, last) = timeline_rows::span(plan);
    let months = Months::of(first, last, MARGIN + NUMBER + TITLE);
    // The mark of a last day stands half outside its month.
    let width = months.right() + PAST + MARGIN;
    let heading = text::wrap(
        &schedule::one_line(&plan.title),
        HEADING.0,
        (width - 2 * MARGIN) * 100 / 106,
        4,
    );
    let basis = &plan.basis;
    let remark = format!(
        "Основание: {} от {} № {}. Пунктов: {}. Срок плана: {} — {}.",
        basis.kind,
        short_date(basis.date),
        basis.number,
        plan.items.len(),
        short_date(plan.rules.first_day),
        short_date(plan.rules.last_day)
    );
    let remark = text::wrap(&remark, NAME.0, width - 2 * MARGIN, 4);
    let top = MARGIN + HEADING.1 * count(heading.len()) + NAME.1 * count(remark.len()) + 10 + TODAY;
    let head = YEARS + QUARTERS + MONTHS;
    let rows: Vec<Placed> = placed(timeline_rows::rows(plan), top + head, width);
    let bottom = rows.last().map_or(top + head, |row| row.top + row.height);
    let height = bottom + 44 + MARGIN;

    let mut xml = Xml::document();
    let title = format!("Сроки плана: {}", schedule::one_line(&plan.title));
    open(&mut xml, &title, &timeline_rows::told(plan), (width, height), STYLE);
    let mut y = MARGIN;
    for line in &heading {
        y += HEADING.1;
        line_of_text(&mut xml, "title", (MARGIN, y - 7), "start", line);
    }
    for line in &remark {
        y += NAME.1;
        line_of_text(&mut xml, "remark", (MARGIN, y - 4), "start", line);
    }
    for row in rows.iter().filter(|row| matches!(row.row, Row::Section(_))) {
        tint(&mut xml, (MARGIN, row.top), (width - 2 * MARGIN, row.height));
    }
    tint(&mut xml, (MARGIN, top), (width - 2 * MARGIN, head));
    head_words(&mut xml, top + head);
    months.draw_head(&mut xml, top, (YEARS, QUARTERS, MONTHS));
    draw_grid(&mut xml, &months, &rows, top, head);
    draw_today(&mut xml, &months, today, (top, bottom));
    for row in &rows {
        draw_row(&mut xml, row, &months);
    }
    timeline_marks::frame(&mut xml, (MARGIN, top), (width - 2 * MARGIN, bottom - top));
    timeline_marks::legend(&mut xml, (MARGIN, bottom + 16));
    xml.finish()
}

/// Whether the timeline of a plan has this day.
pub fn shows(plan: &Plan, day: NaiveDate) -> bool {
    let (first, last) = timeline_rows::span(plan);
    Months::of(first, last, 0).day(day).is_some()
}

fn draw_today(xml: &mut Xml, months: &Months, today: Option<NaiveDate>, (top, bottom): (i32, i32)) {
    let Some((day, x)) = today.and_then(|day| Some((day, months.day(day)?))) else {
        return;
    };
    timeline_marks::upright(xml, "today", x, (top - 2, bottom));
    let words = format!("сегодня {}", short_date(day));
    let half = text::width(&words, SMALL.0) / 2;
    let x = x.clamp(MARGIN + half, (months.right() - half).max(MARGIN + half));
    line_of_text(xml, "small", (x, top - 5), "middle", &words);
}

/// A row, its lines and its place.
struct Placed {
    row: Row,
    lines: Vec<String>,
    who: Vec<String>,
    top: i32,
    height: i32,
}

fn placed(rows: Vec<Row>, top: i32, width: i32) -> Vec<Placed> {
    let mut y = top;
    let place = |row: Row| {
        let (lines, who, height) = match &row {
            Row::Section(heading) => {
                let lines = text::wrap(heading, NAME.0, (width - 2 * MARGIN - 16) * 100 / 106, 6);
                let height = NAME.1 * count(lines.len()) + 8;
                (lines, Vec::new(), height)
            }
            Row::Item(item) => {
                let lines = text::wrap(&item.title, NAME.0, TITLE - 12, NAME_LINES_MAX);
                let who = text::wrap(&item.who, SMALL.0, TITLE - 12, NAME_LINES_MAX);
                let height = NAME.1 * count(lines.len()) + SMALL.1 * count(who.len()) + 8;
                (lines, who, height.max(ROW_MIN))
            }
        };
        let top = y;
        y += height;
        Placed {
            row,
            lines,
            who,
            top,
            height,
        }
    };
    rows.into_iter().map(place).collect()
}

fn head_words(xml: &mut Xml, bottom: i32) {
    line_of_text(xml, "section", (MARGIN + 6, bottom - 8), "start", "№");
    line_of_text(
        xml,
        "section",
        (MARGIN + NUMBER, bottom - 8),
        "start",
        "Пункт и исполнители",
    );
}

fn draw_grid(xml: &mut Xml, months: &Months, rows: &[Placed], top: i32, head: i32) {
    // A heading runs across all columns, so lines stop for it.
    let mut from = top + head;
    for row in rows {
        if matches!(row.row, Row::Section(_)) {
            months.draw_lines(xml, (from, row.top));
            from = row.top + row.height;
        }
        timeline_marks::level(xml, "row", row.top, (MARGIN, months.right() + PAST));
    }
    let bottom = rows.last().map_or(from, |row| row.top + row.height);
    months.draw_lines(xml, (from, bottom));
}

fn draw_row(xml: &mut Xml, placed: &Placed, months: &Months) {
    match &placed.row {
        Row::Section(_) => {
            let mut y = placed.top + 4;
            for line in &placed.lines {
                y += NAME.1;
                line_of_text(xml, "section", (MARGIN + 6, y - 4), "start", line);
            }
        }
        Row::Item(item) => draw_item(xml, placed, item, months),
    }
}

fn draw_item(xml: &mut Xml, placed: &Placed, item: &ItemRow, months: &Months) {
    let mut y = placed.top + 4;
    let number = text::wrap(&item.number, NAME.0, NUMBER - 10, 1);
    line_of_text(xml, "name", (MARGIN + 6, y + NAME.1 - 4), "start", &number.concat());
    for line in &placed.lines {
        y += NAME.1;
        line_of_text(xml, "name", (MARGIN + NUMBER, y - 4), "start", line);
    }
    for line in &placed.who {
        y += SMALL.1;
        line_of_text(xml, "small", (MARGIN + NUMBER, y - 4), "start", line);
    }
    timeline_marks::draw(xml, &item.marks, months, placed.top + placed.height / 2);
}

fn tint(xml: &mut Xml, (x, y): (i32, i32), (width, height): (i32, i32)) {
    let numbers = [x, y, width, height].map(|number| number.to_string());
    let place = [
        ("class", "tint"),
        ("x", numbers[0].as_str()),
        ("y", &numbers[1]),
        ("width", &numbers[2]),
        ("height", &numbers[3]),
    ];
    xml.empty("rect", &place);
}
