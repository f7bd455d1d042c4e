//! Drafts the process of a lifecycle: each stage becomes one or several nodes in the lanes of those who act.
//!
//! Must never leave out an outcome: a way that is not drawn would be believed not to exist.

use crate::definition::model::{
    Acceptor, Act, Approval, ApprovalRule, Definition, Executors, Part, Recipient, Reporting, Stage, WaitUntil,
};
use crate::drawing::process::{Flow, Kind, Lane, Node, Process, Sign, Subject, Timer, Times};
use crate::drawing::schedule;
use crate::drawing::telling;
use crate::drawing::xml;
use crate::words::ids::{RoleKey, StageKey};
use crate::words::phrasing;
use std::collections::BTreeMap;

/// Who acts; the order is that of lanes on the page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// The department; the number is the order in which they first act.
    Roles(usize, Vec<RoleKey>),
    Lead,
    Executors,
    Service,
}

/// Drafts the process.
pub fn draft(subject: Subject<'_>) -> Process {
    let stages = telling::in_order(subject.lifecycle());
    let mut drafting = Drafting {
        subject,
        lanes: Vec::new(),
        nodes: Vec::new(),
        flows: Vec::new(),
        timers: Vec::new(),
        entries: BTreeMap::new(),
        ways: Vec::new(),
    };
    for stage in &stages {
        let first = drafting.nodes.len();
        drafting.stage(stage);
        drafting.entries.insert(&stage.key, first);
    }
    drafting.start(stages.first().map(|stage| &stage.key));
    drafting.lead();
    drafting.settle_ends();
    drafting.finish(&stages)
}

/// A way that still names its stage.
struct Way<'a> {
    from: usize,
    to: &'a StageKey,
    label: String,
    condition: String,
    otherwise: bool,
}

struct Drafting<'a> {
    subject: Subject<'a>,
    lanes: Vec<Who>,
    nodes: Vec<Node>,
    flows: Vec<Flow>,
    timers: Vec<Timer>,
    entries: BTreeMap<&'a StageKey, usize>,
    ways: Vec<Way<'a>>,
}

impl<'a> Drafting<'a> {
    fn stage(&mut self, stage: &'a Stage) {
        match &stage.act {
            Act::Issue { by, next, .. } => {
                let node = self.work(stage, "", Who::Roles(0, vec![by.clone()]), Times::Once);
                self.way(node, next);
            }
            Act::Approve(approval) => self.approval(stage, approval),
            Act::Report(reporting) => self.reporting(stage, reporting),
            Act::Wait { until, next } => {
                let sign = match until {
                    WaitUntil::Date => Sign::Message,
                    WaitUntil::Predecessors => Sign::Condition,
                    WaitUntil::Start => Sign::Day,
                };
                let detail = schedule::waited_for(until, self.subject);
                let node = self.node(stage, "", Who::Service, Kind::Wait(sign), &stage.title, detail);
                self.way(node, next);
            }
            Act::Notify { to, next, .. } => {
                let whom = format!("кому: {}", self.recipient(to));
                let node = self.node(stage, "", Who::Service, Kind::Letter, &stage.title, whom);
                self.way(node, next);
            }
            Act::Decide { branches, otherwise } => {
                let node = self.node(stage, "", Who::Service, Kind::Choice, &stage.title, String::new());
                for (condition, next) in branches {
                    self.choice(node, next, condition, condition);
                }
                self.ways.push(Way {
                    from: node,
                    to: otherwise,
                    label: "иначе".to_owned(),
                    condition: String::new(),
                    otherwise: true,
                });
            }
            Act::End { by: None } => {
                self.node(stage, "", Who::Service, Kind::End, &stage.title, String::new());
            }
            Act::End { by: Some(role) } => {
                let who = Who::Roles(0, vec![role.clone()]);
                let detail = "снимает с контроля".to_owned();
                let work = self.node(stage, "", who.clone(), Kind::Work(Times::Once), &stage.title, detail);
                let end = self.node(stage, "end", who, Kind::End, "Снят с контроля", String::new());
                self.flow(work, end, "", "");
            }
        }
    }

