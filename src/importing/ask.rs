//! Questions about cells, executors and abbreviations, and answers that settle nothing.
//!
//! Must never ask what the document says plainly.

use super::draft::{Draft, Drafts};
use super::ground::Ground;
use super::parties::{Parties, Party, Who};
use super::question::{Candidate, Question, Topic};
use super::{columns, dates, parties, wording};
use crate::definition::mistake::Mistake;
use crate::words::deadline::{self, Outcome};
use crate::words::executors;

/// Cells that a printed page has run together; an answer puts the right words there before anything is read.
pub fn cells(drafts: &mut Drafts, ground: &Ground<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    for item in &mut drafts.items {
        for (field, column) in [
            ("title", columns::Column::Title),
            ("deadline", columns::Column::Deadline),
            ("executors", columns::Column::Executor),
            ("result", columns::Column::Result),
        ] {
            if let Some(text) = ground.answers.text_of_item(&item.key, field) {
                text.clone_into(item.field(field));
                continue;
            }
            let doubt = item
                .cells
                .iter()
                .find(|cell| cell.column == column)
                .and_then(|cell| cell.doubt.clone());
            let Some(doubt) = doubt else { continue };
            let id = format!("{}/{field}-{}", item.key, Topic::Cell.slug());
            let question = Question {
                answer: ground.answers.get(&id),
                id,
                item: Some(item.key.clone()),
                place: item.place.clone(),
                topic: Topic::Cell,
                cell: item.field(field).clone(),
                why: vec![doubt],
                ask: format!("Что стоит в графе «{}»?", column.name()),
                candidates: vec![Candidate::new(item.field(field).clone(), "так, как прочитано")],
                default: item.field(field).clone(),
            };
            question.chosen().clone_into(item.field(field));
            questions.push(question);
        }
    }
    questions
}

impl Draft {
    fn field(&mut self, name: &str) -> &mut String {
        match name {
            "title" => &mut self.title,
            "deadline" => &mut self.deadline,
            "executors" => &mut self.executors,
            _ => &mut self.result,
        }
    }
}

pub fn executors(draft: &Draft, reading: &executors::ExecutorsReading, ground: &Ground<'_>) -> Option<Question> {
    if reading.outcome == executors::Outcome::Read {
        return None;
    }
    let names: Vec<&str> = reading.parties.iter().map(|party| party.name.as_str()).collect();
    let id = Question::id_of(&draft.key, Topic::Executors);
    Some(Question {
        answer: ground.answers.get(&id),
        id,
        item: Some(draft.key.clone()),
        place: draft.place.clone(),
        topic: Topic::Executors,
        cell: draft.executors.clone(),
        why: reading.reasons.clone(),
        ask: "Так ли прочитаны исполнители? Если нет, впишите executors пункта в ответах (items).".to_owned(),
        candidates: vec![Candidate::new(dates::YES, format!("так: {}", names.join("; ")))],
        default: dates::YES.to_owned(),
    })
}

/// «… предоставляются кураторами ОО»: somebody else is named in the result as the one who does it.
pub fn also_executes(
    draft: &Draft,
    own: &[&Party],
    parties: &Parties,
    ground: &Ground<'_>,
) -> Option<(Question, String)> {
    let result = wording::words(&draft.result);
    let named = parties.known.iter().find(|party| {
        let first = wording::words(&party.name).into_iter().next().unwrap_or_default();
        let agent = |word: &String| (word.ends_with("ами") || word.ends_with("ями")) && wording::akin(word, &first);
        !own.contains(party) && !parties::is_abbreviation(&party.name) && result.iter().any(agent)
    })?;
    let id = Question::id_of(&draft.key, Topic::AlsoExecutes);
    let question = Question {
        answer: ground.answers.get(&id),
        id,
        item: Some(draft.key.clone()),
        place: draft.place.clone(),
        topic: Topic::AlsoExecutes,
        cell: draft.result.clone(),
        why: vec![format!(
            "в графе результата назван ещё один исполнитель: {}",
            named.name
        )],
        ask: "Давать ли поручение и ему?".to_owned(),
        candidates: vec![
            Candidate::new(dates::NO, "нет, исполнители — как в своей графе"),
            Candidate::new(dates::YES, format!("да, добавить: {}", named.name)),
        ],
        default: dates::NO.to_owned(),
    };
    Some((question, named.name.clone()))
}

/// Abbreviations of the executors' column that the document does not explain.
pub fn abbreviations(parties: &Parties, drafts: &Drafts) -> Vec<Question> {
    let asked = parties.unexplained.iter().map(|short| {
        let at = parties.readings.iter().position(|reading| {
            reading
                .parties
                .iter()
                .any(|party| wording::fold(&party.name) == wording::fold(short))
        });
        let item = at.map(|at| &drafts.items[at]);
        let each = parties
            .known
            .iter()
            .any(|party| party.name == *short && matches!(party.who, Who::Each(_)));
        Question {
            id: format!("{}/{}", wording::key_of(short), Topic::Abbreviation.slug()),
            item: None,
            place: item.map(|item| item.place.clone()).unwrap_or_default(),
            topic: Topic::Abbreviation,
            cell: short.clone(),
            why: vec![format!(
                "сокращение «{short}» в документе не раскрыто («далее {short}»)"
            )],
            ask: format!("Кто это? Впишите в ответах: abbreviations: {{ {short}: … }}"),
            candidates: Vec::new(),
            default: if each {
                "каждое учреждение".to_owned()
            } else {
                "одно учреждение".to_owned()
            },
            answer: None,
        }
    });
    asked.collect()
}

/// An answer that settles nothing.
pub struct Refused {
    pub id: String,
    pub mistake: Mistake,
}

/// Answers that settle nothing.
pub fn refused(questions: &[Question], ground: &Ground<'_>) -> Vec<Refused> {
    let refused = questions.iter().filter_map(|question| {
        let answer = question.answer.as_deref()?;
        let offered: Vec<&str> = question
            .candidates
            .iter()
            .map(|candidate| candidate.value.as_str())
            .collect();
        let fits = offered.contains(&answer)
            || match question.topic {
                Topic::Evidence | Topic::Cell => !answer.is_empty(),
                Topic::Deadline => {
                    let reading = deadline::read(answer, &ground.context);
                    reading.outcome == Outcome::Read && reading.due.is_some()
                }
                _ => false,
            };
        let message = format!("ответ «{answer}» ничего не решает");
        let help = format!("бывает: {}", offered.join("; "));
        (!fits).then(|| Refused {
            id: question.id.clone(),
            mistake: ground.answers.wrong(&question.id, message, help),
        })
    });
    refused.collect()
}
