//! Mistakes in plans: each with a stable code, its place, what is wrong and what would be right, in Russian.
//!
//! Must never stop at the first mistake: whoever finds one goes on looking.
#![deny(missing_docs)]

use crate::definition::source::{Source, Span};
use serde::Serialize;
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What kind of mistake: stable, so that scripts and documentation may name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Code {
            /// The code as printed, e.g. `unknown-stage`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

codes! {
    /// The text is not YAML, is too large, or nests too deep.
    Yaml = "yaml",
    /// A field the language does not have.
    UnknownField = "unknown-field",
    /// A field that must be there is not.
    MissingField = "missing-field",
    /// The same key twice.
    DuplicateKey = "duplicate-key",
    /// A value of another kind than expected.
    WrongValue = "wrong-value",
    /// A field that does not belong to the act of its stage.
    FieldOfAnotherAct = "field-of-another-act",
    /// A stage that the lifecycle does not have.
    UnknownStage = "unknown-stage",
    /// A role that the plan does not have.
    UnknownRole = "unknown-role",
    /// A journal that the plan does not have.
    UnknownJournal = "unknown-journal",
    /// Journals that would print the same number twice, or share a series without agreeing about it.
    JournalNumbers = "journal-numbers",
    /// A lifecycle that has no file.
    UnknownLifecycle = "unknown-lifecycle",
    /// An item that the plan does not have.
    UnknownItem = "unknown-item",
    /// A section that the plan does not have.
    UnknownSection = "unknown-section",
    /// An institution, or a kind of institutions, that the directory does not have.
    UnknownInstitution = "unknown-institution",
    /// An executor's name that no party of the plan explains.
    UnknownExecutor = "unknown-executor",
    /// A document slot that the lifecycle does not have, or one that nothing fills.
    DocumentSlot = "document-slot",
    /// A template name that is not a Word file's.
    TemplateName = "template-name",
    /// A Word or letter template that is not there or cannot be filled in.
    Template = "template",
    /// A stage that nothing leads to.
    UnreachableStage = "unreachable-stage",
    /// A stage from which no end can be reached.
    NoEnd = "no-end",
    /// A circle of stages in which nobody ever acts.
    EndlessCircle = "endless-circle",
    /// A document is approved before it is drafted.
    NothingToApprove = "nothing-to-approve",
    /// A quorum of more approvers than there are.
    Quorum = "quorum",
    /// More reports are needed than there are executors.
    TooManyReports = "too-many-reports",
    /// Reminders out of order or on the wrong side of the date.
    Reminders = "reminders",
    /// A guard or a text with an expression that cannot be evaluated.
    Expression = "expression",
    /// A deadline that leaves a doubt which nobody has confirmed.
    UnconfirmedDeadline = "unconfirmed-deadline",
    /// Dates that contradict each other or the plan.
    Dates = "dates",
    /// A date of a year whose calendar of days off is not loaded.
    OutsideCalendar = "outside-calendar",
    /// Items that wait for each other, or for a period that is not there.
    Order = "order",
    /// A row of the directory of institutions that cannot be read.
    InstitutionRow = "institution-row",
    /// A row of the table of persons that cannot be read.
    PersonRow = "person-row",
    /// A person that the table of persons does not have.
    UnknownPerson = "unknown-person",
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// What kind.
    pub code: Code,
    /// File, as named by the caller.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The words that are wrong, as they stand in the file; at most their first line.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// The line in which they stand.
    #[serde(skip)]
    pub excerpt: String,
}

impl Mistake {
    /// A mistake at `span` of `source`.
    pub fn new(source: &Source, span: Span, code: Code, message: impl Into<String>) -> Self {
        let text = &*source.text;
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
        Self {
            code,
            file: source.file.to_string(),
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            text: text[start..end.min(line_end)]
                .trim_end()
                .chars()
                .take(EXCERPT_CHARS)
                .collect(),
            message: shortened(message.into()),
            help: None,
            excerpt: text[line_start..line_end].to_owned(),
        }
    }

    /// The same mistake with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shortened(help.into()));
        self
    }
}

/// Longest excerpt shown: a hostile line of megabytes must not fill the screen.
const EXCERPT_CHARS: usize = 160;

/// Characters before the mistake that are shown at least, when a long line is cut.
const CONTEXT_CHARS: usize = 60;

/// Longest message or advice: what is quoted in it may be hostile too.
const MESSAGE_CHARS: usize = 600;

/// Most mistakes told about one file: whoever has more begins with these.
pub const FILE_MISTAKES_MAX: usize = 200;

fn shortened(text: String) -> String {
    match text.char_indices().nth(MESSAGE_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "ошибка[{}]: {}", self.code.as_str(), self.message)?;
        writeln!(f, "{margin} ┌─ {}:{}:{}", self.file, self.line, self.column)?;
        if self.excerpt.is_empty() && self.text.is_empty() {
            // Nothing to show: an empty file, or one that is no text.
            return match &self.help {
                Some(help) => writeln!(f, "{margin} = {help}"),
                None => Ok(()),
            };
        }
        let column = self.column - 1;
        let skipped = if self.excerpt.chars().count() > EXCERPT_CHARS {
            column.saturating_sub(CONTEXT_CHARS)
        } else {
            0
        };
        let shown: String = self
            .excerpt
            .chars()
            .skip(skipped)
            .take(EXCERPT_CHARS)
            .map(printable)
            .collect();
        let room = EXCERPT_CHARS.saturating_sub(column - skipped).max(1);
        let marks = "^".repeat(self.text.chars().count().clamp(1, room));
        writeln!(f, "{number} │ {}", shown.trim_end())?;
        writeln!(f, "{margin} │ {}{marks}", " ".repeat(column - skipped))?;
        if let Some(help) = &self.help {
            writeln!(f, "{margin} = {help}")?;
        }
        Ok(())
    }
}

/// Tabs and control characters take one column and cannot steer the terminal.
fn printable(character: char) -> char {
    match character {
        '\t' => ' ',
        control if control.is_control() => '\u{fffd}',
        other => other,
    }
}

/// All mistakes of a plan, in the order of files and lines; never empty when returned as an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Mistakes(pub Vec<Mistake>);

impl Mistakes {
    /// The mistakes sorted by place, each told once.
    pub fn sorted(mut mistakes: Vec<Mistake>) -> Self {
        let place = |mistake: &Mistake| (mistake.file.clone(), mistake.line, mistake.column, mistake.code);
        mistakes.sort_by_key(place);
        mistakes.dedup();
        Self(mistakes)
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for mistake in &self.0 {
            writeln!(f, "{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}
