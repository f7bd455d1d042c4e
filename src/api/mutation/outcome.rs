//! From a checked input to an answer: the act goes through the runtime's one door, and what is shown afterwards is read
//! anew, as the viewer may see it.

use crate::api::access::Grant;
use crate::api::document::Document;
use crate::api::errors::from_store;
use crate::api::instance::Instance;
use crate::api::letter::Letter;
use crate::api::task::Task;
use crate::api::visit::Visit;
use crate::runtime::command::{Act, Answer, Command, Fault, Refusal};
use crate::words::ids::{DocumentId, InstanceId, TaskId};
use async_graphql::{Result, SimpleObject};

/// Why an act was not done.
#[derive(SimpleObject, Debug, Clone, PartialEq, Eq)]
pub struct UserError {
    /// Stable code for programs, e.g. `WRONG_STAGE`, `NOT_FOUND`, `BAD_USER_INPUT`.
    pub code: String,
    /// A sentence for a person.
    pub message: String,
    /// The field of the input that is to blame, where one is.
    pub field: Option<String>,
}

/// What became of a document.
#[derive(SimpleObject, Default)]
pub struct DocumentPayload {
    /// The document, as it is now.
    document: Option<Document>,
    /// Whether the same request had been answered before: nothing changed now.
    repeated: bool,
    /// Why it was not done; empty when it was.
    user_errors: Vec<UserError>,
}

/// What became of a task.
#[derive(SimpleObject, Default)]
pub struct TaskPayload {
    /// The task, as it is now.
    task: Option<Task>,
    /// Whether the same request had been answered before: nothing changed now.
    repeated: bool,
    /// Why it was not done; empty when it was.
    user_errors: Vec<UserError>,
}

/// What became of an instance.
#[derive(SimpleObject, Default)]
pub struct InstancePayload {
    /// The instance, as it is now.
    instance: Option<Instance>,
    /// Whether the same request had been answered before: nothing changed now.
    repeated: bool,
    /// Why it was not done; empty when it was.
    user_errors: Vec<UserError>,
}

/// What became of a letter.
#[derive(SimpleObject, Default)]
pub struct LetterPayload {
    /// The letter, as it is now.
    pub letter: Option<Letter>,
    /// Why it was not done; empty when it was.
    pub user_errors: Vec<UserError>,
}

type Accepted = std::result::Result<Answer, Vec<UserError>>;

/// Asks the runtime, as the visitor.
pub async fn accept(visit: &Visit, key: &str, act: Act) -> Accepted {
    let Some(actor) = visit.access.actor(visit.catalog()) else {
        return Err(vec![may_not()]);
    };
    let key = visit.access.own_key(key);
    let answered = visit.runtime.accept(Command::asked(key, actor, act)).await;
    answered.map_err(|refusal| match &refusal {
        Refusal::Faulty { code, faults } => faults.iter().map(|fault| of_fault(code, fault)).collect(),
        _ => vec![in_words(visit, &refusal)],
    })
}

/// The viewer may change nothing.
pub fn may_not() -> UserError {
    let message = "С вашим доступом можно только читать".to_owned();
    UserError {
        code: "FORBIDDEN".to_owned(),
        message,
        field: None,
    }
}

pub fn not_found(what: &str, field: &str) -> UserError {
    UserError {
        code: "NOT_FOUND".to_owned(),
        message: format!("не найдено: {what}"),
        field: Some(field.to_owned()),
    }
}

fn of_fault(code: &str, fault: &Fault) -> UserError {
    UserError {
        code: code.to_owned(),
        message: format!("{}: {}", fault.field, fault.message),
        field: Some(fault.field.clone()),
    }
}

fn in_words(visit: &Visit, refusal: &Refusal) -> UserError {
    let institution = matches!(visit.access.grant, Grant::Institution(_));
    match refusal {
        // One answer for what is not there and for what is another's.
        Refusal::NotFound { .. } if institution => not_found("поручение", "task"),
        Refusal::KeyReused { .. } => {
            let message = "ключ уже использован для другого запроса: возьмите новый".to_owned();
            UserError {
                code: refusal.code().to_owned(),
                message,
                field: Some("idempotencyKey".to_owned()),
            }
        }
        Refusal::Unavailable { why } => {
            tracing::warn!(why = %why, "an act was not committed");
            let message = "сейчас не удалось сохранить: повторите запрос с тем же ключом".to_owned();
            UserError {
                code: refusal.code().to_owned(),
                message,
                field: None,
            }
        }
        Refusal::Rejected { field, .. } => {
            let field = field.map(str::to_owned);
            UserError {
                code: refusal.code().to_owned(),
                message: refusal.to_string(),
                field,
            }
        }
        Refusal::NotFound { .. } | Refusal::Faulty { .. } => UserError {
            code: refusal.code().to_owned(),
            message: refusal.to_string(),
            field: None,
        },
    }
}

impl DocumentPayload {
    pub fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            user_errors,
            ..Self::default()
        }
    }

    pub async fn of(visit: &Visit, accepted: Accepted, id: Option<DocumentId>) -> Result<Self> {
        let answer = match accepted {
            Ok(answer) => answer,
            Err(user_errors) => return Ok(Self::refused(user_errors)),
        };
        let document = match answer.document.or(id) {
            Some(id) => visit.reader.document(id).await.map_err(from_store)?,
            None => None,
        };
        Ok(Self {
            document: document.map(Document),
            repeated: answer.repeated,
            user_errors: Vec::new(),
        })
    }
}

impl TaskPayload {
    pub fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            user_errors,
            ..Self::default()
        }
    }

    pub async fn of(visit: &Visit, accepted: Accepted, id: TaskId) -> Result<Self> {
        let answer = match accepted {
            Ok(answer) => answer,
            Err(user_errors) => return Ok(Self::refused(user_errors)),
        };
        let task = visit.reader.task(id).await.map_err(from_store)?;
        Ok(Self {
            task: task.map(Task::now),
            repeated: answer.repeated,
            user_errors: Vec::new(),
        })
    }
}

impl InstancePayload {
    pub fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            user_errors,
            ..Self::default()
        }
    }

    pub async fn of(visit: &Visit, accepted: Accepted, id: InstanceId) -> Result<Self> {
        let answer = match accepted {
            Ok(answer) => answer,
            Err(user_errors) => return Ok(Self::refused(user_errors)),
        };
        let instance = visit.reader.instance(id).await.map_err(from_store)?;
        Ok(Self {
            instance: instance.map(Instance::now),
            repeated: answer.repeated,
            user_errors: Vec::new(),
        })
    }
}
