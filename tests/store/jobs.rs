//! Jobs: each to one worker, none forgotten, none finished by who has lost it.

use crate::world::*;
use prikaz::store::jobs::{JobFilter, Standing};
use prikaz::store::rows::*;
use serde_json::json;
use std::collections::BTreeSet;

on_both!(
    eight_workers_take_every_job_once,
    the_longest_due_comes_first_and_what_is_not_due_waits,
    only_asked_kinds_are_taken,
    a_lease_that_ran_out_goes_to_another_and_the_first_is_fenced,
    a_job_done_is_never_taken_again,
    a_job_to_retry_waits_and_remembers_why,
    a_parked_job_waits_for_a_person,
    a_job_written_again_starts_anew_and_its_worker_has_lost_it,
    a_job_written_twice_in_a_batch_is_written_as_said_last,
);

async fn put(world: &World, jobs: Vec<Job>) {
    world
        .commit(Writes {
            jobs,
            ..Writes::default()
        })
        .await
        .unwrap();
}

fn job(key: &str, seconds: i64) -> Job {
    let instance = instance("4.1", "2022", 1);
    Job {
        key: key.into(),
        about: About::default(),
        ..letter(&instance, &task(&instance, 0), seconds)
    }
}

fn lease(row: &JobRow) -> String {
    match &row.state {
        JobState::Leased { token, .. } => token.clone(),
        other => panic!("{} is {other:?}", row.job.key),
    }
}

fn leave(row: &JobRow, outcome: Outcome) -> Finish {
    Finish {
        key: row.job.key.clone(),
        token: lease(row),
        outcome,
    }
}

fn keys(rows: &[JobRow]) -> Vec<&str> {
    rows.iter().map(|row| row.job.key.as_str()).collect()
}

async fn eight_workers_take_every_job_once(world: World) {
    put(&world, (0..500).map(|n| job(&format!("letter-{n:03}"), n)).collect()).await;
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = world.store.clone();
        workers.spawn(async move {
            let mut taken = Vec::new();
            loop {
                let rows = store.claim(&["letter"], at(1000), 60, 7).await.unwrap();
                if rows.is_empty() {
                    return taken;
                }
                taken.extend(rows.into_iter().map(|row| row.job.key));
            }
        });
    }
    let taken: Vec<String> = workers.join_all().await.into_iter().flatten().collect();
    assert_eq!(taken.len(), 500, "none twice");
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 500, "none left out");
}

async fn the_longest_due_comes_first_and_what_is_not_due_waits(world: World) {
    put(
        &world,
        vec![
            job("c", 30),
            job("b", 10),
            job("a", 20),
            job("later", 101),
            job("d", 30),
        ],
    )
    .await;
    let rows = world.store.claim(&["letter"], at(100), 60, 3).await.unwrap();
    assert_eq!(keys(&rows), ["b", "a", "c"]);
    let rows = world.store.claim(&["letter"], at(100), 60, 3).await.unwrap();
    assert_eq!(keys(&rows), ["d"]);
    let expected = JobRow {
        job: job("d", 30),
        state: JobState::Leased {
            until: at(160),
            token: lease(&rows[0]),
        },
        attempts: 1,
        last_error: None,
        result: None,
        finished_at: None,
    };
    assert_eq!(rows[0], expected);
    let counts = world.store.job_counts().await.unwrap();
    assert_eq!(
        (counts.waiting, counts.leased, counts.parked, counts.oldest_run_at),
        (1, 4, 0, Some(at(101)))
    );
}

async fn only_asked_kinds_are_taken(world: World) {
    put(
        &world,
        vec![
            Job {
                kind: "render".into(),
                ..job("r", 0)
            },
            Job {
                kind: "task-timer".into(),
                ..job("t", 0)
            },
            job("l", 0),
        ],
    )
    .await;
    assert_eq!(
        keys(
            &world
                .store
                .claim(&["render", "task-timer"], at(1), 60, 9)
                .await
                .unwrap()
        ),
        ["r", "t"]
    );
    assert!(world.store.claim(&[], at(1), 60, 9).await.unwrap().is_empty());
}

async fn a_lease_that_ran_out_goes_to_another_and_the_first_is_fenced(world: World) {
    put(&world, vec![job("letter", 0)]).await;
    let first = world.store.claim(&["letter"], at(0), 60, 9).await.unwrap();
    assert!(world.store.claim(&["letter"], at(59), 60, 9).await.unwrap().is_empty());
    let second = world.store.claim(&["letter"], at(60), 60, 9).await.unwrap();
    assert_eq!(second[0].attempts, 2);
    let done = |row| {
        leave(
            row,
            Outcome::Done {
                result: json!({"reply": "250 OK"}),
            },
        )
    };
    assert!(
        world.store.finish(at(61), &[done(&first[0])]).await.unwrap().is_empty(),
        "the first has lost it"
    );
    let kept = world.store.finish(at(62), &[done(&second[0])]).await.unwrap();
    assert_eq!(kept.into_iter().collect::<Vec<_>>(), ["letter"]);
}

