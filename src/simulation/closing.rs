//! The books closed: courses of instances, names, and everything that happened within the period played.
//!
//! Must never show what lies after the last day.

use super::Play;
use super::assumptions::Assumptions;
use super::findings::{self, Findings};
use super::ledger::{Ledger, Running};
use super::record::{Course, InstitutionPlayed, PlanPlayed, RolePlayed, Simulation};
use crate::engine::state::InstanceState;
use crate::words::ids::{InstitutionKey, RoleKey};
use chrono::NaiveDate;
use std::collections::HashMap;

impl Ledger<'_> {
    /// Closes the books.
    pub fn close(mut self, plays: &[Play<'_>], assumptions: &Assumptions) -> Simulation {
        let (to, mut happenings) = (assumptions.to, std::mem::take(&mut self.happenings));
        happenings.retain(|happening| happening.on <= to);
        happenings.sort_by_key(|happening| happening.on);
        let courses: Vec<Course> = self.running.iter().map(|running| course(running, to)).collect();
        let registered = self
            .documents
            .values()
            .filter(|document| document.state.registration().is_some());
        let orders = u32::try_from(registered.count()).unwrap_or(u32::MAX);
        let mut simulation = Simulation {
            assumptions: assumptions.clone(),
            plans: plays.iter().map(plan).collect(),
            courses,
            institutions: institutions(plays, &self.institutions),
            roles: roles(plays, &self.roles),
            happenings,
            orders,
            findings: Findings::default(),
        };
        simulation.findings = findings::find(plays, &simulation, &self.refused);
        simulation
    }
}

fn course(running: &Running<'_>, to: NaiveDate) -> Course {
    let instance = &running.instance;
    let late = running.tasks.iter().filter(|task| findings::is_late(task, to));
    Course {
        plan: running.play,
        item: running.item,
        instance: instance.id,
        period: instance.period.clone(),
        opened: running.opened,
        term: instance.term,
        stage: instance.stage.clone(),
        released: match instance.state {
            InstanceState::Released { on } => Some(on),
            _ => None,
        },
        tasks: instance.counts.total,
        accepted: instance.counts.accepted,
        late: u32::try_from(late.count()).unwrap_or(u32::MAX),
    }
}

fn plan(play: &Play<'_>) -> PlanPlayed {
    let email = play.plan.office.email.as_str();
    PlanPlayed {
        key: play.plan.key.clone(),
        title: play.plan.title.clone(),
        domain: email
            .rsplit_once('@')
            .map_or("prikaz.invalid", |(_, domain)| domain)
            .to_owned(),
        items: play.plan.items.clone(),
    }
}

fn institutions(plays: &[Play<'_>], places: &HashMap<InstitutionKey, u32>) -> Vec<InstitutionPlayed> {
    let mut last: HashMap<&InstitutionKey, &str> = HashMap::new();
    for row in plays.iter().flat_map(|play| &play.plan.institutions) {
        last.insert(&row.key, &row.short_name);
    }
    let mut found: Vec<(&InstitutionKey, u32)> = places.iter().map(|(key, at)| (key, *at)).collect();
    found.sort_by_key(|(_, at)| *at);
    let named = found.into_iter().map(|(key, _)| InstitutionPlayed {
        key: key.clone(),
        name: last.get(key).map_or_else(|| key.to_string(), |name| (*name).to_owned()),
    });
    named.collect()
}

fn roles(plays: &[Play<'_>], places: &HashMap<(usize, RoleKey), u32>) -> Vec<RolePlayed> {
    let mut found: Vec<(&(usize, RoleKey), u32)> = places.iter().map(|(key, at)| (key, *at)).collect();
    found.sort_by_key(|(_, at)| *at);
    let named = found.into_iter().map(|((play, role), _)| {
        let holder = plays.get(*play).and_then(|play| play.plan.rules.roles.get(role));
        RolePlayed {
            key: role.clone(),
            post: holder.map_or_else(|| role.to_string(), |holder| holder.post.clone()),
        }
    });
    named.collect()
}
