//! A process as an SVG picture: real text, black on white, told in words for those who do not see it.
//!
//! Must never hold a script, a foreign address or a colour that means something by itself.

use crate::drawing::layout::{BAND, HEAD, HEAD_PAD, Layout, Line, Point, Rect, Shape, WIDTH_MIN, head_lines};
use crate::drawing::measures::{NAME, SMALL, count};
use crate::drawing::process::{Kind, Process, Times};
use crate::drawing::symbols;
use crate::drawing::text;
use crate::drawing::xml::Xml;

const MARGIN: i32 = 16;
const TITLE: (i32, i32) = (20, 26);
const REMARK: (i32, i32) = (14, 19);
const TITLE_LINES_MAX: usize = 4;
const REMARK_LINES_MAX: usize = 6;

/// Shapes are white with black lines; the grey of heads is only a tint.
const STYLE: &str = "@page{size:A4 landscape;margin:8mm}\
text{font-family:Arial,\"Liberation Sans\",Helvetica,sans-serif;fill:#000}\
.title{font-size:20px;font-weight:bold}.remark{font-size:14px}.name{font-size:15px}.small{font-size:13px}\
.head{font-weight:bold}.lane{fill:none;stroke:#000;stroke-width:1}.tint{fill:#eee;stroke:#000;stroke-width:1}\
.thin{fill:#fff;stroke:#000;stroke-width:1.5}.thick{fill:#fff;stroke:#000;stroke-width:4}\
.bold{fill:none;stroke:#000;stroke-width:2.5}.letter{fill:none;stroke:#000;stroke-width:1.2}\
.broken{fill:#fff;stroke:#000;stroke-width:1.2;stroke-dasharray:4 2.5}\
.flow{fill:none;stroke:#000;stroke-width:1.3}.late{stroke-dasharray:6 3}";

/// Draws a process.
pub fn draw(process: &Process) -> String {
    let layout = Layout::of(process);
    // The band is for programs that turn the process's name by a quarter; here the title stands above.
    let shift = MARGIN - BAND;
    let width = layout.width.max(WIDTH_MIN) + shift + MARGIN;
    let head = Heading::of(process, width - 2 * MARGIN);
    let legend = legend(process, width - 2 * MARGIN);
    let legend_top = head.height + layout.height + 14;
    let height = legend_top + 26 * count(legend.last().map_or(0, |(_, row, ..)| row + 1)) + MARGIN;

    let mut xml = Xml::document();
    open(&mut xml, &process.title, &process.told, (width, height), STYLE);
    arrow(&mut xml);
    head.draw(&mut xml);
    let moved = format!("translate({shift} {})", head.height);
    xml.open("g", &[("transform", &moved)]);
    for (lane, rect) in process.lanes.iter().zip(&layout.lanes) {
        draw_lane(&mut xml, &lane.name, &lane.holder, *rect);
    }
    for line in &layout.lines {
        draw_line(&mut xml, line);
    }
    for timer in &layout.timers {
        polyline(&mut xml, &timer.points, "flow late");
    }
    for (node, shape) in process.nodes.iter().zip(&layout.shapes) {
        symbols::node(&mut xml, node.kind, shape.rect);
        draw_words(&mut xml, node.kind, shape);
    }
    for timer in &layout.timers {
        symbols::timer(&mut xml, timer.rect);
    }
    xml.close();
    for (key, row, x, words) in legend {
        let y = legend_top + 26 * count(row);
        symbols::key(&mut xml, key, MARGIN + x, y);
        line_of_text(&mut xml, "small", (MARGIN + x + 26, y + 13), "start", words);
    }
    xml.finish()
}

/// Opens an SVG document that a screen reader tells in words and a printer puts on one page.
pub fn open(xml: &mut Xml, title: &str, told: &[String], (width, height): (i32, i32), style: &str) {
    let view = format!("0 0 {width} {height}");
    let (wide, tall) = (width.to_string(), height.to_string());
    xml.open(
        "svg",
        &[
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("width", &wide),
            ("height", &tall),
            ("viewBox", &view),
            ("role", "img"),
            ("aria-labelledby", "title description"),
            ("lang", "ru"),
            ("xml:lang", "ru"),
        ],
    );
    xml.words("title", &[("id", "title")], title);
    xml.words("desc", &[("id", "description")], &told.join(" "));
    // On paper the picture takes the sheet, whatever it measures on a screen.
    let printed = format!("{style}@media print{{svg{{width:100%;height:auto;max-height:100vh}}}}");
    xml.words("style", &[], &printed.replace('"', "'"));
    let paper = [("width", "100%"), ("height", "100%"), ("fill", "#fff")];
    xml.empty("rect", &paper);
}

/// One line of text.
pub fn line_of_text(xml: &mut Xml, class: &str, (x, y): (i32, i32), anchor: &str, words: &str) {
    let (x, y) = (x.to_string(), y.to_string());
    xml.words(
        "text",
        &[("class", class), ("x", &x), ("y", &y), ("text-anchor", anchor)],
        words,
    );
}

/// Title and remarks above the lanes.
struct Heading {
    title: Vec<String>,
    remarks: Vec<String>,
    height: i32,
}

