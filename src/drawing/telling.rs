//! The process in sentences: what a screen reader says instead of the picture.
//!
//! Must never tell less than the picture shows.

use crate::definition::model::{
    Acceptor, Act, Approval, ApprovalRule, Join, Lifecycle, Recipient, Reporting, Stage, WaitUntil,
};
use crate::drawing::process::{Subject, Times};
use crate::drawing::schedule;
use crate::words::ids::{RoleKey, StageKey};
use crate::words::phrasing::{join_list, plural, short_name_in_address};
use std::collections::{BTreeSet, VecDeque};

/// Stages in the order in which an instance may first come to them; the ways of a stage in the order they are written.
pub fn in_order(lifecycle: &Lifecycle) -> Vec<&Stage> {
    let mut seen = BTreeSet::from([&lifecycle.first]);
    let mut waiting = VecDeque::from([&lifecycle.first]);
    let mut stages = Vec::new();
    while let Some(stage) = waiting.pop_front().and_then(|key| lifecycle.stages.get(key)) {
        stages.push(stage);
        waiting.extend(ways(&stage.act).into_iter().filter(|next| seen.insert(next)));
    }
    stages
}

/// Sentences, one per stage.
pub fn told(subject: Subject<'_>, stages: &[&Stage]) -> Vec<String> {
    stages
        .iter()
        .enumerate()
        .map(|(index, stage)| format!("Стадия {}, «{}»: {}.", index + 1, stage.title, sentence(subject, stage)))
        .collect()
}

/// The post a role is, or its key where no plan tells.
pub fn post(subject: Subject<'_>, role: &RoleKey) -> String {
    let holder = subject.rules().and_then(|rules| rules.roles.get(role));
    match holder.map(|holder| holder.post.trim()) {
        Some(post) if !post.is_empty() => post.to_owned(),
        _ => match role.as_str() {
            "clerk" => "делопроизводитель".to_owned(),
            "head" => "начальник".to_owned(),
            other => other.to_owned(),
        },
    }
}

/// A post in the middle of a sentence: «Начальник отдела» → «начальник отдела», «ИМО» stays.
pub fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    let (first, second) = (letters.next(), letters.next());
    match (first, second) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(words.chars().skip(1)).collect()
        }
        _ => words.to_owned(),
    }
}

/// Who holds a role, surname first.
pub fn holder(subject: Subject<'_>, role: &RoleKey) -> Option<String> {
    let holder = subject.rules()?.roles.get(role)?;
    Some(short_name_in_address(&holder.name)).filter(|name| !name.is_empty())
}

/// What is written small in the box of a report.
pub fn reporting_detail(reporting: &Reporting, with_lead: bool, times: Times) -> String {
    let mut parts = Vec::new();
    if times == Times::Each {
        parts.push("каждый — свой отчёт".to_owned());
    }
    if with_lead && reporting.co_executors_before_days > 0 {
        parts.push(format!(
            "на {} раньше ответственного",
            working_days(reporting.co_executors_before_days)
        ));
    }
    parts.join("; ")
}

/// What is written small where a report is looked at: reports of many come one by one.
pub fn looked_at_detail(reporting: &Reporting, times: Times) -> String {
    let limit = rework_detail(reporting);
    match times {
        Times::Once => limit,
        _ if limit.is_empty() => "по мере поступления".to_owned(),
        _ => format!("по мере поступления; {limit}"),
    }
}

/// How often a report may be returned.
pub fn rework_detail(reporting: &Reporting) -> String {
    let most = reporting.rework_max;
    most.map_or_else(String::new, |most| format!("возвращать не более {most} раз"))
}

/// When enough reports are accepted: on the picture, and in full.
pub fn enough(done: Join) -> (&'static str, &'static str) {
    match done {
        Join::All => ("приняты все", "приняты все отчёты"),
        Join::Share(_) | Join::Count(_) => ("принято довольно", "принято столько отчётов, сколько нужно"),
    }
}

/// Days counted from the control date: «за 3 раб. дня до срока, в день срока».
pub fn days(days: &[i32]) -> String {
    let day = |day: &i32| match day {
        0 => "в день срока".to_owned(),
        day if *day < 0 => format!("за {} до срока", working_days(day.unsigned_abs())),
        day => format!("через {} после срока", working_days(day.unsigned_abs())),
    };
    days.iter().map(day).collect::<Vec<_>>().join(", ")
}

fn working_days(count: u32) -> String {
    format!("{count} раб. {}", plural(u64::from(count), "день", "дня", "дней"))
}

fn ways(act: &Act) -> Vec<&StageKey> {
    match act {
        Act::Issue { next, .. } | Act::Wait { next, .. } | Act::Notify { next, .. } => vec![next],
        Act::Approve(approval) => vec![&approval.approved, &approval.returned],
        Act::Report(reporting) => vec![&reporting.next],
        Act::Decide { branches, otherwise } => branches.iter().map(|(_, next)| next).chain([otherwise]).collect(),
        Act::End { .. } => Vec::new(),
    }
}

