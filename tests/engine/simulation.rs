//! Whole plans lived through: random items, schools and people, days passing one by one with their timers. Each run
//! prints its seed; the same seed gives the same run.

use crate::items::*;
use crate::world::{World, is_unfinished};
use prikaz::definition::model::{
    Acceptor, Act, ApprovalRule, DateOwner, Definition, Executor, Join, Recipient, Reporting, Schedule, WaitUntil,
};
use prikaz::engine::event::{Actor, DirectoryEntry, Event, Report};
use prikaz::engine::state::{InstanceState, Task, TaskState};
use prikaz::engine::transition::Transition;
use prikaz::words::ids::{DocumentId, ItemKey};
use std::collections::{BTreeMap, BTreeSet};

/// Splitmix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).expect("a size fits 64 bits");
        usize::try_from(self.roll() % limit).expect("less than a size")
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

fn random_item(dice: &mut Dice, key: &str, earlier: &[ItemKey]) -> Definition {
    let executors: Vec<Executor> = dice.one(&[
        vec![schools()],
        vec![imo()],
        vec![imo(), schools()],
        vec![schools(), imo()],
    ]);
    let due = day("2022-04-20") + chrono::Days::new(u64::try_from(dice.below(250)).expect("small"));
    let accept = dice.one(&[Acceptor::Role("clerk".into()), Acceptor::Lead { then: "head".into() }]);
    let reporting = Reporting {
        accept,
        remind: dice.one(&[vec![-3, 0], vec![-10, -3, -1, 0], vec![], vec![0]]),
        overdue: dice.one(&[
            vec![],
            vec![(1, Recipient::Executor), (3, Recipient::Role("head".into()))],
            vec![
                (1, Recipient::Executor),
                (1, Recipient::Role("clerk".into())),
                (5, Recipient::Executor),
            ],
        ]),
        done: dice.one(&[Join::All, Join::Share(80), Join::Share(1), Join::Count(2)]),
        rework_max: dice.one(&[None, Some(1), Some(3)]),
        co_executors_before_days: dice.one(&[0, 2, 5]),
        next: "closed".into(),
    };
    let rule = dice.one(&[
        ApprovalRule::Sequence,
        ApprovalRule::All,
        ApprovalRule::Any,
        ApprovalRule::Quorum(2),
    ]);
    let end = Act::End {
        by: dice.one(&[None, Some("head".into())]),
    };
    let mut stages = dice.one(&[
        vec![],
        vec![("date", wait(WaitUntil::Date, "before"))],
        vec![
            ("before", wait(WaitUntil::Predecessors, "start")),
            ("start", wait(WaitUntil::Start, "draft")),
        ],
    ]);
    if stages.len() == 1 {
        stages.push(("before", wait(WaitUntil::Predecessors, "draft")));
    }
    stages.extend([
        ("draft", issue("sign")),
        ("sign", approve(&["lawyer", "deputy", "head"], rule)),
        ("execute", report(reporting)),
        ("closed", end),
    ]);
    let dated = stages[0].0 != "date";
    let mut item = item(key, &due.to_string(), executors, stages);
    if let Schedule::Dated(periods) = &mut item.schedule {
        periods[0].start = dice.percent(50).then(|| due - chrono::Days::new(15));
        periods[0].fixed_day = dice.percent(20);
        if periods[0].fixed_day {
            periods[0].control = periods[0].due;
        }
    }
    if !dated {
        item.schedule = Schedule::AwaitsDate {
            period: period(),
            owner: DateOwner::Institution("imo".into()),
        };
    }
    if dice.percent(40) && !earlier.is_empty() {
        item.after = vec![dice.one(earlier)];
    }
    item
}

fn random_plan(dice: &mut Dice, items: usize) -> Vec<Definition> {
    let mut keys: Vec<ItemKey> = Vec::new();
    let mut plan = Vec::new();
    for number in 0..items {
        let key = format!("{}.{}", number / 6 + 1, number % 6 + 1);
        plan.push(random_item(dice, &key, &keys));
        keys.push(key.as_str().into());
    }
    plan
}

/// What people may do with an item today; refusals are part of life.
fn a_day_at_the_item(world: &mut World, dice: &mut Dice, key: &ItemKey) {
    let Some(running) = world.running.get(key) else {
        let event = Event::Open { period: period() };
        world
            .act(key, &Actor::System, &event)
            .expect("an item of the plan opens");
        return;
    };
    if running.instance.state != InstanceState::Active {
        return;
    }
    let stage = running.instance.stage.clone();
    let tasks = running.tasks.clone();
    let document = DocumentId::of(dice.one(&[key.as_str(), "one order for many"]));
    let driving = running.instance.document.unwrap_or(document);
    let basis = || "служебная записка".to_owned();
    let event = match stage.as_str() {
        "date" => (
            of("imo"),
            Event::SupplyDate {
                due: world.today + chrono::Days::new(20),
                basis: basis(),
            },
        ),
        "draft" => (clerk(), Event::Issue { document }),
        "sign" if dice.percent(15) => (
            head(),
            Event::ReturnDocument {
                document: driving,
                reason: basis(),
            },
        ),
        "sign" => (
            person(dice.one(&["lawyer", "deputy", "head"])),
            Event::Approve { document: driving },
        ),
        "closed" => (head(), Event::Release { basis: basis() }),
        _ if dice.percent(1) => (clerk(), Event::Cancel { basis: basis() }),
        _ => {
            for task in tasks.iter().filter(|task| is_unfinished(task)) {
                if dice.percent(25) {
                    a_day_at_the_task(world, dice, key, task);
                }
            }
            return;
        }
    };
    let _refused_or_not = world.act(key, &event.0, &event.1);
}

