//! Text taken from a PDF: the page's lines in reading order, cells of a row run together, page breaks inside rows.
//!
//! `names` finds executors by the document's own abbreviations, `cut` tells the cells of a row apart by their grammar,
//! `layout` by their places, where the text kept them.
//! Must never be surer than the text allows: a cell that could be cut otherwise carries its doubt, and is asked about.

mod cut;
mod layout;
mod names;
mod vocabulary;

use super::ImportError;
use super::columns::Column;
use super::source::{Block, Document, Grid, GridCell, GridRow};
use super::wording::{fold, one_line};
use crate::documents::reading::Part;
use std::sync::Arc;

/// Largest text that is read.
const TEXT_BYTES_MAX: usize = 4 << 20;
/// Longest text of one row, in words: a page has some 500.
const ROW_WORDS_MAX: usize = 1_500;
/// Lines of a header.
const HEADER_LINES_MAX: usize = 24;

/// A line of the text that is not blank.
#[derive(Debug, Clone)]
pub(super) struct PageLine {
    /// From 1.
    pub number: usize,
    pub text: String,
    /// A page ends before it.
    pub new_page: bool,
}

/// Reads text, UTF-8 or the old Russian table of Windows.
pub fn read(bytes: &[u8]) -> Result<Document, ImportError> {
    if bytes.len() > TEXT_BYTES_MAX {
        return Err(ImportError::Unreadable(
            "текст больше 4 МБ: это не дорожная карта".to_owned(),
        ));
    }
    let text = crate::tables::text(bytes);
    if text.contains('\0') {
        return Err(ImportError::Unreadable(
            "это не текст и не документ Word или Excel: нужен файл .docx, .xlsx, .csv или .txt".to_owned(),
        ));
    }
    let lines = lines(&text);
    let head = header(&lines).ok_or(ImportError::NoTable)?;
    let mut blocks: Vec<Block> = lines[..head.from]
        .iter()
        .map(|line| Block::Line(line.text.clone()))
        .collect();
    let rows = rows(&lines, &head)?;
    if rows.len() < 2 {
        return Err(ImportError::NoTable);
    }
    blocks.push(Block::Grid(Grid {
        name: "текст".to_owned(),
        columns: head.columns.len(),
        rows,
    }));
    Ok(Document { blocks })
}

/// Rows by the places of their words, where the text kept them; by grammar, where it did not.
fn rows(lines: &[PageLine], head: &PrintedHeader) -> Result<Vec<GridRow>, ImportError> {
    let kept = layout::is_kept(&lines[head.to..]);
    if let Some(rows) = kept.then(|| layout::read(lines, head)).flatten() {
        return Ok(rows);
    }
    let mut rows = stream(lines, head)?;
    if kept {
        layout::all_asked(
            &mut rows,
            &head.columns,
            "графы стоят рядом, но не выстроены: слова могли попасть в чужую",
        );
    } else if is_interleaved(&rows, &head.columns) {
        layout::all_asked(&mut rows, &head.columns, "строки разных граф в тексте перемешаны");
    }
    Ok(rows)
}

/// Lines of all cells one after another, first lines first: every title has one line, and what is left has many.
fn is_interleaved(rows: &[GridRow], columns: &[Column]) -> bool {
    let place = |wanted| columns.iter().position(|column| *column == wanted);
    let lines = |row: &GridRow, at: usize| row.cells[at].text.lines().count();
    let (Some(title), Some(result)) = (place(Column::Title), place(Column::Result)) else {
        return false;
    };
    let long = rows
        .iter()
        .skip(1)
        .filter(|row| lines(row, title) + lines(row, result) >= 4 && row.cells[0].text != row.cells[1].text);
    let (mut all, mut odd) = (0, 0);
    for row in long {
        all += 1;
        odd += usize::from(lines(row, title) <= 1);
    }
    odd * 3 > all
}

/// Lines that are not blank; three lines with nothing at all, or a form feed, are the end of a page.
fn lines(text: &str) -> Vec<PageLine> {
    let mut lines: Vec<PageLine> = Vec::new();
    let (mut blank, mut feed) = (0, false);
    for (at, line) in text.lines().enumerate() {
        feed |= line.contains('\u{c}');
        let line = line.replace('\u{c}', "");
        if line.trim().is_empty() {
            blank = if line.is_empty() { blank + 1 } else { 0 };
            continue;
        }
        lines.push(PageLine {
            number: at + 1,
            text: line,
            new_page: !lines.is_empty() && (feed || blank >= 3),
        });
        (blank, feed) = (0, false);
    }
    // The number of a page stands alone at its edge.
    let edge = |at: usize| lines[at].new_page || lines.get(at + 1).is_none_or(|next| next.new_page);
    let alone = |at: usize| {
        let text = lines[at].text.trim();
        text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit()) && at > 0 && edge(at)
    };
    let dropped: Vec<bool> = (0..lines.len()).map(alone).collect();
    let mut kept: Vec<PageLine> = Vec::with_capacity(lines.len());
    let mut page = false;
    for (line, dropped) in lines.into_iter().zip(dropped) {
        page |= line.new_page;
        if !dropped {
            kept.push(PageLine { new_page: page, ..line });
            page = false;
        }
    }
    kept
}

