//! Walks every short sequence of events, on several lifecycles. Whatever `step` accepts `apply` takes, and after each
//! event the checks of [`World`] hold; states met before are not walked again.

use crate::items::*;
use crate::world::World;
use prikaz::definition::model::{
    Acceptor, Act, ApprovalRule, DateOwner, Definition, Join, Reporting, Schedule, WaitUntil,
};
use prikaz::engine::apply::apply;
use prikaz::engine::event::{Actor, DirectoryEntry, DocumentReturn, Done, Event, FileRef, Report};
use prikaz::engine::paper::{AttachmentKind, Does, Link, Linked, Mark, TasksOfCancelled};
use prikaz::engine::state::{Counts, InstanceState, Scope};
use prikaz::engine::step::{Call, step};
use prikaz::words::ids::{DocumentId, InstanceId, StageKey, TaskId};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Lifecycles that together have every act, rule and join.
fn items() -> Vec<Definition> {
    let leads = Reporting {
        accept: Acceptor::Lead { then: "clerk".into() },
        co_executors_before_days: 2,
        ..reporting()
    };
    let mut two_sign = order_then_reports();
    two_sign[1].1 = approve(&["lawyer", "head"], ApprovalRule::Quorum(2));
    two_sign[3].1 = Act::End {
        by: Some("head".into()),
    };
    let half = Reporting {
        done: Join::Share(50),
        next: "enough".into(),
        rework_max: None,
        ..reporting()
    };
    let mut waits = vec![
        ("date", wait(WaitUntil::Date, "before")),
        ("before", wait(WaitUntil::Predecessors, "start")),
        ("start", wait(WaitUntil::Start, "execute")),
    ];
    waits.extend(reports_only(reporting()));
    let mut awaited = item("2.1", "2022-05-15", vec![imo()], waits.clone());
    awaited.schedule = Schedule::AwaitsDate {
        period: period(),
        owner: DateOwner::Institution("imo".into()),
    };
    awaited.after = vec!["1.1".into()];
    let mut started = item("2.3", "2022-05-15", vec![imo()], waits);
    if let Schedule::Dated(periods) = &mut started.schedule {
        periods[0].start = Some(day("2022-04-20"));
    }
    let decided = vec![
        ("execute", report(half)),
        (
            "enough",
            Act::Decide {
                branches: vec![("tasks.accepted > 1".to_owned(), "closed".into())],
                otherwise: "draft".into(),
            },
        ),
        ("draft", issue("sign")),
        ("sign", approve(&["head"], ApprovalRule::Any)),
        ("closed", Act::End { by: None }),
    ];
    vec![
        item("1.4", "2022-05-15", vec![imo(), schools()], order_then_reports()),
        item("1.5", "2022-05-15", vec![schools()], two_sign),
        item("6.2-1", "2022-05-15", vec![imo(), schools()], reports_only(leads)),
        item("5.4", "2022-05-15", vec![schools()], decided),
        awaited,
        started,
    ]
}

/// Everything that can be said to an item, sensible or not.
fn alphabet(item: &Definition) -> Vec<(Actor, Event)> {
    let instance = InstanceId::of(&item.plan, &item.key, &period());
    let task = |institution: &str| TaskId::of(instance, &"execute".into(), &institution.into());
    let document = DocumentId::of("114");
    let basis = || "письмо".to_owned();
    let other = DirectoryEntry {
        key: "school-2".into(),
        kind: "school".to_owned(),
    };
    let returned = DocumentReturn {
        role: "head".into(),
        reason: basis(),
    };
    let mut letters = vec![
        (clerk(), Event::Open { period: period() }),
        (
            clerk(),
            Event::EnterDone {
                period: period(),
                done: Done {
                    on: day("2022-04-04"),
                    note: "исполнен".to_owned(),
                    ..Done::default()
                },
            },
        ),
        (clerk(), Event::Issue { document }),
        (person("lawyer"), Event::Approve { document }),
        (head(), Event::Approve { document }),
        (
            head(),
            Event::ReturnDocument {
                document,
                reason: basis(),
            },
        ),
        (
            Actor::System,
            Event::FollowDocument {
                document,
                returned: Some(returned),
            },
        ),
        (clerk(), Event::Cancel { basis: basis() }),
        (head(), Event::Release { basis: basis() }),
        (
            of("imo"),
            Event::SupplyDate {
                due: day("2022-05-29"),
                basis: basis(),
            },
        ),
        (Actor::System, Event::PredecessorReleased { item: "1.1".into() }),
        (Actor::System, Event::InstanceTimer { stage: "start".into() }),
        (Actor::System, Event::InstanceTimer { stage: "date".into() }),
    ];
    letters.extend(letters_of_registration(document));
    for name in ["imo", "school-1"] {
        let (id, own) = (task(name), of(name));
        letters.extend([
            (
                own.clone(),
                Event::Report {
                    task: id,
                    report: words("Готово"),
                },
            ),
            (
                clerk(),
                Event::Accept {
                    task: id,
                    note: String::new(),
                },
            ),
            (
                clerk(),
                Event::Return {
                    task: id,
                    reason: basis(),
                },
            ),
            (
                own,
                Event::AskExtension {
                    task: id,
                    until: day("2022-06-01"),
                    reason: basis(),
                },
            ),
            (
                clerk(),
                Event::GrantExtension {
                    task: id,
                    until: day("2022-06-05"),
                    basis: basis(),
                },
            ),
            (
                clerk(),
                Event::CancelTask {
                    task: id,
                    basis: basis(),
                },
            ),
            (Actor::System, Event::TaskTimer { task: id, rung: 0 }),
        ]);
    }
    letters.push((
        clerk(),
        Event::RefuseExtension {
            task: task("imo"),
            reason: basis(),
        },
    ));
    letters.push((
        clerk(),
        Event::Reassign {
            task: task("imo"),
            to: other,
            basis: basis(),
        },
    ));
    letters.push((
        of("imo"),
        Event::Accept {
            task: task("school-1"),
            note: String::new(),
        },
    ));
    letters.push((
        Actor::System,
        Event::CancelTask {
            task: task("school-1"),
            basis: basis(),
        },
    ));
    letters
}

