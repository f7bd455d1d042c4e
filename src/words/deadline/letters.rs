//! The letters of a phrase: one kind of dash and space, and what is typed in place of what.
//!
//! Must never change a letter that has only one meaning.

use super::lexicon::exactly;

const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// Lower case, «е» for «ё», one kind of space and of dash; soft hyphens and invisible signs are dropped.
pub(super) fn signs(phrase: &str) -> Vec<(usize, char)> {
    let mut signs = Vec::new();
    for (at, sign) in phrase.char_indices() {
        match sign {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => signs.push((at, '-')),
            'Ё' | 'ё' => signs.push((at, 'е')),
            sign if sign.is_whitespace() => signs.push((at, ' ')),
            // «Ⅲ» is one sign for three.
            'Ⅰ'..='Ⅻ' | 'ⅰ'..='ⅻ' => {
                let nth = (u32::from(sign) - if sign < 'ⅰ' { 0x2160 } else { 0x2170 }) as usize;
                signs.extend(ROMAN[nth].chars().map(|letter| (at, letter)));
            }
            sign => signs.push((at, sign.to_lowercase().next().unwrap_or(sign))),
        }
    }
    signs
}

/// «Iквартал»: how many Latin signs stand before a known word.
pub(super) fn roman_prefix(text: &str) -> Option<usize> {
    let cut = text
        .find(|sign| !matches!(sign, 'i' | 'v' | 'x'))
        .filter(|cut| *cut > 0)?;
    let word = text.get(cut..)?;
    (word.chars().count() > 1 && exactly(word).is_some()).then_some(cut)
}

/// Roman numerals up to XXXIX, with the letters typed for them (a Cyrillic «і» or «х», a small Latin «l»); a single Cyrillic «х» is not one.
pub(super) fn roman(text: &str) -> Option<u32> {
    let digits: Option<Vec<u32>> = text
        .chars()
        .map(|sign| match sign {
            'i' | 'і' | 'l' => Some(1),
            'v' => Some(5),
            'x' | 'х' => Some(10),
            _ => None,
        })
        .collect();
    let digits = digits.filter(|digits| digits.len() <= 6 && text != "х" && text != "хх")?;
    let mut value = 0;
    for (at, &digit) in digits.iter().enumerate() {
        if digits.get(at + 1).is_some_and(|&next| next > digit) {
            value -= i32::try_from(digit).ok()?;
        } else {
            value += i32::try_from(digit).ok()?;
        }
    }
    u32::try_from(value).ok().filter(|value| (1..40).contains(value))
}

/// Latin letters that look Cyrillic become Cyrillic in a word that has Cyrillic letters, or is a lone preposition.
pub(super) fn cyrillic(text: &str) -> String {
    let mixed = text.chars().any(|sign| ('а'..='я').contains(&sign));
    if !mixed && text != "c" && text != "k" {
        return text.to_owned();
    }
    let look_alike = |sign| match sign {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        sign => sign,
    };
    text.chars().map(look_alike).collect()
}
