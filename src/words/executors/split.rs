//! Where one party ends and the next begins: separators, and the places where a separator was forgotten.
//!
//! Must never split inside quotes, brackets, lists of numbers or a name: those are single tokens by now.

use super::acronyms::{Acronym, acronym};
use super::aliases::Aliases;
use super::grammar::{Adjective, Case};
use super::people::person;
use super::phrase::Phrase;
use super::text::{Kind, Token, fold};
use super::{ExecutorsReading, abbreviations, naming, numbers, starts};

/// What stood before a piece of the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Start,
    Comma,
    /// A semicolon, a full stop or a slash.
    Hard,
    And,
    Dash,
    Colon,
    /// Nothing, or only a line break.
    Nothing,
}

/// A piece of the cell with no separator inside.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    pub before: Separator,
    pub tokens: Vec<Token>,
}

/// Cuts the tokens of a cell into pieces.
pub(super) fn atoms(tokens: &[Token], table: &Aliases, reading: &mut ExecutorsReading) -> Vec<Atom> {
    let tokens = merge(tokens, reading);
    let mut runs: Vec<Atom> = vec![Atom {
        before: Separator::Start,
        tokens: Vec::new(),
    }];
    let mut at = 0;
    while at < tokens.len() {
        let (before, used) = separator(&tokens, at, runs.last().map_or(&[][..], |run| &run.tokens), reading);
        match before {
            Some(before) => runs.push(Atom {
                before,
                tokens: Vec::new(),
            }),
            None => {
                if let Some(run) = runs.last_mut() {
                    run.tokens.push(tokens[at].clone());
                }
            }
        }
        at += used;
    }
    runs.into_iter()
        .flat_map(|run| starts::forgotten_separators(run, table, reading))
        .filter(|atom| !atom.tokens.is_empty())
        .collect()
}

/// The separator at `at`, if there is one, and how many tokens are used up.
fn separator(tokens: &[Token], at: usize, run: &[Token], reading: &mut ExecutorsReading) -> (Option<Separator>, usize) {
    let token = &tokens[at];
    let rest = &tokens[at + 1..];
    let word = |index: usize| rest.get(index).map(Token::lower).unwrap_or_default();
    match token.kind {
        Kind::Comma => (Some(Separator::Comma), 1),
        Kind::Semicolon | Kind::Slash => (Some(Separator::Hard), 1),
        Kind::Colon => (Some(Separator::Colon), 1),
        Kind::Dash => (Some(Separator::Dash), 1),
        Kind::Stop => {
            if let Some(next) = rest.first()
                && !next.is_capitalised()
                && Phrase::at(rest).is_none()
                && matches!(next.kind, Kind::Word | Kind::Number)
            {
                reading.doubt(format!(
                    "не ясно, разделяет ли исполнителей точка перед «{}»",
                    next.text
                ));
            }
            (Some(Separator::Hard), 1)
        }
        Kind::Others => {
            reading.doubt("«и др.»: остальные исполнители не названы");
            (Some(Separator::Hard), 1)
        }
        Kind::Word => match token.lower().as_str() {
            "и" | "или" if follows_party(rest, run) => {
                if token.lower() == "или" {
                    reading.doubt("«или»: исполнитель на выбор");
                }
                (Some(Separator::And), 1)
            }
            "а" if word(0) == "также" => (Some(Separator::And), 2),
            "совместно" if matches!(word(0).as_str(), "с" | "со") => {
                reading.doubt("«совместно с»: кто отвечает, не сказано");
                (Some(Separator::Hard), 2)
            }
            "при" if matches!(word(0).as_str(), "участии" | "содействии" | "поддержке") => {
                reading.doubt("«при участии»: кто отвечает, не сказано");
                (Some(Separator::Hard), 2)
            }
            _ => (None, 1),
        },
        _ => (None, 1),
    }
}

