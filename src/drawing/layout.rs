//! Where everything stands: boxes, words and lines of a process, in pixels from the top left corner of its lanes.
//!
//! Both writers draw this one layout. Must never let two things overlap, nor a line cross a box or words: long words make
//! the picture larger instead.

use crate::drawing::grid::Grid;
use crate::drawing::measures::{self, BOX, Measure, NAME, Outcome, SMALL, TIMER, count};
use crate::drawing::process::{Flow, Kind, Process, Timer};
use crate::drawing::routes::{self, Entry, Leg, Routes};
use crate::drawing::text;

/// Width of the band with the process's name, left of the lanes.
pub const BAND: i32 = 30;
/// Width of a lane's head.
pub const HEAD: i32 = 184;
/// Words in a lane's head keep this far from its edges.
pub const HEAD_PAD: i32 = 7;

const CHANNEL: i32 = 28;
const TRACK: i32 = 10;
const ROW_GAP: i32 = 16;
const LANE_PAD: i32 = 10;
/// Room for an arrow's head between a track and a box.
const ARROW: i32 = 14;

/// A point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Rect {
    /// Right edge.
    pub fn right(&self) -> i32 {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(&self) -> i32 {
        self.y + self.height
    }

    /// Middle.
    pub fn middle(&self) -> Point {
        Point {
            x: self.x + self.width / 2,
            y: self.y + self.height / 2,
        }
    }

    /// Whether two rectangles share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

/// A node on the page.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Its outline.
    pub rect: Rect,
    /// Lines of its name.
    pub name: Vec<String>,
    /// Smaller lines beneath.
    pub detail: Vec<String>,
    /// Where the words stand, when outside the outline; empty ones have none.
    pub label: Option<Rect>,
}

/// A flow on the page.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its corners, from its node to the next.
    pub points: Vec<Point>,
    /// Lines of its label.
    pub words: Vec<String>,
    /// Where they stand.
    pub label: Option<Rect>,
}

/// A timer on a task's edge and the line to its letter.
#[derive(Debug, Clone)]
pub struct TimerShape {
    /// Its outline.
    pub rect: Rect,
    /// The line to the letter.
    pub points: Vec<Point>,
}

/// A process on the page.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Whole width, with the band and the heads.
    pub width: i32,
    /// Whole height.
    pub height: i32,
    /// Lanes, heads included, from top to bottom.
    pub lanes: Vec<Rect>,
    /// Nodes, in the order of the process.
    pub shapes: Vec<Shape>,
    /// Flows, in the order of the process.
    pub lines: Vec<Line>,
    /// Timers, in the order of the process.
    pub timers: Vec<TimerShape>,
}

impl Layout {
    /// Lays a process out.
    pub fn of(process: &Process) -> Self {
        let grid = Grid::of(process);
        let up = |flow: usize| routes::turns_up(process, &grid, flow);
        let measures: Vec<Measure> = (0..process.nodes.len())
            .map(|node| measures::measure(process, node, up))
            .collect();
        let mut offsets = vec![0; process.flows.len()];
        for outcome in measures.iter().flat_map(|measure| &measure.outcomes) {
            offsets[outcome.flow] = outcome.offset;
        }
        let routes = routes::find(process, &grid, &offsets);
        let across = Across::of(&grid, &measures, &routes);
        let down = Down::of(process, &grid, &measures, &routes);
        let page = Page {
            process,
            grid: &grid,
            measures: &measures,
            across: &across,
            down: &down,
        };
        let shapes: Vec<Shape> = (0..process.nodes.len()).map(|node| page.shape(node)).collect();
        let lines = (0..process.flows.len())
            .map(|flow| page.line(flow, &shapes, &routes))
            .collect();
        Self {
            width: across.width,
            height: down.height,
            lanes: down.lanes(across.width),
            timers: page.timers(&shapes),
            shapes,
            lines,
        }
    }
}

/// Left edges and widths of columns, and the channels to their right.
struct Across {
    left: Vec<i32>,
    column: Vec<i32>,
    width: i32,
}

impl Across {
    fn of(grid: &Grid, measures: &[Measure], routes: &Routes) -> Self {
        let mut column = vec![0; grid.columns];
        for (at, measure) in grid.column.iter().zip(measures) {
            column[*at] = column[*at].max(measure.width);
        }
        let mut x = BAND + HEAD + 16;
        let mut left = Vec::new();
        for (at, width) in column.iter().enumerate() {
            left.push(x);
            x += width + CHANNEL + TRACK * (count(routes.upright[at]) - 1).max(0);
        }
        let last = left
            .last()
            .zip(column.last())
            .map_or(x, |(left, width)| left + width + 16);
        let last_tracks = routes.upright.last().copied().unwrap_or(0);
        Self {
            left,
            column,
            width: if last_tracks > 0 { x } else { last },
        }
    }