impl Heading {
    fn of(process: &Process, width: i32) -> Self {
        let title = text::wrap(&process.title, TITLE.0, width * 100 / 106, TITLE_LINES_MAX);
        let remarks: Vec<String> = process
            .remarks
            .iter()
            .flat_map(|remark| text::wrap(remark, REMARK.0, width, REMARK_LINES_MAX))
            .collect();
        let height = MARGIN + TITLE.1 * count(title.len()) + REMARK.1 * count(remarks.len()) + 12;
        Self { title, remarks, height }
    }

    fn draw(&self, xml: &mut Xml) {
        let mut y = MARGIN;
        for line in &self.title {
            y += TITLE.1;
            line_of_text(xml, "title", (MARGIN, y - 7), "start", line);
        }
        for line in &self.remarks {
            y += REMARK.1;
            line_of_text(xml, "remark", (MARGIN, y - 4), "start", line);
        }
    }
}

fn draw_lane(xml: &mut Xml, name: &str, holder: &str, rect: Rect) {
    let outline = |xml: &mut Xml, class: &str, width: i32| {
        let numbers = [rect.x, rect.y, width, rect.height].map(|number| number.to_string());
        let place = [
            ("class", class),
            ("x", &numbers[0]),
            ("y", &numbers[1]),
            ("width", &numbers[2]),
            ("height", &numbers[3]),
        ];
        xml.empty("rect", &place);
    };
    outline(xml, "lane", rect.width);
    outline(xml, "tint", HEAD);
    let (lines, held) = head_lines(name, holder);
    let tall = NAME.1 * count(lines.len()) + SMALL.1 * count(held.len());
    let mut y = rect.middle().y - tall / 2;
    for line in lines {
        y += NAME.1;
        line_of_text(xml, "name head", (rect.x + HEAD_PAD, y - 4), "start", &line);
    }
    for line in held {
        y += SMALL.1;
        line_of_text(xml, "small", (rect.x + HEAD_PAD, y - 4), "start", &line);
    }
}

fn draw_line(xml: &mut Xml, line: &Line) {
    polyline(xml, &line.points, "flow");
    if let Some(label) = line.label {
        for (index, words) in line.words.iter().enumerate() {
            let y = label.y + SMALL.1 * (count(index) + 1) - 4;
            line_of_text(xml, "small", (label.x, y), "start", words);
        }
    }
}

fn polyline(xml: &mut Xml, points: &[Point], class: &str) {
    let corners: Vec<String> = points.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
    xml.empty(
        "polyline",
        &[
            ("class", class),
            ("points", &corners.join(" ")),
            ("marker-end", "url(#arrow)"),
        ],
    );
}

fn arrow(xml: &mut Xml) {
    xml.open("defs", &[]);
    xml.open(
        "marker",
        &[
            ("id", "arrow"),
            ("viewBox", "0 0 10 10"),
            ("refX", "10"),
            ("refY", "5"),
            ("markerWidth", "9"),
            ("markerHeight", "9"),
            ("markerUnits", "userSpaceOnUse"),
            ("orient", "auto"),
        ],
    );
    xml.empty("path", &[("d", "M0 0 L10 5 L0 10 z")]);
    xml.close();
    xml.close();
}

/// Words of a node: inside its box, or beside its sign.
fn draw_words(xml: &mut Xml, kind: Kind, shape: &Shape) {
    let tall = NAME.1 * count(shape.name.len()) + SMALL.1 * count(shape.detail.len());
    let (x, anchor, mut y) = match (kind, shape.label) {
        (Kind::Choice, Some(label)) => (label.x, "start", label.y),
        (_, Some(label)) => (shape.rect.middle().x, "middle", label.y),
        // The sign stands in the upper corner, the words below it.
        (Kind::Work(_) | Kind::Letter, None) => {
            let lower = if matches!(kind, Kind::Work(times) if times != Times::Once) {
                0
            } else {
                9
            };
            (
                shape.rect.middle().x,
                "middle",
                shape.rect.middle().y - tall / 2 + lower,
            )
        }
        (_, None) => return,
    };
    for line in &shape.name {
        y += NAME.1;
        line_of_text(xml, "name", (x, y - 4), anchor, line);
    }
    for line in &shape.detail {
        y += SMALL.1;
        line_of_text(xml, "small", (x, y - 3), anchor, line);
    }
}

type LegendEntry = (symbols::Key, usize, i32, &'static str);

/// The legend's entries with their row and their distance from the left.
fn legend(process: &Process, width: i32) -> Vec<LegendEntry> {
    let kinds: Vec<Kind> = process.nodes.iter().map(|node| node.kind).collect();
    let times: Vec<Times> = kinds
        .iter()
        .filter_map(|kind| match kind {
            Kind::Work(times) => Some(*times),
            _ => None,
        })
        .collect();
    let mut entries = Vec::new();
    let (mut row, mut x) = (0, 0);
    for (key, words) in symbols::legend(&times, &kinds, !process.timers.is_empty()) {
        let wide = 26 + text::width(words, SMALL.0) + 22;
        if x > 0 && x + wide > width {
            row += 1;
            x = 0;
        }
        entries.push((key, row, x, words));
        x += wide;
    }
    entries
}
