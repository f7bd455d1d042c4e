//! Checks each tag by itself, so that one pass reports all mistakes and not only the first.
//!
//! Must never need the data: only spelling and known names are judged here.

use minijinja::machinery::parse;

use super::filters;
use super::names::{self, Named};
use super::tag::{Marker, Statement, Tag, TagKind};
use crate::documents::mistake::{MistakeCode, TemplateMistake};
use crate::words::alphabet;

/// What is wrong with one tag; the caller adds its place.
pub(super) fn check(tag: &Tag) -> Vec<TemplateMistake> {
    if tag.kind == TagKind::Comment {
        return Vec::new();
    }
    if tag.kind == TagKind::Value && tag.body.is_empty() {
        return vec![empty()];
    }
    match tag.kind {
        TagKind::Marker(Marker::Span) if tag.body.is_empty() => return vec![no_number()],
        TagKind::Marker(marker) if marker != Marker::Span => {
            return if tag.body.is_empty() {
                Vec::new()
            } else {
                vec![misread()]
            };
        }
        _ => {}
    }
    if tag.adds_too_much() {
        return vec![added_up()];
    }
    match parse(&alone(tag), "tag", minijinja::syntax::SyntaxConfig::default()) {
        Ok(parsed) => names::of(&parsed).iter().filter_map(unknown).collect(),
        Err(_) => vec![misread()],
    }
}

/// The tag as a whole template: what it needs around it to be read is added.
pub(super) fn alone(tag: &Tag) -> String {
    let body = &tag.body;
    match tag.kind {
        TagKind::Comment => String::new(),
        TagKind::Marker(marker) if marker != Marker::Span => String::new(),
        TagKind::Value | TagKind::Marker(_) => format!("{{{{ {body} }}}}"),
        TagKind::Statement(statement) => match statement {
            Statement::For => format!("{{% {body} %}}{{% endfor %}}"),
            Statement::If => format!("{{% {body} %}}{{% endif %}}"),
            Statement::With => format!("{{% {body} %}}{{% endwith %}}"),
            Statement::Elif | Statement::Else => format!("{{% if true %}}{{% {body} %}}{{% endif %}}"),
            Statement::Set => format!("{{% {body} %}}"),
            Statement::EndFor => format!("{{% for x in [] %}}{{% {body} %}}"),
            Statement::EndIf => format!("{{% if true %}}{{% {body} %}}"),
            Statement::EndWith => format!("{{% with x = 1 %}}{{% {body} %}}"),
            Statement::Break | Statement::Continue => format!("{{% for x in [] %}}{{% {body} %}}{{% endfor %}}"),
        },
    }
}

fn empty() -> TemplateMistake {
    TemplateMistake::file(MistakeCode::TagSyntax, "пустой тег").hint("впишите имя поля, например {{ number }}")
}

fn no_number() -> TemplateMistake {
    TemplateMistake::file(MistakeCode::TagSyntax, "не сказано, сколько столбцов занять")
        .hint("например {% столбцов 3 %}")
}

fn added_up() -> TemplateMistake {
    TemplateMistake::file(MistakeCode::TooLarge, "слишком много сложений в одном теге").hint(
        "в set и for – не больше 20 знаков + и *, в with их не бывает: сосчитайте в set или передайте готовое значение",
    )
}

fn misread() -> TemplateMistake {
    TemplateMistake::file(MistakeCode::TagSyntax, "запись тега не понята")
        .hint("проверьте кавычки, скобки, знаки между именами и черту | перед фильтром")
}

fn unknown(named: &Named) -> Option<TemplateMistake> {
    let (code, what, name, known): (_, _, _, &[&str]) = match named {
        Named::Filter(name) if !filters::FILTERS.contains(&name.as_str()) => {
            (MistakeCode::UnknownFilter, "фильтр", name, &filters::FILTERS)
        }
        Named::Test(name) if !filters::TESTS.contains(&name.as_str()) => {
            (MistakeCode::UnknownTest, "проверка", name, &filters::TESTS)
        }
        Named::Function(name) if !filters::FUNCTIONS.contains(&name.as_str()) => {
            (MistakeCode::UnknownFunction, "функция", name, &filters::FUNCTIONS)
        }
        Named::Composed => {
            let mistake = TemplateMistake::file(
                MistakeCode::ForbiddenStatement,
                "в for и with список из других значений не составляют",
            );
            return Some(mistake.hint("составьте его отдельно: {% set имя = […] %}"));
        }
        Named::Method(name) => {
            let mistake = TemplateMistake::file(
                MistakeCode::UnknownFunction,
                format!("вызов «.{name}()» не поддерживается"),
            );
            return Some(mistake.hint(format!("если есть такой фильтр, запишите его через черту: |{name}")));
        }
        _ => return None,
    };
    let mistake = TemplateMistake::file(code, format!("неизвестное имя «{name}» ({what})"));
    Some(mistake.hint(match meant(name, known.iter().copied()) {
        Some(hint) => hint,
        None => format!("есть: {}", known.join(", ")),
    }))
}

/// A hint at the known name that was meant: first one that only looks the same, then the nearest.
pub(super) fn meant<'a>(typed: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    known
        .clone()
        .find_map(|name| alphabet::strangers(typed, name))
        .or_else(|| closest(typed, known).map(|near| format!("возможно, имелось в виду «{near}»")))
}

/// The known name nearest to a mistyped one, if it is near enough to be meant.
fn closest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = 1 + typed.chars().count() / 4;
    known
        .map(|name| (distance(typed, name), name))
        .filter(|(far, _)| *far <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// Edits between two words: letters added, dropped, changed, or two neighbours swapped.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let change = rows[i][j] + usize::from(a != b);
            let mut least = change.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}