/// Whether what comes after «и» is a party of its own and not the second half of a name («образования и науки»).
fn follows_party(rest: &[Token], run: &[Token]) -> bool {
    let Some(next) = rest.first() else { return false };
    if person(rest).is_some() || next.kind == Kind::Quoted && run.iter().any(|token| token.kind == Kind::Quoted) {
        return true;
    }
    if is_party_abbreviation(next) {
        return !run.is_empty();
    }
    if matches!(next.text.as_str(), "и.о." | "врио") {
        return true;
    }
    let complete = run
        .last()
        .is_some_and(|last| matches!(last.kind, Kind::Numbers | Kind::Quoted | Kind::Bracket | Kind::Consent))
        || !run.is_empty() && run.iter().all(is_party_abbreviation);
    let adjective_and_abbreviation = Adjective::of(&next.text).is_some_and(|word| word.may_be_nominative())
        && rest.get(1).is_some_and(is_party_abbreviation);
    let governed = |phrase: &Phrase| phrase.readings.iter().all(|form| form.case == Case::Genitive);
    if adjective_and_abbreviation || complete && Phrase::at(rest).is_some_and(|phrase| !governed(&phrase)) {
        return true;
    }
    let Some(phrase) = Phrase::at(rest) else { return false };
    let lead = Phrase::at(run);
    if lead
        .as_ref()
        .is_some_and(|lead| lead.sort().is_post() && is_kind_of_school(&phrase) && governs_school(run, lead))
    {
        return true; // «директора школ и лицеев»
    }
    let lead_case = lead.as_ref().map_or(Case::Nominative, |lead| lead.form().case);
    if lead_case != Case::Nominative {
        return phrase.is_plainly_nominative()
            || phrase.may_be(lead_case) && !phrase.readings.iter().all(|form| form.case == Case::Genitive);
    }
    // «и администрации района» may go on from «отдел образования», «и учителя» may not
    phrase.is_plainly_nominative()
        || phrase.is_nominative()
            && !phrase.is_place_in_genitive()
            && (phrase.sort().is_post() || lead.is_none_or(|lead| run.len() == lead.length || lead.is_plural()))
}

/// Institutions in the genitive plural that one post governs one after another.
fn is_kind_of_school(phrase: &Phrase) -> bool {
    matches!(
        phrase.lemma(),
        "школа"
            | "лицей"
            | "гимназия"
            | "сад"
            | "учреждение"
            | "организация"
            | "колледж"
            | "техникум"
            | "библиотека"
            | "дом"
            | "центр"
            | "интернат"
    ) && phrase
        .readings
        .iter()
        .all(|form| form.case == Case::Genitive || form.case == Case::Locative)
        && phrase.is_plural()
}

fn governs_school(run: &[Token], lead: &Phrase) -> bool {
    Phrase::at(&run[lead.length..])
        .is_some_and(|inner| is_kind_of_school(&inner) && run.len() == lead.length + inner.length)
}

/// An abbreviation that can be a party: ИМО, ОУ, one that the document defines.
pub(super) fn is_party_abbreviation(token: &Token) -> bool {
    token.kind == Kind::Alias || matches!(acronym(token), Some(Acronym::Class | Acronym::Body | Acronym::Form))
}

/// «Ответственный», «Исполнители»: a label before the executors and not one of them.
pub(super) fn is_label(folded: &str) -> bool {
    matches!(
        folded,
        "ответственный"
            | "ответственная"
            | "ответственные"
            | "ответственное"
            | "исполнитель"
            | "исполнители"
            | "лицо"
            | "лица"
            | "соисполнитель"
            | "соисполнители"
    )
}

pub(super) fn is_preposition(token: &Token) -> bool {
    // «педагог ДО» is no «до»
    let capitals = token.text.chars().count() > 1 && token.text.chars().all(char::is_uppercase);
    token.is_word()
        && !capitals
        && matches!(
            fold(&token.text).as_str(),
            "по" | "за"
                | "в"
                | "во"
                | "при"
                | "для"
                | "с"
                | "со"
                | "к"
                | "ко"
                | "о"
                | "об"
                | "от"
                | "из"
                | "на"
                | "над"
                | "до"
                | "без"
                | "между"
                | "у"
                | "через"
                | "под"
                | "среди"
                | "имени"
                | "им."
        )
}

