//! A row of the history as a sentence a clerk would write.
//!
//! Must never name what the row itself does not tell: the same row gives the same sentence for life.

use super::institution::Directory;
use crate::definition::model::Definition;
use crate::engine::event::Report;
use crate::engine::paper::{AttachmentKind, Does, Link};
use crate::engine::state::{Registration, Task, Term};
use crate::engine::transition::Transition;
use crate::store::rows::HistoryEntry;
use crate::words::ids::{RoleKey, StageKey};
use crate::words::phrasing::{period_name, short_date};

/// What happened.
pub fn of(entry: &HistoryEntry, definition: Option<&Definition>, directory: &Directory) -> String {
    let who = || {
        entry
            .institution
            .as_ref()
            .map_or_else(String::new, |key| directory.short_name(key, entry.effective_on))
    };
    match &entry.transition {
        Transition::Opened { period, term, .. } => {
            format!(
                "Пункт взят на контроль: период {}{}",
                period_name(period.as_str()),
                term.map(of_term).unwrap_or_default()
            )
        }
        Transition::DoneBefore { done } => {
            format!(
                "Исполнен {}, до постановки на контроль: {}",
                short_date(done.on),
                done.in_words()
            )
        }
        Transition::DateAsked { times: 1, .. } => "У того, кто называет срок, запрошен срок".to_owned(),
        Transition::DateAsked { times, .. } => {
            format!(
                "Тому, кто называет срок, отправлено напоминание, по счёту {}",
                times - 1
            )
        }
        Transition::Moved { from, to } => {
            format!(
                "Стадия «{}» сменилась стадией «{}»",
                stage(definition, from),
                stage(definition, to)
            )
        }
        Transition::DocumentIssued { .. } => "Проект документа составлен и направлен на согласование".to_owned(),
        Transition::DocumentApproved { role, .. } => format!("Документ согласован: {}", post(definition, role)),
        Transition::DocumentReturned { role, reason, .. } => {
            format!("Документ возвращён на доработку ({}): {reason}", post(definition, role))
        }
        Transition::DocumentRegistered { registration, .. } => of_registration(registration),
        Transition::DocumentRegisteredAgain { registration, .. } => {
            format!("{}, взамен прежнего номера", of_registration(registration))
        }
        Transition::DocumentLinked { links, .. } => of_links(links),
        Transition::NumbersVoided {
            year,
            first,
            last,
            reason,
            ..
        } => {
            let which = if first == last {
                format!("Номер {first} объявлен пустым")
            } else {
                format!("Номера {first}–{last} объявлены пустыми")
            };
            format!("{which} ({year} год){}", tail(reason))
        }
        Transition::DocumentCancelled { mark, .. } => format!("Документ {}", mark.in_words()),
        Transition::DocumentAttached { attachment, .. } => {
            format!(
                "К документу приложен файл: {} — {}",
                of_attachment(attachment.kind),
                attachment.file.name
            )
        }
        Transition::DocumentRendered { file, .. } => format!("Файл документа подготовлен: {}", file.name),
        Transition::TaskIssued { task } => format!("Поручение выдано: {}, {}", who(), of_task(task)),
        Transition::TaskReported { report, .. } => format!("Отчёт представлен: {}{}", who(), of_report(report)),
        Transition::TaskAccepted { note, .. } => format!("Отчёт принят: {}{}", who(), tail(note)),
        Transition::TaskReturned { reason, .. } => format!("Отчёт возвращён на доработку: {}{}", who(), tail(reason)),
        Transition::ExtensionAsked { until, reason, .. } => {
            format!(
                "Запрошено продление до {}: {}{}",
                short_date(*until),
                who(),
                tail(reason)
            )
        }
        Transition::ExtensionGranted { from, to, basis, .. } => {
            let (from, to) = (short_date(*from), short_date(*to));
            format!("Срок продлён с {from} до {to}: {}{}", who(), tail(basis))
        }
        Transition::ExtensionRefused { reason, .. } => format!("В продлении отказано: {}{}", who(), tail(reason)),
        Transition::TaskReassigned { from, to, basis, .. } => {
            let (from, to) = (
                directory.short_name(from, entry.effective_on),
                directory.short_name(to, entry.effective_on),
            );
            format!("Поручение передано: от {from} — {to}{}", tail(basis))
        }
        Transition::TaskCancelled { basis, .. } => format!("Поручение отменено: {}{}", who(), tail(basis)),
        Transition::ReminderDue { offset, .. } => format!("Напоминание: {}, {}", who(), of_offset(*offset)),
        Transition::DateSupplied { term, basis } => format!("Срок назван{}{}", of_term(*term), tail(basis)),
        Transition::PredecessorDone { item } => format!("Исполнен предшествующий пункт {item}"),
        Transition::Released { basis, .. } => format!("Пункт снят с контроля{}", tail(basis)),
        Transition::Cancelled { basis, .. } => format!("Пункт отменён{}", tail(basis)),
    }
}

