//! From a duty and the definitions to a letter: who is written to, what about, with which files.

use super::catalog::Catalog;
use super::duty::{LetterDuty, NoteDuty};
use crate::definition::model::{Acceptor, Act, Addressee, Definition, Institution, Plan, RoleHolder};
use crate::engine::effect::{Correspondent, LetterKind, NoteKind};
use crate::mail::compose::{Attachment, Letter, Mailbox};
use crate::mail::contexts::{
    Accepted, Basis, Cancelled, Contact, ExtensionGranted, ExtensionRefused, Matter, Office, OfficeNote, OrderRef,
    Overdue, OverdueInstitution, Reminder, Returned, Task, TaskLetter,
};
use crate::mail::kind::Context;
use crate::mail::token;
use crate::store::rows::Job;
use crate::words::calendar::WorkCalendar;
use crate::words::ids::{InstitutionKey, PlanKey, RoleKey};
use chrono::NaiveDate;
use std::sync::Arc;

/// Working days before the control date until which more time may be asked for.
const ASK_BEFORE_DAYS: i32 = 3;
/// Signs of the item's title that a subject keeps.
const BRIEF_SIGNS_MAX: usize = 60;

/// Why a letter cannot be written; for a person to mend.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The plan or definition is not at hand.
    #[error("нет определения, по которому составляется письмо: {0}")]
    NoDefinition(String),
    /// The institution has left the directory.
    #[error("в справочнике нет учреждения «{0}»")]
    NoInstitution(String),
    /// The role has no mailbox.
    #[error("у роли «{0}» не указана электронная почта: впишите её в plan.yaml")]
    NoMailbox(RoleKey),
}

struct Facts {
    plan: Arc<Plan>,
    definition: Arc<Definition>,
    calendar: Arc<WorkCalendar>,
}

/// The letter about a task.
pub fn about_task(
    catalog: &Catalog,
    duty: &LetterDuty,
    job: &Job,
    attachments: Vec<Attachment>,
) -> Result<Letter, LetterError> {
    let facts = facts(catalog, &duty.plan, &duty.definition)?;
    let institution = institution(&facts.plan, &duty.institution, duty.on)?;
    if let Correspondent::Role(role) = &duty.to {
        return escalation(&facts, duty, institution, role, job);
    }
    // A task taken away is told to the institution it was taken from.
    let institution = match &duty.to {
        Correspondent::Institution(key) => self::institution(&facts.plan, key, duty.on)?,
        _ => institution,
    };
    let task = task(&facts, duty, institution);
    let context = context(&facts, duty, task);
    let first = first_message_id(duty, catalog.mail_domain(&duty.plan));
    let in_reply_to = (job.message_id.as_deref() != Some(first.as_str())).then_some(first);
    let (to, cc) = mailboxes(institution, duty.addressee);
    Ok(Letter {
        context,
        from: from(&facts.plan),
        to: vec![to],
        cc,
        reply_to: None,
        message_id: job.message_id.clone().unwrap_or_default(),
        in_reply_to,
        sent_at: job.created_at.with_timezone(&facts.plan.time_zone).fixed_offset(),
        attachments: if duty.kind == LetterKind::Task {
            attachments
        } else {
            Vec::new()
        },
    })
}

/// Message-ID of the letter that brought the task to its institution: the head of the thread.
pub fn first_message_id(duty: &LetterDuty, domain: &str) -> String {
    let institution = match &duty.to {
        Correspondent::Institution(key) => key,
        _ => &duty.institution,
    };
    format!("<{}.{institution}@{domain}>", duty.task.0.simple())
}

