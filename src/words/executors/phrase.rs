//! A noun phrase of the lexicon: adjectives and the head noun that they agree with.
//!
//! Must never look past the head: what follows it belongs to `link`.

use super::grammar::{Adjective, Case, Number};
use super::lexicon::{Form, Sort, forms_of};
use super::text::Token;

/// «муниципальным образовательным учреждениям»: the head with its adjectives.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// Tokens of the adjectives and the head; the head is the last.
    pub length: usize,
    /// All case and number readings that agree with the adjectives, the nominative first.
    pub readings: Vec<Form>,
}

impl Phrase {
    /// The phrase at the start of `tokens`.
    pub fn at(tokens: &[Token]) -> Option<Self> {
        let mut adjectives: Vec<Adjective> = Vec::new();
        for (index, token) in tokens.iter().enumerate().take(8) {
            if !token.is_word() {
                return None;
            }
            let forms = forms_of(&token.text);
            let adjective = Adjective::of(&token.text).filter(|_| forms.is_empty() || is_also_adjective(&token.text));
            if let Some(adjective) = adjective.clone()
                && !forms.is_empty()
                && tokens.get(index + 1).is_some_and(|next| !is_also_adjective(&next.text))
                && let Some(rest) = Self::at(&tokens[index + 1..])
                && rest.readings.iter().any(|form| agrees(&adjective, form))
            {
                adjectives.push(adjective);
                continue;
            }
            if !forms.is_empty() {
                let mut readings: Vec<Form> = forms
                    .into_iter()
                    .filter(|form| adjectives.iter().all(|adjective| agrees(adjective, form)))
                    .collect();
                readings.sort_by_key(|form| form.case != Case::Nominative);
                return (!readings.is_empty()).then_some(Self {
                    length: index + 1,
                    readings,
                });
            }
            adjectives.push(adjective?);
        }
        None
    }

    /// The reading that is taken: the nominative if there is one.
    pub fn form(&self) -> Form {
        self.readings[0]
    }

    pub fn sort(&self) -> Sort {
        self.form().noun.sort
    }

    pub fn is_nominative(&self) -> bool {
        self.form().case == Case::Nominative
    }

    /// Nominative, and nothing else it could be («школы» is also the genitive of one school).
    pub fn is_plainly_nominative(&self) -> bool {
        self.readings.iter().all(|form| form.case == Case::Nominative)
    }

    pub fn is_plural(&self) -> bool {
        self.form().number == Number::Many
    }

    pub fn may_be(&self, case: Case) -> bool {
        self.readings.iter().any(|form| form.case == case)
    }

    /// «города», «округа», «образования»: far more often the genitive of one place than many parties.
    pub fn is_place_in_genitive(&self) -> bool {
        self.length == 1
            && self.may_be(Case::Genitive)
            && matches!(
                self.lemma(),
                "город" | "округ" | "район" | "поселение" | "образование" | "территория" | "дом"
            )
    }

    pub fn lemma(&self) -> &'static str {
        self.form().noun.lemma
    }
}

fn agrees(adjective: &Adjective, form: &Form) -> bool {
    adjective.agrees(form.case, form.number, form.noun.paradigm.gender())
}

/// Nouns that also stand before another noun: управляющий совет, ответственный секретарь.
fn is_also_adjective(word: &str) -> bool {
    ["управляющ", "ответственн", "дежурн", "уполномоченн"]
        .iter()
        .any(|stem| super::text::fold(word).starts_with(stem))
}
