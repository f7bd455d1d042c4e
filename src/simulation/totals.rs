//! Sums of a simulation: by item, and over all.
//!
//! Must never sum what is not in the simulation.

use super::record::{Mail, Simulation, What};
use std::collections::{BTreeMap, BTreeSet};

/// What an item comes to over all its periods, or all items together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Instances.
    pub instances: u32,
    /// Orders that serve it.
    pub orders: u32,
    /// Tasks.
    pub tasks: u32,
    /// Tasks accepted.
    pub accepted: u32,
    /// Tasks whose report was late, or had not come.
    pub late: u32,
    /// Letters by kind.
    pub mail: BTreeMap<Mail, u32>,
}

impl Totals {
    /// Letters of one kind.
    pub fn of(&self, mail: Mail) -> u32 {
        self.mail.get(&mail).copied().unwrap_or(0)
    }

    /// Letters of all kinds.
    pub fn letters(&self) -> u32 {
        self.mail.values().sum()
    }

    /// Reminders and notices of delay.
    pub fn reminders(&self) -> u32 {
        [Mail::Reminder, Mail::Overdue, Mail::OverdueToOffice]
            .map(|mail| self.of(mail))
            .iter()
            .sum()
    }

    fn add(&mut self, other: &Self) {
        self.instances += other.instances;
        self.orders += other.orders;
        self.tasks += other.tasks;
        self.accepted += other.accepted;
        self.late += other.late;
        for (mail, count) in &other.mail {
            *self.mail.entry(*mail).or_default() += count;
        }
    }
}

impl Simulation {
    /// Totals of every item of every plan, in the order of the printed plans.
    pub fn totals(&self) -> Vec<Vec<Totals>> {
        let mut totals: Vec<Vec<Totals>> = self
            .plans
            .iter()
            .map(|plan| vec![Totals::default(); plan.items.len()])
            .collect();
        for course in &self.courses {
            let sum = &mut totals[course.plan][course.item];
            sum.instances += 1;
            sum.tasks += course.tasks;
            sum.accepted += course.accepted;
            sum.late += course.late;
        }
        let mut registered = BTreeSet::new();
        for happening in &self.happenings {
            let Some(course) = self.course(happening) else { continue };
            let sum = &mut totals[course.plan][course.item];
            match happening.what {
                // An instance may have several orders, one after another.
                What::Registered if registered.insert((happening.course, happening.on)) => sum.orders += 1,
                What::Letter(mail) => *sum.mail.entry(mail).or_default() += 1,
                _ => {}
            }
        }
        totals
    }

    /// Sums over everything. An order that serves several items is one.
    pub fn sum(&self) -> Totals {
        let mut sum = Totals::default();
        for totals in self.totals().iter().flatten() {
            sum.add(totals);
        }
        sum.orders = self.orders;
        sum
    }
}