/// The letter to somebody of the department.
pub fn to_office(
    catalog: &Catalog,
    duty: &NoteDuty,
    document_title: Option<&str>,
    job: &Job,
) -> Result<Letter, LetterError> {
    let facts = facts(catalog, &duty.plan, &duty.definition)?;
    let name = duty
        .institution
        .as_ref()
        .and_then(|key| institution(&facts.plan, key, duty.on).ok());
    let short_name = name.map_or_else(String::new, |institution| institution.short_name.clone());
    let word = duty.word.clone().unwrap_or_default();
    let title = document_title.unwrap_or("без названия").to_owned();
    let due = duty.control.unwrap_or(duty.on);
    let matter = match &duty.kind {
        NoteKind::ApprovalAsked { .. } => Matter::ApprovalAsked {
            document: title,
            drafted_by: holder_name(&facts.plan, &"clerk".into()),
        },
        NoteKind::DocumentReturned { reason, .. } => Matter::DocumentReturned {
            document: title,
            returned_by: holder_name(&facts.plan, &"head".into()),
            reason: reason.clone(),
        },
        NoteKind::ReportFiled { .. } => Matter::ReportFiled {
            institution: short_name,
            filed_on: duty.on,
            due,
        },
        NoteKind::ExtensionAsked { .. } => Matter::ExtensionAsked {
            institution: short_name,
            due,
            asked_until: duty.asked_until,
            reason: word,
        },
        NoteKind::DateNeeded => Matter::DateNeeded {
            deadline: facts.definition.deadline.clone(),
        },
        NoteKind::DateOverdue { owner, reminders } => Matter::Text {
            text: date_overdue(&facts, owner, *reminders, duty.on),
        },
        NoteKind::Text(text) => Matter::Text { text: text.clone() },
    };
    let (role_key, person, mailbox) = recipient(&facts, &duty.to, duty.on)?;
    Ok(office_letter(&facts, matter, (role_key, person, mailbox), job))
}

/// Who owes the date, and how often he was reminded of it.
fn date_overdue(facts: &Facts, owner: &Correspondent, reminders: u32, on: NaiveDate) -> String {
    let name = match owner {
        Correspondent::Institution(key) => {
            institution(&facts.plan, key, on).map_or_else(|_| key.to_string(), |found| found.short_name.clone())
        }
        Correspondent::Role(role) => holder_name(&facts.plan, role),
        Correspondent::Executor | Correspondent::Leads => "исполнители".to_owned(),
    };
    format!(
        "Срок пункта ещё не назван. По плану — «{}»; назвать его должен: {name}. Напоминаний отправлено: {reminders}. \
         Пока срока нет, поручения исполнителям не выдаются.",
        facts.definition.deadline.trim()
    )
}

fn office_letter(facts: &Facts, matter: Matter, to: (String, Option<String>, Mailbox), job: &Job) -> Letter {
    let (role_key, addressee, mailbox) = to;
    let note = OfficeNote {
        item_key: facts.definition.key.to_string(),
        item: facts.definition.number.clone(),
        brief: brief(&facts.definition),
        title: facts.definition.title.clone(),
        plan: facts.plan.title.clone(),
        role_key,
        addressee,
        link: None,
        token: token::of(&job.key),
        office: office(&facts.plan),
        matter,
    };
    Letter {
        context: Context::Office(note),
        from: from(&facts.plan),
        to: vec![mailbox],
        cc: Vec::new(),
        reply_to: None,
        message_id: job.message_id.clone().unwrap_or_default(),
        in_reply_to: None,
        sent_at: job.created_at.with_timezone(&facts.plan.time_zone).fixed_offset(),
        attachments: Vec::new(),
    }
}

fn escalation(
    facts: &Facts,
    duty: &LetterDuty,
    institution: &Institution,
    role: &RoleKey,
    job: &Job,
) -> Result<Letter, LetterError> {
    let late = OverdueInstitution {
        institution: institution.short_name.clone(),
        days_late: working_days(&facts.calendar, duty.control, duty.on),
        phone: institution.phone.clone(),
    };
    let matter = Matter::OverdueDigest {
        due: duty.control,
        institutions: vec![late],
    };
    let to = recipient(facts, &Correspondent::Role(role.clone()), duty.on)?;
    Ok(office_letter(facts, matter, to, job))
}

