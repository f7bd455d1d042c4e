//! Which way a flow takes between the nodes: along rows that are clear, and through the channels between rows and columns.
//!
//! Every flow has a track of its own in a channel, so no two lines lie on each other but those that end in one node.
//! Must never lead a line through a place where a node stands.

use crate::drawing::grid::Grid;
use crate::drawing::measures::BENT;
use crate::drawing::process::{Kind, Process};
use std::collections::BTreeMap;

/// A line's parts between its exit and its entry; upright and level ones take turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// Upright, in the channel to the right of a column.
    Upright { column: usize, track: usize },
    /// Level, in the channel above a row (or under the last).
    Level { above_row: usize, track: usize },
    /// Level, in the row itself, so far below its middle.
    Along { row: usize, offset: i32 },
}

/// Where a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// At the left side, so far below the middle.
    Left(i32),
    /// At the top, coming over the row.
    Top,
    /// At the top, straight down from the node above.
    Below,
}

/// The way of one flow.
#[derive(Debug, Clone)]
pub struct Route {
    /// Its parts, in order; none for a straight line.
    pub legs: Vec<Leg>,
    /// Where it ends.
    pub entry: Entry,
}

/// Ways of all flows.
#[derive(Debug, Clone)]
pub struct Routes {
    /// In the order of the process's flows.
    pub of_flow: Vec<Route>,
    /// Tracks in the channel to the right of each column.
    pub upright: Vec<usize>,
    /// Tracks in the channel above each row, and under the last.
    pub level: Vec<usize>,
}

/// Finds the ways; `offsets` tells how far below the middle of its node each flow leaves.
pub fn find(process: &Process, grid: &Grid, offsets: &[i32]) -> Routes {
    let rows = grid.lane_of_row.len();
    let mut desk = Desk {
        process,
        grid,
        along: BTreeMap::new(),
        upright: vec![Vec::new(); grid.columns],
        level: vec![Vec::new(); rows + 1],
    };
    let mut of_flow: Vec<Option<Route>> = vec![None; process.flows.len()];
    // Straight lines first: the others go round them.
    for straight in [true, false] {
        for flow in 0..process.flows.len() {
            if of_flow[flow].is_none() && (desk.is_straight(flow, offsets[flow]) || !straight) {
                of_flow[flow] = Some(desk.route(flow, offsets[flow]));
            }
        }
    }
    Routes {
        of_flow: of_flow.into_iter().flatten().collect(),
        upright: desk.upright.iter().map(Vec::len).collect(),
        level: desk.level.iter().map(Vec::len).collect(),
    }
}

/// Whether a flow turns upwards as it leaves.
pub fn turns_up(process: &Process, grid: &Grid, flow: usize) -> bool {
    let ends = &process.flows[flow];
    let (from, to) = (grid.row[ends.from], grid.row[ends.to]);
    // The upper corner of an outcome's choice is taken by the line from its task.
    let from_task = (0..grid.down.len()).any(|other| grid.down[other] && process.flows[other].to == ends.from);
    // A return comes from above, also to its own row.
    !from_task && (to < from || (to == from && grid.back[flow]))
}

/// A stretch of a track, ends included.
type Stretch = (usize, usize);

struct Desk<'a> {
    process: &'a Process,
    grid: &'a Grid,
    /// Stretches of rows in use, by row and offset, each with the node the line ends in.
    along: BTreeMap<(usize, i32), Vec<(Stretch, usize)>>,
    upright: Vec<Vec<Vec<Stretch>>>,
    level: Vec<Vec<Vec<Stretch>>>,
}