    /// The track's place in the channel to the right of a column.
    fn upright(&self, column: usize, track: usize) -> i32 {
        self.left[column] + self.column[column] + ARROW + TRACK * count(track)
    }
}

/// Middles of rows, the channels above them, and the lanes.
struct Down {
    middle: Vec<i32>,
    /// Top of the channel above each row, and under the last.
    channel: Vec<i32>,
    /// Top and bottom of each lane.
    lane: Vec<(i32, i32)>,
    height: i32,
}

impl Down {
    fn of(process: &Process, grid: &Grid, measures: &[Measure], routes: &Routes) -> Self {
        let rows = grid.lane_of_row.len();
        let (mut above, mut below) = (vec![0; rows], vec![0; rows]);
        for (row, measure) in grid.row.iter().zip(measures) {
            above[*row] = above[*row].max(measure.above);
            below[*row] = below[*row].max(measure.below);
        }
        let channel_height = |at: usize| match routes.level[at] {
            0 => ROW_GAP,
            tracks => ROW_GAP + TRACK * (count(tracks) - 1) + ARROW,
        };
        let (mut middle, mut channel, mut lane) = (Vec::new(), Vec::new(), Vec::new());
        let mut y = 0;
        for (at, head) in process.lanes.iter().enumerate() {
            let own: Vec<usize> = (0..rows).filter(|row| grid.lane_of_row[*row] == at).collect();
            let wanted = head_height(&head.name, &head.holder);
            let taken: i32 = own
                .iter()
                .map(|row| channel_height(*row) + above[*row] + below[*row])
                .sum();
            let spare = (wanted - taken - 2 * LANE_PAD).max(0) / 2;
            let top = y;
            y += LANE_PAD + spare;
            for row in own {
                channel.push(y);
                y += channel_height(row) + above[row];
                middle.push(y);
                y += below[row];
            }
            y += LANE_PAD + spare;
            lane.push((top, y));
        }
        channel.push(y - LANE_PAD);
        if routes.level[rows] > 0 {
            y += channel_height(rows);
            if let Some((_, bottom)) = lane.last_mut() {
                *bottom = y;
            }
        }
        Self {
            middle,
            channel,
            lane,
            height: y,
        }
    }

    fn level(&self, above_row: usize, track: usize) -> i32 {
        self.channel[above_row] + ROW_GAP / 2 + TRACK * count(track)
    }

    fn lanes(&self, width: i32) -> Vec<Rect> {
        self.lane
            .iter()
            .map(|(top, bottom)| Rect {
                x: BAND,
                y: *top,
                width: width - BAND,
                height: bottom - top,
            })
            .collect()
    }
}

/// Lines in a lane's head: the name, then who holds it.
pub fn head_lines(name: &str, holder: &str) -> (Vec<String>, Vec<String>) {
    let limit = HEAD - 2 * HEAD_PAD;
    // Bold letters are wider: a bold line is measured as a longer one.
    let name = text::wrap(name, NAME.0, limit * 100 / 106, 12);
    (name, text::wrap(holder, SMALL.0, limit, 12))
}

/// A lane must have room for its head, and for its name turned by a quarter in two lines, as other programs write it.
fn head_height(name: &str, holder: &str) -> i32 {
    let (lines, held) = head_lines(name, holder);
    let upright = NAME.1 * count(lines.len()) + SMALL.1 * count(held.len()) + 2 * HEAD_PAD;
    upright.max(text::width(name, SMALL.0) * 6 / 10 + 20)
}

struct Page<'a> {
    process: &'a Process,
    grid: &'a Grid,
    measures: &'a [Measure],
    across: &'a Across,
    down: &'a Down,
}