fn facts(catalog: &Catalog, plan: &PlanKey, definition: &str) -> Result<Facts, LetterError> {
    let missing = || LetterError::NoDefinition(format!("{plan}, {definition}"));
    let plan = catalog.plan(plan).ok_or_else(missing)?;
    let definition = catalog.pinned(definition).ok_or_else(missing)?;
    let calendar = catalog.calendar(&plan.key);
    Ok(Facts {
        plan,
        definition,
        calendar,
    })
}

/// The institution under the name, head and mailbox that it has on the day of the letter.
fn institution<'a>(plan: &'a Plan, key: &InstitutionKey, on: NaiveDate) -> Result<&'a Institution, LetterError> {
    plan.institution_on(key, on)
        .ok_or_else(|| LetterError::NoInstitution(key.to_string()))
}

fn recipient(
    facts: &Facts,
    to: &Correspondent,
    on: NaiveDate,
) -> Result<(String, Option<String>, Mailbox), LetterError> {
    match to {
        Correspondent::Role(role) => {
            let holder = facts.plan.rules.roles.get(role);
            let email = holder
                .and_then(|holder| holder.email.clone())
                .ok_or_else(|| LetterError::NoMailbox(role.clone()))?;
            let name = holder.map(|holder| holder.name.clone());
            Ok((role.to_string(), name.clone(), Mailbox { name, address: email }))
        }
        Correspondent::Institution(key) => {
            let found = institution(&facts.plan, key, on)?;
            let mailbox = Mailbox::named(found.short_name.clone(), found.email.clone());
            Ok((found.key.to_string(), Some(found.director.clone()), mailbox))
        }
        // Expanded to one letter for each institution before it comes here.
        Correspondent::Executor | Correspondent::Leads => Err(LetterError::NoInstitution("исполнители".to_owned())),
    }
}

fn mailboxes(institution: &Institution, addressee: Addressee) -> (Mailbox, Vec<Mailbox>) {
    let director = Mailbox::named(institution.short_name.clone(), institution.email.clone());
    match (&institution.curator_email, addressee) {
        (Some(email), Addressee::Curator) => {
            let curator = Mailbox {
                name: institution.curator.clone(),
                address: email.clone(),
            };
            (curator, vec![director])
        }
        _ => (director, Vec::new()),
    }
}

fn context(facts: &Facts, duty: &LetterDuty, task: Task) -> Context {
    let word = duty.word.clone();
    let reason = word.clone().unwrap_or_default();
    match duty.kind {
        LetterKind::Task => Context::Task(TaskLetter {
            task,
            others: Vec::new(),
        }),
        LetterKind::Reminder => {
            let days_left = working_days(&facts.calendar, duty.on, duty.control);
            Context::Reminder(Reminder {
                task,
                days_left,
                others: Vec::new(),
            })
        }
        LetterKind::Overdue => {
            let days_late = working_days(&facts.calendar, duty.control, duty.on);
            Context::Overdue(Overdue {
                task,
                days_late,
                others: Vec::new(),
            })
        }
        LetterKind::Returned => Context::Returned(Returned {
            task,
            returned_on: duty.on,
            reason,
        }),
        LetterKind::Accepted => {
            let filed_on = duty.reported_on.unwrap_or(duty.on);
            Context::Accepted(Accepted {
                task,
                filed_on,
                accepted_on: duty.on,
                remark: word,
            })
        }
        LetterKind::ExtensionGranted => Context::ExtensionGranted(ExtensionGranted {
            task,
            due_before: duty.control_before.unwrap_or(duty.control),
            basis: word,
        }),
        LetterKind::ExtensionRefused => Context::ExtensionRefused(ExtensionRefused {
            task,
            asked_until: duty.asked_until,
            reason,
        }),
        LetterKind::Cancelled => Context::Cancelled(Cancelled { task, basis: reason }),
    }
}

