//! The words that deadlines are written with, in all their cases, and how a mistyped one is recognised.
//!
//! Must never take a word for another one in silence when two would fit.

use super::vocabulary::CARDINALS;
use super::vocabulary::EXACT;
use super::vocabulary::MONTHS;
use super::vocabulary::ORDINAL_ENDINGS;
use super::vocabulary::ORDINALS;
use super::vocabulary::PREFIXES;
use super::vocabulary::STEMS;
use chrono::Weekday;

/// A step or length of time as plans name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Decade,
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// What a word does in a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    From,
    To,
    By,
    Toward,
    In,
    On,
    And,
    Or,
    Not,
    Later,
    Sooner,
    Than,
    Within,
    Through,
    After,
    Deadline,
    Course,
    All,
    Period,
    School,
    Calendar,
    Working,
    Current,
    Next,
    Past,
    Reporting,
    Planned,
    Unit(Unit),
    Term,
    Portion,
    Start,
    End,
    Middle,
    DayNumber,
    Last,
    Weekday(Weekday),
    Every(Unit),
    Each,
    Times,
    Twice,
    Rarer,
    Oftener,
    Always,
    AsMeasure,
    Need,
    Demand,
    Plan,
    According,
    Set,
    Unsettled,
    Inclusive,
    Approximate,
    /// «далее», «затем»
    Onward,
    Exception,
    Season(Season),
    Holidays,
    Beginning,
    Urgent,
    UnitAdjective(Unit),
    TermAdjective(u32, Unit),
    Moment,
    Event,
    Subject,
    Place,
    Filler,
    Cancelled,
}

/// A season of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Winter,
    Spring,
    Summer,
    Autumn,
}

/// What a run of letters means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Month(u32),
    Cardinal(u32),
    Ordinal(u32),
    Keyword(Word),
}

/// A meaning and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Exactly(Meaning),
    /// One letter is wrong, missing or too many, and nothing else fits.
    Mistyped(Meaning),
    /// Mistyped, and short enough to be another word.
    Doubtful(Meaning),
}

/// The meaning of a lower-case word with «е» for «ё», letter for letter.
pub(super) fn exactly(word: &str) -> Option<Meaning> {
    month(word)
        .map(Meaning::Month)
        .or_else(|| listed(EXACT, word).map(Meaning::Keyword))
        .or_else(|| listed(CARDINALS, word).map(Meaning::Cardinal))
        .or_else(|| ordinal(word).map(Meaning::Ordinal))
        .or_else(|| stem(word).map(Meaning::Keyword))
        .or_else(|| term_adjective(word).map(Meaning::Keyword))
}

/// The meaning of a word, allowing one wrong letter in a word of six letters or more.
pub(super) fn find(word: &str) -> Option<Found> {
    if let Some(meaning) = exactly(word) {
        return Some(Found::Exactly(meaning));
    }
    let letters: Vec<char> = word.chars().collect();
    if !(3..=24).contains(&letters.len()) {
        return None;
    }
    let months = (1..).zip(MONTHS).filter(|(_, (stem, ..))| stem.chars().count() >= 5);
    let months = months
        .filter(|(_, (stem, ..))| begins_nearly(&letters, stem, 2))
        .map(|(month, _)| Meaning::Month(month));
    // A mistyped noun stays unknown: taking it for another one would explain away what nobody understood.
    let noun = |word: Word| {
        matches!(
            word,
            Word::Event | Word::Subject | Word::Place | Word::Filler | Word::Cancelled
        )
    };
    let words = STEMS
        .iter()
        .filter(|(stem, _, word)| stem.chars().count() >= 5 && !noun(*word));
    let words = words
        .filter(|(stem, endings, _)| begins_nearly(&letters, stem, *endings))
        .map(|row| Meaning::Keyword(row.2));
    let wholes = EXACT.iter().filter(|(forms, word)| {
        !noun(*word)
            && forms
                .split('|')
                .any(|form| form.chars().count() >= 6 && begins_nearly(&letters, form, 0))
    });
    if letters.len() >= 5 {
        let mut candidates: Vec<Meaning> = Vec::new();
        for meaning in months.chain(words).chain(wholes.map(|row| Meaning::Keyword(row.1))) {
            if !candidates.contains(&meaning) {
                candidates.push(meaning);
            }
        }
        match candidates[..] {
            [only] => return Some(Found::Mistyped(only)),
            [first, ..] => return Some(Found::Doubtful(first)),
            [] => {}
        }
    }
    short_month(&letters)
}

