//! Random definitions and random events: whatever a definition says and whoever does what, the checks of
//! [`World`] hold.

use crate::items::*;
use crate::world::World;
use prikaz::definition::model::{
    Acceptor, Act, Approval, ApprovalRule, DateOwner, Definition, Executor, Executors, Join, Recipient, Reporting,
    Schedule, WaitUntil,
};
use prikaz::engine::event::{Actor, DirectoryEntry, Event};
use prikaz::words::ids::{DocumentId, RoleKey, StageKey, TaskId};
use proptest::prelude::*;

const STAGES: usize = 6;
const NAMES: [&str; STAGES] = ["s0", "s1", "s2", "s3", "s4", "s5"];
const ROLES: [&str; 4] = ["clerk", "lawyer", "deputy", "head"];

fn stage_key() -> impl Strategy<Value = StageKey> {
    (0..STAGES).prop_map(|place| NAMES[place].into())
}

fn role() -> impl Strategy<Value = RoleKey> {
    (0..ROLES.len()).prop_map(|place| ROLES[place].into())
}

fn recipient() -> impl Strategy<Value = Recipient> {
    prop_oneof![Just(Recipient::Executor), role().prop_map(Recipient::Role)]
}

fn approval() -> impl Strategy<Value = Act> {
    let by = proptest::sample::subsequence(ROLES.to_vec(), 1..=4);
    let rule = prop_oneof![
        Just(ApprovalRule::Sequence),
        Just(ApprovalRule::All),
        Just(ApprovalRule::Any),
        (1..5_u32).prop_map(ApprovalRule::Quorum),
    ];
    (by, rule, stage_key(), stage_key()).prop_map(|(by, rule, approved, returned)| {
        let by = by.into_iter().map(RoleKey::from).collect();
        Act::Approve(Approval {
            by,
            rule,
            journal: "orders".into(),
            approved,
            returned,
        })
    })
}

fn reporting() -> impl Strategy<Value = Act> {
    let accept = prop_oneof![
        role().prop_map(Acceptor::Role),
        role().prop_map(|then| Acceptor::Lead { then }),
    ];
    let done = prop_oneof![
        Just(Join::All),
        (1..=100_u32).prop_map(Join::Share),
        (0..5_u32).prop_map(Join::Count)
    ];
    let remind = proptest::collection::vec(-5..3_i32, 0..3);
    let overdue = proptest::collection::vec((0..5_i32, recipient()), 0..3);
    let rework_max = proptest::option::of(0..3_u32);
    (accept, done, remind, overdue, rework_max, 0..5_u32, stage_key()).prop_map(
        |(accept, done, remind, overdue, rework_max, co_executors_before_days, next)| {
            Act::Report(Reporting {
                accept,
                remind,
                overdue,
                done,
                rework_max,
                co_executors_before_days,
                next,
            })
        },
    )
}

fn act() -> impl Strategy<Value = Act> {
    let until = prop_oneof![
        Just(WaitUntil::Date),
        Just(WaitUntil::Predecessors),
        Just(WaitUntil::Start)
    ];
    let guard = prop_oneof![
        Just("tasks.accepted > 0"),
        Just("tasks.returned == tasks.open"),
        Just("year > 2022")
    ];
    prop_oneof![
        2 => (role(), stage_key()).prop_map(|(by, next)| Act::Issue { by, document: "order".to_owned(), next }),
        3 => approval(),
        4 => reporting(),
        1 => (until, stage_key()).prop_map(|(until, next)| Act::Wait { until, next }),
        1 => (recipient(), stage_key()).prop_map(|(to, next)| Act::Notify { to, text: "Пункт {{ number }}".to_owned(), next }),
        1 => (guard, stage_key(), stage_key()).prop_map(|(guard, to, otherwise)| {
            Act::Decide { branches: vec![(guard.to_owned(), to)], otherwise }
        }),
        2 => proptest::option::of(role()).prop_map(|by| Act::End { by }),
    ]
}

fn executors() -> impl Strategy<Value = Vec<Executor>> {
    let each = Executors::Each(vec!["school-2".into(), "imo".into()]);
    let all = vec![
        imo(),
        schools(),
        executor("№ 2, ИМО", each),
        executor("СКИРО", Executors::One("skiro".into())),
    ];
    proptest::sample::subsequence(all, 1..=3).prop_shuffle()
}

