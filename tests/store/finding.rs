//! Finding: the history from every side, letters, counts, the directory, tokens.

use crate::world::*;
use prikaz::definition::model::Institution;
use prikaz::engine::transition::Transition;
use prikaz::store::StoreError;
use prikaz::store::reader::*;
use prikaz::store::rows::*;

on_both!(
    the_history_is_found_from_every_side,
    letters_are_found_by_what_they_are_about,
    items_are_counted_for_the_table,
    the_directory_knows_who_was_there_on_a_day,
    every_name_an_institution_has_had_is_kept,
    a_token_holds_until_it_ends_or_is_withdrawn,
);

fn department(world: &World) -> Reader {
    Reader::new(&world.store, Viewer::Department)
}

async fn the_history_is_found_from_every_side(world: World) {
    let instance = world.fan_out("4.1", 0..2).await;
    let order = draft("order", vec![instance.id]);
    let row = world
        .load(&Needs {
            instances: vec![instance.id],
            ..Needs::default()
        })
        .await
        .instances[&instance.id]
        .clone();
    let issued = Transition::DocumentIssued {
        document: order.document.id,
    };
    let history = vec![HistoryEntry {
        document: Some(order.document.id),
        ..entry(&instance, 60, issued)
    }];
    world
        .commit(Writes {
            instances: vec![row],
            documents: vec![order.clone()],
            history,
            ..Writes::default()
        })
        .await
        .unwrap();
    let reader = department(&world);
    let found = async |filter: HistoryFilter| {
        let paged = reader.history(&filter, &Page::first(9)).await.unwrap();
        assert_eq!(reader.count_history(&filter).await.unwrap(), paged.rows.len() as u64);
        paged.rows.iter().map(|(row, _)| row.seq).collect::<Vec<_>>()
    };
    let all = HistoryFilter::default;
    let of_one = HistoryFilter {
        instance: Some(instance.id),
        newness: Newness::NewestFirst,
        ..all()
    };
    let first = reader.history(&of_one, &Page::first(3)).await.unwrap();
    let second = reader
        .history(&of_one, &Page::first(3).after(first.rows[2].1.clone()))
        .await
        .unwrap();
    assert_eq!((first.rows[2].0.seq, first.has_next), (2, true));
    assert_eq!(
        (second.rows[0].0.seq, second.has_next),
        (1, false),
        "one history goes by its numbers"
    );
    assert_eq!(found(all()).await, [1, 2, 3, 4]);
    assert_eq!(
        found(HistoryFilter {
            newness: Newness::NewestFirst,
            ..all()
        })
        .await,
        [4, 3, 2, 1]
    );
    assert_eq!(
        found(HistoryFilter {
            plan: Some("mentoring-2022".into()),
            item: Some("4.1".into()),
            period: Some("2022".into()),
            ..all()
        })
        .await,
        [1, 2, 3, 4]
    );
    assert_eq!(
        found(HistoryFilter {
            institution: Some(school(1)),
            ..all()
        })
        .await,
        [3]
    );
    assert_eq!(
        found(HistoryFilter {
            task: Some(task(&instance, 0).id),
            ..all()
        })
        .await,
        [2]
    );
    assert_eq!(
        found(HistoryFilter {
            document: Some(order.document.id),
            ..all()
        })
        .await,
        [4]
    );
    assert_eq!(
        found(HistoryFilter {
            kinds: vec!["opened".into(), "document_issued".into()],
            ..all()
        })
        .await,
        [1, 4]
    );
    assert_eq!(
        found(HistoryFilter {
            recorded_from: Some(at(60)),
            ..all()
        })
        .await,
        [4],
        "from is inclusive"
    );
    assert_eq!(
        found(HistoryFilter {
            recorded_before: Some(at(60)),
            ..all()
        })
        .await,
        [1, 2, 3],
        "before is exclusive"
    );
}

async fn letters_are_found_by_what_they_are_about(world: World) {
    let instance = world.fan_out("4.1", 0..3).await;
    let reader = department(&world);
    let of_task = LetterFilter {
        task: Some(task(&instance, 1).id),
        ..LetterFilter::default()
    };
    let paged = reader.letters(&of_task, &Page::first(9)).await.unwrap();
    assert_eq!(paged.rows[0].0.job, letter(&instance, &task(&instance, 1), 0));
    let count = async |filter| reader.count_letters(&filter).await.unwrap();
    assert_eq!(
        count(LetterFilter {
            instance: Some(instance.id),
            kind: Some("letter".into()),
            ..LetterFilter::default()
        })
        .await,
        3
    );
    assert_eq!(
        count(LetterFilter {
            institution: Some(school(2)),
            ..LetterFilter::default()
        })
        .await,
        1
    );
    assert_eq!(
        count(LetterFilter {
            standing: Some(prikaz::store::jobs::Standing::Done),
            ..LetterFilter::default()
        })
        .await,
        0
    );
}

