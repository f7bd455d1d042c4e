//! Jobs: effects and timers, claimed under a lease, finished by whoever still holds it.
//!
//! Must never hand one job to two workers at once, nor let a worker finish a job whose lease it has lost.

use super::entity::{instant, job};
use super::error::StoreError;
use super::rows::{Finish, JobRow, Outcome};
use super::set::{member, texts};
use super::{Store, convert};
use crate::words::ids::random_token;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use std::collections::HashSet;

/// Which jobs an operator asks for.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Only this kind.
    pub kind: Option<String>,
    /// Only those that stand here.
    pub standing: Option<Standing>,
    /// At most this many, the next to run first.
    pub limit: u64,
}

/// Where a job stands, without the lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Not yet, or again.
    Waiting,
    /// A worker has it.
    Leased,
    /// Done.
    Done,
    /// Given up until a person looks at it.
    Parked,
}

impl Standing {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Leased => "leased",
            Self::Done => "done",
            Self::Parked => "parked",
        }
    }
}

/// How many jobs stand where, for health.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Waiting, due or not.
    pub waiting: i64,
    /// With a worker.
    pub leased: i64,
    /// Given up.
    pub parked: i64,
    /// When the one that waits longest was due; later than now: nothing is late.
    pub oldest_run_at: Option<DateTime<Utc>>,
}

