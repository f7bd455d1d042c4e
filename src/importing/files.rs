//! The files of a plan: `plan.yaml`, a definition for each item, a directory to begin with.
//!
//! Must never invent a name or an address: what no road-map tells is left as a blank that cannot be mistaken for one.

use super::answers::Answers;
use super::dates::Dates;
use super::draft::Draft;
use super::ground::Ground;
use super::letterhead::Letterhead;
use super::parties::{Parties, Who};
use super::question::Blank;
use super::route::Route;
use super::wording::{capitalised, fold};
use super::yaml::{Field, Yaml};
use crate::definition::institutions::{self, InstitutionForms};
use crate::definition::model::Institution;
use chrono::{Datelike, Days};

/// Reaches nobody: the ending is reserved for that.
const NO_MAILBOX: &str = "vpishite@example.invalid";
const NOT_TOLD: &str = "не указано";

/// What an item's file is made of.
pub struct ItemParts<'a> {
    pub draft: &'a Draft,
    pub dates: &'a Dates,
    pub route: &'a Route,
    pub brief: Option<&'a str>,
    pub also: Option<&'a str>,
    /// Key of the item before it, the reason, the period.
    pub after: Option<(&'a str, &'a str, Option<&'a str>)>,
}

/// Fields of `plan.yaml`, and what is left blank.
pub fn plan(
    ground: &Ground<'_>,
    head: &Letterhead,
    parties: &Parties,
    sections: &[(String, String)],
    items: usize,
) -> (Vec<Field>, Vec<Blank>) {
    let day = |day: chrono::NaiveDate| Yaml::text(&day.format("%Y-%m-%d").to_string());
    let office = head.author.clone().unwrap_or_else(|| NOT_TOLD.to_owned());
    let mut basis = vec![
        Field::text("kind", head.kind.as_deref().unwrap_or("приказ")),
        Field::text("number", head.number.as_deref().unwrap_or("б/н")),
        Field::new("date", day(head.date.unwrap_or(ground.first_day))),
    ];
    if let Some(annex) = &head.annex {
        basis.push(Field::text("annex", annex));
    }
    let role = |post: &str| {
        Yaml::Line(vec![
            ("post".to_owned(), Yaml::text(post)),
            ("name".to_owned(), Yaml::text(NOT_TOLD)),
        ])
    };
    let mut journal = vec![
        (
            "title".to_owned(),
            Yaml::text("Журнал регистрации приказов по основной деятельности"),
        ),
        ("pattern".to_owned(), Yaml::text("{n}")),
    ];
    let last: Option<u32> = head.number.as_deref().and_then(|number| number.parse().ok());
    if let (Some(last), Some(date)) = (last, head.date) {
        let year = (date.year().to_string(), Yaml::text(&last.to_string()));
        journal.push(("last_used".to_owned(), Yaml::Line(vec![year])));
    }
    let fields = vec![
        Field::text("plan", ground.plan),
        Field::text("title", head.title.as_deref().unwrap_or("План мероприятий")),
        Field::new(
            "period",
            Yaml::Line(vec![
                ("from".to_owned(), day(ground.first_day)),
                ("to".to_owned(), day(ground.last_day)),
            ]),
        ),
        Field::text("items", &items.to_string()),
        Field::new("basis", Yaml::Fields(basis)),
        Field::new(
            "office",
            Yaml::Fields(vec![
                Field::text("name", &office),
                Field::text("name_genitive", &office),
                Field::text("short_name", &office),
                Field::text("place", NOT_TOLD),
                Field::text("email", NO_MAILBOX),
            ]),
        ),
        Field::text("time_zone", "Europe/Moscow"),
        Field::new("calendars", Yaml::texts(&["ru"])),
        Field::text("day_off", "previous").remark("срок на выходном — контроль в предшествующий рабочий день"),
        Field::new(
            "roles",
            Yaml::Fields(vec![
                Field::new("clerk", role("Делопроизводитель")),
                Field::new("head", role("Начальник")),
            ]),
        ),
        Field::new(
            "journals",
            Yaml::Fields(vec![Field::new("orders", Yaml::Line(journal))]),
        ),
        Field::new(
            "sections",
            Yaml::Fields(sections.iter().map(|(key, title)| Field::text(key, title)).collect()),
        ),
        Field::new("parties", Yaml::Fields(parties.known.iter().map(party).collect())),
        Field::new(
            "defaults",
            Yaml::Fields(vec![Field::new(
                "documents",
                Yaml::Line(vec![("order".to_owned(), Yaml::text("order-department.docx"))]),
            )]),
        ),
    ];
    (fields, blanks(head))
}