fn of_registration(registration: &Registration) -> String {
    let (number, date) = (&registration.number, short_date(registration.date));
    let by_hand = if registration.given.is_next() {
        ""
    } else {
        " по бумажному журналу"
    };
    let remark = registration.remark.as_ref().map(|remark| format!(" ({remark})"));
    format!(
        "Документ зарегистрирован{by_hand}: № {number} от {date}{}",
        remark.unwrap_or_default()
    )
}

fn of_links(links: &[Link]) -> String {
    if links.is_empty() {
        return "Документ больше не связан с другими".to_owned();
    }
    let count = |wanted: fn(Does) -> bool| links.iter().filter(|link| wanted(link.does)).count();
    let parts = [
        ("изменяет", count(|does| does == Does::Amends)),
        ("отменяет", count(Does::cancels)),
        ("исполняет", count(|does| does == Does::Executes)),
        ("зарегистрирован вместо прежнего", count(|does| does == Does::InsteadOf)),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(does, count)| format!("{does} — {count}"))
        .collect();
    format!("Документ связан с другими: {}", told.join(", "))
}

fn of_attachment(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::SignedScan => "скан подписанного документа",
        AttachmentKind::DetachedSignature => "файл электронной подписи, не проверялась",
    }
}

fn tail(word: &str) -> String {
    if word.is_empty() {
        String::new()
    } else {
        format!(" — {word}")
    }
}

fn of_term(term: Term) -> String {
    format!(
        ", срок {}, контрольный срок {}",
        short_date(term.due),
        short_date(term.control)
    )
}

fn of_task(task: &Task) -> String {
    format!(
        "срок {}, контрольный срок {}",
        short_date(task.due),
        short_date(task.control)
    )
}

fn of_report(report: &Report) -> String {
    if let Some(reason) = &report.not_applicable {
        return format!(" — не применимо: {reason}");
    }
    let order = report.own_order.as_ref();
    order.map_or_else(String::new, |order| {
        format!(" — приказ № {} от {}", order.number, short_date(order.date))
    })
}

fn of_offset(offset: i32) -> String {
    match offset {
        0 => "срок сегодня".to_owned(),
        before if before < 0 => format!("рабочих дней до срока — {}", before.unsigned_abs()),
        after => format!("рабочих дней после срока — {after}"),
    }
}

fn stage<'a>(definition: Option<&'a Definition>, key: &'a StageKey) -> &'a str {
    let stage = definition.and_then(|definition| definition.lifecycle.stages.get(key));
    stage.map_or(key.as_str(), |stage| stage.title.as_str())
}

fn post<'a>(definition: Option<&'a Definition>, role: &'a RoleKey) -> &'a str {
    let holder = definition.and_then(|definition| definition.rules.roles.get(role));
    holder.map_or(role.as_str(), |holder| holder.post.as_str())
}
