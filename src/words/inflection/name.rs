//! A person's name: which word is the surname, which the patronymic, and the whole of it in a case.
//!
//! Must never guess a sex: it is told, or an unambiguous patronymic tells it.
#![deny(missing_docs)]

use super::given;
use super::surname;
use super::{Case, Form, Forms, Missing, Sex};

/// What a word of a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Surname,
    Given,
    Patronymic,
    /// The father's name before «оглы», and «оглы» itself: never declined.
    Standing,
    Initial,
}

/// A name that was told apart into its words, with capitals where they belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    words: Vec<(String, Part)>,
}

impl PersonName {
    /// Tells the words of a name apart: «ИВАНОВА ирина Ивановна», «Иванова И.И.», «И. И. Иванова», «Ирина Ивановна Иванова».
    ///
    /// # Errors
    /// [`Missing::Unread`] when the order of the words leaves a doubt.
    pub fn read(text: &str) -> Result<Self, Missing> {
        let unread = |why| Err(Missing::Unread { why });
        let known = |sign: char| {
            matches!(sign, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' | '-' | '.' | '\'' | '’') || sign.is_whitespace()
        };
        if text.chars().any(|sign| !known(sign)) {
            return unread("в нём не только русские буквы");
        }
        let spaced = text.replace('.', ". ");
        let words: Vec<String> = spaced.split_whitespace().map(with_capitals).collect();
        if words
            .iter()
            .any(|word| word.starts_with('-') || word.ends_with('-') || word == ".")
        {
            return unread("дефис или точка стоит отдельно");
        }
        match words.len() {
            0 => return unread("оно пустое"),
            1..=5 => {}
            _ => return unread("в нём больше пяти слов"),
        }
        if words.iter().any(|word| is_initial(word)) {
            return with_initials(words);
        }
        in_full(words)
    }

    /// The sex that the patronymic tells.
    pub fn sex(&self) -> Option<Sex> {
        self.words.iter().find_map(|(word, part)| match part {
            Part::Patronymic => given::patronymic_sex(word),
            Part::Standing => given::is_son_or_daughter(word),
            _ => None,
        })
    }

    /// The sex that is known: told by a person or by the patronymic.
    ///
    /// # Errors
    /// When neither tells it, or when they contradict each other.
    pub fn settled_sex(&self, told: Option<Sex>) -> Result<Sex, Missing> {
        match (told, self.sex()) {
            (Some(given), Some(seen)) if given != seen => {
                let patronymic = self
                    .words
                    .iter()
                    .filter(|(_, part)| matches!(part, Part::Patronymic | Part::Standing));
                let patronymic: Vec<&str> = patronymic.map(|(word, _)| word.as_str()).collect();
                Err(Missing::Contradiction {
                    given,
                    patronymic: patronymic.join(" "),
                })
            }
            (Some(sex), _) | (None, Some(sex)) => Ok(sex),
            (None, None) => Err(Missing::Sex),
        }
    }

