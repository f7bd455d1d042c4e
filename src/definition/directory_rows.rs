//! What the tables of a plan have in common: a header in any order, columns for forms in the cases, rows with their mistakes.
//!
//! Must never drop a row silently: every cell that cannot be read is told with its line and column.
#![deny(missing_docs)]

use crate::definition::institutions::is_mailbox;
use crate::definition::mistake::{Code, FILE_MISTAKES_MAX, Mistake};
use crate::definition::shape::day;
use crate::definition::source::{Source, Span};
use crate::definition::suggest;
use crate::definition::table::{Row, rows};
use crate::words::inflection::{Case, Forms, Sex};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Most rows read: a region has a few thousand schools.
const ROWS_MAX: usize = 100_000;

/// Most columns a header may have before unknown ones are no longer told one by one.
const COLUMNS_MAX: usize = 60;

/// What a table must have and may have.
pub(super) struct Layout {
    /// Name of the file, for messages.
    pub(super) file: &'static str,
    /// Columns that must be there.
    pub(super) required: &'static [&'static str],
    /// Columns that may be there.
    pub(super) optional: &'static [&'static str],
    /// Columns that may have one more column for each oblique case: `director_genitive`.
    pub(super) in_cases: &'static [&'static str],
    /// Kind of the mistakes.
    pub(super) code: Code,
}

impl Layout {
    /// All columns, in the order in which they are written.
    pub(super) fn columns(&self) -> Vec<String> {
        let plain = self.required.iter().chain(self.optional).map(|name| (*name).to_owned());
        let in_case = |name: &&str| Case::OBLIQUE.map(|case| format!("{name}_{}", case.key()));
        plain.chain(self.in_cases.iter().flat_map(in_case)).collect()
    }
}

/// A table whose header is right.
pub(super) struct Sheet<'a> {
    source: &'a Source,
    code: Code,
    columns: BTreeMap<String, usize>,
    width: usize,
    rows: Vec<Row>,
}

impl<'a> Sheet<'a> {
    /// Reads the header; `None` when the table as a whole cannot be read.
    pub(super) fn open(source: &'a Source, layout: &Layout, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let delimiter = if source.text.lines().next().is_some_and(|header| header.contains(';')) {
            b';'
        } else {
            b','
        };
        let mut rows: Vec<Row> = rows(source, delimiter).take(ROWS_MAX + 1).collect();
        let whole = |message: String| Mistake::new(source, Span::default(), layout.code, message);
        if rows.len() > ROWS_MAX {
            mistakes.push(whole(format!("в справочнике больше {ROWS_MAX} строк")));
            return None;
        }
        if rows.is_empty() {
            let mistake = whole(format!("нет файла {}, или он пуст", layout.file));
            mistakes.push(mistake.help(format!("первая строка — названия граф: {}", layout.required.join(","))));
            return None;
        }
        let header = rows.remove(0);
        if let Some(quote) = header.quote {
            mistakes.push(quote.mistake(source, layout.code));
        }
        let columns = columns(source, &header, layout, mistakes)?;
        rows.retain(|row| row.cells.iter().any(|(cell, _)| !cell.is_empty()));
        Some(Self {
            source,
            code: layout.code,
            columns,
            width: header.cells.len(),
            rows,
        })
    }

    /// What stands in a column, in every row, those with mistakes included.
    pub(super) fn all(&self, column: &str) -> Vec<String> {
        let at = self.columns.get(column);
        let cell = |row: &Row| at.and_then(|at| row.cells.get(*at)).map(|(cell, _)| cell.clone());
        self.rows.iter().filter_map(cell).collect()
    }

    /// Reads every row; rows with mistakes are told and left out. The second part is the line.
    pub(super) fn read<T>(&self, mistakes: &mut Vec<Mistake>, read: impl Fn(&mut RowDesk<'_>) -> T) -> Vec<(T, &Row)> {
        let before = mistakes.len();
        let mut found = Vec::new();
        for row in &self.rows {
            if mistakes.len() >= before + FILE_MISTAKES_MAX {
                break;
            }
            if let Some(quote) = row.quote {
                mistakes.push(quote.mistake(self.source, self.code));
                continue;
            }
            if row.cells.len() != self.width {
                let end = Span {
                    start: row.span.end,
                    end: row.span.end,
                };
                let message = format!("в строке граф: {}, а должно быть {}", row.cells.len(), self.width);
                let mistake = Mistake::new(self.source, end, self.code, message);
                mistakes.push(mistake.help("запятая внутри названия? возьмите название в кавычки"));
                continue;
            }
            let mut desk = self.desk(row, mistakes);
            let value = read(&mut desk);
            if desk.ok {
                found.push((value, row));
            }
        }
        found
    }

    /// The desk of one row.
    pub(super) fn desk<'b>(&'b self, row: &'b Row, mistakes: &'b mut Vec<Mistake>) -> RowDesk<'b> {
        RowDesk {
            source: self.source,
            code: self.code,
            row,
            columns: &self.columns,
            mistakes,
            ok: true,
        }
    }
}

