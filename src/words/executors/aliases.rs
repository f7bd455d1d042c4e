//! Abbreviations of one document: those it defines itself («далее ОО») and those its clerk explains («ОО=школы»).
//!
//! Must never carry over from one document to another: an abbreviation means what this document says.

use super::text::{Kind, Token, fold};
use super::{ExecutorsReading, Fanout, Outcome, Party, naming};

/// What an abbreviation stands for in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasDefinition {
    /// As it is used: «ОО АНГО»; white space inside is single.
    pub short: String,
    /// The full name in the nominative: «отдел образования».
    pub full: String,
    /// The name that parties bear: «отдел образования (ОО АНГО)».
    pub name: String,
    /// Whether it stands for every institution of a class.
    pub fanout: Fanout,
}

/// The abbreviations known while the cells of one document are read in order.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    words: Vec<String>,
    definition: AliasDefinition,
    origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Document,
    Clerk,
}

/// An explanation that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AliasError {
    /// Not of the form «short=full».
    #[error("ожидалось «сокращение=значение», например «ОО=школы», а найдено «{0}»")]
    NotAPair(String),
    /// The right side names no single executor.
    #[error("значение сокращения «{short}» должно называть одного исполнителя, а найдено «{full}»")]
    NotOneParty {
        /// The abbreviation.
        short: String,
        /// What stood to the right of the sign.
        full: String,
    },
}

impl Aliases {
    /// No abbreviations: the beginning of a document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes an explanation by the clerk, `ОО=школы`; it holds against definitions found in the document.
    ///
    /// # Errors
    /// [`AliasError`] when a side is empty or the right side is not one executor.
    pub fn explain(&mut self, pair: &str) -> Result<(), AliasError> {
        let sides = pair.split_once('=').map(|(short, full)| (short.trim(), full.trim()));
        let Some((short, full)) = sides.filter(|(short, full)| !short.is_empty() && !full.is_empty()) else {
            return Err(AliasError::NotAPair(pair.to_owned()));
        };
        let reading = super::read(full, &Self::new());
        let [party] = reading.parties.as_slice() else {
            return Err(AliasError::NotOneParty {
                short: short.to_owned(),
                full: full.to_owned(),
            });
        };
        let definition = define(short, &party.name, party.fanout);
        self.put(definition, Origin::Clerk);
        Ok(())
    }

    /// Takes the definitions of a cell that was read, so that they hold for the cells after it.
    pub fn learn(&mut self, definitions: &[AliasDefinition]) {
        for definition in definitions {
            self.put(definition.clone(), Origin::Document);
        }
    }

    /// The abbreviations known, in the order they were learnt.
    pub fn definitions(&self) -> impl Iterator<Item = &AliasDefinition> {
        self.entries.iter().map(|entry| &entry.definition)
    }

    pub(super) fn get(&self, short: &str) -> Option<&AliasDefinition> {
        self.entries
            .iter()
            .map(|entry| &entry.definition)
            .find(|definition| definition.short == short)
    }

    /// The longest abbreviation that the tokens begin with, and how many tokens it takes.
    fn longest_at(&self, tokens: &[Token]) -> Option<(&AliasDefinition, usize)> {
        let fits = |entry: &&Entry| {
            entry.words.len() <= tokens.len()
                && entry
                    .words
                    .iter()
                    .zip(tokens)
                    .all(|(word, token)| same_word(word, token))
        };
        let entry = self.entries.iter().filter(fits).max_by_key(|entry| entry.words.len())?;
        Some((&entry.definition, entry.words.len()))
    }

    fn put(&mut self, definition: AliasDefinition, origin: Origin) {
        let words = words_of(&definition.short);
        if words.is_empty() {
            return;
        }
        match self.entries.iter_mut().find(|entry| entry.words == words) {
            Some(entry) if entry.origin == Origin::Clerk && origin == Origin::Document => {}
            Some(entry) => {
                *entry = Entry {
                    words,
                    definition,
                    origin,
                }
            }
            None => self.entries.push(Entry {
                words,
                definition,
                origin,
            }),
        }
    }
}