impl Desk<'_> {
    fn is_straight(&self, flow: usize, offset: i32) -> bool {
        let ends = &self.process.flows[flow];
        let (grid, row) = (self.grid, self.grid.row[ends.from]);
        let (from, to) = (grid.column[ends.from], grid.column[ends.to]);
        offset == 0 && from < to && row == grid.row[ends.to] && grid.is_clear(row, from, to)
    }

    fn route(&mut self, flow: usize, offset: i32) -> Route {
        if self.grid.down[flow] {
            return Route {
                legs: Vec::new(),
                entry: Entry::Below,
            };
        }
        let ends = self.process.flows[flow].clone();
        let (from, to) = (self.grid.column[ends.from], self.grid.column[ends.to]);
        let (out, into) = (self.grid.row[ends.from], self.grid.row[ends.to]);
        if self.is_straight(flow, offset) && self.take_along(out, 0, (from, to), ends.to) {
            return Route {
                legs: Vec::new(),
                entry: Entry::Left(0),
            };
        }
        if from >= to {
            return self.back(ends.to, (from, to), (out, into));
        }
        let from_above = out < into || (out == into && offset < 0);
        let bent = if from_above { -BENT } else { BENT };
        let entry = Entry::Left(bent);
        if self.grid.is_clear(into, from, to) && (to == from + 1 || self.take_along(into, bent, (from, to), ends.to)) {
            let mut legs = vec![self.upright(from, 2 * out + 1, 2 * into + 1)];
            legs.push(Leg::Along {
                row: into,
                offset: bent,
            });
            return Route { legs, entry };
        }
        if self.grid.is_clear(out, from, to) && self.take_along(out, offset, (from, to), ends.to) {
            let upright = self.upright(to - 1, 2 * out + 1, 2 * into + 1);
            return Route {
                legs: vec![Leg::Along { row: out, offset }, upright],
                entry,
            };
        }
        let channel = if from_above || out == into { into } else { into + 1 };
        let bent = if channel == into { -BENT } else { BENT };
        let legs = vec![
            self.upright(from, 2 * out + 1, 2 * channel),
            self.level(channel, 2 * from + 1, 2 * to - 1),
            self.upright(to - 1, 2 * channel, 2 * into + 1),
        ];
        Route {
            legs,
            entry: Entry::Left(bent),
        }
    }

    /// A return: over the row of the node it comes to, and down into it; into a choice from its left.
    fn back(&mut self, target: usize, (from, to): (usize, usize), (out, into): (usize, usize)) -> Route {
        let first = self.upright(from, 2 * out + 1, 2 * into);
        if self.process.nodes[target].kind == Kind::Choice && to > 0 {
            let level = self.level(into, 2 * to - 1, 2 * from + 1);
            let last = self.upright(to - 1, 2 * into, 2 * into + 1);
            return Route {
                legs: vec![first, level, last],
                entry: Entry::Left(-BENT),
            };
        }
        Route {
            legs: vec![first, self.level(into, 2 * to, 2 * from + 1)],
            entry: Entry::Top,
        }
    }

    fn upright(&mut self, column: usize, one: usize, other: usize) -> Leg {
        let track = take(&mut self.upright[column], (one.min(other), one.max(other)));
        Leg::Upright { column, track }
    }

    fn level(&mut self, above_row: usize, one: usize, other: usize) -> Leg {
        let track = take(&mut self.level[above_row], (one.min(other), one.max(other)));
        Leg::Level { above_row, track }
    }

    /// Takes a stretch of a row unless a line to another node runs there.
    fn take_along(&mut self, row: usize, offset: i32, (from, to): (usize, usize), target: usize) -> bool {
        let taken = self.along.entry((row, offset)).or_default();
        let free = taken
            .iter()
            .all(|((a, b), other)| *other == target || to <= *a || *b <= from);
        if free {
            taken.push(((from, to), target));
        }
        free
    }
}

/// The first track on which the stretch is free.
fn take(tracks: &mut Vec<Vec<Stretch>>, stretch: Stretch) -> usize {
    let free = |track: &Vec<Stretch>| track.iter().all(|(a, b)| stretch.1 < *a || *b < stretch.0);
    if let Some(at) = tracks.iter().position(free) {
        tracks[at].push(stretch);
        return at;
    }
    tracks.push(vec![stretch]);
    tracks.len() - 1
}
