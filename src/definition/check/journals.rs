//! Journals of registration: one number may be printed once only, in a plan and in all plans of one office.
//!
//! Must never let two series print the same number of the same kind of documents: nobody could tell them apart on paper.
#![deny(missing_docs)]

use super::head::{key_is_good, value};
use crate::definition::files::plan::{DateOrderField, JournalField, PlanFile};
use crate::definition::mistake::{Code, Mistake};
use crate::definition::model::{DateOrder, Journal, Plan};
use crate::definition::shape::Desk;
use crate::definition::source::{Placed, Source, Span};
use crate::words::ids::JournalKey;
use std::collections::BTreeMap;

/// What a journal registers when it does not say.
const USUAL_KIND: &str = "приказ";

/// The journals of one plan.
pub(super) fn check(file: &PlanFile, desk: &mut Desk<'_>) -> BTreeMap<JournalKey, Journal> {
    let mut journals: BTreeMap<JournalKey, Journal> = BTreeMap::new();
    for (key, field) in file.journals.iter().flat_map(|journals| &journals.0) {
        key_is_good(key, desk);
        let journal = journal(field, desk);
        let place = field.pattern.as_ref().map_or(key.span, |pattern| pattern.span);
        let alike = journals
            .iter()
            .filter(|(_, other)| other.kind == journal.kind)
            .find_map(|(key, other)| Some((key, journal.prints_as(other)?)));
        if let Some((other, number)) = alike {
            desk.advise(place, Code::JournalNumbers, printed_twice(&number, other), PATTERN_HELP);
        }
        journals.insert(JournalKey(key.value.clone()), journal);
    }
    journals
}

const PATTERN_HELP: &str = "различите журналы: pattern: \"{n}-к\", а для документов другого вида — kind: письмо";

fn printed_twice(number: &str, other: &JournalKey) -> String {
    format!("номер «{number}» напечатают два журнала: этот и `{other}`")
}

fn journal(field: &JournalField, desk: &mut Desk<'_>) -> Journal {
    let pattern = field.pattern.as_ref().map_or("{n}", |pattern| &pattern.value);
    if let Some(written) = field.pattern.as_ref() {
        check_pattern(written, desk);
    }
    let kind = field.kind.as_ref().map_or(USUAL_KIND, |kind| kind.value.trim());
    Journal {
        title: value(field.title.as_ref()).unwrap_or_default(),
        kind: kind.to_lowercase(),
        pattern: pattern.to_owned(),
        last_used: last_used(field, desk),
        date_order: match field.date_order.as_ref().map(|order| order.value) {
            Some(DateOrderField::Remark) => DateOrder::Remark,
            Some(DateOrderField::Refuse) | None => DateOrder::Refuse,
        },
    }
}

fn check_pattern(pattern: &Placed<String>, desk: &mut Desk<'_>) {
    let text = &pattern.value;
    if text.matches("{n}").count() != 1 {
        desk.advise(
            pattern.span,
            Code::WrongValue,
            format!("в виде номера «{text}» должно один раз стоять {{n}}"),
            "например, \"{n}-ОД\"",
        );
        return;
    }
    let around = text.replace("{n}", "").replace("{yyyy}", "").replace("{yy}", "");
    if around.contains(['{', '}']) {
        desk.advise(
            pattern.span,
            Code::WrongValue,
            format!("в виде номера «{text}» лишние скобки"),
            "в скобках бывает только {n} — номер, {yyyy} и {yy} — год",
        );
    }
    if around.chars().any(char::is_control) || around.chars().count() > AROUND_MAX {
        let message = format!(
            "вид номера «{}» длиннее {AROUND_MAX} знаков или в нём есть непечатаемые",
            text.trim()
        );
        desk.wrong(pattern.span, Code::WrongValue, message);
    }
}

/// Longest text around a number, in characters.
const AROUND_MAX: usize = 40;

fn last_used(field: &JournalField, desk: &mut Desk<'_>) -> BTreeMap<i32, u32> {
    let mut last_used = BTreeMap::new();
    for (year, number) in field.last_used.iter().flat_map(|years| &years.0) {
        match year
            .value
            .parse::<i32>()
            .ok()
            .filter(|year| (1900..=2200).contains(year))
        {
            Some(year) => drop(last_used.insert(year, number.value)),
            None => desk.wrong(
                year.span,
                Code::WrongValue,
                format!("ожидалось: год, а здесь «{}»", year.value),
            ),
        }
    }
    last_used
}

/// What does not fit between the journals of different plans. A journal of the same key is one series: the plans of one
/// office share it, and must say the same of it.
pub fn across(plans: &[(&Source, &Plan)]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (at, (source, plan)) in plans.iter().enumerate() {
        for (key, journal) in &plan.rules.journals {
            let wrong = plans[..at]
                .iter()
                .find_map(|(_, other)| clash((plan, key, journal), other));
            if let Some((message, help)) = wrong {
                mistakes.push(Mistake::new(source, place(source, key), Code::JournalNumbers, message).help(help));
            }
        }
    }
    mistakes
}

type Clash = (String, &'static str);

fn clash((plan, key, journal): (&Plan, &JournalKey, &Journal), other: &Plan) -> Option<Clash> {
    let one_office = plan.office.name == other.office.name;
    if let Some(its) = other.rules.journals.get(key) {
        if !one_office {
            let message = format!(
                "журнал `{key}` есть и у другого отдела (план {}): их номера шли бы одним рядом",
                other.key
            );
            return Some((message, "назовите журнал этого отдела другим ключом"));
        }
        let same = (&its.pattern, &its.kind, its.date_order) == (&journal.pattern, &journal.kind, journal.date_order);
        let message = format!(
            "журнал `{key}` общий с планом {}, а вид номера, вид документов или date_order там другие",
            other.key
        );
        return (!same).then_some((message, "опишите общий журнал в обоих планах одинаково"));
    }
    if !one_office {
        return None;
    }
    let alike = |(its_key, its): (&JournalKey, &Journal)| {
        (its.kind == journal.kind && !plan.rules.journals.contains_key(its_key))
            .then(|| journal.prints_as(its))?
            .map(|number| format!("{} (план {})", printed_twice(&number, its_key), other.key))
    };
    other
        .rules
        .journals
        .iter()
        .find_map(alike)
        .map(|message| (message, PATTERN_HELP))
}

/// Where a journal's key stands in `plan.yaml`.
fn place(source: &Source, key: &JournalKey) -> Span {
    let text = &*source.text;
    let from = text.find("\njournals:").map_or(0, |at| at + "\njournals:".len());
    let start = text[from..].find(&format!("{key}:")).map_or(from, |at| from + at);
    Span {
        start,
        end: (start + key.as_str().len()).min(text.len()),
    }
}