/// Working days after `from` up to `to`, inclusive; 0 where the calendar does not reach.
fn working_days(calendar: &WorkCalendar, from: NaiveDate, to: NaiveDate) -> u32 {
    let days = calendar.working_days_between(from, to).unwrap_or(0);
    u32::try_from(days.max(0)).unwrap_or(0)
}

fn task(facts: &Facts, duty: &LetterDuty, institution: &Institution) -> Task {
    let definition = &facts.definition;
    let curator = institution
        .curator
        .clone()
        .filter(|_| institution.curator_email.is_some());
    let addressee = match duty.addressee {
        Addressee::Curator => curator.or_else(|| Some(institution.director.clone())),
        Addressee::Director => Some(institution.director.clone()),
    };
    let ask_until = facts
        .calendar
        .add_working_days(duty.control, -ASK_BEFORE_DAYS)
        .ok()
        .filter(|until| *until >= duty.on);
    Task {
        item_key: definition.key.to_string(),
        item: definition.number.clone(),
        brief: brief(definition),
        what: definition
            .task
            .clone()
            .map_or_else(|| definition.title.clone(), |task| capitalised(&task)),
        result: definition.brief.clone().unwrap_or_else(|| definition.result.clone()),
        done_when: None,
        institution_key: institution.key.to_string(),
        institution: institution.short_name.clone(),
        addressee: addressee.filter(|name| !name.trim().is_empty()),
        due: duty.control,
        due_hour: None,
        ask_until,
        basis: basis(&facts.plan, definition),
        accepts: accepts(facts),
        link: None,
        token: token::of(&duty.task.to_string()),
        office: office(&facts.plan),
    }
}

fn basis(plan: &Plan, definition: &Definition) -> Basis {
    let annex = plan
        .basis
        .annex
        .as_deref()
        .map(|annex| annex.chars().filter(char::is_ascii_digit).collect::<String>());
    Basis {
        item: definition.number.clone(),
        annex: annex.filter(|digits| !digits.is_empty()),
        order: Some(OrderRef {
            issuer: plan.office.short_name.clone(),
            date: plan.basis.date,
            number: plan.basis.number.clone(),
        }),
        plan: plan.title.clone(),
    }
}

fn accepts(facts: &Facts) -> Contact {
    let role = facts
        .definition
        .lifecycle
        .stages
        .values()
        .find_map(|stage| match &stage.act {
            Act::Report(reporting) => Some(match &reporting.accept {
                Acceptor::Role(role) | Acceptor::Lead { then: role } => role.clone(),
            }),
            _ => None,
        });
    let holder = role.and_then(|role| facts.plan.rules.roles.get(&role));
    match holder {
        Some(RoleHolder { post, name, phone, .. }) => Contact {
            post: post.clone(),
            name: name.clone(),
            phone: phone.clone(),
        },
        None => Contact {
            post: facts.plan.office.short_name.clone(),
            name: String::new(),
            phone: facts.plan.office.phone.clone(),
        },
    }
}

fn office(plan: &Plan) -> Office {
    Office {
        name: plan.office.name.clone(),
        short_name: plan.office.short_name.clone(),
        email: plan.office.email.clone(),
        phone: plan.office.phone.clone(),
    }
}

fn from(plan: &Plan) -> Mailbox {
    Mailbox::named(plan.office.short_name.clone(), plan.office.email.clone())
}

fn holder_name(plan: &Plan, role: &RoleKey) -> String {
    plan.rules
        .roles
        .get(role)
        .map_or_else(|| role.to_string(), |holder| holder.name.clone())
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The definition's few words, else the title's beginning, cut at a word.
fn brief(definition: &Definition) -> String {
    if let Some(brief) = &definition.brief {
        return brief.clone();
    }
    let title = definition.title.trim().trim_end_matches('.');
    if title.chars().count() <= BRIEF_SIGNS_MAX {
        return title.to_owned();
    }
    let mut short = String::new();
    for word in title.split_whitespace() {
        if short.chars().count() + word.chars().count() + 1 > BRIEF_SIGNS_MAX {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short + "…"
}
