//! What the library says of a wrong value, in Russian: where it stands, what was expected, what to do.
//!
//! Must never lose the path or the name that the library told: a sentence it does not know stays as it is.

/// The sentence in Russian, where it is one about a value.
pub fn of_value(message: &str) -> Option<String> {
    if let Some(parsed) = message.strip_prefix("Failed to parse \"") {
        // What our own scalars say is Russian already.
        let (_, said) = parsed.split_once("\": ")?;
        let said = said.split(" (occurred while parsing").next()?;
        return said.starts_with("ожидал").then(|| said.to_owned());
    }
    let told = message.strip_prefix("Invalid value for argument \"")?;
    let (path, what) = told.split_once("\", ")?;
    if let Some(kind) = quoted(what, "expected type \"") {
        return Some(format!("{path}: {}: исправьте значение", expected(kind)));
    }
    if let Some(field) = quoted(what, "field \"") {
        return Some(format!("{path}: нет обязательного поля «{field}»: добавьте его"));
    }
    if let Some(field) = quoted(what, "unknown field \"") {
        return Some(format!(
            "{path}: поле «{field}» здесь не предусмотрено: уберите его или проверьте имя"
        ));
    }
    let names = what.strip_prefix("enumeration type \"")?;
    let (kind, value) = names.split_once("\" does not contain the value \"")?;
    let value = value.trim_end_matches('"');
    Some(format!(
        "{path}: ожидалось одно из значений {kind}, а здесь «{value}»: выберите из списка в описании схемы"
    ))
}

/// The first name in quotes after `before`.
fn quoted<'m>(message: &'m str, before: &str) -> Option<&'m str> {
    message.strip_prefix(before)?.split('"').next()
}

fn expected(kind: &str) -> String {
    let known = match kind.trim_end_matches('!') {
        "Date" => "ожидалась дата вида 2022-05-16 (год, месяц и день цифрами)",
        "DateTime" => "ожидался момент вида 2022-05-16T09:00:00+03:00",
        "JSON" => "ожидался набор полей в фигурных скобках: {\"имя\": значение}",
        "Int" => "ожидалось целое число",
        "Float" => "ожидалось число",
        "Boolean" => "ожидалось true (да) или false (нет)",
        "String" => "ожидался текст в кавычках",
        "ID" => "ожидался идентификатор в кавычках",
        other => return format!("ожидалось значение вида {other}, и не пустое"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_library_says_of_a_value_is_told_in_russian_with_its_path() {
        for (said, told) in [
            (
                r#"Invalid value for argument "input.until", expected type "Date""#,
                "input.until: ожидалась дата вида 2022-05-16 (год, месяц и день цифрами): исправьте значение",
            ),
            (
                r#"Invalid value for argument "input.document.fields", expected type "JSON""#,
                "input.document.fields: ожидался набор полей в фигурных скобках: {\"имя\": значение}: исправьте значение",
            ),
            (
                r#"Invalid value for argument "input", field "reason" of type "String!" is required but not provided"#,
                "input: нет обязательного поля «reason»: добавьте его",
            ),
            (
                r#"Invalid value for argument "input", unknown field "reaso" of type "ReturnInput""#,
                "input: поле «reaso» здесь не предусмотрено: уберите его или проверьте имя",
            ),
            (
                r#"Invalid value for argument "input.kind", enumeration type "AttachmentKind" does not contain the value "SCAN""#,
                "input.kind: ожидалось одно из значений AttachmentKind, а здесь «SCAN»: выберите из списка в описании схемы",
            ),
            (
                "Failed to parse \"Date\": ожидалась дата вида 2022-05-16, а здесь число 5 (occurred while parsing \"Input\")",
                "ожидалась дата вида 2022-05-16, а здесь число 5",
            ),
        ] {
            assert_eq!(of_value(said).as_deref(), Some(told));
        }
        assert_eq!(of_value("Cannot query field \"x\" on type \"Query\""), None);
    }
}
