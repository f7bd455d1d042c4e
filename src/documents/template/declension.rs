//! The six cases: forms that somebody typed first, rules for personal names second, never a guess.
//!
//! Must never decline a post or an institution by rule, nor a name whose sex is not known: a wrong case in a signed
//! order is worse than a question.

use minijinja::Error;
use minijinja::value::{Value, ValueKind};
use petrovich::{Case, Gender};

use super::filters::{blank, wrong};
use super::letters::capital;

/// Case, its short name in a record, and what the long name begins with.
const CASES: [(&str, &str, Option<Case>); 6] = [
    ("им", "именительный", None),
    ("род", "родительный", Some(Case::Genitive)),
    ("дат", "дательный", Some(Case::Dative)),
    ("вин", "винительный", Some(Case::Accusative)),
    ("твор", "творительный", Some(Case::Instrumental)),
    ("предл", "предложный", Some(Case::Prepositional)),
];

/// `{{ signer|склонить("дат") }}`: the value is a text, a record of typed forms (`им`, `род`, `дат`, `вин`, `твор`,
/// `предл`), or a person (`name`, `sex`), whose typed forms, if any, go before the rules.
pub(super) fn decline(value: &Value, case: &str) -> Result<Value, Error> {
    let Some((short, long, rule)) = CASES
        .into_iter()
        .find(|(short, long, _)| *short == case || *long == case)
    else {
        return Err(wrong(format!(
            "падеж пишется «им», «род», «дат», «вин», «твор» или «предл», а стоит «{case}»"
        )));
    };
    if blank(value) {
        return Ok(value.clone());
    }
    match value.kind() {
        ValueKind::String if rule.is_none() => return Ok(value.clone()),
        ValueKind::String => {
            return Err(wrong(format!(
                "нет формы «{value}» в падеже «{long}»: в данных только одна форма; нужна запись с полем «{short}»"
            )));
        }
        ValueKind::Map => {}
        _ => return Err(wrong(format!("просклонять можно слово или имя, а стоит «{value}»"))),
    }
    if let Some(typed) = field(value, short) {
        return Ok(Value::from(typed));
    }
    let name = field(value, "name");
    let Some(known) = name.clone().or_else(|| field(value, "им")) else {
        return Err(wrong(format!("в записи нет ни формы «{short}», ни имени (поле name)")));
    };
    // A post has forms only: rules are for those who have a name.
    match (rule, name, field(value, "sex").as_deref()) {
        (None, _, _) => Ok(Value::from(known)),
        (Some(case), Some(name), Some("м")) => Ok(Value::from(person(&name, Gender::Male, case))),
        (Some(case), Some(name), Some("ж")) => Ok(Value::from(person(&name, Gender::Female, case))),
        _ => Err(wrong(format!(
            "для «{known}» нет формы «{short}» ({long} падеж); впишите её или, если это человек, укажите пол: «м» или «ж»"
        ))),
    }
}

/// A filled text field of a record.
fn field(value: &Value, name: &str) -> Option<String> {
    let found = value.get_attr(name).ok()?;
    found
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// Surname, name, patronymic in that order, or initials with a surname on either side of them.
fn person(name: &str, gender: Gender, case: Case) -> String {
    let mut given = 0;
    let words = name.split_whitespace().map(|word| {
        if word.contains('.') || word.chars().count() < 2 {
            return word.to_owned(); // initials
        }
        let word = normal(word);
        given += 1;
        match given {
            1 => petrovich::lastname(gender, &word, case),
            2 => petrovich::firstname(gender, &word, case),
            3 => petrovich::middlename(gender, &word, case),
            _ => word, // «кызы», «оглы»
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The rules know endings in small letters only: «ИВАНОВА-ПЕТРОВА» → «Иванова-Петрова».
fn normal(word: &str) -> String {
    if word.chars().any(char::is_lowercase) {
        return word.to_owned();
    }
    let parts: Vec<String> = word.split('-').map(|part| capital(&part.to_lowercase())).collect();
    parts.join("-")
}