fn definition(key: &'static str) -> impl Strategy<Value = Definition> {
    let acts = proptest::collection::vec(act(), STAGES);
    let start = proptest::option::of(0..40_u64);
    (acts, executors(), any::<bool>(), start, any::<bool>()).prop_map(move |(acts, executors, dated, start, after)| {
        let stages = NAMES.into_iter().zip(acts).collect();
        let mut item = item(key, "2022-05-15", executors, stages);
        if let Schedule::Dated(periods) = &mut item.schedule {
            periods[0].start = start.map(|days| day("2022-04-04") + chrono::Days::new(days));
        }
        if !dated {
            let owner = DateOwner::Institution("imo".into());
            item.schedule = Schedule::AwaitsDate {
                period: period(),
                owner,
            };
        }
        if after && key == "B" {
            item.after = vec!["A".into()];
        }
        item
    })
}

/// A few numbers that a happening is made from, once the world is known.
type Dice = (u8, u8, u8, u8);

fn happen(world: &mut World, (what, who, which, more): Dice) {
    let item = if which.is_multiple_of(2) { "A" } else { "B" };
    let actor = match who % 7 {
        0..=3 => Actor::Person {
            roles: ROLES[usize::from(who % 7)..]
                .iter()
                .map(|role| (*role).into())
                .collect(),
            name: "Лицо".to_owned(),
        },
        4 => of("imo"),
        5 => of(["school-1", "school-2"][usize::from(which / 2 % 2)]),
        _ => Actor::System,
    };
    let tasks: Vec<(TaskId, Actor)> = world.running.get(&item.into()).map_or(Vec::new(), |running| {
        running
            .tasks
            .iter()
            .map(|task| (task.id, of(task.institution.as_str())))
            .collect()
    });
    let (task, own) = match tasks.len() {
        0 => (
            TaskId::of(
                prikaz::words::ids::InstanceId(uuid::Uuid::nil()),
                &"s".into(),
                &"i".into(),
            ),
            of("imo"),
        ),
        many => tasks[usize::from(which / 2) % many].clone(),
    };
    let until = world.today + chrono::Days::new(u64::from(more % 40));
    let text = || {
        if more % 9 == 0 {
            " ".to_owned()
        } else {
            "письмо".to_owned()
        }
    };
    let document = DocumentId::of(["114", "115"][usize::from(which / 4 % 2)]);
    let (actor, event) = match what % 20 {
        0 | 1 => (clerk(), Event::Open { period: period() }),
        2 | 3 => (actor, Event::Issue { document }),
        4 | 5 => (actor, Event::Approve { document }),
        6 => (
            actor,
            Event::ReturnDocument {
                document,
                reason: text(),
            },
        ),
        7 | 8 => (
            own,
            Event::Report {
                task,
                report: words("Готово"),
            },
        ),
        9 | 10 => (actor, Event::Accept { task, note: text() }),
        11 => (actor, Event::Return { task, reason: text() }),
        12 => (
            own,
            Event::AskExtension {
                task,
                until,
                reason: text(),
            },
        ),
        13 => (
            actor,
            Event::GrantExtension {
                task,
                until,
                basis: text(),
            },
        ),
        14 => (actor, Event::RefuseExtension { task, reason: text() }),
        15 => {
            let to = DirectoryEntry {
                key: ["school-1", "skiro"][usize::from(more % 2)].into(),
                kind: "school".to_owned(),
            };
            (
                actor,
                Event::Reassign {
                    task,
                    to,
                    basis: text(),
                },
            )
        }
        16 => (actor, Event::CancelTask { task, basis: text() }),
        17 if more % 4 == 0 => (actor, Event::Cancel { basis: text() }),
        17 if more % 4 == 1 => (actor, Event::Release { basis: text() }),
        17 => (
            actor,
            Event::SupplyDate {
                due: until,
                basis: text(),
            },
        ),
        18 => (
            Actor::System,
            Event::TaskTimer {
                task,
                rung: u32::from(more % 6),
            },
        ),
        _ => {
            world.today = world.today + chrono::Days::new(u64::from(more % 12));
            world.fire_timers();
            return;
        }
    };
    let _refused_or_not = world.act(&item.into(), &actor, event);
    world.check();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_definition_says_and_whoever_acts(
        a in definition("A"),
        b in definition("B"),
        happenings in proptest::collection::vec(any::<Dice>(), 20..60),
    ) {
        let mut world = World::new("2022-04-11", 2, vec![a, b]);
        world.directory.push(DirectoryEntry { key: "skiro".into(), kind: "institute".to_owned() });
        for dice in happenings {
            happen(&mut world, dice);
        }
    }
}