    /// The name as it was written, with capitals where they belong.
    pub fn nominative(&self) -> String {
        self.words
            .iter()
            .map(|(word, _)| word.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The whole name in `case`; a stored form comes first.
    ///
    /// # Errors
    /// What must be typed.
    pub fn decline(&self, sex: Option<Sex>, stored: &Forms, case: Case) -> Result<Form, Missing> {
        if let Some(text) = stored.get(case) {
            return Ok(Form::stored(text));
        }
        if case == Case::Nominative {
            return Ok(Form::computed(self.nominative()));
        }
        let words = self.declined(sex, case, |_| true)?;
        Ok(Form::computed(words.join(" ")))
    }

    /// How an order turns to the person: the surname in `case`, then the initials, «Ивановой И. И.».
    ///
    /// # Errors
    /// What must be typed; the full form that is stored serves here too.
    pub fn in_address(&self, sex: Option<Sex>, stored: &Forms, case: Case) -> Result<Form, Missing> {
        if let Some(text) = stored.get(case) {
            return Ok(Form::stored(&self.shortened(text)?));
        }
        let surnames = self.declined(sex, case, |part| part == Part::Surname)?;
        Ok(Form::computed(self.surname_then_initials(&surnames)))
    }

    /// How the person signs: initials, then the surname, «И. И. Иванова».
    pub fn in_signature(&self) -> String {
        let surname: Vec<&str> = self.of(Part::Surname);
        let parts = [self.initials(), surname.join(" ")];
        parts
            .iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn of(&self, wanted: Part) -> Vec<&str> {
        self.words
            .iter()
            .filter(|(_, part)| *part == wanted)
            .map(|(word, _)| word.as_str())
            .collect()
    }

    fn declined(&self, sex: Option<Sex>, case: Case, wanted: impl Fn(Part) -> bool) -> Result<Vec<String>, Missing> {
        let sex = if case == Case::Nominative {
            Ok(Sex::Male)
        } else {
            self.settled_sex(sex)
        }?;
        let words = self.words.iter().filter(|(_, part)| wanted(*part));
        words
            .map(|(word, part)| match part {
                Part::Surname => surname::decline(word, sex, case),
                Part::Given => given::decline(word, sex, case),
                Part::Patronymic => Ok(given::decline_patronymic(word, sex, case)),
                Part::Standing | Part::Initial => Ok(word.clone()),
            })
            .collect()
    }

    /// A stored full form with initials: its words stand in the order of the name.
    fn shortened(&self, stored: &str) -> Result<String, Missing> {
        let spaced = stored.replace('.', ". ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let place = self.words.iter().position(|(_, part)| *part == Part::Surname);
        match place.and_then(|place| words.get(place)) {
            Some(surname) if words.len() == self.words.len() => {
                Ok(self.surname_then_initials(&[(*surname).to_owned()]))
            }
            _ => Err(Missing::Unread {
                why: "в записанном падеже не столько слов, сколько в имени",
            }),
        }
    }

    fn surname_then_initials(&self, surnames: &[String]) -> String {
        if surnames.is_empty() {
            return self.initials();
        }
        let initials = self.initials();
        if initials.is_empty() {
            return surnames.join(" ");
        }
        format!("{} {initials}", surnames.join(" "))
    }

    fn initials(&self) -> String {
        let initial = |(word, part): &(String, Part)| match part {
            Part::Initial => Some(word.clone()),
            Part::Given | Part::Patronymic => word.chars().next().map(|letter| format!("{letter}.")),
            // «оглы» has no initial of its own; the father's name before it has.
            Part::Standing if given::is_son_or_daughter(word).is_none() => {
                word.chars().next().map(|letter| format!("{letter}."))
            }
            Part::Standing | Part::Surname => None,
        };
        self.words.iter().filter_map(initial).collect::<Vec<_>>().join(" ")
    }
}

fn with_initials(words: Vec<String>) -> Result<PersonName, Missing> {
    let surnames = words.iter().filter(|word| !is_initial(word)).count();
    if surnames != 1 {
        return Err(Missing::Unread {
            why: "рядом с инициалами ожидалась одна фамилия",
        });
    }
    let part = |word: &String| if is_initial(word) { Part::Initial } else { Part::Surname };
    Ok(PersonName {
        words: words.into_iter().map(|word| (word.clone(), part(&word))).collect(),
    })
}

fn in_full(words: Vec<String>) -> Result<PersonName, Missing> {
    let unread = |why| Err(Missing::Unread { why });
    let looks = |place: usize| words.get(place).and_then(|word| given::patronymic_sex(word));
    let son = |place: usize| words.get(place).and_then(|word| given::is_son_or_daughter(word));
    let parts: &[Part] = match words.len() {
        1 => &[Part::Surname],
        2 if looks(1) == Some(Sex::Female) => &[Part::Given, Part::Patronymic],
        2 if looks(1).is_some() => return unread("непонятно, отчество или фамилия второе слово"),
        2 => &[Part::Surname, Part::Given],
        3 if son(2).is_some() => return unread("рядом с «оглы» ожидались фамилия, имя и отчество"),
        3 if looks(2).is_some() && looks(1).is_some() => return unread("отчествами кажутся два слова"),
        3 if looks(2).is_some() => &[Part::Surname, Part::Given, Part::Patronymic],
        3 if looks(1).is_some() => &[Part::Given, Part::Patronymic, Part::Surname],
        4 if son(3).is_some() => &[Part::Surname, Part::Given, Part::Standing, Part::Standing],
        _ => return unread("непонятно, где фамилия, имя и отчество"),
    };
    Ok(PersonName {
        words: words.into_iter().zip(parts.iter().copied()).collect(),
    })
}

fn is_initial(word: &str) -> bool {
    word.ends_with('.') && (2..=3).contains(&word.chars().count())
}

/// «ИВАНОВ» → «Иванов», letters mixed up likewise; «САЛТЫКОВ-щербина» → «Салтыков-Щербина»; «Оглы» → «оглы».
fn with_capitals(word: &str) -> String {
    if given::is_son_or_daughter(word).is_some() {
        return word.to_lowercase();
    }
    let half = |half: &str| {
        if given::is_son_or_daughter(half).is_some() {
            return half.to_lowercase();
        }
        let mut capital = true;
        let mut written = String::new();
        for letter in half.chars() {
            if capital {
                written.extend(letter.to_uppercase());
            } else {
                written.extend(letter.to_lowercase());
            }
            // «О’Коннор» keeps the capital after its apostrophe.
            capital = matches!(letter, '\'' | '’') && written.chars().count() == 2;
        }
        written
    };
    word.split('-').map(half).collect::<Vec<_>>().join("-")
}
