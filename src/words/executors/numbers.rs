//! Lists of institutions by number: «№№ 26, 39», «школы № 1-5», and the name of each one of them.
//!
//! Must never fill a gap in a list: № 2 may be missing on purpose.

use super::ExecutorsReading;
use super::acronyms::{Acronym, acronym};
use super::grammar::{Adjective, Case, Number};
use super::lexicon::{Sort, forms_of};
use super::naming::render;
use super::phrase::Phrase;
use super::text::{Kind, Token, fold};

/// The most institutions that one list may name.
const LIST_MAX: usize = 1_000;
/// The most institutions that a range («№ 1-250») may stand for.
const RANGE_MAX: u32 = 300;

/// «1.», «2)» or a dash at the beginning of a line: how many tokens the mark takes.
pub(super) fn list_mark(rest: &[Token]) -> Option<usize> {
    let [first, second, ..] = rest else { return None };
    match first.kind {
        Kind::Dash if second.kind != Kind::Number => Some(1),
        Kind::Number
            if first.text.len() <= 2 && !second.spaced && (second.kind == Kind::Stop || second.text == ")") =>
        {
            rest.get(2).filter(|third| third.kind != Kind::Number).map(|_| 2)
        }
        _ => None,
    }
}

/// «№№ 26, 39, 268», «№ 1-5», «№1, №2 и №3»; without the sign only several numbers right after a class of institutions.
pub(super) fn numbers(rest: &[Token], last: Option<&Token>, reading: &mut ExecutorsReading) -> Option<(Token, usize)> {
    let after_class = last.is_some_and(|token| {
        acronym(token) == Some(Acronym::Class)
            || forms_of(&token.text).iter().any(|form| {
                form.noun.sort == Sort::Institution
                    && matches!(
                        form.noun.lemma,
                        "школа" | "сад" | "лицей" | "гимназия" | "учреждение" | "детсад"
                    )
            })
    });
    let signed = rest.first()?.kind == Kind::NumberSign;
    let bare = after_class && rest[0].kind == Kind::Number;
    if !signed && !bare {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    let mut used = 0;
    let mut at = 0;
    loop {
        at += usize::from(rest.get(at).is_some_and(|token| token.kind == Kind::NumberSign));
        let Some(number) = rest.get(at).filter(|token| token.kind == Kind::Number) else {
            break;
        };
        let of_class = rest
            .get(at + 1)
            .is_some_and(|next| next.lower().starts_with("класс") && !next.lower().starts_with("классн"));
        if of_class {
            break;
        }
        let until = rest
            .get(at + 1)
            .filter(|dash| dash.kind == Kind::Dash)
            .and(rest.get(at + 2))
            .filter(|token| token.kind == Kind::Number);
        if let Some(until) = until {
            spread(&format!("{}-{}", number.text, until.text), &mut found, reading);
            at += 3;
        } else {
            spread(&number.text, &mut found, reading);
            at += 1;
        }
        if found.len() > LIST_MAX {
            reading.ask(format!("в списке больше {LIST_MAX} учреждений"));
            found.truncate(LIST_MAX);
        }
        used = at;
        let Some(next) = rest.get(at) else { break };
        let joins = next.kind == Kind::Comma || next.is_word() && next.text == "и";
        if joins {
            at += 1;
        } else if next.kind != Kind::NumberSign {
            break;
        }
    }
    if found.is_empty() {
        return None;
    }
    if !signed {
        reading.doubt("номера учреждений без знака «№»");
    }
    let text: String = render(&rest[..used]);
    Some((
        Token {
            numbers: found,
            ..Token::new(Kind::Numbers, text)
        },
        used,
    ))
}

fn spread(text: &str, found: &mut Vec<String>, reading: &mut ExecutorsReading) {
    let ends = text
        .split_once(['-', '–'])
        .and_then(|(first, last)| Some((first.parse::<u32>().ok()?, last.parse::<u32>().ok()?)));
    match ends {
        Some((first, last)) if first < last && last - first < RANGE_MAX => {
            found.extend((first..=last).map(|number| number.to_string()));
        }
        Some(_) => {
            reading.doubt(format!("непонятный ряд номеров «{text}»"));
            found.push(text.to_owned());
        }
        None => found.push(text.to_owned()),
    }
}

/// «муниципальных образовательных учреждениях средних общеобразовательных школах» → «СОШ», «детские сады» → «детский сад».
pub(super) fn one_of_many(prefix: &[Token]) -> String {
    let Some(phrase) = Phrase::at(prefix) else {
        return render(prefix);
    };
    let rest = &prefix[phrase.length..];
    if let Some(inner) = Phrase::at(rest)
        .filter(|inner| inner.sort() == Sort::Institution && matches!(phrase.lemma(), "учреждение" | "организация"))
        && inner.readings.iter().any(|form| form.case == phrase.form().case)
    {
        return one_of_many(rest);
    }
    let number = Number::One;
    let gender = phrase.form().noun.paradigm.gender();
    let words: Vec<String> = prefix[..phrase.length]
        .iter()
        .map(|token| match Adjective::of(&token.text) {
            Some(adjective) if forms_of(&token.text).is_empty() => adjective.nominative(number, gender),
            _ => phrase.form().noun.lemma.to_owned(),
        })
        .collect();
    let name = words.join(" ");
    let short = match fold(&name).as_str() {
        "средняя общеобразовательная школа" | "муниципальная средняя общеобразовательная школа" => {
            "СОШ".to_owned()
        }
        "основная общеобразовательная школа" => "ООШ".to_owned(),
        "начальная общеобразовательная школа" => "НОШ".to_owned(),
        _ => name,
    };
    if rest.is_empty() {
        return short;
    }
    let inner = Phrase::at(rest).filter(|inner| inner.may_be(Case::Genitive) && phrase.sort().is_post());
    let complement = inner.map_or_else(|| render(rest), |inner| genitive_of_one(rest, &inner));
    format!("{short} {complement}")
}

/// «школ» of «директора школ № 1, 2» → «школы».
fn genitive_of_one(tokens: &[Token], phrase: &Phrase) -> String {
    let noun = phrase.form().noun;
    let gender = noun.paradigm.gender();
    let genitive = noun
        .paradigm
        .forms(noun.lemma)
        .into_iter()
        .find(|(case, number, _)| *case == Case::Genitive && *number == Number::One);
    let mut words: Vec<String> = tokens[..phrase.length - 1]
        .iter()
        .map(|token| match Adjective::of(&token.text) {
            Some(adjective) => Adjective::inflect(
                &adjective.nominative(Number::One, gender),
                Case::Genitive,
                Number::One,
                gender,
            ),
            None => token.text.clone(),
        })
        .collect();
    words.push(genitive.map_or_else(|| noun.lemma.to_owned(), |(_, _, text)| text));
    let rest = render(&tokens[phrase.length..]);
    format!("{} {rest}", words.join(" ")).trim().to_owned()
}