/// Joins what only together is a token: lists of numbers, «9-х, 11-х классов», «д/с», consent in brackets.
fn merge(tokens: &[Token], reading: &mut ExecutorsReading) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let rest = &tokens[at..];
        let line_start = out.is_empty() || token.broken || out.last().is_some_and(|last| last.kind == Kind::Semicolon);
        if out
            .last()
            .is_some_and(|last| matches!(last.lower().as_str(), "им." | "имени"))
            && let Some(used) = named_after(rest)
        {
            out.push(Token::new(Kind::Word, naming::render(&rest[..used])).placed_like(token));
            at += used;
        } else if let Some(with_whom) =
            abbreviations::consent_remark(&token.text).filter(|_| token.kind == Kind::Bracket)
        {
            if !with_whom.is_empty() {
                reading.doubt(format!("по согласованию с кем: «{}»", token.text));
            }
            out.push(Token::new(Kind::Consent, "по согласованию"));
            at += 1;
        } else if let Some(used) = numbers::list_mark(rest).filter(|_| line_start) {
            if !out.is_empty() {
                out.push(Token::new(Kind::Semicolon, ";"));
            }
            at += used;
        } else if let Some((list, used)) = numbers::numbers(rest, out.last(), reading) {
            out.push(list.placed_like(token));
            at += used;
        } else if let Some((classes, used)) = classes(rest) {
            out.push(classes.placed_like(token));
            at += used;
        } else if let Some((joined, used)) = slashed(rest) {
            out.push(joined.placed_like(token));
            at += used;
        } else {
            out.push(token.clone());
            at += 1;
        }
    }
    out
}

/// «им. А. Асеева и Ю. Голикова»: the people a school is named after are no executors.
fn named_after(rest: &[Token]) -> Option<usize> {
    let first = person(rest)?;
    let more = rest
        .get(first)
        .filter(|token| token.is_word() && token.text == "и")
        .and_then(|_| person(&rest[first + 1..]));
    Some(first + more.map_or(0, |second| second + 1))
}

/// «9-х, 11-х классов»: the comma stands between numbers of classes.
fn classes(rest: &[Token]) -> Option<(Token, usize)> {
    let mut text = String::new();
    for (at, token) in rest.iter().enumerate() {
        let joins = match token.kind {
            Kind::Number | Kind::Comma | Kind::Dash => true,
            Kind::Quoted => at > 0,
            Kind::Word if at > 0 => token.text == "и" || token.text.chars().count() == 1,
            _ => false,
        };
        if !joins {
            let of_class = token.is_word() && (token.lower().starts_with("класс") || token.lower() == "кл.");
            let several = at > 1;
            return (of_class && several && rest[0].kind == Kind::Number).then(|| (Token::new(Kind::Word, text), at));
        }
        if at > 0 && token.spaced {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    None
}

/// «д/с», «УВР/ВР»: a slash inside one short form.
fn slashed(rest: &[Token]) -> Option<(Token, usize)> {
    let [first, slash, second, ..] = rest else { return None };
    if slash.kind != Kind::Slash || !first.is_word() || !second.is_word() {
        return None;
    }
    let short = |token: &Token| token.text.chars().count() <= 2 && !token.text.chars().any(char::is_uppercase);
    let garden = first.lower() == "д" && second.lower().starts_with("сад");
    let subjects = acronym(first) == Some(Acronym::Subject) && acronym(second) == Some(Acronym::Subject);
    let joins = !slash.spaced && !second.spaced && (short(first) && short(second) || garden || subjects);
    joins.then(|| (Token::new(Kind::Word, format!("{}/{}", first.text, second.text)), 3))
}
