//! Which column and which row a node stands in: columns follow the process, rows belong to lanes.
//!
//! Must never put two nodes into one place, nor a node before one that leads to it (returns aside).

use crate::drawing::process::Process;
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
}

impl Grid {
    /// Places the nodes of a process.
    pub fn of(process: &Process) -> Self {
        let back = back_flows(process);
        let layer = layers(process, &back);
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
        let (row, lane_of_row) = rows(process, &column);
        Self {
            column,
            row,
            lane_of_row,
            columns,
            back,
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

/// The longest way to each node, returns aside.
fn layers(process: &Process, back: &[bool]) -> Vec<usize> {
    let mut layer = vec![0; process.nodes.len()];
    // Without returns no way is longer than there are nodes, so this ends.
    for _ in 0..process.nodes.len() {
        let mut moved = false;
        for (flow, _) in process.flows.iter().zip(back).filter(|(_, back)| !**back) {
            if layer[flow.to] <= layer[flow.from] {
                layer[flow.to] = layer[flow.from] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    layer
}

/// Nodes of one lane and one column stand one below another.
fn rows(process: &Process, column: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut place = vec![0; process.nodes.len()];
    let mut height = vec![1; process.lanes.len()];
    let mut taken = BTreeSet::new();
    // The letter of the first timer hangs lowest: its line runs leftmost and crosses no other.
    let mut order: Vec<usize> = (0..process.nodes.len()).collect();
    let letter = |node: &usize| process.timers.iter().position(|timer| timer.letter == *node);
    order.sort_by_key(|node| letter(node).unwrap_or(usize::MAX));
    for node in order {
        let lane = process.nodes[node].lane;
        let mut at = 0;
        while !taken.insert((lane, column[node], at)) {
            at += 1;
        }
        place[node] = at;
        height[lane] = height[lane].max(at + 1);
    }
    let mut first = Vec::new();
    let mut lane_of_row = Vec::new();
    for (lane, height) in height.iter().enumerate() {
        first.push(lane_of_row.len());
        lane_of_row.extend(std::iter::repeat_n(lane, *height));
    }
    let row = (0..process.nodes.len())
        .map(|node| first[process.nodes[node].lane] + place[node])
        .collect();
    (row, lane_of_row)
}
