//! What an import found, for a person and for a program.

use super::header::{ANY_NAME, Header};
use super::merge::{Change, Merged, What};
use super::rows::{Note, Place, Problem};
use crate::words::phrasing::plural;
use serde::Serialize;
use std::fmt::Write as _;

/// A sheet that was read.
#[derive(Debug, Serialize)]
pub struct ReadSheet {
    pub sheet: String,
    /// Columns that are understood, and what is written over them.
    pub columns: Vec<(String, String)>,
    /// Headings of columns that are not used.
    pub unused: Vec<String>,
}

impl ReadSheet {
    pub fn of(sheet: &str, header: &Header) -> Self {
        let mut columns: Vec<(&usize, &String)> = header.columns.iter().map(|(name, place)| (place, name)).collect();
        columns.sort();
        let label = |place| header.labels.get(place).cloned().unwrap_or_default();
        Self {
            sheet: sheet.to_owned(),
            columns: columns
                .into_iter()
                .map(|(place, name)| (label(place), shown(name)))
                .collect(),
            unused: header.unused.clone(),
        }
    }
}

/// A column of names that are called neither full nor short serves as both.
fn shown(column: &str) -> String {
    if column == ANY_NAME {
        "full_name, short_name".to_owned()
    } else {
        column.to_owned()
    }
}

/// Everything an import has to say.
#[derive(Debug, Serialize)]
pub struct Report {
    pub file: String,
    pub sheets: Vec<ReadSheet>,
    pub changes: Vec<Change>,
    pub problems: Vec<Problem>,
    pub notes: Vec<Note>,
    /// Keys that the table does not name.
    pub untouched: Vec<String>,
    /// Where the directory was written; `None`: nowhere.
    pub written: Option<String>,
    /// Rows of the directory as it is, or would be, written.
    pub rows: usize,
}

impl Report {
    pub fn new(file: String, sheets: Vec<ReadSheet>, merged: &Merged) -> Self {
        Self {
            file,
            sheets,
            changes: merged.changes.clone(),
            problems: merged.problems.clone(),
            notes: merged.notes.clone(),
            untouched: merged.untouched.clone(),
            written: None,
            rows: merged.rows.len(),
        }
    }

    /// For the terminal.
    pub fn text(&self, dry_run: bool) -> String {
        let mut text = String::new();
        for sheet in &self.sheets {
            let _ = writeln!(text, "{}{}", self.file, named(&sheet.sheet));
            for (label, column) in &sheet.columns {
                let _ = writeln!(text, "  графа «{label}» — {column}");
            }
            if !sheet.unused.is_empty() {
                let _ = writeln!(text, "  не взяты графы: {}", quoted(&sheet.unused));
            }
        }
        for (what, title) in [
            (What::New, "Новые"),
            (What::Renamed, "Переименованы или с новым руководителем"),
            (What::Corrected, "Исправлены"),
            (What::Same, "Без изменений"),
        ] {
            let found: Vec<&Change> = self.changes.iter().filter(|change| change.what == what).collect();
            if found.is_empty() {
                continue;
            }
            let _ = writeln!(text, "\n{title}: {}", found.len());
            for change in found {
                let _ = writeln!(text, "  {}", line(change));
            }
        }
        if !self.untouched.is_empty() {
            let _ = writeln!(
                text,
                "\nВ файле не названы и остались как были: {}",
                self.untouched.join(", ")
            );
        }
        if !self.notes.is_empty() {
            let _ = writeln!(text, "\nОбратите внимание:");
            for note in &self.notes {
                let _ = writeln!(text, "  {}: {}", at(&note.place), note.text);
            }
        }
        if !self.problems.is_empty() {
            let _ = writeln!(text, "\nОшибки: {}", self.problems.len());
            for problem in &self.problems {
                let _ = writeln!(text, "  {}", wrong(problem));
            }
        }
        let _ = writeln!(text, "\n{}", self.outcome(dry_run));
        text
    }

    fn outcome(&self, dry_run: bool) -> String {
        let rows = self.rows as u64;
        let rows = format!("{rows} {}", plural(rows, "строка", "строки", "строк"));
        match &self.written {
            Some(file) => format!("Записано в {file}: {rows}"),
            None if !self.problems.is_empty() => {
                "Ничего не записано: исправьте ошибки в файле и повторите; годные строки не потеряются".to_owned()
            }
            None if dry_run => format!("Пробный прогон, ничего не записано; было бы записано: {rows}"),
            None => "Ничего не записано: в файле нет ни одного учреждения".to_owned(),
        }
    }
}

fn line(change: &Change) -> String {
    let by = change
        .matched_by
        .map(|by| format!(" (узнано по {by})"))
        .unwrap_or_default();
    let fields = if change.fields.is_empty() {
        String::new()
    } else {
        format!(": {}", change.fields.join(", "))
    };
    format!("{} — {}{by}{fields}", change.key, change.short_name)
}

fn wrong(problem: &Problem) -> String {
    let column = problem
        .column
        .as_ref()
        .map(|column| format!(", графа {column}"))
        .unwrap_or_default();
    format!(
        "{}{column}: ожидалось — {}, а здесь «{}»; {}",
        at(&problem.place),
        problem.expected,
        problem.found,
        problem.advice
    )
}

fn at(place: &Place) -> String {
    if place.sheet.is_empty() {
        format!("строка {}", place.row)
    } else {
        format!("лист «{}», строка {}", place.sheet, place.row)
    }
}

fn named(sheet: &str) -> String {
    if sheet.is_empty() {
        String::new()
    } else {
        format!(", лист «{sheet}»")
    }
}

fn quoted(labels: &[String]) -> String {
    labels
        .iter()
        .map(|label| format!("«{label}»"))
        .collect::<Vec<_>>()
        .join(", ")
}