    fn approval(&mut self, stage: &'a Stage, approval: &'a Approval) {
        let several = approval.by.len() > 1;
        let (times, detail) = match approval.rule {
            _ if !several => (Times::Once, String::new()),
            ApprovalRule::Sequence => (Times::InTurn, "все, один за другим".to_owned()),
            ApprovalRule::All => (Times::Each, "все, в любом порядке".to_owned()),
            ApprovalRule::Any => (Times::Each, "довольно одного".to_owned()),
            ApprovalRule::Quorum(least) => (Times::Each, format!("не менее {least} из {}", approval.by.len())),
        };
        let who = Who::Roles(0, approval.by.clone());
        let work = self.node(stage, "", who.clone(), Kind::Work(times), &stage.title, detail);
        let choice = self.node(stage, "outcome", who, Kind::Choice, "", String::new());
        self.flow(work, choice, "", "");
        self.choice(
            choice,
            &approval.approved,
            "утверждён",
            "документ утверждён и зарегистрирован",
        );
        self.choice(choice, &approval.returned, "возвращён", "документ возвращён");
    }

    fn reporting(&mut self, stage: &'a Stage, reporting: &'a Reporting) {
        let definition = self.subject.definition();
        let with_lead = matches!(reporting.accept, Acceptor::Lead { .. })
            && definition.is_none_or(|definition| has(definition, Part::CoExecutor) && has(definition, Part::Lead));
        let times = if definition.is_none_or(is_fan_out) {
            Times::Each
        } else {
            Times::Once
        };
        let detail = telling::reporting_detail(reporting, with_lead, times);
        let report = self.node(stage, "", Who::Executors, Kind::Work(times), &stage.title, detail);
        self.timers(stage, reporting, report);
        let limit = telling::rework_detail(reporting);
        let looked_at = telling::looked_at_detail(reporting, times);
        if !with_lead {
            let accept = self.accept(stage, reporting, "Приём отчёта", looked_at);
            self.flow(report, accept, "", "");
            self.accepted(stage, reporting, accept, report);
            return;
        }
        let name = "Приём отчётов, сводный отчёт";
        let sums = self.node(stage, "sum", Who::Lead, Kind::Work(Times::Once), name, looked_at);
        let choice = self.node(stage, "sum-outcome", Who::Lead, Kind::Choice, "", String::new());
        let accept = self.accept(stage, reporting, "Приём сводного отчёта", limit);
        self.flow(report, sums, "", "");
        self.flow(sums, choice, "", "");
        self.flow(choice, accept, "приняты", "отчёты приняты, сводный готов");
        self.flow(
            choice,
            report,
            "возвращён",
            "отчёт соисполнителя возвращён на доработку",
        );
        self.accepted(stage, reporting, accept, sums);
    }

    fn accept(&mut self, stage: &'a Stage, reporting: &'a Reporting, name: &str, detail: String) -> usize {
        let (Acceptor::Role(role) | Acceptor::Lead { then: role }) = &reporting.accept;
        let who = Who::Roles(0, vec![role.clone()]);
        self.node(stage, "accept", who, Kind::Work(Times::Once), name, detail)
    }

    /// What follows the last look at a report.
    fn accepted(&mut self, stage: &'a Stage, reporting: &'a Reporting, accept: usize, returned_to: usize) {
        let lane = self.nodes[accept].lane;
        let choice = self.push(stage, "accept-outcome", lane, Kind::Choice, "", String::new());
        self.flow(accept, choice, "", "");
        let enough = telling::enough(reporting.done);
        self.choice(choice, &reporting.next, enough.0, enough.1);
        self.flow(choice, returned_to, "возвращён", "отчёт возвращён на доработку");
    }