/// Numbers given by hand, inserted and skipping some; links, marks and files.
fn letters_of_registration(document: DocumentId) -> Vec<(Actor, Event)> {
    let by_hand = |number: &str, skipped: Option<&str>| Event::RegisterByHand {
        document,
        number: number.to_owned(),
        date: day("2022-04-11"),
        skipped: skipped.map(str::to_owned),
    };
    let link = Link {
        does: Does::Executes,
        to: Linked::Document(DocumentId::of("113")),
    };
    let scan = FileRef {
        name: "Приказ.pdf".to_owned(),
        sha256: "ab".repeat(32),
        size: 5,
    };
    vec![
        (clerk(), by_hand("114-ОД", None)),
        (clerk(), by_hand("113-а-ОД", None)),
        (clerk(), by_hand("120-ОД", Some("бланки испорчены"))),
        (head(), by_hand("115-ОД", None)),
        (
            clerk(),
            Event::LinkDocument {
                document,
                links: vec![link],
            },
        ),
        (
            clerk(),
            Event::CancelDocument {
                document,
                mark: Mark::Annulled {
                    reason: "ошибочно зарегистрирован".to_owned(),
                },
                tasks: TasksOfCancelled::Withdrawn,
            },
        ),
        (
            clerk(),
            Event::RegisterAgain {
                instead_of: document,
                document: DocumentId::of("114 заново"),
                journal: "orders".into(),
                number: "121-ОД".to_owned(),
                date: day("2022-04-11"),
                skipped: Some("бланки испорчены".to_owned()),
            },
        ),
        (
            clerk(),
            Event::VoidNumber {
                journal: "orders".into(),
                year: 2022,
                number: "114-ОД".to_owned(),
                reason: "бланк испорчен".to_owned(),
            },
        ),
        (
            clerk(),
            Event::AttachToDocument {
                document,
                kind: AttachmentKind::SignedScan,
                file: scan,
            },
        ),
    ]
}

struct Walk {
    letters: Vec<(Actor, Event)>,
    met: HashSet<(usize, u64)>,
    steps: usize,
}

impl Walk {
    fn from(&mut self, world: &World, item: &Definition, depth: usize) {
        if depth == 0 || !self.met.insert((depth, fingerprint(world))) {
            return;
        }
        for (actor, event) in self.letters.clone() {
            let mut next = world.clone();
            if next.act(&item.key, &actor, &event).is_ok() {
                self.steps += 1;
                self.from(&next, item, depth - 1);
            }
        }
        let mut tomorrow = world.clone();
        tomorrow.today = world.today + chrono::Days::new(9);
        tomorrow.fire_timers();
        self.from(&tomorrow, item, depth - 1);
    }
}

fn fingerprint(world: &World) -> u64 {
    let mut hasher = DefaultHasher::new();
    let states: Vec<_> = world
        .running
        .values()
        .map(|running| (&running.instance, &running.tasks))
        .collect();
    format!("{states:?} {:?} {:?} {}", world.documents, world.journals, world.today).hash(&mut hasher);
    hasher.finish()
}

fn walk(item: &Definition, from: &World, depth: usize) -> usize {
    let mut walk = Walk {
        letters: alphabet(item),
        met: HashSet::new(),
        steps: 0,
    };
    walk.from(from, item, depth);
    walk.steps
}

#[test]
fn all_short_sequences_from_the_beginning() {
    for item in items() {
        let steps = walk(&item, &World::new("2022-04-11", 1, vec![item.clone()]), 7);
        println!("{}: {steps} accepted events", item.key);
        assert!(steps > 20, "the walk of {} went nowhere: {steps}", item.key);
    }
}