/// The header of the printed table.
pub(super) struct PrintedHeader {
    /// Lines it takes, the end exclusive.
    pub from: usize,
    pub to: usize,
    /// In the order in which they are printed.
    pub columns: Vec<Column>,
    pub headings: Vec<String>,
}

/// Words by which headings are known in running text.
const STEMS: [(&str, Column); 12] = [
    ("№", Column::Number),
    ("наименован", Column::Title),
    ("мероприяти", Column::Title),
    ("содержани", Column::Title),
    ("срок", Column::Deadline),
    ("дата", Column::Deadline),
    ("период", Column::Deadline),
    ("ответственн", Column::Executor),
    ("исполнител", Column::Executor),
    ("результат", Column::Result),
    ("документ", Column::Result),
    ("отчетност", Column::Result),
];

fn header(lines: &[PageLine]) -> Option<PrintedHeader> {
    (0..lines.len()).find_map(|from| {
        let first = fold(&lines[from].text);
        let begins = first.starts_with('№') || kinds(&first).len() >= 2;
        let to =
            (from + 1..lines.len().min(from + HEADER_LINES_MAX)).find(|at| starts_a_row(&lines[*at].text).is_some())?;
        if !begins {
            return None;
        }
        let text: Vec<String> = lines[from..to].iter().map(|line| one_line(&line.text)).collect();
        let text = text.join(" ");
        let placed = kinds(&fold(&text));
        let known = |column| placed.iter().any(|(_, own)| *own == column);
        if !(known(Column::Title) && known(Column::Deadline) && known(Column::Executor)) {
            return None;
        }
        let mut columns: Vec<Column> = placed.iter().map(|(_, column)| *column).collect();
        if columns.first() != Some(&Column::Number) {
            columns.retain(|column| *column != Column::Number);
            columns.insert(0, Column::Number);
        }
        let headings = columns.iter().map(|column| heading(*column).to_owned()).collect();
        Some(PrintedHeader {
            from,
            to,
            columns,
            headings,
        })
    })
}

/// Kinds of headings in the order of their first words.
fn kinds(folded: &str) -> Vec<(usize, Column)> {
    let mut placed: Vec<(usize, Column)> = Vec::new();
    for (stem, column) in STEMS {
        let Some(at) = folded.find(stem) else { continue };
        match placed.iter_mut().find(|(_, known)| *known == column) {
            Some((known, _)) => *known = (*known).min(at),
            None => placed.push((at, column)),
        }
    }
    placed.sort_unstable_by_key(|(at, _)| *at);
    placed
}

fn heading(column: Column) -> &'static str {
    match column {
        Column::Number => "№ п/п",
        Column::Title => "Наименование мероприятий",
        Column::Executor => "Ответственный исполнитель",
        Column::Result => "Результат",
        _ => "Срок",
    }
}

/// The number at the beginning of a line, and what follows it.
pub(super) fn starts_a_row(line: &str) -> Option<(Vec<u32>, &str)> {
    let line = line.trim();
    let end = line
        .find(|sign: char| !(sign.is_ascii_digit() || sign == '.'))
        .unwrap_or(line.len());
    let (number, rest) = line.split_at(end);
    let number = number.trim_end_matches('.');
    let parts: Option<Vec<u32>> = number
        .split('.')
        .map(|part| part.parse().ok().filter(|part| *part < 200))
        .collect();
    let parts = parts.filter(|parts| parts.len() <= 3 && number.len() <= 8)?;
    let rest = rest.trim_start_matches([')', '.']);
    let fits = if parts.len() == 1 {
        // A section, or an item of a plan without sections: its words begin with a capital.
        let word = rest.trim_start();
        rest.starts_with(char::is_whitespace)
            && word
                .chars()
                .next()
                .is_some_and(|first| first.is_uppercase() || first == '«')
    } else {
        rest.is_empty() || rest.starts_with(char::is_whitespace)
    };
    fits.then_some((parts, rest.trim_start()))
}