/// Takes the definitions out of the tokens, learns them, and marks every use of a known abbreviation.
pub(super) fn take_definitions(tokens: Vec<Token>, table: &mut Aliases, reading: &mut ExecutorsReading) -> Vec<Token> {
    let tokens = bracket_loose_definitions(tokens);
    let mut phrase_start = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Semicolon => phrase_start = at + 1,
            Kind::Bracket => {
                if let Some(short) = short_form(&token.text)
                    && let Some(Party { name, fanout, .. }) = defined_party(&tokens[phrase_start..at], reading)
                {
                    let definition = define(&short, &name, fanout);
                    if let Some(known) = table.get(&definition.short).filter(|known| **known != definition) {
                        reading.doubt(format!("«{short}» уже значит «{}», а здесь «{name}»", known.full));
                    }
                    table.put(definition.clone(), Origin::Document);
                    reading.definitions.push(definition);
                    phrase_start = at + 1;
                }
            }
            _ => {}
        }
    }
    merge_uses(&tokens, table)
}

/// The party that a definition explains: the last one named before the bracket.
fn defined_party(tokens: &[Token], reading: &mut ExecutorsReading) -> Option<Party> {
    let mut before = super::read_tokens(tokens, &Aliases::new(), ExecutorsReading::of(""));
    if before.outcome != Outcome::Read {
        before.reasons.drain(..).for_each(|reason| reading.doubt(reason));
    }
    before.parties.pop()
}

/// What «(далее – X)» defines.
pub(super) fn short_form(remark: &str) -> Option<String> {
    let folded = fold(remark);
    if !folded.starts_with("далее") {
        return None;
    }
    let rest: String = remark.chars().skip("далее".chars().count()).collect();
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    while words.first().is_some_and(|word| {
        let bare = fold(word.trim_matches(|sign: char| !sign.is_alphanumeric()));
        bare.is_empty()
            || matches!(
                bare.as_str(),
                "по" | "тексту"
                    | "именуемые"
                    | "именуемый"
                    | "именуемая"
                    | "именуется"
                    | "также"
                    | "соответственно"
                    | "сокращенно"
            )
    }) {
        words.remove(0);
    }
    let short = words.join(" ");
    let short = short.trim_matches(|sign: char| {
        matches!(
            sign,
            '-' | '–' | '—' | ':' | '«' | '»' | '"' | '.' | ',' | ' ' | '“' | '”' | '„'
        )
    });
    (!short.is_empty()).then(|| short.to_owned())
}

/// «Отдел образования, далее – ОО» is read as «Отдел образования (далее – ОО)».
fn bracket_loose_definitions(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        if !(token.is_word() && token.lower() == "далее") || out.is_empty() {
            out.push(token);
            continue;
        }
        let mut words = vec![token.text.clone()];
        while let Some(next) = rest.next_if(|next| matches!(next.kind, Kind::Dash | Kind::Word | Kind::Quoted)) {
            words.push(next.text);
        }
        if out.last().is_some_and(|last| last.kind == Kind::Comma) {
            out.pop();
        }
        out.push(Token::new(Kind::Bracket, words.join(" ")));
    }
    out
}

fn merge_uses(tokens: &[Token], table: &Aliases) -> Vec<Token> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if let Some((definition, length)) = table.longest_at(&tokens[at..]) {
            let followed_by_definition = tokens
                .get(at + length)
                .is_some_and(|next| next.kind == Kind::Bracket && short_form(&next.text).is_some());
            // «Управление» as an abbreviation is not the first word of «Управление образования»
            let is_longer_name = definition.short.chars().skip(1).any(char::is_lowercase)
                && tokens
                    .get(at + length)
                    .is_some_and(|next| next.is_word() && !next.is_capitalised());
            if !followed_by_definition && !is_longer_name {
                out.push(Token::new(Kind::Alias, definition.short.clone()).placed_like(&tokens[at]));
                at += length;
                continue;
            }
        }
        out.push(tokens[at].clone());
        at += 1;
    }
    out
}

fn define(short: &str, full: &str, fanout: Fanout) -> AliasDefinition {
    let short = words_of(short).join(" ");
    let name = naming::defined_name(&short, full, fanout);
    AliasDefinition {
        short,
        full: full.to_owned(),
        name,
        fanout,
    }
}

fn words_of(short: &str) -> Vec<String> {
    super::text::tokens(short).into_iter().map(|token| token.text).collect()
}

/// Abbreviations are matched letter for letter, words («Управление») whatever their first letter.
fn same_word(word: &str, token: &Token) -> bool {
    let has_small_letters = word.chars().skip(1).any(char::is_lowercase);
    token.text == word || has_small_letters && fold(&token.text) == fold(word)
}
