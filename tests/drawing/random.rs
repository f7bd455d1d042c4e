//! Lifecycles nobody wrote: up to 20 stages of any acts, with returns, choices, quorums and long words.

use prikaz::definition::model::{
    Acceptor, Act, Approval, ApprovalRule, Join, Lifecycle, Recipient, Reporting, Stage, WaitUntil,
};
use prikaz::words::ids::{JournalKey, LifecycleKey, RoleKey, StageKey};
use proptest::prelude::*;

const TITLES: [&str; 6] = [
    "На подписи",
    "Сбор сведений от общеобразовательных организаций округа",
    "Экспертно-консультационное сопровождение",
    "Ёлка",
    "Достопримечательностевладельцепредставительство",
    "«Отчёт» & <справка> № 5",
];
const ROLES: [&str; 5] = ["clerk", "head", "secretary", "chairman-of-the-council", "lawyer"];

/// A lifecycle in which every stage is reached and from every stage the end is.
pub fn lifecycles() -> impl Strategy<Value = Lifecycle> {
    prop::collection::vec(any::<[u8; 8]>(), 0..20).prop_map(|drawn| {
        let last = drawn.len();
        let mut stages: Vec<Stage> = drawn
            .iter()
            .enumerate()
            .map(|(at, drawn)| Stage {
                key: key(at),
                title: TITLES[usize::from(drawn[0]) % TITLES.len()].to_owned(),
                act: act(at, last, *drawn),
            })
            .collect();
        let by = drawn
            .first()
            .filter(|drawn| drawn[7].is_multiple_of(2))
            .map(|_| role(1));
        stages.push(Stage {
            key: key(last),
            title: "Снят с контроля".to_owned(),
            act: Act::End { by },
        });
        Lifecycle {
            key: LifecycleKey("any".to_owned()),
            title: "Любой порядок".to_owned(),
            first: key(0),
            stages: stages.into_iter().map(|stage| (stage.key.clone(), stage)).collect(),
        }
    })
}

fn key(at: usize) -> StageKey {
    StageKey(format!("stage-{at:02}"))
}

fn role(number: u8) -> RoleKey {
    RoleKey(ROLES[usize::from(number) % ROLES.len()].to_owned())
}

fn act(at: usize, last: usize, drawn: [u8; 8]) -> Act {
    let next = key(at + 1);
    let anywhere = |number: u8| key(usize::from(number) % (last + 1));
    match drawn[1] % 6 {
        0 => Act::Issue {
            by: role(drawn[2]),
            document: "order".to_owned(),
            next,
        },
        1 => Act::Approve(approval(drawn, next, anywhere(drawn[4]))),
        2 => Act::Report(reporting(drawn, next)),
        3 => Act::Wait {
            until: [WaitUntil::Date, WaitUntil::Predecessors, WaitUntil::Start][usize::from(drawn[2]) % 3].clone(),
            next,
        },
        4 => Act::Notify {
            to: Recipient::Role(role(drawn[2])),
            text: "Пункт {{ number }}".to_owned(),
            next,
        },
        _ => Act::Decide {
            branches: (0..drawn[2] % 4)
                .map(|branch| {
                    let condition = "tasks.returned > 0 and number != \"1.1\" ".repeat(usize::from(branch + 1));
                    (condition, anywhere(drawn[usize::from(3 + branch)]))
                })
                .collect(),
            otherwise: next,
        },
    }
}

fn approval(drawn: [u8; 8], approved: StageKey, returned: StageKey) -> Approval {
    let mut by: Vec<RoleKey> = (0..=drawn[2] % 3)
        .map(|more| role(drawn[3].wrapping_add(more)))
        .collect();
    by.dedup();
    let rules = [
        ApprovalRule::Sequence,
        ApprovalRule::All,
        ApprovalRule::Any,
        ApprovalRule::Quorum(1),
    ];
    Approval {
        by,
        rule: rules[usize::from(drawn[5]) % rules.len()],
        journal: JournalKey("orders".to_owned()),
        approved,
        returned,
    }
}

fn reporting(drawn: [u8; 8], next: StageKey) -> Reporting {
    let then = role(drawn[2]);
    let overdue = (0..drawn[5] % 6).map(|number| {
        let whom = if number == 0 {
            Recipient::Executor
        } else {
            Recipient::Role(role(number))
        };
        (i32::from(number) + 1, whom)
    });
    Reporting {
        accept: if drawn[3].is_multiple_of(2) {
            Acceptor::Lead { then }
        } else {
            Acceptor::Role(then)
        },
        remind: [vec![], vec![0], vec![-5, -3, 0]][usize::from(drawn[4]) % 3].clone(),
        overdue: overdue.collect(),
        done: [Join::All, Join::Share(80), Join::Count(3)][usize::from(drawn[6]) % 3],
        rework_max: drawn[7].is_multiple_of(2).then_some(2),
        co_executors_before_days: u32::from(drawn[7] % 4),
        next,
    }
}
