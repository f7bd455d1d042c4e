//! Which column and which row a node stands in: columns follow the process, rows belong to lanes.
//!
//! Must never put two nodes into one place, nor a node before one that leads to it (returns aside).

use crate::drawing::process::{Flow, Kind, Process};
use std::collections::BTreeSet;

/// Places of nodes.
#[derive(Debug, Clone)]
pub struct Grid {
    /// Column of each node.
    pub column: Vec<usize>,
    /// Row of each node, counted from the top of the picture.
    pub row: Vec<usize>,
    /// Lane of each row.
    pub lane_of_row: Vec<usize>,
    /// How many columns there are.
    pub columns: usize,
    /// Whether a flow leads back to what came before.
    pub back: Vec<bool>,
    /// Whether a flow leads straight down, from a task to its outcomes.
    pub down: Vec<bool>,
}

impl Grid {
    /// Places the nodes of a process.
    pub fn of(process: &Process) -> Self {
        let back = back_flows(process);
        let down = down_flows(process);
        let layer = layers(process, &back, &down);
        let letters: BTreeSet<usize> = process.timers.iter().map(|timer| timer.letter).collect();
        let timed: BTreeSet<usize> = process.timers.iter().map(|timer| timer.on).collect();
        let mut column = vec![0; process.nodes.len()];
        let mut columns = 0;
        for depth in 0..=layer.iter().copied().max().unwrap_or(0) {
            let here: Vec<usize> = (0..process.nodes.len())
                .filter(|node| layer[*node] == depth && !letters.contains(node))
                .collect();
            let (own, shared): (Vec<usize>, Vec<usize>) = here.into_iter().partition(|node| timed.contains(node));
            if !shared.is_empty() {
                for node in shared {
                    column[node] = columns;
                }
                columns += 1;
            }
            // The letters of a timed task hang below it, so nothing else may stand in its column.
            for node in own {
                column[node] = columns;
                columns += 1;
            }
        }
        for timer in &process.timers {
            column[timer.letter] = column[timer.on];
        }
        let (row, lane_of_row) = rows(process, &column, &down);
        Self {
            column,
            row,
            lane_of_row,
            columns,
            back,
            down,
        }
    }

    /// Whether no node stands in this row between two columns, both exclusive.
    pub fn is_clear(&self, row: usize, from: usize, to: usize) -> bool {
        let (low, high) = (from.min(to), from.max(to));
        !self
            .row
            .iter()
            .zip(&self.column)
            .any(|(at, column)| *at == row && low < *column && *column < high)
    }
}

/// Flows that lead to a node from which they were reached, in the order the process is told.
fn back_flows(process: &Process) -> Vec<bool> {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); process.nodes.len()];
    for (index, flow) in process.flows.iter().enumerate() {
        leaving[flow.from].push(index);
    }
    let mut back = vec![false; process.flows.len()];
    let mut seen = vec![false; process.nodes.len()];
    let mut on_way = vec![false; process.nodes.len()];
    let starts = (0..process.nodes.len()).rev();
    for start in starts {
        // The start is the last node; whatever it does not reach begins by itself.
        if seen[start] {
            continue;
        }
        seen[start] = true;
        on_way[start] = true;
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.last_mut() {
            let Some(flow) = leaving[*node].get(*next).copied() else {
                on_way[*node] = false;
                way.pop();
                continue;
            };
            *next += 1;
            let to = process.flows[flow].to;
            if on_way[to] {
                back[flow] = true;
            } else if !seen[to] {
                seen[to] = true;
                on_way[to] = true;
                way.push((to, 0));
            }
        }
    }
    back
}

/// Flows from a task to the choice of its outcomes, which stands right below it.
fn down_flows(process: &Process) -> Vec<bool> {
    let is_down = |flow: &Flow| {
        let (from, to) = (&process.nodes[flow.from], &process.nodes[flow.to]);
        to.kind == Kind::Choice && to.name.is_empty() && to.lane == from.lane
    };
    process.flows.iter().map(is_down).collect()
}

/// The longest way to each node, returns aside; outcomes stand in the column of their task.
fn layers(process: &Process, back: &[bool], down: &[bool]) -> Vec<usize> {
    let mut layer = vec![0; process.nodes.len()];
    // Without returns no way is longer than there are nodes, so this ends.
    for _ in 0..process.nodes.len() {
        let mut moved = false;
        for (index, flow) in process.flows.iter().enumerate().filter(|(index, _)| !back[*index]) {
            let least = layer[flow.from] + usize::from(!down[index]);
            if layer[flow.to] < least {
                layer[flow.to] = least;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    layer
}

/// Nodes of one lane and one column stand one below another; a node keeps the row of the one before it where it can.
fn rows(process: &Process, column: &[usize], down: &[bool]) -> (Vec<usize>, Vec<usize>) {
    let mut place: Vec<Option<usize>> = vec![None; process.nodes.len()];
    let mut height = vec![1; process.lanes.len()];
    let mut taken = BTreeSet::new();
    let mut order: Vec<usize> = (0..process.nodes.len()).collect();
    let letter = |node: &usize| process.timers.iter().position(|timer| timer.letter == *node);
    order.sort_by_key(|node| (column[*node], letter(node)));
    for node in order {
        if place[node].is_some() {
            continue;
        }
        let lane = process.nodes[node].lane;
        let below = leads(process, down, true)
            .find(|flow| flow.from == node)
            .map(|flow| flow.to);
        let before = leads(process, down, false)
            .filter(|flow| flow.to == node && process.nodes[flow.from].lane == lane)
            .find_map(|flow| place[flow.from].filter(|_| column[flow.from] < column[node]));
        let fits = |at: &usize| {
            let free = |at: usize| !taken.contains(&(lane, column[node], at));
            free(*at) && (below.is_none() || free(at + 1))
        };
        let at = before
            .into_iter()
            .chain(0..=2 * process.nodes.len())
            .find(fits)
            .unwrap_or_default();
        for (node, at) in [(Some(node), at), (below, at + 1)] {
            let Some(node) = node else { continue };
            taken.insert((lane, column[node], at));
            place[node] = Some(at);
            height[lane] = height[lane].max(at + 1);
        }
    }
    let mut first = Vec::new();
    let mut lane_of_row = Vec::new();
    for (lane, height) in height.iter().enumerate() {
        first.push(lane_of_row.len());
        lane_of_row.extend(std::iter::repeat_n(lane, *height));
    }
    let row = (0..process.nodes.len())
        .map(|node| first[process.nodes[node].lane] + place[node].unwrap_or_default())
        .collect();
    (row, lane_of_row)
}

/// Flows that lead straight down, or all others.
fn leads<'a>(process: &'a Process, down: &'a [bool], wanted: bool) -> impl Iterator<Item = &'a Flow> {
    let flows = process.flows.iter().zip(down);
    flows.filter(move |(_, down)| **down == wanted).map(|(flow, _)| flow)
}
