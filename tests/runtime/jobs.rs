//! Jobs that cannot be done wait for a person and say why.

use super::{Office, at};
use prikaz::runtime::duty::Duty;
use prikaz::store::rows::{About, Writes};

#[tokio::test]
async fn an_effect_that_has_lost_its_task_waits_for_a_person() {
    let office = Office::open(None).await;
    office.dispatcher.drain().await.expect("what is due is done");
    let duty = Duty::Lost {
        what: "письмо по поручению 7".to_owned(),
    };
    let now = at("2022-04-05T09:00:00+03:00");
    let job = duty
        .job("проба/1/0".to_owned(), now, About::default(), None, now)
        .expect("a duty is written");
    let batch = office.store.begin().await.expect("a batch");
    let writes = Writes {
        jobs: vec![job],
        ..Writes::default()
    };
    batch.commit(writes).await.expect("committed");
    office.dispatcher.drain().await.expect("what is due is done");
    let counts = office.store.job_counts().await.expect("counts");
    assert_eq!(counts.parked, 1, "nobody takes it for done");
    assert!(
        office
            .runtime
            .retry_parked("проба/1/0")
            .await
            .expect("it may be tried again"),
    );
    office.dispatcher.drain().await.expect("what is due is done");
    assert_eq!(office.store.job_counts().await.expect("counts").parked, 1);
}
