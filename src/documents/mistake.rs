//! What can be wrong with a template or with its data, said so that a clerk finds the spot in Word.
//!
//! Must never lose the place: a mistake without a place is about the whole file.

use std::fmt;

use serde::Serialize;

/// What kind of mistake it is; stable, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MistakeCode {
    NotWord,
    OldWord,
    Encrypted,
    Macros,
    Strict,
    TooLarge,
    BrokenPackage,
    BrokenXml,
    UnclosedTag,
    StrayEnd,
    TagSyntax,
    UnknownStatement,
    ForbiddenStatement,
    UnclosedBlock,
    UnopenedBlock,
    CrossingBlock,
    NotAlone,
    UnknownFilter,
    UnknownTest,
    UnknownFunction,
    UnknownVariable,
    MissingValue,
    WrongValue,
    TooMuchWork,
    /// A tag where none is filled in: a field code or the address of a link.
    OutOfReach,
    /// Not a mistake but the rest of them.
    MoreMistakes,
}

/// Where in the template: the part of the file, its text box, then the innermost table, row, cell and paragraph,
/// counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    pub part: String,
    /// Text box of the part; what stands in it is counted within it.
    pub text_box: Option<usize>,
    pub table: Option<usize>,
    pub row: Option<usize>,
    pub cell: Option<usize>,
    pub paragraph: Option<usize>,
}

/// One mistake of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateMistake {
    pub code: MistakeCode,
    pub place: Option<Place>,
    /// The tag as it stands in the template.
    pub tag: Option<String>,
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
}

/// All mistakes of a template, found in one pass.
#[derive(Debug, Clone, thiserror::Error)]
pub struct TemplateMistakes {
    pub template: String,
    pub mistakes: Vec<TemplateMistake>,
}

/// Why a document could not be made.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RenderError {
    #[error("шаблон «{template}»: {mistake}")]
    Template {
        template: String,
        mistake: Box<TemplateMistake>,
    },
    #[error("шаблон «{template}»: документ получился больше {limit_mb} МБ")]
    TooLarge { template: String, limit_mb: usize },
    #[error(
        "шаблон «{template}»: в данных больше {most} значений, столько на бумагу не помещается; разделите их на несколько документов"
    )]
    TooMuchData { template: String, most: usize },
    #[error("шаблон «{template}»: не удалось собрать файл: {reason}")]
    Package { template: String, reason: String },
}

impl RenderError {
    /// The mistake itself, with its place where there is one.
    pub fn into_mistake(self) -> TemplateMistake {
        match self {
            Self::Template { mistake, .. } => *mistake,
            Self::TooLarge { .. } | Self::TooMuchData { .. } => {
                TemplateMistake::file(MistakeCode::TooMuchWork, self.to_string())
            }
            Self::Package { .. } => TemplateMistake::file(MistakeCode::BrokenPackage, self.to_string()),
        }
    }
}

impl TemplateMistake {
    /// A mistake about the whole file or one part of it.
    pub(super) fn file(code: MistakeCode, message: impl Into<String>) -> Self {
        Self {
            code,
            place: None,
            tag: None,
            message: message.into(),
            hint: None,
        }
    }

    /// Keeps no more than `most`, the last of which says how many were left out.
    pub(super) fn cut(mistakes: &mut Vec<Self>, most: usize) {
        if mistakes.len() <= most {
            return;
        }
        let shown = most.saturating_sub(1);
        let left_out = mistakes.len() - shown;
        mistakes.truncate(shown);
        mistakes.push(
            Self::file(
                MistakeCode::MoreMistakes,
                format!("показаны первые {shown} ошибок, ещё не показано: {left_out} или больше"),
            )
            .hint("исправьте показанные и проверьте шаблон снова"),
        );
    }

    pub(super) fn at(mut self, place: &Place) -> Self {
        self.place = Some(place.clone());
        self
    }

    pub(super) fn tagged(mut self, tag: &str) -> Self {
        self.tag = Some(tag.to_owned());
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl Place {
    /// The part as a whole.
    pub(super) fn part(part: &str) -> Self {
        Self {
            part: part.to_owned(),
            text_box: None,
            table: None,
            row: None,
            cell: None,
            paragraph: None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.part.rsplit('/').next().unwrap_or(&self.part);
        match file {
            "document.xml" => write!(f, "основной текст")?,
            _ if file.starts_with("header") => write!(f, "верхний колонтитул ({file})")?,
            _ if file.starts_with("footer") => write!(f, "нижний колонтитул ({file})")?,
            "core.xml" => write!(f, "свойства файла")?,
            _ if file.starts_with("footnotes") => write!(f, "сноски")?,
            _ if file.starts_with("endnotes") => write!(f, "концевые сноски")?,
            _ => write!(f, "{file}")?,
        }
        for (word, number) in [
            ("надпись", self.text_box),
            ("таблица", self.table),
            ("строка", self.row),
            ("ячейка", self.cell),
            ("абзац", self.paragraph),
        ] {
            if let Some(number) = number {
                write!(f, ", {word} {number}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for TemplateMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        if let Some(tag) = &self.tag {
            write!(f, "{tag}: ")?;
        }
        write!(f, "{}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for TemplateMistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "шаблон «{}», ошибок: {}", self.template, self.mistakes.len())?;
        for mistake in &self.mistakes {
            write!(f, "\n- {mistake}")?;
        }
        Ok(())
    }
}
