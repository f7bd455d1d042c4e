//! Keys for institutions that have none: by kind and number, else by the words of the name.
//!
//! Must never depend on anything but the table and the keys that are taken.

use super::merge::short_name;
use super::rows::Found;
use std::collections::BTreeSet;

/// `school-101` for «МКОУ СОШ № 101», `kindergarten-skazka` for «МБДОУ «Сказка»»: the same table gives the same keys.
pub fn new_key(row: &Found, taken: &BTreeSet<String>) -> String {
    let value = |name: &str| row.values.get(name).map_or("", String::as_str);
    let (kind, short) = (value("kind"), short_name(row));
    let slug = slug(short);
    let first = match number(short).or_else(|| number(value("full_name"))) {
        Some(number) => format!("{kind}-{number}"),
        None => format!("{kind}-{slug}"),
    };
    let with_slug = format!("{first}-{slug}");
    let numbered = (2_u32..).map(|count| format!("{with_slug}-{count}"));
    let mut candidates = [first, with_slug.clone()].into_iter().chain(numbered);
    // Not every number is taken: the table has fewer rows than there are numbers.
    candidates.find(|key| !taken.contains(key)).unwrap_or(with_slug)
}

fn number(name: &str) -> Option<String> {
    let after = name.split_once('№')?.1.trim_start();
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// Latin letters for the words of a name that are not abbreviations of its kind.
fn slug(name: &str) -> String {
    let is_abbreviation = |word: &&str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let words: Vec<&str> = name
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let telling: Vec<&str> = words.iter().filter(|word| !is_abbreviation(word)).copied().collect();
    let chosen = if telling.is_empty() { words } else { telling };
    let latin = chosen.join("-").to_lowercase().chars().map(latin).collect::<String>();
    let kept: String = latin
        .chars()
        .filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-')
        .take(40)
        .collect();
    kept.trim_matches('-').to_owned()
}

fn latin(sign: char) -> String {
    const LETTERS: [(char, &str); 33] = [
        ('а', "a"),
        ('б', "b"),
        ('в', "v"),
        ('г', "g"),
        ('д', "d"),
        ('е', "e"),
        ('ё', "e"),
        ('ж', "zh"),
        ('з', "z"),
        ('и', "i"),
        ('й', "y"),
        ('к', "k"),
        ('л', "l"),
        ('м', "m"),
        ('н', "n"),
        ('о', "o"),
        ('п', "p"),
        ('р', "r"),
        ('с', "s"),
        ('т', "t"),
        ('у', "u"),
        ('ф', "f"),
        ('х', "kh"),
        ('ц', "ts"),
        ('ч', "ch"),
        ('ш', "sh"),
        ('щ', "sch"),
        ('ъ', ""),
        ('ы', "y"),
        ('ь', ""),
        ('э', "e"),
        ('ю', "yu"),
        ('я', "ya"),
    ];
    let found = LETTERS.iter().find(|(letter, _)| *letter == sign);
    found.map_or_else(|| sign.to_string(), |(_, latin)| (*latin).to_owned())
}
