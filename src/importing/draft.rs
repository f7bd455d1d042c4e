//! Items as a person reads them from their rows: number, section, title, and the words of the other cells.
//!
//! Must never put two rows into one item, nor give an item words that do not stand in its row.

use super::columns::Column;
use super::rows::{Found, ItemLine, Line, SourceCell, bare_number};
use super::when;
use super::wording::one_line;
use crate::words::deadline::DeadlineContext;
use std::collections::BTreeMap;

/// What an item says when its row does not say it.
pub const NO_DEADLINE: &str = "срок не указан";
pub const NO_RESULT: &str = "Информация об исполнении";
pub const NO_TITLE: &str = "Мероприятие не названо";

/// The items and their sections.
#[derive(Debug, Default)]
pub struct Drafts {
    /// Key and heading.
    pub sections: Vec<(String, String)>,
    pub items: Vec<Draft>,
}

/// An item before its words are understood.
#[derive(Debug, Clone)]
pub struct Draft {
    pub place: String,
    /// As printed.
    pub number: String,
    pub key: String,
    pub section: String,
    pub title: String,
    pub deadline: String,
    pub executors: String,
    pub result: String,
    /// The cells as they stand in the file.
    pub cells: Vec<SourceCell>,
    /// What was concluded, and from what.
    pub notes: Vec<String>,
}

/// Makes items of the rows.
pub fn drafts(found: &Found, context: &DeadlineContext) -> Drafts {
    let mut drafts = Drafts::default();
    for line in &found.lines {
        match line {
            Line::Section(section) => {
                let ordinal = (drafts.sections.len() + 1).to_string();
                let mut key = section.number.clone().unwrap_or(ordinal);
                while drafts.sections.iter().any(|(known, _)| *known == key) {
                    key.push_str("-2");
                }
                drafts.sections.push((key, section.title.clone()));
            }
            Line::Item(line) => {
                let section = drafts.sections.last().map(|(key, _)| key.clone()).unwrap_or_default();
                let ordinal = drafts.items.iter().filter(|item| item.section == section).count() + 1;
                drafts.items.push(draft(line, section, ordinal, context));
            }
        }
    }
    // A heading under which nothing stands is no section, but its words are kept.
    if drafts.items.iter().any(|item| item.section.is_empty()) {
        drafts
            .sections
            .insert(0, ("0".to_owned(), "Мероприятия плана".to_owned()));
        for item in drafts.items.iter_mut().filter(|item| item.section.is_empty()) {
            "0".clone_into(&mut item.section);
        }
    }
    keys(&mut drafts.items);
    drafts
}

fn draft(line: &ItemLine, section: String, ordinal: usize, context: &DeadlineContext) -> Draft {
    let mut notes = Vec::new();
    let text = |column: Column| {
        let cells: Vec<String> = line.of(column).map(|cell| one_line(&cell.text)).collect();
        cells.join(", ")
    };
    let mut title = text(Column::Title);
    let (number, title_rest) = numbered(&text(Column::Number), &title);
    title = title_rest;
    let number = number.unwrap_or_else(|| {
        let number = if section.is_empty() {
            ordinal.to_string()
        } else {
            format!("{section}.{ordinal}")
        };
        notes.push(format!("номера в строке нет, пункт назван по порядку: {number}"));
        number
    });
    let when = when::read(line, context);
    notes.extend(when.notes);
    let mut deadline = when.text;
    if deadline.is_empty()
        && let Some((rest, tail)) = when::at_the_end(&title, context)
    {
        notes.push(format!("графа «Срок» пуста, срок взят из конца наименования: «{tail}»"));
        (title, deadline) = (rest, tail);
    }
    let co_executors = text(Column::CoExecutor);
    let executors = match (text(Column::Executor), co_executors) {
        (lead, others) if lead.is_empty() || others.is_empty() => lead + &others,
        (lead, others) => format!("{lead}, {others}"),
    };
    let or = |text: String, otherwise: &str| if text.is_empty() { otherwise.to_owned() } else { text };
    Draft {
        place: line.place.clone(),
        key: String::new(),
        number,
        section,
        title: or(title, NO_TITLE),
        deadline: or(deadline, NO_DEADLINE),
        executors,
        result: or(text(Column::Result), NO_RESULT),
        cells: line.cells.clone(),
        notes,
    }
}

/// The number from its own cell, or from the beginning of the title.
fn numbered(cell: &str, title: &str) -> (Option<String>, String) {
    let bare = bare_number(cell).replace(' ', "");
    if !bare.is_empty() && bare.chars().count() <= 16 {
        return (Some(bare), title.to_owned());
    }
    let end = title.find(' ').unwrap_or(title.len());
    let first = &title[..end];
    let is_number = first.ends_with(['.', ')'])
        && bare_number(first)
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if cell.is_empty() && is_number && end < title.len() {
        return (Some(bare_number(first)), title[end..].trim().to_owned());
    }
    (None, title.to_owned())
}

/// Gives every item a key of its own: the number, or the number and which of its like it is.
fn keys(items: &mut [Draft]) {
    let usable = |number: &str| {
        let key: String = number
            .chars()
            .map(|sign| {
                if sign.is_alphanumeric() || sign == '.' {
                    sign
                } else {
                    '-'
                }
            })
            .collect();
        key.trim_matches(['-', '.']).to_owned()
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for item in items.iter_mut() {
        item.key = usable(&item.number);
        if item.key.is_empty() {
            item.key = String::from("p");
        }
        *seen.entry(item.key.clone()).or_default() += 1;
    }
    // Numbers that begin anew in each section are told apart by which section it is.
    let anew = items
        .iter()
        .any(|item| seen[&item.key] > 1 && !item.number.contains('.'));
    let mut sections: Vec<String> = Vec::new();
    for item in items.iter_mut() {
        if sections.last() != Some(&item.section) {
            sections.push(item.section.clone());
        }
        if anew && !item.number.contains('.') {
            item.key = format!("{}.{}", sections.len(), item.key);
        }
    }
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for item in items.iter() {
        *count.entry(item.key.clone()).or_default() += 1;
    }
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    let taken: Vec<String> = items.iter().map(|item| item.key.clone()).collect();
    for item in items.iter_mut().filter(|item| count[&item.key] > 1) {
        let printed = item.key.clone();
        let at = next.entry(printed.clone()).or_default();
        loop {
            *at += 1;
            item.key = format!("{printed}-{at}");
            if !taken.contains(&item.key) {
                break;
            }
        }
        item.notes.push(format!(
            "номер {} напечатан не один раз, ключ пункта — {}",
            item.number, item.key
        ));
    }
}