async fn a_job_done_is_never_taken_again(world: World) {
    put(&world, vec![job("a", 0), job("b", 0)]).await;
    let rows = world.store.claim(&["letter"], at(0), 60, 9).await.unwrap();
    let finished = [
        leave(&rows[0], Outcome::Done { result: json!(null) }),
        leave(
            &rows[1],
            Outcome::Done {
                result: json!("250 принято"),
            },
        ),
    ];
    assert_eq!(world.store.finish(at(1), &finished).await.unwrap().len(), 2);
    assert!(
        world
            .store
            .claim(&["letter"], at(10_000), 60, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        world.store.finish(at(2), &finished).await.unwrap().is_empty(),
        "finishing twice changes nothing"
    );
    let done = world
        .store
        .jobs(&JobFilter {
            standing: Some(Standing::Done),
            limit: 9,
            ..JobFilter::default()
        })
        .await
        .unwrap();
    assert_eq!(keys(&done), ["a", "b"]);
    assert_eq!(
        (done[0].result.clone(), done[1].result.clone()),
        (Some(json!(null)), Some(json!("250 принято")))
    );
    assert_eq!(done[1].finished_at, Some(at(1)));
}

async fn a_job_to_retry_waits_and_remembers_why(world: World) {
    put(&world, vec![job("a", 0)]).await;
    let rows = world.store.claim(&["letter"], at(0), 60, 9).await.unwrap();
    world
        .store
        .finish(
            at(1),
            &[leave(
                &rows[0],
                Outcome::Retry {
                    at: at(300),
                    error: "451 попробуйте позже".into(),
                },
            )],
        )
        .await
        .unwrap();
    assert!(world.store.claim(&["letter"], at(299), 60, 9).await.unwrap().is_empty());
    let again = world.store.claim(&["letter"], at(300), 60, 9).await.unwrap();
    assert_eq!(
        (again[0].attempts, again[0].last_error.as_deref()),
        (2, Some("451 попробуйте позже"))
    );
    assert_eq!(
        again[0].job.message_id,
        job("a", 0).message_id,
        "the letter keeps its Message-ID"
    );
}

async fn a_parked_job_waits_for_a_person(world: World) {
    put(&world, vec![job("a", 0)]).await;
    let rows = world.store.claim(&["letter"], at(0), 60, 9).await.unwrap();
    world
        .store
        .finish(
            at(1),
            &[leave(
                &rows[0],
                Outcome::Park {
                    error: "550 нет такого ящика".into(),
                },
            )],
        )
        .await
        .unwrap();
    assert!(
        world
            .store
            .claim(&["letter"], at(10_000), 60, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(world.store.job_counts().await.unwrap().parked, 1);
    assert!(world.store.retry_parked("a", at(20)).await.unwrap());
    assert!(
        !world.store.retry_parked("a", at(20)).await.unwrap(),
        "it is parked no more"
    );
    let again = world.store.claim(&["letter"], at(20), 60, 9).await.unwrap();
    assert_eq!((again[0].attempts, again[0].finished_at), (1, None));
}

async fn a_job_written_again_starts_anew_and_its_worker_has_lost_it(world: World) {
    put(&world, vec![job("timer/task", 0)]).await;
    let rows = world.store.claim(&["letter"], at(0), 60, 9).await.unwrap();
    put(&world, vec![job("timer/task", 500)]).await;
    assert!(
        world
            .store
            .finish(at(1), &[leave(&rows[0], Outcome::Done { result: json!({}) })])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(world.store.claim(&["letter"], at(499), 60, 9).await.unwrap().is_empty());
    assert_eq!(
        world.store.claim(&["letter"], at(500), 60, 9).await.unwrap()[0].attempts,
        1
    );
}

async fn a_job_written_twice_in_a_batch_is_written_as_said_last(world: World) {
    put(&world, vec![job("timer/task", 0), job("timer/task", 500)]).await;
    assert!(world.store.claim(&["letter"], at(499), 60, 9).await.unwrap().is_empty());
    assert_eq!(world.store.claim(&["letter"], at(500), 60, 9).await.unwrap().len(), 1);
}
