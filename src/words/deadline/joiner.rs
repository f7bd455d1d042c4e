//! Looks words up and mends what columns and line breaks did to them: halves are joined, doubled words told once.
//!
//! Must never join two words that are both known as they stand.

use super::lexer::Kind;
use super::lexer::Raw;
use super::lexer::Token;
use super::lexicon::Found;
use super::lexicon::Meaning;
use super::lexicon::Word;
use super::lexicon::exactly;
use super::lexicon::find;
use super::lexicon::glued;
use super::lexicon::two_months;

const PARTS_MAX: usize = 5; // a narrow column breaks even «сентябрь-декабрь» into no more
const LETTERS_MAX: usize = 24; // «п о с т о я н н о»

pub(super) fn join(raw: &[Raw]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(part) = raw.get(at) {
        match part {
            Raw::Token(token) => {
                tokens.push(*token);
                at += 1;
            }
            Raw::Letters { .. } => {
                let (joined, next) = broken_word(raw, at).unwrap_or_else(|| (whole_word(part), at + 1));
                tokens.extend(joined);
                at = next;
            }
        }
    }
    told_once(compound_ordinals(tokens))
}

/// A word broken in two to five parts that together are a known word (or two months) and apart are not all known.
fn broken_word(raw: &[Raw], at: usize) -> Option<(Vec<Token>, usize)> {
    let mut joined = String::new();
    let mut all_known = true;
    let mut first = None;
    let mut start = 0;
    let mut next = at;
    let mut letters_only = true;
    for count in 1..=LETTERS_MAX {
        let here = if count > 1 { skip_dash(raw, next) } else { next };
        let Some(Raw::Letters { text, start: from, end }) = raw.get(here) else {
            return None;
        };
        if count == 1 {
            start = *from;
        }
        letters_only &= text.chars().nth(1).is_none();
        if count > PARTS_MAX && !letters_only {
            return None;
        }
        joined.push_str(text);
        let known = exactly(text);
        all_known &= known.is_some();
        first = if count == 1 { known } else { first };
        next = here + 1;
        if count == 1 || all_known {
            continue;
        }
        // «с е н т я б р ь»: the first letters may be a word already.
        if letters_only && is_letter(raw.get(next)) {
            continue;
        }
        // «период ОЗП»: a whole word and what is no ending of it.
        let ends_well = |meaning: &Meaning| {
            let same = matches!(meaning, Meaning::Keyword(_)) && first == Some(*meaning);
            !same || is_ending(&joined, raw.get(at))
        };
        if let Some(meaning) = exactly(&joined).filter(ends_well) {
            return Some((vec![token(meaning, start, *end)], next));
        }
        if let Some(months) = two_months(&joined) {
            return Some((month_range(months, start, *end), next));
        }
    }
    None
}

/// Whether what follows the first part is an ending: «план а», «постоянн ого».
fn is_ending(joined: &str, first: Option<&Raw>) -> bool {
    let Some(Raw::Letters { text, .. }) = first else {
        return false;
    };
    let rest = joined.strip_prefix(text.as_str()).unwrap_or_default();
    let adjective = ["ого", "его", "ому", "ему", "ами", "ями", "ыми", "ими"];
    rest.chars().count() <= 2 || adjective.contains(&rest)
}

fn is_letter(part: Option<&Raw>) -> bool {
    matches!(part, Some(Raw::Letters { text, .. }) if text.chars().nth(1).is_none())
}

fn skip_dash(raw: &[Raw], at: usize) -> usize {
    let is_dash = matches!(raw.get(at), Some(Raw::Token(Token { kind: Kind::Dash, .. })));
    if is_dash { at + 1 } else { at }
}

fn whole_word(part: &Raw) -> Vec<Token> {
    let Raw::Letters { text, start, end } = part else {
        return Vec::new();
    };
    if exactly(text).is_none() {
        if let Some(months) = two_months(text) {
            return month_range(months, *start, *end);
        }
        if let Some(cut) = glued(text) {
            let both = exactly(&text[..cut]).zip(exactly(&text[cut..]));
            return both.map_or_else(Vec::new, |(first, second)| {
                vec![token(first, *start, *end), token(second, *start, *end)]
            });
        }
    }
    let found = match find(text) {
        Some(Found::Exactly(meaning) | Found::Mistyped(meaning)) => token(meaning, *start, *end),
        Some(Found::Doubtful(meaning)) => Token {
            doubtful: true,
            ..token(meaning, *start, *end)
        },
        None => Token {
            kind: Kind::Unknown,
            start: *start,
            end: *end,
            doubtful: false,
        },
    };
    vec![found]
}

fn token(meaning: Meaning, start: usize, end: usize) -> Token {
    let kind = match meaning {
        Meaning::Month(month) => Kind::Month(month),
        Meaning::Cardinal(value) => Kind::Number { value, digits: 0 },
        Meaning::Ordinal(value) => Kind::Ordinal(value),
        Meaning::Keyword(word) => Kind::Word(word),
    };
    Token {
        kind,
        start,
        end,
        doubtful: false,
    }
}

fn month_range((first, second): (u32, u32), start: usize, end: usize) -> Vec<Token> {
    let kinds = [Kind::Month(first), Kind::Dash, Kind::Month(second)];
    kinds
        .map(|kind| Token {
            kind,
            start,
            end,
            doubtful: false,
        })
        .to_vec()
}

/// «двадцать пятого» is one number.
fn compound_ordinals(tokens: Vec<Token>) -> Vec<Token> {
    let mut whole: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let tens = whole.last().and_then(|last| match last.kind {
            Kind::Number {
                value: value @ (20 | 30),
                digits: 0,
            } => Some(value),
            _ => None,
        });
        match (tens, token.kind, whole.last_mut()) {
            (Some(tens), Kind::Ordinal(ones @ 1..=9), Some(last)) => {
                last.kind = Kind::Ordinal(tens + ones);
                last.end = token.end;
            }
            _ => whole.push(token),
        }
    }
    whole
}

/// «по по», «до до», «апрель апрель»: said twice, meant once.
fn told_once(mut tokens: Vec<Token>) -> Vec<Token> {
    tokens.dedup_by(|second, first| {
        let twice =
            second.kind == first.kind && matches!(first.kind, Kind::Word(_) | Kind::Month(_) | Kind::Dot | Kind::Quote);
        // «по поступлении заявки»: two words of one kind, both part of the event's name.
        if twice && first.kind == Kind::Word(Word::Demand) {
            first.end = second.end;
        }
        twice
    });
    // «в течение в течение года», «до 15 мая до 15 мая»
    for length in 2..=3 {
        let mut at = 0;
        while at + 2 * length <= tokens.len() {
            let same = (at..at + length).all(|at| {
                let kind = tokens[at].kind;
                kind == tokens[at + length].kind && matches!(kind, Kind::Word(_) | Kind::Month(_) | Kind::Number { .. })
            });
            if same && matches!(tokens[at].kind, Kind::Word(_)) {
                tokens.drain(at + length..at + 2 * length);
            } else {
                at += 1;
            }
        }
    }
    tokens
}
