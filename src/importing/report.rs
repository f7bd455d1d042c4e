//! What was read of each row, how surely, and what a person must still do.
//!
//! Must never leave a row out: items, sections, headers printed again, lines between tables are all told.

use super::question::Question;
use super::rows::Found;
use super::{Item, Proposal, Sheet};
use crate::words::executors;
use serde::Serialize;
use std::fmt::Write as _;

/// Row by row.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    pub plan: String,
    pub title: Option<String>,
    pub basis: Option<String>,
    pub period: String,
    pub sections: Vec<SectionRow>,
    pub items: Vec<ItemRow>,
    /// Rows and lines that give no item.
    pub passed: Vec<PassedRow>,
    /// Abbreviations that the document explains.
    pub abbreviations: Vec<AbbreviationRow>,
}

#[derive(Debug, Serialize)]
pub struct SectionRow {
    pub number: String,
    pub title: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemRow {
    pub key: String,
    pub number: String,
    pub place: String,
    pub title: String,
    pub deadline: String,
    pub result: String,
    /// Each cell, letter for letter.
    pub cells: Vec<CellRow>,
    pub deadline_reading: String,
    /// `read`, `confirm` or `ask`.
    pub deadline_sure: &'static str,
    pub executors: Vec<String>,
    pub executors_sure: &'static str,
    pub lifecycle: &'static str,
    pub because: String,
    pub after: Option<String>,
    pub notes: Vec<String>,
    pub questions: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct CellRow {
    pub column: &'static str,
    pub heading: String,
    pub source: String,
    pub doubt: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct PassedRow {
    pub place: String,
    pub what: String,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct AbbreviationRow {
    pub short: String,
    pub full: String,
}

pub(super) fn of(sheet: &Sheet<'_>, found: &Found, items: &[Item]) -> Report {
    let drafts = sheet.drafts;
    let rows = drafts.items.iter().zip(items).enumerate().map(|(at, (draft, item))| {
        let reading = item.dates.reading.as_ref();
        let executors = &sheet.parties.readings[at];
        let asked: Vec<String> = item
            .questions
            .iter()
            .chain(&item.dates.questions)
            .map(|question| question.id.clone())
            .collect();
        ItemRow {
            key: draft.key.clone(),
            number: draft.number.clone(),
            place: draft.place.clone(),
            title: draft.title.clone(),
            deadline: draft.deadline.clone(),
            result: draft.result.clone(),
            cells: draft
                .cells
                .iter()
                .map(|cell| CellRow {
                    column: cell.column.name(),
                    heading: cell.heading.clone(),
                    source: cell.text.to_string(),
                    doubt: cell.doubt.clone(),
                })
                .collect(),
            deadline_reading: reading.map(|reading| reading.reading.clone()).unwrap_or_default(),
            deadline_sure: reading.map_or("ask", |reading| reading.outcome.name()),
            executors: sheet.parties.of(at).iter().map(|party| party.name.clone()).collect(),
            executors_sure: match executors.outcome {
                executors::Outcome::Read => "read",
                executors::Outcome::Confirm => "confirm",
                executors::Outcome::Ask => "ask",
            },
            lifecycle: item.route.lifecycle,
            because: item.route.because.clone(),
            after: item.after.as_ref().map(|link| drafts.items[link.after].key.clone()),
            notes: draft.notes.iter().chain(&item.dates.notes).cloned().collect(),
            questions: asked,
        }
    });
    Report {
        plan: sheet.ground.plan.to_owned(),
        title: sheet.head.title.clone(),
        basis: basis(sheet),
        period: format!(
            "{} — {}",
            sheet.ground.first_day.format("%d.%m.%Y"),
            sheet.ground.last_day.format("%d.%m.%Y")
        ),
        sections: drafts
            .sections
            .iter()
            .map(|(number, title)| SectionRow {
                number: number.clone(),
                title: title.clone(),
            })
            .collect(),
        items: rows.collect(),
        passed: found
            .passed
            .iter()
            .map(|row| PassedRow {
                place: row.place.clone(),
                what: row.what.to_owned(),
                text: row.text.clone(),
            })
            .collect(),
        abbreviations: sheet
            .parties
            .definitions
            .iter()
            .map(|own| AbbreviationRow {
                short: own.short.clone(),
                full: own.full.clone(),
            })
            .collect(),
    }
}

fn basis(sheet: &Sheet<'_>) -> Option<String> {
    let kind = sheet.head.kind.as_deref()?;
    let date = sheet
        .head
        .date
        .map(|date| format!(" от {}", date.format("%d.%m.%Y")))
        .unwrap_or_default();
    let number = sheet
        .head
        .number
        .as_deref()
        .map(|number| format!(" № {number}"))
        .unwrap_or_default();
    Some(format!("{kind}{date}{number}"))
}

impl Proposal {
    /// Questions that nobody has answered.
    pub fn open(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| question.answer.is_none())
    }

    /// The report for a person, in Russian.
    pub fn text(&self) -> String {
        let report = &self.report;
        let mut out = String::new();
        let _ = writeln!(
            out,
            "План {}: {}",
            report.plan,
            report.title.as_deref().unwrap_or("без названия")
        );
        let _ = writeln!(out, "Основание: {}", report.basis.as_deref().unwrap_or("не найдено"));
        let _ = writeln!(out, "Срок плана: {}", report.period);
        let _ = writeln!(
            out,
            "Разделов: {}, пунктов: {}",
            report.sections.len(),
            report.items.len()
        );
        for own in &report.abbreviations {
            let _ = writeln!(out, "Сокращение: {} — {}", own.short, own.full);
        }
        for item in &report.items {
            let _ = writeln!(out, "\n{}  {}", item.key, item.title);
            let _ = writeln!(out, "    где: {}", item.place);
            let _ = writeln!(
                out,
                "    срок: «{}» — {} [{}]",
                item.deadline,
                item.deadline_reading,
                sure(item.deadline_sure)
            );
            let _ = writeln!(
                out,
                "    исполнители: {} [{}]",
                item.executors.join(", "),
                sure(item.executors_sure)
            );
            let _ = writeln!(out, "    результат: {}", item.result);
            let _ = writeln!(out, "    порядок: {} — {}", item.lifecycle, item.because);
            if let Some(after) = &item.after {
                let _ = writeln!(out, "    после: {after}");
            }
            for note in &item.notes {
                let _ = writeln!(out, "    замечание: {note}");
            }
        }
        if !report.passed.is_empty() {
            let _ = writeln!(out, "\nСтроки, которые не стали пунктами:");
            for row in &report.passed {
                let _ = writeln!(out, "    {} — {}: {}", row.place, row.what, row.text);
            }
        }
        self.write_questions(&mut out);
        if !self.blanks.is_empty() {
            let _ = writeln!(out, "\nНельзя узнать из дорожной карты, впишите:");
            for blank in &self.blanks {
                let _ = writeln!(out, "    {} — {}", blank.field, blank.what);
            }
        }
        for mistake in &self.mistakes {
            let _ = write!(out, "\n{mistake}");
        }
        out
    }

    fn write_questions(&self, out: &mut String) {
        let open: Vec<&Question> = self.open().collect();
        if !open.is_empty() {
            let _ = writeln!(
                out,
                "\nВопросов без ответа: {}. Пока принято то, что отмечено знаком «→».",
                open.len()
            );
        }
        for question in open {
            let _ = writeln!(out, "\n  {}  «{}»", question.id, question.cell);
            for why in &question.why {
                let _ = writeln!(out, "    {why}");
            }
            let _ = writeln!(out, "    {}", question.ask);
            for candidate in &question.candidates {
                let mark = if candidate.value == question.default {
                    "→"
                } else {
                    " "
                };
                let _ = writeln!(out, "    {mark} {}: {}", candidate.value, candidate.meaning);
            }
        }
    }
}

fn sure(word: &str) -> &'static str {
    match word {
        "read" => "прочитано уверенно",
        "confirm" => "подтвердите",
        _ => "нужен ответ",
    }
}
