//! Names of people: surname with initials on either side, or in full.
//!
//! Must never take a post or an abbreviation for a surname.

use super::acronyms::{Acronym, acronym};
use super::lexicon::forms_of;
use super::text::{Kind, Token, fold};

/// How many tokens from the start make a person's name; `None` when it is not one.
pub(super) fn person(tokens: &[Token]) -> Option<usize> {
    surname_first(tokens)
        .or_else(|| initials_first(tokens))
        .or_else(|| in_full(tokens))
}

/// Whether a word may be a surname: capital first letter, no known word.
pub(super) fn may_be_surname(token: &Token) -> bool {
    token.is_word()
        && token.is_capitalised()
        && token.text.chars().count() >= 2
        && forms_of(&token.text).is_empty()
        && !token.text.chars().any(|letter| letter.is_ascii_alphanumeric())
        && !matches!(
            acronym(token),
            Some(Acronym::Class | Acronym::Body | Acronym::Form | Acronym::Subject)
        )
}

fn surname_first(tokens: &[Token]) -> Option<usize> {
    tokens.first().filter(|token| may_be_surname(token))?;
    let initials = initials(&tokens[1..]);
    (initials > 0).then_some(1 + initials)
}

fn initials_first(tokens: &[Token]) -> Option<usize> {
    let initials = initials(tokens);
    let surname = tokens.get(initials)?;
    (initials > 0 && may_be_surname(surname)).then_some(initials + 1)
}

/// «И.И.», «И. И», «И. И.», «ИИ», «А.-М.»
fn initials(tokens: &[Token]) -> usize {
    let dotted = tokens
        .iter()
        .take(3)
        .take_while(|token| token.kind == Kind::Initial)
        .count();
    let double = tokens.iter().take(dotted).any(|token| token.text.starts_with('-'));
    let dotted = if double { dotted } else { dotted.min(2) };
    let bare = |token: Option<&Token>, letters: usize| {
        token.is_some_and(|token| {
            token.is_word() && token.text.chars().count() == letters && token.text.chars().all(char::is_uppercase)
        })
    };
    match dotted {
        1 if bare(tokens.get(1), 1) => 2,
        0 if bare(tokens.first(), 1) && bare(tokens.get(1), 1) => 2,
        0 if bare(tokens.first(), 2) && acronym(&tokens[0]) == Some(Acronym::Unknown) => 1,
        _ => dotted,
    }
}

fn in_full(tokens: &[Token]) -> Option<usize> {
    tokens
        .first()
        .filter(|token| token.is_word() && token.is_capitalised())?;
    let words = tokens.iter().take(4).take_while(|token| token.is_word()).count();
    let patronymic = (1..words).find(|&at| is_patronymic(&tokens[at]))?;
    let first_are_names = tokens[..patronymic].iter().all(may_be_surname);
    if !first_are_names || patronymic > 2 {
        return None;
    }
    let mut end = patronymic + 1;
    if tokens
        .get(end)
        .is_some_and(|token| matches!(fold(&token.text).as_str(), "оглы" | "кызы" | "оолович"))
    {
        end += 1;
    }
    if patronymic == 1
        && tokens
            .get(end)
            .is_some_and(|token| !token.broken && may_be_surname(token))
    {
        end += 1; // «Ирина Ивановна Иванова»
    }
    Some(end)
}

fn is_patronymic(token: &Token) -> bool {
    let lower = fold(&token.text);
    token.is_capitalised()
        && [
            "ович",
            "евич",
            "ович",
            "ьич",
            "мич",
            "кич",
            "овна",
            "евна",
            "ична",
            "инична",
        ]
        .iter()
        .any(|end| lower.ends_with(end))
}

/// A surname that is plainly in the dative or instrumental; its nominative is the clerk's to give.
pub(super) fn may_be_declined(surname: &str) -> bool {
    let lower = fold(surname);
    [
        "овой",
        "евой",
        "иной",
        "ову",
        "еву",
        "ину",
        "скому",
        "цкому",
        "овым",
        "евым",
        "ским",
    ]
    .iter()
    .any(|end| lower.ends_with(end))
}

/// The nominative of a surname in the dative after a post in the dative, where the ending leaves no choice.
pub(super) fn nominative_surname(dative: &str) -> Option<String> {
    const ENDINGS: &[(&str, &str)] = &[
        ("овой", "ова"),
        ("евой", "ева"),
        ("ёвой", "ёва"),
        ("иной", "ина"),
        ("ской", "ская"),
        ("цкой", "цкая"),
        ("ову", "ов"),
        ("еву", "ев"),
        ("ёву", "ёв"),
        ("ину", "ин"),
        ("скому", "ский"),
        ("цкому", "цкий"),
    ];
    let (ending, nominative) = ENDINGS.iter().find(|(ending, _)| dative.ends_with(ending))?;
    Some(format!("{}{nominative}", dative.strip_suffix(ending)?))
}