/// «1.1».
pub(super) fn printed_number(parts: &[u32]) -> String {
    let parts: Vec<String> = parts.iter().map(u32::to_string).collect();
    parts.join(".")
}

/// A row of the page: its number and its lines.
struct PageRow {
    number: Vec<u32>,
    printed: String,
    from: usize,
    to: usize,
}

/// Rows of a text that has lost the places of its words.
fn stream(lines: &[PageLine], head: &PrintedHeader) -> Result<Vec<GridRow>, ImportError> {
    let rows = page_rows(lines, head);
    let dotted = rows.iter().any(|row| row.number.len() > 1);
    let names = names::Names::of(&lines[head.to..]);
    let mut out = vec![header_row(lines, head)];
    for row in &rows {
        let own = &lines[row.from..row.to];
        let words: usize = own.iter().map(|line| line.text.split_whitespace().count()).sum();
        if words > ROW_WORDS_MAX {
            return Err(ImportError::Unreadable(format!(
                "строка {}: в пункте {} больше {ROW_WORDS_MAX} слов, строки таблицы не различить",
                lines[row.from].number, row.printed
            )));
        }
        if dotted && row.number.len() == 1 {
            out.push(section_row(own, head));
        } else {
            out.push(item_row(own, row, head, &names));
        }
    }
    Ok(out)
}

/// Where rows begin: each number must go on from the one before.
fn page_rows(lines: &[PageLine], head: &PrintedHeader) -> Vec<PageRow> {
    let dotted = lines[head.to..]
        .iter()
        .any(|line| starts_a_row(&line.text).is_some_and(|(parts, _)| parts == [1, 1]));
    let mut rows: Vec<PageRow> = Vec::new();
    let mut section = 0;
    let mut last: Vec<u32> = Vec::new();
    for at in head.to..lines.len() {
        let Some((number, _)) = starts_a_row(&lines[at].text) else {
            continue;
        };
        let goes_on = match (&number[..], &last[..]) {
            ([one], _) if dotted => *one == section + 1,
            ([one], []) => *one == 1,
            ([one], [before, ..]) => *one == before + 1,
            ([one, two, ..], _) if *one == section => {
                let before = if last.len() > 1 && last[0] == section {
                    last[1]
                } else {
                    0
                };
                (before..=before + 5).contains(two) && *two > 0
            }
            _ => false,
        };
        if !goes_on {
            continue;
        }
        if number.len() == 1 {
            section = number[0];
        }
        last.clone_from(&number);
        if let Some(before) = rows.last_mut() {
            before.to = at;
        }
        rows.push(PageRow {
            printed: printed_number(&number),
            number,
            from: at,
            to: lines.len(),
        });
    }
    rows
}

fn cell(text: String, doubt: Option<String>) -> GridCell {
    GridCell {
        text: Arc::from(text),
        part: Part::First,
        doubt,
    }
}

pub(super) fn header_row(lines: &[PageLine], head: &PrintedHeader) -> GridRow {
    GridRow {
        number: lines[head.from].number,
        cells: head
            .headings
            .iter()
            .map(|heading| cell(heading.clone(), None))
            .collect(),
    }
}

fn section_row(lines: &[PageLine], head: &PrintedHeader) -> GridRow {
    let text: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
    let text: Arc<str> = Arc::from(text.join("\n"));
    let cells = (0..head.columns.len()).map(|at| GridCell {
        text: Arc::clone(&text),
        part: if at == 0 { Part::First } else { Part::Beside },
        doubt: None,
    });
    GridRow {
        number: lines[0].number,
        cells: cells.collect(),
    }
}

fn item_row(lines: &[PageLine], row: &PageRow, head: &PrintedHeader, names: &names::Names) -> GridRow {
    let first = starts_a_row(&lines[0].text).map_or("", |(_, rest)| rest);
    let mut pages: Vec<Vec<&str>> = vec![Vec::new()];
    if !first.is_empty() {
        pages[0].push(first);
    }
    for line in &lines[1..] {
        if line.new_page {
            pages.push(Vec::new());
        }
        if let Some(page) = pages.last_mut() {
            page.push(&line.text);
        }
    }
    let cut = cut::cut(&pages, &head.columns, names);
    let cells = head.columns.iter().map(|column| match column {
        Column::Number => cell(row.printed.clone(), None),
        column => {
            let found = cut.iter().find(|(own, ..)| own == column);
            let (text, doubt) = found
                .map(|(_, text, doubt)| (text.clone(), doubt.clone()))
                .unwrap_or_default();
            cell(text, doubt)
        }
    });
    GridRow {
        number: lines[0].number,
        cells: cells.collect(),
    }
}