pub(super) fn claim_sql(backend: DbBackend) -> String {
    let (now, until) = (
        member(backend, "now", "timestamptz"),
        member(backend, "until", "timestamptz"),
    );
    let (token, limit, kinds) = (
        member(backend, "token", "text"),
        member(backend, "limit", "integer"),
        texts(backend, "kinds"),
    );
    // SQLite has one writer, so nobody else looks meanwhile.
    let skip = if backend == DbBackend::Postgres {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    format!(
        "UPDATE job SET state = 'leased', attempts = attempts + 1, lease_until = {until}, lease_token = {token} WHERE key IN (\
         SELECT key FROM job WHERE state IN ('waiting', 'leased') AND run_at <= {now} AND (state = 'waiting' OR lease_until <= {now}) \
         AND kind IN ({kinds}) ORDER BY run_at, key LIMIT {limit}{skip}) RETURNING *"
    )
}

pub(super) fn finish_sql(backend: DbBackend) -> String {
    let finished = match backend {
        DbBackend::Postgres => {
            "SELECT * FROM jsonb_to_recordset(CAST($1 AS jsonb)) AS r(\"key\" text, token text, state text, run_at timestamptz, \
             error text, result jsonb, at timestamptz)"
        }
        _ => {
            "SELECT value ->> '$.key' AS \"key\", value ->> '$.token' AS token, value ->> '$.state' AS state, value ->> '$.run_at' AS run_at, \
             value ->> '$.error' AS error, NULLIF(value -> '$.result', 'null') AS result, value ->> '$.at' AS at FROM json_each($1)"
        }
    };
    format!(
        "UPDATE job SET state = f.state, run_at = COALESCE(f.run_at, job.run_at), last_error = COALESCE(f.error, job.last_error), \
         result = f.result, finished_at = f.at, lease_until = NULL, lease_token = NULL \
         FROM ({finished}) AS f WHERE job.key = f.key AND job.state = 'leased' AND job.lease_token = f.token RETURNING job.key"
    )
}

impl Store {
    /// Takes up to `limit` due jobs of these kinds for `lease_seconds`, the longest due first; also those whose worker let
    /// its lease run out. Any number of workers and processes may claim at once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim(
        &self,
        kinds: &[&str],
        now: DateTime<Utc>,
        lease_seconds: u32,
        limit: u32,
    ) -> Result<Vec<JobRow>, StoreError> {
        let token = random_token().map_err(|error| StoreError::Randomness { why: error.to_string() })?;
        let until = now + TimeDelta::seconds(i64::from(lease_seconds));
        let parameter = json!({ "now": instant::text(&now), "until": instant::text(&until), "token": token, "kinds": kinds, "limit": limit });
        let found = self
            .query(
                &self.0.writer,
                "job",
                &self.0.sql.claim,
                vec![parameter.to_string().into()],
            )
            .await?;
        let models = found
            .iter()
            .map(|row| job::Model::from_query_result(row, "").map_err(|error| StoreError::sort("job", error)));
        let mut rows = models
            .map(|model| convert::job(model?))
            .collect::<Result<Vec<_>, _>>()?;
        // The database returns updated rows in any order.
        rows.sort_by(|a, b| (a.job.run_at, &a.job.key).cmp(&(b.job.run_at, &b.job.key)));
        Ok(rows)
    }

    /// Leaves jobs, all in one statement. Gives the keys that were still held under the token shown; the others have been
    /// claimed by somebody else or written anew, and stay as they are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn finish(&self, now: DateTime<Utc>, finished: &[Finish]) -> Result<HashSet<String>, StoreError> {
        if finished.is_empty() {
            return Ok(HashSet::new());
        }
        let now = instant::text(&now);
        let rows = finished.iter().map(|Finish { key, token, outcome }| match outcome {
            Outcome::Done { result } => {
                json!({ "key": key, "token": token, "state": "done", "result": convert::seal(result), "at": now })
            }
            Outcome::Retry { at, error } => {
                json!({ "key": key, "token": token, "state": "waiting", "run_at": instant::text(at), "error": error })
            }
            Outcome::Park { error } => {
                json!({ "key": key, "token": token, "state": "parked", "error": error, "at": now })
            }
        });
        let parameter = convert::parameter("job", &rows.collect::<Vec<_>>())?;
        let kept = self
            .query(&self.0.writer, "job", &self.0.sql.finish, vec![parameter.into()])
            .await?;
        kept.iter()
            .map(|row| row.try_get_by_index(0).map_err(|error| StoreError::sort("job", error)))
            .collect()
    }

    /// Jobs for the operator, the next to run first.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn jobs(&self, filter: &JobFilter) -> Result<Vec<JobRow>, StoreError> {
        let mut select = job::Entity::find()
            .order_by_asc(job::Column::RunAt)
            .order_by_asc(job::Column::Key)
            .limit(filter.limit);
        if let Some(kind) = &filter.kind {
            select = select.filter(job::Column::Kind.eq(kind));
        }
        if let Some(standing) = filter.standing {
            select = select.filter(job::Column::State.eq(standing.as_str()));
        }
        let models = select
            .all(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("job", error))?;
        models.into_iter().map(convert::job).collect()
    }

    /// Lets a parked job run again, at once; `false` when no job with this key is parked.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn retry_parked(&self, key: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let updated = job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value("waiting"))
            .col_expr(job::Column::RunAt, Expr::value(now))
            .col_expr(job::Column::Attempts, Expr::value(0))
            .col_expr(job::Column::FinishedAt, Expr::value(None::<DateTime<Utc>>))
            .filter(job::Column::Key.eq(key))
            .filter(job::Column::State.eq("parked"))
            .exec(&self.0.writer)
            .await
            .map_err(|error| StoreError::sort("job", error))?;
        Ok(updated.rows_affected == 1)
    }

    /// How many jobs stand where; those done are not counted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn job_counts(&self) -> Result<JobCounts, StoreError> {
        let counted: Vec<(String, i64, Option<DateTime<Utc>>)> = job::Entity::find()
            .select_only()
            .column(job::Column::State)
            .column_as(job::Column::Key.count(), "count")
            .column_as(job::Column::RunAt.min(), "oldest")
            .filter(job::Column::State.ne("done"))
            .group_by(job::Column::State)
            .into_tuple()
            .all(&self.0.reader)
            .await
            .map_err(|error| StoreError::sort("job", error))?;
        let mut counts = JobCounts::default();
        for (state, count, oldest) in counted {
            match state.as_str() {
                "waiting" => (counts.waiting, counts.oldest_run_at) = (count, oldest),
                "leased" => counts.leased = count,
                _ => counts.parked = count,
            }
        }
        Ok(counts)
    }
}
