//! Does after the commit what must be done outside, and fires timers: claims jobs under a lease, does them, leaves them.
//!
//! A job may run twice (a process died between doing and leaving it): rendering gives the same bytes, a letter keeps its
//! Message-ID, a timer that has fired is refused as stale.

use super::Runtime;
use super::command::{Act, Command, Refusal};
use super::duty::{Duty, FOLLOW_UPS, LETTERS, NoteDuty, TIMERS};
use super::render::NotRendered;
use super::{letters, reading};
use crate::engine::effect::{Correspondent, LetterKind, NoteKind};
use crate::engine::sending::is_for;
use crate::mail::compose::Attachment;
use crate::mail::transport::Transport;
use crate::mail::transport::failure::{ATTEMPTS_MAX as LETTER_ATTEMPTS_MAX, Next, SendError, retry_after};
use crate::store::error::StoreError;
use crate::store::reader::Viewer;
use crate::store::rows::{About, Finish, Job, JobRow, JobState, Outcome, Writes};
use crate::words::ids::{DocumentId, InstanceId, StageKey};
use chrono::TimeDelta;
use futures_util::future::join_all;
use futures_util::stream::{StreamExt, iter};
use serde_json::json;
use std::time::Duration;

/// Jobs claimed at once.
const CLAIM: u32 = 256;
/// Letters to a mail server claimed at once: few, so that little waits when the process is killed.
const CLAIM_SMTP: u32 = 32;
/// How long a worker may hold a job before another takes it: what the jobs of a killed process wait for.
const LEASE_SECONDS: u32 = 45;
/// The same for a letter under way to a mail server, which may answer its end only after ten minutes (RFC 5321).
const LEASE_SMTP_SECONDS: u32 = 15 * 60;
/// Letters under way at once.
const LETTERS_AT_ONCE: usize = 8;
/// How often the table is read when nothing rings: the truth that wake-ups only hasten.
const POLL: Duration = Duration::from_secs(2);
/// A job that failed this often waits for a person.
const ATTEMPTS_MAX: i32 = 20;
/// How long letters wait when the mail server refuses the settings: a person must mend them.
const CHANNEL_PAUSE: Duration = Duration::from_mins(15);
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The dispatcher of one process.
#[derive(Clone)]
pub struct Dispatcher {
    runtime: Runtime,
    transport: std::sync::Arc<Transport>,
}

impl Dispatcher {
    pub fn new(runtime: Runtime, transport: Transport) -> Self {
        Self {
            runtime,
            transport: std::sync::Arc::new(transport),
        }
    }