/// Two month names run together («сентябрьдекабрь»): a lost dash.
pub(super) fn two_months(word: &str) -> Option<(u32, u32)> {
    word.char_indices().skip(3).find_map(|(at, _)| {
        let (first, second) = word.split_at(at);
        let long = first.chars().count() >= 3 && second.chars().count() >= 3;
        if long { month(first).zip(month(second)) } else { None }
    })
}

/// A small word run into the next one («втечение», «непозднее»): where the second begins.
pub(super) fn glued(word: &str) -> Option<usize> {
    ["в", "не", "до", "по", "с", "на"].into_iter().find_map(|small| {
        let rest = word.strip_prefix(small)?;
        (rest.chars().count() >= 4 && exactly(rest).is_some()).then_some(small.len())
    })
}

fn month(word: &str) -> Option<u32> {
    let is_form = |(stem, endings, short): &(&str, &[&str], &[&str])| {
        word.strip_prefix(stem).is_some_and(|ending| endings.contains(&ending)) || short.contains(&word)
    };
    (1..).zip(&MONTHS).find(|(_, row)| is_form(row)).map(|(month, _)| month)
}

fn listed<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table
        .iter()
        .find(|(forms, _)| forms.split('|').any(|form| form == word))
        .map(|row| row.1)
}

fn stem(word: &str) -> Option<Word> {
    let follows = |stem: &str, endings: usize| {
        word.strip_prefix(stem)
            .is_some_and(|rest| rest.chars().count() <= endings)
    };
    STEMS
        .iter()
        .find(|(stem, endings, _)| follows(stem, *endings))
        .map(|row| row.2)
}

fn ordinal(word: &str) -> Option<u32> {
    if let Some(ending) = word.strip_prefix("трет") {
        return ["ий", "ьего", "ьему", "ьем", "ья", "ьей", "ью", "ье", "ьи", "ьих"]
            .contains(&ending)
            .then_some(3);
    }
    let ends = |stem: &str| {
        word.strip_prefix(stem)
            .is_some_and(|rest| ORDINAL_ENDINGS.contains(&rest))
    };
    ORDINALS.iter().find(|(stem, _)| ends(stem)).map(|row| row.1)
}

/// «трехмесячный», «десятидневный», «двухнедельный»: a term in one word.
fn term_adjective(word: &str) -> Option<Word> {
    PREFIXES
        .iter()
        .find_map(|(prefix, count)| match stem(word.strip_prefix(prefix)?)? {
            Word::UnitAdjective(unit) => Some(Word::TermAdjective(*count, unit)),
            _ => None,
        })
}

/// «мрта», «июняя»: a month of four or five letters with one wrong; a person must look.
fn short_month(letters: &[char]) -> Option<Found> {
    let mut near = [3, 6, 7].into_iter().filter(|&month| {
        let (stem, endings, _) = MONTHS[month as usize - 1];
        endings.iter().any(|ending| {
            let form: Vec<char> = stem.chars().chain(ending.chars()).collect();
            form.len() >= 4 && within_one(letters, &form)
        })
    });
    let first = near.next()?;
    near.next().is_none().then_some(Found::Doubtful(Meaning::Month(first)))
}

/// Whether the word begins with the stem but for one letter, and no more letters follow than endings have.
fn begins_nearly(letters: &[char], stem: &str, endings: usize) -> bool {
    let stem: Vec<char> = stem.chars().collect();
    (stem.len() - 1..=stem.len() + 1)
        .filter(|&length| length <= letters.len() && letters.len() - length <= endings)
        .any(|length| within_one(&letters[..length], &stem))
}

/// Whether one letter replaced, left out, put in, or two neighbours swapped make the words equal.
fn within_one(left: &[char], right: &[char]) -> bool {
    let same_start = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[same_start..], &right[same_start..]);
    match left.len().cmp(&right.len()) {
        std::cmp::Ordering::Equal => {
            left.is_empty()
                || left[1..] == right[1..]
                || (left.len() >= 2 && left[0] == right[1] && left[1] == right[0] && left[2..] == right[2..])
        }
        std::cmp::Ordering::Less => left == &right[1..],
        std::cmp::Ordering::Greater => &left[1..] == right,
    }
}