fn sentence(subject: Subject<'_>, stage: &Stage) -> String {
    let title = |key: &StageKey| {
        let stage = subject.lifecycle().stages.get(key);
        format!("«{}»", stage.map_or(key.as_str(), |stage| &stage.title))
    };
    match &stage.act {
        Act::Issue { by, document, next } => {
            let template = subject
                .definition()
                .and_then(|definition| definition.documents.get(document));
            let paper = template.map_or_else(String::new, |template| format!(" по шаблону {template}"));
            format!(
                "{} готовит документ{paper} и передаёт на утверждение; дальше {}",
                lower_first(&post(subject, by)),
                title(next)
            )
        }
        Act::Approve(approval) => approve(subject, approval, &title),
        Act::Report(reporting) => report(subject, reporting, &title),
        Act::Wait { until, next } => {
            let what = match until {
                WaitUntil::Date => "служба ждёт срока",
                WaitUntil::Predecessors => "служба ждёт очереди",
                WaitUntil::Start => "служба ждёт начала работы",
            };
            let detail = schedule::waited_for(until, subject);
            format!("{what} ({detail}); дальше {}", title(next))
        }
        Act::Notify { to, text, next } => format!(
            "служба пишет письмо, кому: {}; текст: «{}»; дальше {}",
            recipient(subject, to),
            schedule::one_line(text),
            title(next)
        ),
        Act::Decide { branches, otherwise } => {
            let mut said: Vec<String> = branches
                .iter()
                .map(|(condition, next)| format!("если {condition} — {}", title(next)))
                .collect();
            said.push(format!("иначе — {}", title(otherwise)));
            format!("служба выбирает путь: {}", said.join("; "))
        }
        Act::End { by: None } => "пункт снят с контроля; конец".to_owned(),
        Act::End { by: Some(role) } => format!("{} снимает пункт с контроля; конец", lower_first(&post(subject, role))),
    }
}

fn approve(subject: Subject<'_>, approval: &Approval, title: &dyn Fn(&StageKey) -> String) -> String {
    let posts: Vec<String> = approval
        .by
        .iter()
        .map(|role| lower_first(&post(subject, role)))
        .collect();
    let rule = match approval.rule {
        _ if approval.by.len() < 2 => String::new(),
        ApprovalRule::Sequence => " (все, один за другим)".to_owned(),
        ApprovalRule::All => " (все, в любом порядке)".to_owned(),
        ApprovalRule::Any => " (довольно одного)".to_owned(),
        ApprovalRule::Quorum(least) => format!(" (не менее {least} из {})", approval.by.len()),
    };
    let journal = subject.rules().and_then(|rules| rules.journals.get(&approval.journal));
    let journal = journal.map_or_else(
        || format!("журнал {}", approval.journal),
        |journal| format!("«{}»", journal.title),
    );
    let verb = if posts.len() < 2 {
        "утверждает"
    } else {
        "утверждают"
    };
    format!(
        "документ {verb} {}{rule}; утверждённый получает номер ({journal}) — дальше {}; возвращённый — {}",
        join_list(&posts),
        title(&approval.approved),
        title(&approval.returned)
    )
}

fn report(subject: Subject<'_>, reporting: &Reporting, title: &dyn Fn(&StageKey) -> String) -> String {
    let accept = match &reporting.accept {
        Acceptor::Role(role) => format!("отчёты принимает или возвращает {}", lower_first(&post(subject, role))),
        Acceptor::Lead { then } => format!(
            "отчёты соисполнителей принимает или возвращает ответственный, его отчёт — {}",
            lower_first(&post(subject, then))
        ),
    };
    let mut said = vec![format!("исполнители отчитываются, {accept}")];
    if reporting.co_executors_before_days > 0 {
        said.push(format!(
            "соисполнители — на {} раньше ответственного",
            working_days(reporting.co_executors_before_days)
        ));
    }
    if let Some(most) = reporting.rework_max {
        said.push(format!("отчёт возвращается не более {most} раз"));
    }
    if !reporting.remind.is_empty() {
        said.push(format!("напоминания исполнителю: {}", days(&reporting.remind)));
    }
    for (day, whom) in &reporting.overdue {
        said.push(format!("о просрочке, {}: {}", days(&[*day]), recipient(subject, whom)));
    }
    let done = match reporting.done {
        Join::All => "когда приняты все отчёты".to_owned(),
        Join::Share(share) => format!("когда принято {share} % отчётов"),
        Join::Count(count) => format!("когда принято отчётов: {count}"),
    };
    said.push(format!("{done}, дальше {}", title(&reporting.next)));
    said.join("; ")
}

fn recipient(subject: Subject<'_>, whom: &Recipient) -> String {
    match whom {
        Recipient::Executor => "исполнитель".to_owned(),
        Recipient::Role(role) => lower_first(&post(subject, role)),
    }
}
