//! Names of bodies: stored forms, and the one rule that is safe, that abbreviations do not change.
//!
//! Must never decline a word: «учреждению» and «гимназии № 103» are typed once by a person.
#![deny(missing_docs)]

use super::{Case, Form, Forms, Missing};

/// The name in `case`.
///
/// # Errors
/// When the form is neither stored nor the same in all cases.
pub fn decline(name: &str, stored: &Forms, case: Case) -> Result<Form, Missing> {
    if let Some(text) = stored.get(case) {
        return Ok(Form::stored(text));
    }
    if case == Case::Nominative || is_the_same_in_all_cases(name) {
        return Ok(Form::computed(name.to_owned()));
    }
    Err(Missing::Organisation { case })
}

/// «МБОУ СОШ № 1», «МБДОУ «Сказка»», «ОО АНГО»: abbreviations in capitals, numbers and what stands in quotes.
pub fn is_the_same_in_all_cases(name: &str) -> bool {
    let mut depth = 0_u32;
    let mut open = String::new();
    for sign in name.chars() {
        match sign {
            '«' => depth += 1,
            '»' if depth == 0 => return false,
            '»' => depth -= 1,
            _ if depth > 0 => {}
            _ => open.push(sign),
        }
    }
    let mut words = open.split_whitespace().peekable();
    depth == 0 && words.peek().is_some() && words.all(is_abbreviation_or_number)
}

fn is_abbreviation_or_number(word: &str) -> bool {
    let bare = word.trim_start_matches('№').trim_matches(',');
    if bare.is_empty() {
        return true;
    }
    if bare.chars().next().is_some_and(|first| first.is_ascii_digit()) {
        return bare
            .chars()
            .all(|sign| sign.is_ascii_digit() || sign == '-' || sign == '/');
    }
    let letters = bare.chars().filter(|sign| sign.is_alphabetic()).count();
    (2..=8).contains(&letters)
        && bare
            .chars()
            .all(|sign| sign.is_uppercase() || sign == '-' || sign.is_ascii_digit())
}