async fn items_are_counted_for_the_table(world: World) {
    let instance = world.fan_out("4.1", 0..3).await;
    world.fan_out("1.4", 0..1).await;
    world.store.claim(&["letter"], at(0), 60, 9).await.unwrap();
    let taken = world
        .store
        .jobs(&prikaz::store::jobs::JobFilter {
            limit: 9,
            ..Default::default()
        })
        .await
        .unwrap();
    let done = taken
        .iter()
        .filter(|row| row.job.about.item == Some("4.1".into()))
        .map(|row| Finish {
            key: row.job.key.clone(),
            token: if let JobState::Leased { token, .. } = &row.state {
                token.clone()
            } else {
                panic!("every letter was claimed")
            },
            outcome: Outcome::Done {
                result: serde_json::json!({}),
            },
        });
    world.store.finish(at(1), &done.collect::<Vec<_>>()).await.unwrap();
    let order = register(draft("order", vec![instance.id]), None).0;
    let documents = vec![order, draft("draft", vec![instance.id])];
    world
        .commit(Writes {
            documents,
            ..Writes::default()
        })
        .await
        .unwrap();
    let tallies = department(&world)
        .tallies(&"mentoring-2022".into(), day("2022-05-14"))
        .await
        .unwrap();
    let large = Tally {
        instances: 1,
        tasks: 3,
        accepted: 0,
        reported: 0,
        late: 3,
        orders: 1,
        letters: 3,
    };
    let small = Tally {
        instances: 1,
        tasks: 1,
        late: 1,
        ..Tally::default()
    };
    assert_eq!(
        tallies.into_iter().collect::<Vec<_>>(),
        [("1.4".into(), small), ("4.1".into(), large)]
    );
}

async fn the_directory_knows_who_was_there_on_a_day(world: World) {
    let closed = Institution {
        valid_to: Some(day("2022-08-31")),
        ..institution(2)
    };
    world
        .store
        .sync_institutions(&[institution(1), closed.clone()])
        .await
        .unwrap();
    let renamed = Institution {
        short_name: "МБОУ «Лицей № 1»".into(),
        ..institution(1)
    };
    world
        .store
        .sync_institutions(std::slice::from_ref(&renamed))
        .await
        .unwrap();
    let reader = department(&world);
    assert_eq!(
        reader.institutions(None).await.unwrap(),
        [renamed.clone(), closed.clone()]
    );
    assert_eq!(
        reader.institutions(Some(day("2022-08-31"))).await.unwrap(),
        [renamed.clone(), closed],
        "the last day counts"
    );
    assert_eq!(reader.institutions(Some(day("2022-09-01"))).await.unwrap(), [renamed]);
    assert_eq!(reader.institutions(Some(day("2020-08-31"))).await.unwrap(), []);
}

async fn every_name_an_institution_has_had_is_kept(world: World) {
    let school = Institution {
        valid_from: None,
        valid_to: Some(day("2022-08-31")),
        ..institution(1)
    };
    let lyceum = Institution {
        short_name: "МБОУ «Лицей № 1»".into(),
        director: "Ёлкин П. Ф.".into(),
        valid_from: Some(day("2022-09-01")),
        valid_to: None,
        ..institution(1)
    };
    let before = Institution {
        valid_to: None,
        ..school.clone()
    };
    world.store.sync_institutions(&[before]).await.unwrap();
    for _ in 0..2 {
        let both = [lyceum.clone(), school.clone(), institution(2)];
        world.store.sync_institutions(&both).await.unwrap();
    }
    let names = |viewer| {
        let reader = Reader::new(&world.store, viewer);
        async move { reader.names(&institution(1).key).await.unwrap() }
    };
    let kept = names(Viewer::Department).await;
    let told: Vec<_> = kept
        .iter()
        .map(|name| (name.short_name.as_str(), name.valid_from, name.valid_to))
        .collect();
    assert_eq!(
        told,
        [
            ("МБОУ СОШ № 1", None, Some(day("2022-08-31"))),
            ("МБОУ «Лицей № 1»", Some(day("2022-09-01")), None),
        ],
        "the last day of the old name became known later"
    );
    let latest = &department(&world).institutions(None).await.unwrap()[0];
    assert_eq!(
        (latest.short_name.as_str(), latest.valid_from),
        ("МБОУ «Лицей № 1»", None)
    );
    let own = Viewer::Institution(institution(1).key);
    assert_eq!(names(own).await.len(), 2);
    assert_eq!(
        names(Viewer::Institution(institution(2).key)).await.len(),
        0,
        "what is not yours does not exist"
    );
}

async fn a_token_holds_until_it_ends_or_is_withdrawn(world: World) {
    let token = |name: &str, role: &str| TokenRow {
        sha256: definition(name),
        name: name.into(),
        role: role.into(),
        roles: vec!["clerk".into(), "head".into()],
        institution: (role == "institution").then(|| school(1)),
        created_at: at(0),
        expires_at: (role == "institution").then(|| at(100)),
        revoked_at: None,
    };
    let (clerk, school) = (token("Петрова", "department"), token("Директор", "institution"));
    world.store.create_token(&clerk).await.unwrap();
    world.store.create_token(&school).await.unwrap();
    assert_eq!(
        world.store.find_token(&school.sha256, at(99)).await.unwrap(),
        Some(school.clone())
    );
    assert_eq!(world.store.find_token(&school.sha256, at(100)).await.unwrap(), None);
    assert_eq!(
        world.store.find_token(&definition("nobody"), at(0)).await.unwrap(),
        None
    );
    assert!(world.store.revoke_token(&clerk.sha256, at(5)).await.unwrap());
    assert!(!world.store.revoke_token(&clerk.sha256, at(6)).await.unwrap());
    assert_eq!(world.store.find_token(&clerk.sha256, at(6)).await.unwrap(), None);
    assert_eq!(world.store.tokens().await.unwrap().len(), 2);
    let nobodys = TokenRow {
        institution: None,
        ..token("Чужой", "institution")
    };
    assert!(matches!(
        world.store.create_token(&nobodys).await,
        Err(StoreError::Constraint { table: "token", .. })
    ));
}