impl Page<'_> {
    /// Left edge of a node's place: the middle of its column, or its left edge where timers hang.
    fn left(&self, node: usize) -> i32 {
        let column = self.grid.column[node];
        let of_timer = |timer: &Timer| timer.on == node || timer.letter == node;
        let of_task = |(flow, down): (&Flow, &bool)| *down && (flow.from == node || flow.to == node);
        let mut downwards = self.process.flows.iter().zip(&self.grid.down);
        let spare = if self.process.timers.iter().any(of_timer) || downwards.any(of_task) {
            0
        } else {
            self.across.column[column] - self.measures[node].width
        };
        self.across.left[column] + spare / 2
    }

    fn shape(&self, node: usize) -> Shape {
        let measure = &self.measures[node];
        let (left, middle) = (self.left(node), self.down.middle[self.grid.row[node]]);
        let rect = Rect {
            x: left + measure.shape_left,
            y: middle - measure.shape_height / 2,
            width: measure.shape_width,
            height: measure.shape_height,
        };
        let label = match self.process.nodes[node].kind {
            Kind::Work(_) | Kind::Letter => None,
            _ if measure.name.is_empty() => None,
            Kind::Choice => Some(Rect {
                x: left,
                y: middle - measure.above + 2,
                width: text::widest(&measure.name, NAME.0),
                height: NAME.1 * count(measure.name.len()),
            }),
            Kind::Start | Kind::End | Kind::Wait(_) => Some(Rect {
                x: left,
                y: rect.bottom() + 6,
                width: measure.width,
                height: NAME.1 * count(measure.name.len()) + SMALL.1 * count(measure.detail.len()),
            }),
        };
        Shape {
            rect,
            name: measure.name.clone(),
            detail: measure.detail.clone(),
            label,
        }
    }

    fn line(&self, flow: usize, shapes: &[Shape], routes: &Routes) -> Line {
        let ends = &self.process.flows[flow];
        let (from, to) = (shapes[ends.from].rect, shapes[ends.to].rect);
        let outcome = self.measures[ends.from]
            .outcomes
            .iter()
            .find(|outcome| outcome.flow == flow)
            .cloned()
            .unwrap_or_default();
        let route = &routes.of_flow[flow];
        let mut points = if route.entry == Entry::Below {
            vec![Point {
                x: from.middle().x,
                y: from.bottom(),
            }]
        } else {
            leaving(from, outcome.offset)
        };
        for leg in &route.legs {
            let last = points.last().copied().unwrap_or(from.middle());
            points.push(match *leg {
                Leg::Upright { column, track } => Point {
                    x: self.across.upright(column, track),
                    y: last.y,
                },
                Leg::Level { above_row, track } => Point {
                    x: last.x,
                    y: self.down.level(above_row, track),
                },
                Leg::Along { row, offset } => Point {
                    x: last.x,
                    y: self.down.middle[row] + offset,
                },
            });
        }
        self.arrive(&mut points, ends.to, to, route.entry);
        points.dedup();
        Line {
            points,
            label: label_of(from, &outcome),
            words: outcome.label,
        }
    }

    /// The last corner and the end of a line.
    fn arrive(&self, points: &mut Vec<Point>, node: usize, to: Rect, entry: Entry) {
        let last = points.last().copied().unwrap_or(to.middle());
        let middle = to.middle();
        match entry {
            Entry::Below => points.push(Point { x: middle.x, y: to.y }),
            Entry::Top => {
                points.push(Point { x: middle.x, y: last.y });
                points.push(Point { x: middle.x, y: to.y });
            }
            Entry::Left(offset) => {
                let y = middle.y + offset;
                let inset = match self.process.nodes[node].kind {
                    Kind::Work(_) | Kind::Letter => 0,
                    Kind::Choice => offset.abs(),
                    Kind::Start | Kind::End | Kind::Wait(_) => round_inset(to.width / 2, offset),
                };
                points.push(Point { x: last.x, y });
                points.push(Point { x: to.x + inset, y });
            }
        }
    }

    fn timers(&self, shapes: &[Shape]) -> Vec<TimerShape> {
        let mut timers = Vec::new();
        for (index, timer) in self.process.timers.iter().enumerate() {
            let own = |other: &&Timer| other.on == timer.on;
            let all = self.process.timers.iter().filter(own).count();
            let earlier = self.process.timers[..index].iter().filter(own).count();
            let task = shapes[timer.on].rect;
            // The first letter hangs highest: its timer stands rightmost, so that no line crosses another.
            let x = task.x + measures::timer_at(all, all - 1 - earlier);
            let rect = Rect {
                x: x - TIMER / 2,
                y: task.bottom() - TIMER / 2,
                width: TIMER,
                height: TIMER,
            };
            let letter = shapes[timer.letter].rect;
            let y = letter.middle().y;
            let points = vec![Point { x, y: rect.bottom() }, Point { x, y }, Point { x: letter.x, y }];
            timers.push(TimerShape { rect, points });
        }
        timers
    }
}

/// The first points of a line: out of the right side, or out of a choice's upper or lower corner.
fn leaving(from: Rect, offset: i32) -> Vec<Point> {
    let middle = from.middle();
    let corner = match offset.signum() {
        0 => {
            return vec![Point {
                x: from.right(),
                y: middle.y,
            }];
        }
        1 => from.bottom(),
        _ => from.y,
    };
    let y = middle.y + offset;
    vec![Point { x: middle.x, y: corner }, Point { x: middle.x, y }]
}

/// An outcome's words stand on its line, to the right of the choice.
fn label_of(from: Rect, outcome: &Outcome) -> Option<Rect> {
    let height = SMALL.1 * count(outcome.label.len());
    (height > 0).then(|| Rect {
        x: from.right() + 6,
        y: from.middle().y + outcome.offset - 3 - height,
        width: text::widest(&outcome.label, SMALL.0),
        height,
    })
}

/// How far inside a circle's left edge its outline is, so far from its middle.
fn round_inset(radius: i32, offset: i32) -> i32 {
    let inside = radius * radius - offset * offset;
    radius - inside.max(0).isqrt()
}

/// Narrowest picture, in pixels: the title of a short process needs room too.
pub const WIDTH_MIN: i32 = BAND + HEAD + 4 * BOX;
