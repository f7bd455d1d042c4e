//! Names of people, posts and bodies in the six cases: «Ивановой Ирине Ивановне», «заведующему отделом».
//!
//! A form that a person typed comes first; a computed one is given only where the rule leaves no doubt; everything else
//! is [`Missing`] and is asked for. Must never guess: a wrong name on an order is worse than a question.
#![deny(missing_docs)]

pub mod given;
pub mod name;
pub mod organisation;
pub mod post;
mod post_table;
pub mod surname;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A grammatical case (падеж).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// Кто? Что?
    Nominative,
    /// Кого? Чего? «в лице директора»
    Genitive,
    /// Кому? Чему? «директору … представить»
    Dative,
    /// Кого? Что? «назначить … Иванову И. И.»
    Accusative,
    /// Кем? Чем? «утверждено приказом»
    Instrumental,
    /// О ком? О чём? «о закреплении»
    Prepositional,
}

impl Case {
    /// All six, in the order of school.
    pub const ALL: [Self; 6] = [
        Self::Nominative,
        Self::Genitive,
        Self::Dative,
        Self::Accusative,
        Self::Instrumental,
        Self::Prepositional,
    ];

    /// All but the nominative: those that can be stored.
    pub const OBLIQUE: [Self; 5] = [
        Self::Genitive,
        Self::Dative,
        Self::Accusative,
        Self::Instrumental,
        Self::Prepositional,
    ];

    /// The ending of a column or a field that holds this case: `genitive` in `post_genitive`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Nominative => "nominative",
            Self::Genitive => "genitive",
            Self::Dative => "dative",
            Self::Accusative => "accusative",
            Self::Instrumental => "instrumental",
            Self::Prepositional => "prepositional",
        }
    }

    /// What a person calls it: «родительный».
    pub fn name(self) -> &'static str {
        match self {
            Self::Nominative => "именительный",
            Self::Genitive => "родительный",
            Self::Dative => "дательный",
            Self::Accusative => "винительный",
            Self::Instrumental => "творительный",
            Self::Prepositional => "предложный",
        }
    }

    fn place(self) -> usize {
        self as usize
    }
}

/// The sex of a person, without which a surname cannot be declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Мужской.
    Male,
    /// Женский.
    Female,
}

impl Sex {
    /// Reads «м», «ж» and the usual longer ways to write them; nothing else.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().trim_end_matches('.').to_lowercase().as_str() {
            "м" | "муж" | "мужской" | "male" => Some(Self::Male),
            "ж" | "жен" | "женский" | "female" => Some(Self::Female),
            _ => None,
        }
    }

    /// As tables write it: «м» or «ж».
    pub fn letter(self) -> &'static str {
        match self {
            Self::Male => "м",
            Self::Female => "ж",
        }
    }
}

/// Forms that a person typed: any of the five oblique cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Forms(pub BTreeMap<Case, String>);

impl Forms {
    /// The form that was typed for `case`.
    pub fn get(&self, case: Case) -> Option<&str> {
        self.0.get(&case).map(String::as_str)
    }

    /// Keeps a form.
    pub fn set(&mut self, case: Case, text: String) {
        self.0.insert(case, text);
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A name in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// As printed.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl Form {
    fn stored(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            origin: Origin::Stored,
        }
    }

    fn computed(text: String) -> Self {
        Self {
            text,
            origin: Origin::Computed,
        }
    }
}

/// Where a form comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A person typed it.
    Stored,
    /// A rule gave it.
    Computed,
}

/// Why there is no form; what to type is said in the words of the table that lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The sex is not known, and the patronymic does not tell it.
    Sex,
    /// The sex that was given is not the one of the patronymic.
    Contradiction {
        /// What was given.
        given: Sex,
        /// The patronymic.
        patronymic: String,
    },
    /// The words could not be told apart.
    Unread {
        /// Why.
        why: &'static str,
    },
    /// The rule leaves a doubt in this case.
    Doubt {
        /// The case.
        case: Case,
        /// The word.
        word: String,
        /// Why.
        why: &'static str,
    },
    /// The post is not in the table of posts.
    Post {
        /// The case.
        case: Case,
        /// The part that is not known.
        word: String,
    },
    /// The name of a body: only stored forms serve.
    Organisation {
        /// The case.
        case: Case,
    },
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sex => f.write_str("нужен пол: по отчеству он не виден; впишите м или ж"),
            Self::Contradiction { given, patronymic } => {
                write!(
                    f,
                    "пол указан «{}», а отчество — «{patronymic}»: исправьте одно из двух",
                    given.letter()
                )
            }
            Self::Unread { why } => write!(f, "имя не разобрано: {why}; впишите падежи сами"),
            Self::Doubt { case, word, why } => {
                write!(f, "нужен {} падеж слова «{word}»: {why}; впишите его сами", case.name())
            }
            Self::Post { case, word } => write!(
                f,
                "нужен {} падеж должности: слова «{word}» нет в таблице должностей; впишите его сами",
                case.name()
            ),
            Self::Organisation { case } => {
                write!(f, "нужен {} падеж названия: впишите его сами", case.name())
            }
        }
    }
}

impl std::error::Error for Missing {}

/// How sure the rule is of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    /// The word never changes.
    Invariable,
    /// All cases are sure.
    Regular,
    /// All but the instrumental are sure.
    ButInstrumental(&'static str),
    /// None is.
    Doubtful(&'static str),
}

impl Certainty {
    /// Whether `case` of `word` may be computed: `Ok(false)` when the word stays as it is.
    fn allows(self, word: &str, case: Case) -> Result<bool, Missing> {
        match self {
            Self::Invariable => Ok(false),
            Self::Regular => Ok(true),
            Self::ButInstrumental(_) if case != Case::Instrumental => Ok(true),
            Self::ButInstrumental(why) | Self::Doubtful(why) => Err(Missing::Doubt {
                case,
                word: word.to_owned(),
                why,
            }),
        }
    }
}

/// The two databases of rules name sexes and cases in their own way.
fn gender(sex: Sex) -> petrovich::Gender {
    match sex {
        Sex::Male => petrovich::Gender::Male,
        Sex::Female => petrovich::Gender::Female,
    }
}

/// The case in the words of the rules; `None` for the nominative, which needs none.
fn rule_case(case: Case) -> Option<petrovich::Case> {
    match case {
        Case::Nominative => None,
        Case::Genitive => Some(petrovich::Case::Genitive),
        Case::Dative => Some(petrovich::Case::Dative),
        Case::Accusative => Some(petrovich::Case::Accusative),
        Case::Instrumental => Some(petrovich::Case::Instrumental),
        Case::Prepositional => Some(petrovich::Case::Prepositional),
    }
}

/// Whether any of the endings closes the word.
fn ends(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| word.ends_with(ending))
}

/// Vowels of a word, as many as it has syllables.
fn syllables(word: &str) -> usize {
    word.chars().filter(|sign| "аеёиоуыэюя".contains(*sign)).count()
}
