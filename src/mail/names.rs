//! How a person is greeted: by name and patronymic, with the ending that agrees.
//! Must never guess: where the patronymic does not show it, the greeting is neutral.

/// The greeting line for `full_name` («Кравец Ирина Семёновна»), with its exclamation mark.
///
/// The patronymic decides between «Уважаемая» and «Уважаемый»; a name without one is greeted neutrally,
/// an unknown or abbreviated name not by name at all.
pub fn greeting(full_name: Option<&str>) -> String {
    let Some(person) = full_name.and_then(Person::read) else {
        return "Уважаемые коллеги!".to_owned();
    };
    let Person { name, patronymic, kind } = person;
    match kind {
        PatronymicKind::Feminine => format!("Уважаемая {name} {patronymic}!"),
        PatronymicKind::Masculine => format!("Уважаемый {name} {patronymic}!"),
    }
}

/// The surname, for the place of a signature; the whole text when it cannot be taken apart.
pub fn signature(full_name: &str) -> String {
    let words: Vec<&str> = full_name.split_whitespace().collect();
    match words.as_slice() {
        [surname, name, patronymic, ..] if !name.contains('.') => {
            let initial = |word: &str| word.chars().next().map(|c| format!("{c}.")).unwrap_or_default();
            format!("{}{}\u{a0}{surname}", initial(name), initial(patronymic))
        }
        _ => full_name.trim().to_owned(),
    }
}

enum PatronymicKind {
    Feminine,
    Masculine,
}

struct Person {
    name: String,
    patronymic: String,
    kind: PatronymicKind,
}

impl Person {
    fn read(full_name: &str) -> Option<Self> {
        let words: Vec<&str> = full_name.split_whitespace().collect();
        let [_surname, name, rest @ ..] = words.as_slice() else {
            return None;
        };
        let kind = kind_of(rest)?;
        let patronymic: Vec<String> = rest.iter().map(|word| capitalised(word)).collect();
        Some(Self {
            name: capitalised(name),
            patronymic: patronymic.join(" "),
            kind,
        })
    }
}

fn kind_of(patronymic: &[&str]) -> Option<PatronymicKind> {
    let last = patronymic.last()?.to_lowercase();
    if patronymic.len() == 2 {
        return match last.as_str() {
            "кызы" | "гызы" => Some(PatronymicKind::Feminine),
            "оглы" | "улы" | "оглу" => Some(PatronymicKind::Masculine),
            _ => None,
        };
    }
    if patronymic.len() != 1 {
        return None;
    }
    if ["вна", "чна", "шна"].iter().any(|ending| last.ends_with(ending)) {
        Some(PatronymicKind::Feminine)
    } else if last.ends_with("ич") {
        Some(PatronymicKind::Masculine)
    } else {
        None
    }
}

/// «ИРИНА» → «Ирина»; «кызы» and the like stay small; «Анна-Мария» keeps both capitals.
fn capitalised(word: &str) -> String {
    if matches!(word.to_lowercase().as_str(), "кызы" | "гызы" | "оглы" | "улы" | "оглу") {
        return word.to_lowercase();
    }
    let part = |part: &str| {
        let mut chars = part.chars();
        chars.next().map_or_else(String::new, |first| {
            first
                .to_uppercase()
                .chain(chars.as_str().to_lowercase().chars())
                .collect()
        })
    };
    word.split('-').map(part).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patronymic_decides_the_ending() {
        for (name, expected) in [
            ("Иванова Ирина Ивановна", "Уважаемая Ирина Ивановна!"),
            ("Фёдоров Пётр Ильич", "Уважаемый Пётр Ильич!"),
            ("Кравец Любовь Ильинична", "Уважаемая Любовь Ильинична!"),
            ("МЕНГЛИБАЕВ КОШАЛИ ФОМИЧ", "Уважаемый Кошали Фомич!"),
            ("Алиева Анна-Мария Ибрагим кызы", "Уважаемая Анна-Мария Ибрагим кызы!"),
            ("Мамедов Али Гусейн Оглы", "Уважаемый Али Гусейн оглы!"),
            (
                "Салтыкова-Щедрина\u{a0}Алёна\u{a0}Кузьминична",
                "Уважаемая Алёна Кузьминична!",
            ),
        ] {
            assert_eq!(greeting(Some(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_name_that_does_not_tell_is_greeted_neutrally() {
        for name in [
            "",
            "Ким",
            "Ким Виктор",
            "Иванова И.И.",
            "Иванова И. И.",
            "Ли Чен Ван Сон",
        ] {
            assert_eq!(greeting(Some(name)), "Уважаемые коллеги!", "{name}");
        }
        assert_eq!(greeting(None), "Уважаемые коллеги!");
    }

    #[test]
    fn a_signature_has_initials_before_the_surname() {
        assert_eq!(signature("Щёголева Мария Петровна"), "М.П.\u{a0}Щёголева");
        assert_eq!(signature("Щёголева М.П."), "Щёголева М.П.");
    }
}