/// Where each known column stands; `None` when one is missing.
fn columns(
    source: &Source,
    header: &Row,
    layout: &Layout,
    mistakes: &mut Vec<Mistake>,
) -> Option<BTreeMap<String, usize>> {
    let known = layout.columns();
    let mut columns = BTreeMap::new();
    for (at, (name, span)) in header.cells.iter().enumerate() {
        if !known.contains(name) {
            if at < COLUMNS_MAX {
                let mistake = Mistake::new(source, *span, layout.code, format!("нет графы `{name}`"));
                mistakes.push(mistake.help(suggest::among(name, known.iter().map(String::as_str), "графы")));
            }
        } else if columns.insert(name.clone(), at).is_some() {
            mistakes.push(Mistake::new(
                source,
                *span,
                layout.code,
                format!("графа `{name}` стоит дважды"),
            ));
        }
    }
    let missing: Vec<&str> = layout
        .required
        .iter()
        .copied()
        .filter(|name| !columns.contains_key(*name))
        .collect();
    if missing.is_empty() {
        return Some(columns);
    }
    let message = format!("в первой строке не хватает граф: {}", missing.join(", "));
    mistakes.push(Mistake::new(source, header.span, layout.code, message));
    None
}

/// One row while it is read.
pub(super) struct RowDesk<'a> {
    source: &'a Source,
    code: Code,
    row: &'a Row,
    columns: &'a BTreeMap<String, usize>,
    mistakes: &'a mut Vec<Mistake>,
    ok: bool,
}

impl RowDesk<'_> {
    fn span(&self, column: &str) -> Span {
        let cell = self.columns.get(column).and_then(|at| self.row.cells.get(*at));
        cell.map_or(
            Span {
                start: self.row.span.end,
                end: self.row.span.end,
            },
            |(_, span)| *span,
        )
    }

    /// Tells a mistake in a cell; the row is then left out.
    pub(super) fn wrong(&mut self, column: &str, message: String, help: &str) {
        self.ok = false;
        self.mistakes
            .push(Mistake::new(self.source, self.span(column), self.code, message).help(help));
    }

    /// A cell that may be empty or not be there.
    pub(super) fn optional(&self, column: &str) -> Option<String> {
        let (cell, _) = self.row.cells.get(*self.columns.get(column)?)?;
        (!cell.is_empty()).then(|| cell.clone())
    }

    /// A cell that must not be empty.
    pub(super) fn required(&mut self, column: &str) -> String {
        let cell = self.optional(column);
        if cell.is_none() {
            self.wrong(column, format!("графа `{column}` не заполнена"), "заполните графу");
        }
        cell.unwrap_or_default()
    }

    /// An address, told when it does not look like one.
    pub(super) fn mailbox(&mut self, column: &str, address: Option<String>) -> Option<String> {
        if let Some(address) = address.as_ref().filter(|address| !is_mailbox(address)) {
            self.wrong(
                column,
                format!("«{address}» не похоже на адрес почты"),
                "адрес вида school-1@example.org",
            );
        }
        address
    }

    /// A date.
    pub(super) fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let text = self.optional(column)?;
        match day(&text) {
            Ok(day) => Some(day),
            Err(help) => {
                let message = format!("ожидалось: дата вида 2022-04-29, а здесь «{text}»");
                self.wrong(column, message, &help);
                None
            }
        }
    }

    /// First and last day, both inclusive.
    pub(super) fn validity(&mut self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let (from, to) = (self.date("valid_from"), self.date("valid_to"));
        if let (Some(first), Some(last)) = (from, to)
            && last < first
        {
            self.wrong(
                "valid_to",
                "последний день раньше первого".to_owned(),
                "оба дня включительно",
            );
        }
        (from, to)
    }

    /// «м» or «ж».
    pub(super) fn sex(&mut self, column: &str) -> Option<Sex> {
        let text = self.optional(column)?;
        let sex = Sex::read(&text);
        if sex.is_none() {
            self.wrong(
                column,
                format!("ожидалось: пол, м или ж, а здесь «{text}»"),
                "впишите м или ж",
            );
        }
        sex
    }

    /// The forms that were typed beside a column.
    pub(super) fn forms(&self, column: &str) -> Forms {
        let mut forms = Forms::default();
        for case in Case::OBLIQUE {
            if let Some(text) = self.optional(&format!("{column}_{}", case.key())) {
                forms.set(case, text);
            }
        }
        forms
    }
}

/// Whether two spans of days, both inclusive and open where there is no day, have a day in common.
pub(super) fn overlap(
    one: (Option<NaiveDate>, Option<NaiveDate>),
    other: (Option<NaiveDate>, Option<NaiveDate>),
) -> bool {
    let begins_before_end = |from: Option<NaiveDate>, to: Option<NaiveDate>| match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    begins_before_end(one.0, other.1) && begins_before_end(other.0, one.1)
}