fn blanks(head: &Letterhead) -> Vec<Blank> {
    let blank = |field: &str, what: &str| Blank {
        field: field.to_owned(),
        what: what.to_owned(),
    };
    let mut blanks = vec![
        blank("office.name", "полное название того, кто издаёт приказы"),
        blank("office.name_genitive", "оно же в родительном падеже"),
        blank("office.place", "место издания приказов"),
        blank("office.email", "почта, с которой уходят письма"),
        blank("roles.clerk", "делопроизводитель: должность и имя"),
        blank("roles.head", "кто подписывает приказы: должность и имя"),
    ];
    if head.number.is_none() {
        blanks.push(blank("basis.number", "номер приказа, которым утверждён план"));
    }
    if head.date.is_none() {
        blanks.push(blank("basis.date", "дата приказа, которым утверждён план"));
    }
    if head.title.is_none() {
        blanks.push(blank("title", "название плана"));
    }
    blanks
}

fn party(party: &super::parties::Party) -> Field {
    let mut line = match &party.who {
        Who::One(key) => vec![("institution".to_owned(), Yaml::text(key))],
        Who::Each(kind) => vec![("each".to_owned(), Yaml::text(kind))],
    };
    if !party.also.is_empty() {
        line.push(("also".to_owned(), Yaml::texts(&party.also)));
    }
    if party.curator && matches!(party.who, Who::Each(_)) {
        line.push(("addressee".to_owned(), Yaml::text("curator")));
    }
    Field::new(&party.name, Yaml::Line(line))
}

/// Fields of an item's file.
pub fn item(parts: &ItemParts<'_>) -> Vec<Field> {
    let (draft, dates) = (parts.draft, parts.dates);
    let mut fields = vec![Field::text("item", &draft.number)];
    if draft.key != draft.number {
        fields.push(Field::text("key", &draft.key));
    }
    if draft.number.split('.').next() != Some(draft.section.as_str()) {
        fields.push(Field::text("section", &draft.section));
    }
    fields.push(Field::text("title", &draft.title));
    fields.push(Field::text("deadline", &draft.deadline));
    let asked = |field: Field| match dates.questions.first() {
        Some(question) => {
            let how = if question.answer.is_some() {
                "подтверждено"
            } else {
                "принято по обычаю, подтвердите"
            };
            field.remark(format!("{how}: {}", question.id))
        }
        None => field,
    };
    if let Some(confirmed) = &dates.confirmed {
        fields.push(asked(Field::text("confirmed", confirmed)));
    }
    if let Some(repeats) = &dates.repeats {
        fields.push(asked(Field::text("repeats", repeats)));
    }
    if !dates.schedule.is_empty() {
        let runs = dates
            .schedule
            .iter()
            .map(|(key, due)| Field::text(key, &due.format("%Y-%m-%d").to_string()));
        fields.push(asked(Field::new("schedule", Yaml::Fields(runs.collect()))));
    }
    if let Some(owner) = &dates.date_owner {
        fields.push(asked(Field::text("date_owner", owner)));
    }
    if let Some((_, _, Some(period))) = parts.after {
        fields.push(Field::text("period", period));
    }
    let executors = match parts.also {
        Some(also) => format!("{}, {also}", draft.executors),
        None => draft.executors.clone(),
    };
    fields.push(Field::text("executors", &executors));
    if let Some((after, because, _)) = parts.after {
        fields.push(Field::new("after", Yaml::texts(&[after])).remark(because));
    }
    if let Some(brief) = parts.brief {
        fields.push(Field::text("brief", brief));
    }
    fields.push(Field::text("result", &draft.result));
    fields.push(Field::text("lifecycle", parts.route.lifecycle).remark(&parts.route.because));
    fields
}

/// Fields that only one of may stand in a file: what a person writes puts the others out.
const DATES: [&str; 4] = ["confirmed", "schedule", "date_owner", "repeats"];

