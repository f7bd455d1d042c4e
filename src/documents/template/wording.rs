//! What the expression engine says of a value, in a clerk's words.
//!
//! Must never drop what it does not know: an unknown sentence is kept as it is.

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
    if detail.starts_with("cannot get first item") || detail.starts_with("cannot get last item") {
        return Some("здесь нужен список".to_owned());
    }
    if detail.starts_with("sequence of wrong length") || detail == "value is not iterable" {
        return Some("значение не раскладывается на столько имён".to_owned());
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
            "integer" | "float" => "число",
            "list" => "список",
            _ => return None,
        };
        return Some(
            format!("здесь нужно {target}, а стоит {}", nominative(kind)).replace("нужно список", "нужен список"),
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
        other => other,
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
