//! What the expression engine says of a value, in a clerk's words.
//!
//! Must never let the engine's own English through.

use std::ops::Range;

use super::compile::STATEMENT;
use super::tag::{LIST, METER};

/// Whether a sentence is one of ours, not the engine's.
pub(super) fn is_ours(detail: &str) -> bool {
    let first = detail.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|first| matches!(first, 'А'..='я' | 'ё' | 'Ё'))
}

/// The expression at these bytes of a source, without what the engine was given besides.
pub(super) fn expression(source: &str, range: &Range<usize>) -> String {
    let at = source.get(range.clone()).unwrap_or_default().trim();
    let opener = match at {
        LIST => " in (",
        METER => "= (",
        _ => return at.to_owned(),
    };
    let before = source[..range.start].trim_end_matches(['|', ' ']);
    let before = before.strip_suffix(')').unwrap_or(before);
    let tag = before.rfind(STATEMENT.0).map_or(before, |start| &before[start..]);
    let typed = tag.split_once(opener).map_or(at, |(_, typed)| typed);
    typed.trim().to_owned()
}

/// Sentences that name no kind: how each begins, and what is said instead.
const PLAIN: [(&str, &str); 21] = [
    ("cannot get first item", "здесь нужен список"),
    ("cannot get last item", "здесь нужен список"),
    ("sequence of wrong length", "значение не раскладывается на столько имён"),
    ("value is not iterable", "значение не раскладывается на столько имён"),
    (
        "unable to calculate",
        "сосчитать нельзя: на ноль не делят, а слишком большое число не помещается",
    ),
    (
        "cannot perform a containment check",
        "справа от in нужен список, запись или текст",
    ),
    (
        "cannot slice by step size of 0",
        "шаг не бывает нулём: уберите его или поставьте 1",
    ),
    (
        "cannot create range with step of 0",
        "шаг не бывает нулём: уберите его или поставьте 1",
    ),
    ("range has too many elements", "слишком много повторов"),
    ("repeated string is too large", "текст повторён слишком много раз"),
    ("repeated sequence is too large", "список повторён слишком много раз"),
    (
        "strings can only be multiplied",
        "текст повторяют целое число раз: нужно число, а стоит другое",
    ),
    (
        "sequences and iterables can only",
        "список повторяют целое число раз: нужно число, а стоит другое",
    ),
    ("cannot repeat unsized", "повторить можно только список"),
    ("failed to sort", "упорядочить нельзя: записи разного рода"),
    (
        "comparator does not implement",
        "упорядочить нельзя: записи разного рода",
    ),
    (
        "cannot convert value into pair",
        "нужна запись с полями, а стоит другое",
    ),
    ("value is not a string", "нужен текст, а стоит другое"),
    (
        "object is not callable",
        "это значение, а не функция: уберите скобки после имени",
    ),
    ("expected object", "нужна запись с полями, а стоит другое"),
    ("invalid ", "нужно число, а текст числом не читается"),
];

/// The sentence in Russian; none when it is not one of those that data bring about.
pub(super) fn in_russian(detail: &str) -> Option<String> {
    if let Some(kind) = detail.strip_suffix(" is not iterable") {
        return Some(format!("здесь нужен список, а стоит {}", nominative(kind)));
    }
    if let Some(rest) = detail.strip_prefix("tried to use ") {
        let (operator, kinds) = rest.split_once(" operator on unsupported types ")?;
        let (one, other) = kinds.split_once(" and ")?;
        return Some(format!(
            "знак «{operator}» стоит между тем, что им не связать: {} и {}",
            nominative(one),
            nominative(other)
        ));
    }
    if let Some(kind) = detail.strip_prefix("cannot calculate length of value of type ") {
        return Some(format!(
            "посчитать можно записи списка или буквы, а здесь {}",
            nominative(kind)
        ));
    }
    if let Some(kind) = detail.strip_prefix("cannot join value of type ") {
        return Some(format!(
            "соединить через join можно записи списка, а здесь {}",
            nominative(kind)
        ));
    }
    if let Some(kind) = detail.strip_prefix("cannot reverse values of type ") {
        return Some(format!(
            "перевернуть можно список или текст, а здесь {}",
            nominative(kind)
        ));
    }
    if let Some(rest) = detail.strip_prefix("value of type ") {
        if let Some(kind) = rest.strip_suffix(" cannot be sliced") {
            return Some(format!(
                "часть берут от списка или текста, а здесь {}",
                nominative(kind)
            ));
        }
        if let Some(kind) = rest.strip_suffix(" is not callable") {
            return Some(format!(
                "здесь {}, а не функция: уберите скобки после имени",
                nominative(kind)
            ));
        }
    }
    if let Some((_, said)) = PLAIN.iter().find(|(begins, _)| detail.starts_with(begins)) {
        return Some((*said).to_owned());
    }
    if let Some(kind) = detail.strip_prefix("cannot round value (") {
        return Some(format!(
            "округлить можно число, а здесь {}",
            nominative(kind.trim_end_matches(')'))
        ));
    }
    if let Some((kind, target)) = detail
        .strip_prefix("cannot convert ")
        .and_then(|rest| rest.split_once(" to "))
    {
        let target = match target {
            "list" | "vec" | "Vec" => "список",
            "string" | "str" | "String" => "текст",
            _ => "число",
        };
        return Some(
            format!("здесь нужно {target}, а стоит {}", nominative(kind))
                .replace("нужно список", "нужен список")
                .replace("нужно текст", "нужен текст"),
        );
    }
    None
}

fn nominative(kind: &str) -> &str {
    match kind.trim() {
        "undefined" => "то, чего нет",
        "none" => "пустое значение",
        "bool" => "«да» или «нет»",
        "number" => "число",
        "string" => "текст",
        "sequence" | "iterable" | "iterator" => "список",
        "map" => "запись",
        _ => "другое значение",
    }
}

#[cfg(test)]
mod tests {
    use super::in_russian;

    #[test]
    fn what_data_bring_about_is_said_in_russian() {
        for (said, told) in [
            ("number is not iterable", "здесь нужен список, а стоит число"),
            (
                "tried to use + operator on unsupported types string and number",
                "знак «+» стоит между тем, что им не связать: текст и число",
            ),
            ("cannot round value (string)", "округлить можно число, а здесь текст"),
            ("cannot convert map to list", "здесь нужен список, а стоит запись"),
            (
                "cannot convert none to integer",
                "здесь нужно число, а стоит пустое значение",
            ),
        ] {
            assert_eq!(in_russian(said).as_deref(), Some(told));
        }
        assert_eq!(in_russian("something new"), None);
    }
}
