//! «Может быть, …?»: the known name nearest to an unknown one.
//!
//! Must never decide for the writer: a suggestion is only shown.
#![deny(missing_docs)]

use std::fmt::Write;

/// Names listed in full at most; beyond, the nearest is enough.
const LISTED_MAX: usize = 16;

/// Advice for the unknown name `found` among `known`: the nearest one, and what there is.
pub fn among<'a>(found: &str, known: impl IntoIterator<Item = &'a str>, what: &str) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if known.is_empty() {
        return format!("{what}: нет ни одного");
    }
    let mut advice = match nearest(found, known.iter().copied()) {
        Some(near) => format!("может быть, `{near}`? "),
        None => String::new(),
    };
    let shown: Vec<String> = known.iter().take(LISTED_MAX).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > LISTED_MAX { ", …" } else { "" };
    let _ = write!(advice, "{what}: {}{more}", shown.join(", "));
    advice
}

/// The name nearest to `found`, if it is near enough to be a slip of the pen.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found: Vec<char> = found.to_lowercase().chars().take(64).collect();
    // One figure for another is another number, not a slip of the pen.
    let limit = if found.iter().any(|character| character.is_alphabetic()) {
        (found.len() / 3).max(1)
    } else {
        0
    };
    known
        .into_iter()
        .map(|name| {
            (
                distance(&found, &name.to_lowercase().chars().take(64).collect::<Vec<_>>()),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            let substituted = row[j] + usize::from(l != r);
            let mut best = substituted.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        assert_eq!(nearest("sing", ["draft", "sign", "closed"]), Some("sign"));
        assert_eq!(nearest("исполнители", ["executors"]), None);
        assert_eq!(nearest("exectuors", ["executors", "result"]), Some("executors"));
        assert_eq!(nearest("ОО АНГ", ["ОО", "ОО АНГО", "ИМО"]), Some("ОО АНГО"));
    }
}