    /// Works until `stop` is cancelled; finishes what it holds.
    pub async fn run(&self, stop: tokio_util::sync::CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.drain().await {
                tracing::error!(error = %error, "jobs could not be claimed or left");
            }
            let rung = self.runtime.committed().notified();
            tokio::select! {
                () = rung => {}
                () = tokio::time::sleep(POLL) => {}
                () = stop.cancelled() => {}
            }
        }
    }

    /// Does everything that is due now, and what follows from it. Gives the number of jobs done.
    pub async fn drain(&self) -> Result<usize, StoreError> {
        let mut total = 0;
        loop {
            let mut done = 0;
            for kinds in [FOLLOW_UPS, TIMERS, LETTERS] {
                done += self.claim_and_do(kinds).await?;
            }
            if done == 0 {
                return Ok(total);
            }
            total += done;
        }
    }

    async fn claim_and_do(&self, kinds: &[&str]) -> Result<usize, StoreError> {
        let now = self.runtime.clock().now();
        let to_server = kinds == LETTERS && matches!(*self.transport, Transport::Smtp(_));
        let (lease, most) = if to_server {
            (LEASE_SMTP_SECONDS, CLAIM_SMTP)
        } else {
            (LEASE_SECONDS, CLAIM)
        };
        let jobs = self.runtime.store().claim(kinds, now, lease, most).await?;
        let count = jobs.len();
        if count == 0 {
            return Ok(0);
        }
        let finished: Vec<Finish> = if kinds == LETTERS {
            iter(jobs.into_iter().map(|job| self.finish(job)))
                .buffer_unordered(LETTERS_AT_ONCE)
                .collect()
                .await
        } else {
            // Commands handed in together are committed together.
            join_all(jobs.into_iter().map(|job| self.finish(job))).await
        };
        let held = finished
            .iter()
            .filter(|finish| matches!(finish.outcome, Outcome::Done { .. }))
            .count();
        self.runtime
            .store()
            .finish(self.runtime.clock().now(), &finished)
            .await?;
        Ok(held)
    }

    async fn finish(&self, row: JobRow) -> Finish {
        let outcome = match serde_json::from_value::<Duty>(row.job.payload.clone()) {
            Ok(duty) => self.perform(&row, duty).await,
            Err(error) => Outcome::Park {
                error: format!("задание записано в незнакомом виде: {error}"),
            },
        };
        if let Outcome::Retry { error, .. } | Outcome::Park { error } = &outcome {
            tracing::warn!(job = %row.job.key, kind = %row.job.kind, attempts = row.attempts, error = %error, "a job was not done");
        }
        let outcome = match outcome {
            Outcome::Retry { error, .. }
                if row.attempts >= ATTEMPTS_MAX && !LETTERS.contains(&row.job.kind.as_str()) =>
            {
                Outcome::Park { error }
            }
            other => other,
        };
        let token = match row.state {
            JobState::Leased { token, .. } => token,
            _ => String::new(),
        };
        Finish {
            key: row.job.key,
            token,
            outcome,
        }
    }

    async fn perform(&self, row: &JobRow, duty: Duty) -> Outcome {
        match duty {
            Duty::Letter(_) | Duty::Note(_) => self.send(row, duty).await,
            Duty::Render { document } => match super::render::render_registered(&self.runtime, document).await {
                Ok(_) => done(json!({})),
                Err(error @ (NotRendered::Template(_) | NotRendered::NoTemplate(..))) => Outcome::Park {
                    error: error.to_string(),
                },
                Err(error) => self.again(row, error.to_string()),
            },
            Duty::Lost { what } => Outcome::Park {
                error: format!("{what}: не составлено, при записи не нашлось того, о чём оно; сообщите оператору"),
            },
            Duty::TaskTimer { task, rung } => self.tell(row, Act::TaskTimer { task, rung }).await,
            Duty::InstanceTimer { instance, stage } => self.tell(row, Act::InstanceTimer { instance, stage }).await,
            Duty::Open { plan, item, period } => self.tell(row, Act::Open { plan, item, period }).await,
            Duty::Tell { instance } => match super::opening::successors(&self.runtime, instance).await {
                Ok(acts) => self.tell_all(row, acts).await,
                Err(error) => self.again(row, error.to_string()),
            },
            Duty::AskPredecessors { instance } => {
                match super::opening::released_predecessors(&self.runtime, instance).await {
                    Ok(acts) => self.tell_all(row, acts).await,
                    Err(error) => self.again(row, error.to_string()),
                }
            }
            Duty::Withdraw { instance, stage, basis } => {
                match self.unfinished(instance, stage.as_ref(), &basis).await {
                    Ok(acts) => self.tell_all(row, acts).await,
                    Err(error) => self.again(row, error.to_string()),
                }
            }
        }
    }

    async fn unfinished(
        &self,
        instance: InstanceId,
        stage: Option<&StageKey>,
        basis: &str,
    ) -> Result<Vec<Act>, StoreError> {
        let tasks = reading::unfinished_tasks(&self.runtime.reader(Viewer::System), instance).await?;
        let meant = tasks
            .into_iter()
            .filter(|row| stage.is_none_or(|stage| &row.task.stage == stage));
        Ok(meant
            .map(|row| Act::CancelTask {
                task: row.task.id,
                basis: basis.to_owned(),
            })
            .collect())
    }

    async fn tell_all(&self, row: &JobRow, acts: Vec<Act>) -> Outcome {
        let told = join_all(acts.into_iter().map(|act| self.tell(row, act))).await;
        told.into_iter()
            .find(|outcome| !matches!(outcome, Outcome::Done { .. }))
            .unwrap_or_else(|| done(json!({})))
    }

    /// Hands an event of the product's own to the one door. A refusal is an answer: the event no longer applies.
    async fn tell(&self, row: &JobRow, act: Act) -> Outcome {
        match self.runtime.accept(Command::own(act)).await {
            Ok(_) => done(json!({})),
            // No longer applies: the world moved on.
            Err(Refusal::Rejected {
                code: code @ ("STALE" | "NOT_OPEN" | "ALREADY_OPEN" | "CLOSED"),
                ..
            }) => done(json!({ "refused": code })),
            Err(Refusal::Unavailable { why }) => self.again(row, why),
            Err(refusal) => Outcome::Park {
                error: format!("{}: {refusal}", refusal.code()),
            },
        }
    }

    async fn send(&self, row: &JobRow, duty: Duty) -> Outcome {
        let letter = match duty {
            Duty::Letter(letter) => {
                let attachments = match self.order_file(letter.document, letter.kind).await {
                    Ok(attachments) => attachments,
                    Err(error) => return self.again(row, error),
                };
                letters::about_task(self.runtime.catalog(), &letter, &row.job, attachments)
            }
            Duty::Note(note) if matches!(note.to, Correspondent::Executor | Correspondent::Leads) => {
                return match self.one_letter_each(row, *note).await {
                    Ok(()) => done(json!({})),
                    Err(error) => self.again(row, error.to_string()),
                };
            }
            Duty::Note(note) => {
                let title = match self.document_title(&note.kind).await {
                    Ok(title) => title,
                    Err(error) => return self.again(row, error.to_string()),
                };
                letters::to_office(self.runtime.catalog(), &note, title.as_deref(), &row.job)
            }
            _ => return done(json!({})),
        };
        let ready = match letter {
            Ok(letter) => self
                .runtime
                .catalog()
                .letters()
                .compose(&letter)
                .and_then(|composed| composed.ready()),
            Err(error) => {
                return Outcome::Park {
                    error: error.to_string(),
                };
            }
        };
        let ready = match ready {
            Ok(ready) => ready,
            Err(error) => {
                return Outcome::Park {
                    error: error.to_string(),
                };
            }
        };
        match self.transport.send_ready(&ready).await {
            Ok(delivered) => done(json!({ "reply": delivered.reply, "to": ready.to, "message_id": ready.message_id })),
            Err(error) => self.not_sent(row, &error),
        }
    }

    fn not_sent(&self, row: &JobRow, error: &SendError) -> Outcome {
        let attempt = u32::try_from(row.attempts).unwrap_or(1);
        let later = |wait: Duration| Outcome::Retry {
            at: self.runtime.clock().now() + TimeDelta::from_std(wait).unwrap_or(TimeDelta::hours(1)),
            error: error.to_string(),
        };
        match error.next() {
            Next::Retry if attempt < LETTER_ATTEMPTS_MAX => later(retry_after(attempt)),
            Next::StopChannel => later(CHANNEL_PAUSE), // the letter is in order: the settings are not
            Next::Retry | Next::GiveUp => Outcome::Park {
                error: error.to_string(),
            },
        }
    }

    fn again(&self, row: &JobRow, error: String) -> Outcome {
        let wait = TimeDelta::seconds(i64::from(row.attempts.clamp(1, 10)) * 5);
        Outcome::Retry {
            at: self.runtime.clock().now() + wait,
            error,
        }
    }

    /// A note to every institution that has a task becomes a letter of its own for each.
    async fn one_letter_each(&self, row: &JobRow, note: NoteDuty) -> Result<(), StoreError> {
        let tasks = reading::tasks_of_instance(&self.runtime.reader(Viewer::System), note.instance, usize::MAX).await?;
        let meant = tasks.into_iter().filter(|row| is_for(&note.to, &row.task));
        let domain = self.runtime.catalog().mail_domain(&note.plan).to_owned();
        let jobs = meant.map(|task| {
            let key = task.task.institution;
            let duty = NoteDuty {
                to: Correspondent::Institution(key.clone()),
                ..note.clone()
            };
            let message_id = format!("<{}.{key}@{domain}>", row.job.key.replace('/', "."));
            let about = About {
                institution: Some(key.clone()),
                ..row.job.about.clone()
            };
            Duty::Note(Box::new(duty)).job(
                format!("{}/{key}", row.job.key),
                row.job.run_at,
                about,
                Some(message_id),
                row.job.created_at,
            )
        });
        let jobs: Vec<Job> = jobs.collect::<Result<_, _>>()?;
        let batch = self.runtime.store().begin().await?;
        batch
            .commit(Writes {
                jobs,
                ..Writes::default()
            })
            .await?;
        Ok(())
    }

    async fn order_file(&self, document: Option<DocumentId>, kind: LetterKind) -> Result<Vec<Attachment>, String> {
        let (Some(document), LetterKind::Task) = (document, kind) else {
            return Ok(Vec::new());
        };
        let file = super::render::render_registered(&self.runtime, document)
            .await
            .map_err(|error| error.to_string())?;
        let Some(file) = file else { return Ok(Vec::new()) };
        let bytes = self
            .runtime
            .store()
            .get_blob(&file.sha256)
            .await
            .map_err(|error| error.to_string())?;
        let bytes = bytes.ok_or_else(|| format!("файл приказа {} не найден", file.sha256))?;
        Ok(vec![Attachment {
            name: file.name,
            media_type: DOCX.to_owned(),
            bytes,
        }])
    }

    async fn document_title(&self, kind: &NoteKind) -> Result<Option<String>, StoreError> {
        let (NoteKind::ApprovalAsked { document } | NoteKind::DocumentReturned { document, .. }) = kind else {
            return Ok(None);
        };
        Ok(self
            .runtime
            .reader(Viewer::System)
            .document(*document)
            .await?
            .map(|row| row.draft.title))
    }
}

fn done(result: serde_json::Value) -> Outcome {
    Outcome::Done { result }
}
