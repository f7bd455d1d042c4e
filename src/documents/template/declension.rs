//! The six cases: forms that somebody typed first, sure rules second, never a guess.
//!
//! Must never print a form about which there is a doubt: a wrong case in a signed order is worse than a question.

use minijinja::Error;
use minijinja::value::{Value, ValueKind};

use super::filters::{blank, wrong};
use crate::words::inflection::name::PersonName;
use crate::words::inflection::{Case, Form, Forms, Missing, Sex, organisation, post};

/// A case by its short name in a record.
const SHORT: [(&str, Case); 6] = [
    ("им", Case::Nominative),
    ("род", Case::Genitive),
    ("дат", Case::Dative),
    ("вин", Case::Accusative),
    ("твор", Case::Instrumental),
    ("предл", Case::Prepositional),
];

/// `{{ signer|склонить("дат") }}`: the value is a post or a name of a body as text, a record of typed forms (`им`, `род`,
/// `дат`, `вин`, `твор`, `предл`), or a person (`name`, `sex`), whose typed forms, if any, go before the rules.
pub(super) fn decline(value: &Value, case: &str) -> Result<Value, Error> {
    let Some((short, case)) = SHORT
        .into_iter()
        .find(|(short, known)| *short == case || known.name() == case)
    else {
        return Err(wrong(format!(
            "падеж пишется «им», «род», «дат», «вин», «твор» или «предл», а стоит «{case}»"
        )));
    };
    if blank(value) {
        return Ok(value.clone());
    }
    let (known, form) = match value.kind() {
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default().to_owned();
            let form = title(&text, &Forms::default(), case);
            (text, form)
        }
        ValueKind::Map => of_record(value, short, case)?,
        _ => return Err(wrong(format!("просклонять можно слово или имя, а стоит «{value}»"))),
    };
    match form {
        Ok(form) => Ok(Value::from(form.text)),
        Err(missing) => Err(wrong(format!(
            "для «{known}» нет формы «{short}» ({} падеж): {missing}",
            case.name()
        ))),
    }
}

/// A person's name by the rules for names; anything else by the rules for posts and bodies.
fn of_record(value: &Value, short: &str, case: Case) -> Result<(String, Result<Form, Missing>), Error> {
    let stored = Forms(
        SHORT
            .into_iter()
            .filter_map(|(short, case)| Some((case, field(value, short)?)))
            .collect(),
    );
    let name = field(value, "name");
    let known = name.clone().or_else(|| field(value, "им"));
    let Some(known) = known.or_else(|| stored.get(case).map(str::to_owned)) else {
        return Err(wrong(format!("в записи нет ни формы «{short}», ни имени (поле name)")));
    };
    let sex = field(value, "sex").and_then(|sex| Sex::read(&sex));
    let form = match name {
        Some(_) if stored.get(case).is_some() => title(&known, &stored, case),
        Some(name) => PersonName::read(&name).and_then(|person| person.decline(sex, &stored, case)),
        None => title(&known, &stored, case),
    };
    Ok((known, form))
}

/// A post, or the name of a body whose words never change.
fn title(text: &str, stored: &Forms, case: Case) -> Result<Form, Missing> {
    post::decline(text, stored, case).or_else(|missing| organisation::decline(text, stored, case).map_err(|_| missing))
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