fn a_day_at_the_task(world: &mut World, dice: &mut Dice, key: &ItemKey, task: &Task) {
    let (id, own) = (task.id, of(task.institution.as_str()));
    let until = world.today.max(task.current) + chrono::Days::new(10);
    let why = || "обстоятельства".to_owned();
    let role = person(dice.one(&["clerk", "head"]));
    let (actor, event) = match (&task.state, dice.below(20)) {
        (TaskState::Reported { .. }, 0..=3) => (
            role,
            Event::Return {
                task: id,
                reason: why(),
            },
        ),
        (TaskState::Reported { .. }, 4..=6) => (
            of("imo"),
            Event::Accept {
                task: id,
                note: String::new(),
            },
        ),
        (TaskState::Reported { .. }, _) => (
            role,
            Event::Accept {
                task: id,
                note: String::new(),
            },
        ),
        (_, 0..=2) => (
            own,
            Event::AskExtension {
                task: id,
                until,
                reason: why(),
            },
        ),
        (_, 3) => (
            role,
            Event::GrantExtension {
                task: id,
                until,
                basis: why(),
            },
        ),
        (_, 4) => (
            role,
            Event::RefuseExtension {
                task: id,
                reason: why(),
            },
        ),
        (_, 5) => {
            let to = DirectoryEntry {
                key: "skiro".into(),
                kind: "institute".to_owned(),
            };
            (
                role,
                Event::Reassign {
                    task: id,
                    to,
                    basis: why(),
                },
            )
        }
        (_, 6) => (role, Event::CancelTask { task: id, basis: why() }),
        (_, 7) => (
            own,
            Event::Report {
                task: id,
                report: Report {
                    not_applicable: Some(why()),
                    ..Report::default()
                },
            },
        ),
        _ => (
            own,
            Event::Report {
                task: id,
                report: words("Сделано"),
            },
        ),
    };
    let _refused_or_not = world.act(key, &actor, &event);
}

fn live_through(seed: u64, items: usize, schools: usize) -> (usize, usize) {
    println!("seed {seed}: {items} items, {schools} schools");
    let mut dice = Dice(seed);
    let plan = random_plan(&mut dice, items);
    let mut world = World::new("2022-04-11", schools, plan);
    world.directory.push(DirectoryEntry {
        key: "skiro".into(),
        kind: "institute".to_owned(),
    });
    let keys: Vec<ItemKey> = world.items.keys().cloned().collect();
    let last = day("2023-03-01");
    while world.today < last {
        // Now and then the service is down for some days.
        let days = if dice.percent(3) { 6 } else { 1 };
        world.today = world.today + chrono::Days::new(days);
        world.fire_timers();
        for key in &keys {
            if dice.percent(60) {
                a_day_at_the_item(&mut world, &mut dice, key);
            }
        }
    }
    for key in &keys {
        let _closed_already = world.act(
            key,
            &clerk(),
            &Event::Cancel {
                basis: "план закрыт".to_owned(),
            },
        );
    }
    world.pass_to("2023-03-15");
    check_the_end(&world);
    let events = world.running.values().map(|running| running.history.len()).sum();
    let released = |running: &&crate::world::Running| matches!(running.instance.state, InstanceState::Released { .. });
    (events, world.running.values().filter(released).count())
}

/// Everything has ended, numbers have no gaps, and no letter about a date came after it mattered.
fn check_the_end(world: &World) {
    for (key, running) in &world.running {
        assert_ne!(
            running.instance.state,
            InstanceState::Active,
            "item {key} has not ended"
        );
        assert!(
            !running.tasks.iter().any(is_unfinished),
            "item {key} has unfinished tasks after its end"
        );
        check_reminders(&running.history);
    }
    let mut years: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for (_, year, number) in world.numbers.keys() {
        years
            .entry(*year)
            .or_default()
            .push(u32::try_from(number / 100).expect("an integer of a series"));
    }
    for (year, numbers) in years {
        let first = if year == 2022 { 114 } else { 1 };
        let expected: Vec<u32> = (first..).take(numbers.len()).collect();
        assert_eq!(numbers, expected, "numbers of {year} run without gaps");
    }
}

fn check_reminders(history: &[Transition]) {
    let mut finished = BTreeSet::new();
    for transition in history {
        match transition {
            Transition::TaskAccepted { task, .. } | Transition::TaskCancelled { task, .. } => {
                assert!(finished.insert(*task), "a task is finished once");
            }
            Transition::ReminderDue { task, .. } => assert!(!finished.contains(task), "a finished task was reminded"),
            _ => {}
        }
    }
}

#[test]
fn plans_are_lived_through_to_their_end() {
    let (mut events, mut released) = (0, 0);
    for (seed, items, schools) in [
        (2022, 27, 5),
        (113, 12, 12),
        (29, 27, 2),
        (404, 8, 1),
        (27, 27, 8),
        (16, 40, 3),
        (5, 20, 20),
    ] {
        let (told, ended) = live_through(seed, items, schools);
        (events, released) = (events + told, released + ended);
    }
    println!("{events} transitions, {released} items released");
    assert!(events > 2_000, "too little happened: {events} transitions");
    assert!(released > 20, "too few items were released: {released}");
}

#[test]
fn the_same_seed_gives_the_same_life() {
    assert_eq!(live_through(7, 6, 3), live_through(7, 6, 3));
}