#[test]
fn all_short_sequences_from_the_day_the_tasks_are_issued() {
    for item in items() {
        let mut world = World::new("2022-05-03", 1, vec![item.clone()]);
        world.open(item.key.as_str());
        for role in ["lawyer", "head"] {
            world
                .issue(item.key.as_str(), "114")
                .approve(item.key.as_str(), "114", &person(role));
        }
        if item.key.as_str() == "2.1" {
            let supply = Event::SupplyDate {
                due: day("2022-05-15"),
                basis: "график".to_owned(),
            };
            world.told("2.1", &clerk(), supply).told(
                "2.1",
                &Actor::System,
                Event::PredecessorReleased { item: "1.1".into() },
            );
        }
        let issued = world.instance(item.key.as_str()).counts.total;
        assert!(issued > 0, "{} must stand at its tasks", item.key);
        let steps = walk(&item, &world, 5);
        println!("{}: {steps} accepted events", item.key);
    }
}

/// Scopes that fit nothing: of other items, with unknown stages, without what they should hold, miscounted.
fn spoilt(scope: &Scope, stages: &[&str]) -> Vec<Scope> {
    let mut scopes = vec![
        scope.clone(),
        Scope {
            document: None,
            ..scope.clone()
        },
        Scope {
            journal: None,
            ..scope.clone()
        },
    ];
    scopes.push(Scope {
        tasks: Vec::new(),
        ..scope.clone()
    });
    scopes.push(Scope {
        instance: None,
        ..scope.clone()
    });
    let most = u32::MAX;
    for counts in [
        Counts::default(),
        Counts {
            total: most,
            open: most,
            reported: most,
            accepted: most,
            cancelled: 0,
            returned: 0,
            co_executors_unfinished: 1,
        },
    ] {
        let mut other = scope.clone();
        if let Some(instance) = &mut other.instance {
            instance.counts = counts;
            instance
                .stage_counts
                .values_mut()
                .for_each(|of_stage| *of_stage = counts);
            instance.term = None;
        }
        other
            .tasks
            .iter_mut()
            .for_each(|task| (task.rungs_done, task.reports, task.returns) = (most, most, most));
        scopes.push(other);
    }
    for stage in stages {
        for state in [InstanceState::Active, InstanceState::Released { on: day("2022-04-12") }] {
            let mut other = scope.clone();
            if let Some(instance) = &mut other.instance {
                (instance.stage, instance.state) = ((*stage).into(), state);
            }
            scopes.push(other);
        }
    }
    scopes
}

#[test]
fn no_scope_and_no_event_makes_the_engine_panic() {
    let mut accepted = 0;
    let mut refused = 0;
    for item in items() {
        let mut world = World::new("2022-05-03", 1, vec![item.clone()]);
        world
            .open(item.key.as_str())
            .issue(item.key.as_str(), "114")
            .approve(item.key.as_str(), "114", &head());
        let running = &world.running[&item.key];
        let scope = Scope {
            instance: Some(running.instance.clone()),
            tasks: running.tasks.clone(),
            document: world.documents.values().next().cloned(),
            journal: None,
            around: None,
        };
        let stages: Vec<&str> = item
            .lifecycle
            .stages
            .keys()
            .map(StageKey::as_str)
            .chain(["nowhere"])
            .collect();
        for scope in spoilt(&scope, &stages) {
            for (actor, event) in items().iter().flat_map(alphabet).chain([(clerk(), blank(&scope))]) {
                for actor in [&actor, &Actor::System, &clerk(), &head(), &of("imo")] {
                    let directory = directory(1);
                    let on = day("2022-05-16");
                    let call = Call {
                        definition: &item,
                        calendar: &CALENDAR,
                        directory: &directory,
                        actor,
                        on,
                    };
                    match step(&call, &scope, &event) {
                        Ok(step) => {
                            accepted += 1;
                            let mut after = scope.clone();
                            step.transitions
                                .iter()
                                .for_each(|transition| apply(&mut after, transition));
                            let mut nothing = Scope::default();
                            step.transitions
                                .iter()
                                .rev()
                                .for_each(|transition| apply(&mut nothing, transition));
                        }
                        Err(rejection) => {
                            refused += 1;
                            assert!(!rejection.to_string().is_empty() && !rejection.code().is_empty());
                        }
                    }
                }
            }
        }
    }
    println!("{accepted} accepted, {refused} refused");
    assert!(accepted > 100 && refused > 1000);
}

fn blank(scope: &Scope) -> Event {
    let task = scope.tasks.first().map_or(
        TaskId::of(InstanceId(uuid::Uuid::nil()), &"x".into(), &"y".into()),
        |task| task.id,
    );
    Event::Report {
        task,
        report: Report::default(),
    }
}
