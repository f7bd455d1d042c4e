//! Posts in the six cases: head words from a table, their tail as it stands.
//!
//! Must never decline a post whose head word is not in the table.
#![deny(missing_docs)]

use super::post_table::HEADS;
use super::{Case, Form, Forms, Missing};

/// A post with forms that never change: «И. о. директора» is a genitive after an abbreviation.
const ACTING: [&str; 5] = ["и. о. ", "и.о. ", "и.о.", "врио ", "и. о."];

/// The post in `case`: «Заместителю директора по учебно-воспитательной работе».
///
/// Several posts of one person, put together with a comma, a dash or «и», decline each by itself.
///
/// # Errors
/// [`Missing::Post`] when a head word is not in the table and the form is not stored.
pub fn decline(post: &str, stored: &Forms, case: Case) -> Result<Form, Missing> {
    if let Some(text) = stored.get(case) {
        return Ok(Form::stored(text));
    }
    let post = post.split_whitespace().collect::<Vec<_>>().join(" ");
    if case == Case::Nominative {
        return Ok(Form::computed(post));
    }
    let mut declined = String::new();
    for (joint, part) in parts(&post) {
        declined.push_str(joint);
        declined.push_str(&one(part, case)?);
    }
    Ok(Form::computed(declined))
}

/// A post and what joins it to the one before: `("", "методист")`, `(", ", "учитель истории")`.
fn parts(post: &str) -> Vec<(&str, &str)> {
    const JOINTS: [&str; 5] = [", ", " – ", " — ", " - ", "; "];
    let mut found = Vec::new();
    let (mut joint, mut rest) = ("", post);
    loop {
        let next = JOINTS
            .iter()
            .filter_map(|joint| rest.find(joint).map(|at| (at, *joint)))
            .min();
        // «методист и учитель»: the second post stands after «и»; «культуры и спорта» does not begin one.
        let and = rest
            .match_indices(" и ")
            .find(|(at, _)| head(&rest[at + " и ".len()..]).is_some());
        let Some((at, found_joint)) = [next, and].into_iter().flatten().min() else {
            found.push((joint, rest));
            return found;
        };
        found.push((joint, &rest[..at]));
        joint = &rest[at..at + found_joint.len()];
        rest = &rest[at + found_joint.len()..];
    }
}

fn one(post: &str, case: Case) -> Result<String, Missing> {
    let lower = post.to_lowercase();
    if ACTING.iter().any(|acting| lower.starts_with(acting)) {
        return Ok(post.to_owned());
    }
    let unknown = || Missing::Post {
        case,
        word: post.split(' ').take(2).collect::<Vec<_>>().join(" "),
    };
    let (forms, length) = head(post).ok_or_else(unknown)?;
    let form = forms[case.place()];
    let tail = &post[length..];
    Ok(format!("{}{tail}", like(form, &post[..length])))
}

/// The longest head of the table that begins `post`, and its length in bytes.
fn head(post: &str) -> Option<(&'static [&'static str; 6], usize)> {
    let lower = post.to_lowercase();
    // Russian capitals are as long as their small letters, so places in the two texts agree.
    let fits = |forms: &&[&str; 6]| {
        let rest = lower.strip_prefix(forms[0]);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) && lower.len() == post.len()
    };
    let best = HEADS.iter().filter(fits).max_by_key(|forms| forms[0].len())?;
    Some((best, best[0].len()))
}

/// The form with the capitals of the word that was written.
fn like(form: &str, written: &str) -> String {
    let mut letters = written.chars().filter(|sign| sign.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    if first && letters.clone().next().is_some() && letters.all(char::is_uppercase) {
        return form.to_uppercase();
    }
    let mut signs = form.chars();
    match signs.next() {
        Some(letter) if first => letter.to_uppercase().chain(signs).collect(),
        _ => form.to_owned(),
    }
}