    /// Reminders and letters about what is overdue: one timer per reader.
    fn timers(&mut self, stage: &'a Stage, reporting: &Reporting, on: usize) {
        let mut letters: Vec<(String, &str, String, Vec<i32>)> = Vec::new();
        if !reporting.remind.is_empty() {
            let whom = "кому: исполнитель".to_owned();
            letters.push(("remind".to_owned(), "Напоминание", whom, reporting.remind.clone()));
        }
        let mut told: Vec<(&Recipient, Vec<i32>)> = Vec::new();
        for (day, whom) in &reporting.overdue {
            match told.iter_mut().find(|(known, _)| *known == whom) {
                Some((_, days)) => days.push(*day),
                None => told.push((whom, vec![*day])),
            }
        }
        for (index, (whom, days)) in told.into_iter().enumerate() {
            let whom = format!("кому: {}", self.recipient(whom));
            letters.push((format!("overdue-{index}"), "О просрочке", whom, days));
        }
        for (part, name, whom, days) in letters {
            let when = telling::days(&days);
            let detail = format!("{when}; {whom}");
            let letter = self.node(stage, &part, Who::Service, Kind::Letter, name, detail);
            let id = xml::id("timer", &format!("{}.{part}", stage.key));
            self.timers.push(Timer { id, on, when, letter });
        }
    }

    fn recipient(&self, whom: &Recipient) -> String {
        match whom {
            Recipient::Executor => "исполнитель".to_owned(),
            Recipient::Role(role) => telling::lower_first(&telling::post(self.subject, role)),
        }
    }

    fn work(&mut self, stage: &'a Stage, part: &str, who: Who, times: Times) -> usize {
        self.node(stage, part, who, Kind::Work(times), &stage.title, String::new())
    }

    fn node(&mut self, stage: &'a Stage, part: &str, who: Who, kind: Kind, name: &str, detail: String) -> usize {
        let lane = self.lane(who);
        self.push(stage, part, lane, kind, name, detail)
    }

    fn push(&mut self, stage: &'a Stage, part: &str, lane: usize, kind: Kind, name: &str, detail: String) -> usize {
        let id = if part.is_empty() {
            xml::id("stage", stage.key.as_str())
        } else {
            xml::id("part", &format!("{}.{part}", stage.key))
        };
        self.nodes.push(Node {
            id,
            lane,
            kind,
            name: name.to_owned(),
            detail,
        });
        self.nodes.len() - 1
    }

    fn lane(&mut self, who: Who) -> usize {
        let same = |known: &Who| match (known, &who) {
            (Who::Roles(_, known), Who::Roles(_, roles)) => known == roles,
            (known, who) => known == who,
        };
        if let Some(at) = self.lanes.iter().position(same) {
            return at;
        }
        let at = self.lanes.len();
        self.lanes.push(match who {
            Who::Roles(_, roles) => Who::Roles(at, roles),
            who => who,
        });
        at
    }

    fn way(&mut self, from: usize, to: &'a StageKey) {
        self.choice(from, to, "", "");
    }

    fn choice(&mut self, from: usize, to: &'a StageKey, label: &str, condition: &str) {
        self.ways.push(Way {
            from,
            to,
            label: label.to_owned(),
            condition: condition.to_owned(),
            otherwise: false,
        });
    }

    fn flow(&mut self, from: usize, to: usize, label: &str, condition: &str) {
        self.flows.push(Flow {
            id: String::new(),
            from,
            to,
            label: label.to_owned(),
            condition: condition.to_owned(),
            otherwise: false,
        });
    }

    /// The instance opens in the lane of the first stage.
    fn start(&mut self, first: Option<&'a StageKey>) {
        let Some(entry) = first.and_then(|key| self.entries.get(key)).copied() else {
            return;
        };
        self.nodes.push(Node {
            id: "start".to_owned(),
            lane: self.nodes[entry].lane,
            kind: Kind::Start,
            name: "Пункт открыт".to_owned(),
            detail: String::new(),
        });
        self.flow(self.nodes.len() - 1, entry, "", "");
    }

    /// Every way to a stage leads to the first node of that stage.
    fn lead(&mut self) {
        for way in std::mem::take(&mut self.ways) {
            if let Some(to) = self.entries.get(way.to) {
                self.flows.push(Flow {
                    id: String::new(),
                    from: way.from,
                    to: *to,
                    label: way.label,
                    condition: way.condition,
                    otherwise: way.otherwise,
                });
            }
        }
        // The first outcome is drawn straight on: ways of one node keep the order of the definition, returns come last.
        self.flows
            .sort_by_key(|flow| (flow.from, flow.label.starts_with("возвращён")));
        for (index, flow) in self.flows.iter_mut().enumerate() {
            flow.id = format!("flow_{}", index + 1);
        }
    }