/// Puts what a person wrote in the place of what was concluded.
pub fn overridden(fields: Vec<Field>, by: &[Field]) -> Vec<Field> {
    let dated = by.iter().any(|field| DATES.contains(&field.name.as_str()));
    let mut out: Vec<Field> = fields
        .into_iter()
        .filter(|field| !dated || !DATES.contains(&field.name.as_str()))
        .collect();
    for field in by {
        if let Some(known) = out.iter_mut().find(|known| known.name == field.name) {
            known.value = merged(&known.value, &field.value);
            known.remark = None;
        } else {
            let before_last = out
                .len()
                .saturating_sub(usize::from(out.last().is_some_and(|last| last.name == "lifecycle")));
            out.insert(before_last, field.clone());
        }
    }
    out
}

fn merged(under: &Yaml, over: &Yaml) -> Yaml {
    let parts = |yaml: &Yaml| -> Option<Vec<Field>> {
        match yaml {
            Yaml::Line(line) => Some(
                line.iter()
                    .map(|(name, value)| Field::new(name, value.clone()))
                    .collect(),
            ),
            Yaml::Fields(fields) => Some(fields.clone()),
            _ => None,
        }
    };
    let one_line = matches!(under, Yaml::Line(_));
    match (parts(under), parts(over)) {
        // A role is one person or another, never a mixture.
        (Some(_), Some(over_parts)) if over_parts.iter().any(|field| field.name == "person") => over.clone(),
        (Some(under), Some(over)) => {
            let fields = overridden(under, &over);
            if one_line {
                Yaml::Line(fields.into_iter().map(|field| (field.name, field.value)).collect())
            } else {
                Yaml::Fields(fields)
            }
        }
        _ => over.clone(),
    }
}

/// Blanks that a person has not filled.
pub fn left(blanks: Vec<Blank>, answers: &Answers) -> Vec<Blank> {
    blanks
        .into_iter()
        .filter(|blank| !is_filled(&answers.plan, &blank.field))
        .collect()
}

fn is_filled(fields: &[Field], path: &str) -> bool {
    let (name, rest) = path
        .split_once('.')
        .map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(field) = fields.iter().find(|field| field.name == name) else {
        return false;
    };
    match (&field.value, rest) {
        (_, None) => true,
        (Yaml::Fields(inner), Some(rest)) => is_filled(inner, rest),
        (Yaml::Line(line), Some(rest)) => line.iter().any(|(name, _)| name == rest),
        _ => false,
    }
}

/// A directory with the institutions that the plan names; kinds are held by a row that was never valid.
pub fn directory(ground: &Ground<'_>, head: &Letterhead, parties: &Parties) -> String {
    let row = |key: &str, kind: &str, full: &str, short: &str| Institution {
        key: key.into(),
        kind: kind.to_owned(),
        full_name: full.to_owned(),
        short_name: short.to_owned(),
        director: "Не Указано".to_owned(),
        email: NO_MAILBOX.to_owned(),
        curator: None,
        curator_email: None,
        valid_from: None,
        valid_to: None,
        director_post: None,
        director_sex: None,
        curator_sex: None,
        phone: None,
        address: None,
        forms: InstitutionForms::default(),
    };
    let mut rows: Vec<Institution> = Vec::new();
    for party in &parties.known {
        match &party.who {
            Who::One(key) => {
                let author = head
                    .author
                    .as_deref()
                    .is_some_and(|author| fold(author) == fold(&party.name));
                let full = party.also.first().unwrap_or(&party.name);
                rows.push(row(
                    key,
                    if author { "department" } else { "office" },
                    &capitalised(full),
                    &party.name,
                ));
            }
            Who::Each(kind) if !rows.iter().any(|row| row.kind == *kind) => {
                let name = format!("Образец строки ({kind}): впишите учреждения");
                let mut sample = row(&format!("{kind}-0"), kind, &name, "Образец");
                // Over before the plan begins: nobody gets a task through it.
                sample.valid_to = ground.first_day.checked_sub_days(Days::new(1));
                rows.push(sample);
            }
            Who::Each(_) => {}
        }
    }
    institutions::write(&rows)
}