    /// An end that comes by itself stands where the last act was.
    fn settle_ends(&mut self) {
        for at in 0..self.nodes.len() {
            if self.nodes[at].kind == Kind::End
                && let Some(flow) = self.flows.iter().find(|flow| flow.to == at && flow.from != at)
            {
                self.nodes[at].lane = self.nodes[flow.from].lane;
            }
        }
    }

    fn finish(mut self, stages: &[&'a Stage]) -> Process {
        let mut order: Vec<usize> = (0..self.lanes.len())
            .filter(|lane| self.nodes.iter().any(|node| node.lane == *lane))
            .collect();
        order.sort_by(|a, b| self.lanes[*a].cmp(&self.lanes[*b]));
        let together = self.lanes.contains(&Who::Lead);
        let lanes = order
            .iter()
            .map(|lane| lane_of(self.subject, &self.lanes[*lane], together))
            .collect();
        for node in &mut self.nodes {
            node.lane = order.iter().position(|lane| *lane == node.lane).unwrap_or_default();
        }
        let (id, title) = match self.subject {
            Subject::Item(_, item) => (
                xml::id("item", &format!("{}.{}", item.plan, item.key)),
                format!(
                    "{}. {}",
                    item.number,
                    item.title.split_whitespace().collect::<Vec<_>>().join(" ")
                ),
            ),
            Subject::Lifecycle(lifecycle, _) => (
                xml::id("lifecycle", lifecycle.key.as_str()),
                format!("Порядок прохождения «{}»", lifecycle.title),
            ),
        };
        Process {
            id,
            title,
            remarks: schedule::remarks(self.subject),
            told: telling::told(self.subject, stages),
            lanes,
            nodes: self.nodes,
            flows: self.flows,
            timers: self.timers,
        }
    }
}

fn lane_of(subject: Subject<'_>, who: &Who, with_lead: bool) -> Lane {
    let (id, name, holder) = match who {
        Who::Roles(_, roles) => {
            let keys: Vec<&str> = roles.iter().map(RoleKey::as_str).collect();
            let posts: Vec<String> = roles.iter().map(|role| telling::post(subject, role)).collect();
            let holders: Vec<String> = roles.iter().filter_map(|role| telling::holder(subject, role)).collect();
            (keys.join("."), phrasing::join_list(&posts), holders.join(", "))
        }
        Who::Lead => {
            let names = executors(subject.definition(), |part| part == Part::Lead);
            ("executor-lead".to_owned(), "Ответственный".to_owned(), names)
        }
        Who::Executors if with_lead => {
            let names = executors(subject.definition(), |part| part == Part::CoExecutor);
            ("co-executors".to_owned(), "Соисполнители".to_owned(), names)
        }
        Who::Executors => {
            let names = executors(subject.definition(), |_| true);
            let one = subject.definition().is_some_and(|item| !is_fan_out(item));
            let name = if one {
                "Исполнитель"
            } else {
                "Исполнители"
            };
            ("executors".to_owned(), name.to_owned(), names)
        }
        Who::Service => ("service".to_owned(), "Служба".to_owned(), "сроки и письма".to_owned()),
    };
    Lane {
        id: xml::id("lane", &id),
        name,
        holder,
    }
}

fn executors(definition: Option<&Definition>, wanted: impl Fn(Part) -> bool) -> String {
    let names: Vec<&str> = definition
        .iter()
        .flat_map(|definition| &definition.executors)
        .filter(|executor| wanted(executor.part))
        .map(|executor| executor.name.as_str())
        .collect();
    names.join(", ")
}

fn has(definition: &Definition, part: Part) -> bool {
    definition.executors.iter().any(|executor| executor.part == part)
}

/// Whether several tasks are issued at once.
fn is_fan_out(definition: &Definition) -> bool {
    definition.executors.len() > 1
        || definition
            .executors
            .iter()
            .any(|executor| !matches!(&executor.who, Executors::One(_)))
}
