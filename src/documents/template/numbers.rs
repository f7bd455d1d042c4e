//! Numbers as papers write them: with groups and a comma, in words, as sums of money, with the noun they count.
//!
//! Must never round a sum silently: what does not fit whole kopecks is refused.

use std::fmt::Write;

use minijinja::Error;
use minijinja::value::{Kwargs, Value, ValueKind};

use super::filters::{blank, wrong};
use super::letters::capital;
use crate::words::phrasing;

/// 12 345,5: groups of three, decimal comma; `|число(знаков=2)` fixes the digits after it.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the engine hands named arguments over by value"
)]
pub(super) fn number(value: &Value, options: Kwargs) -> Result<Value, Error> {
    let digits: Option<usize> = options.get("знаков")?;
    options.assert_all_used()?;
    if blank(value) {
        return Ok(value.clone());
    }
    if value.kind() != ValueKind::Number {
        return Err(wrong(format!("здесь нужно число, а стоит «{value}»")));
    }
    let text = match digits {
        Some(digits) => format!("{:.*}", digits.min(9), f64::try_from(value.clone())?),
        None => value.to_string().trim_end_matches(".0").to_owned(),
    };
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut out = sign.to_owned();
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        let _ = write!(out, ",{fraction}");
    }
    Ok(Value::from(out))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// двадцать один; `|прописью("ж")` gives «двадцать одна», `|прописью("с")` «двадцать одно».
pub(super) fn in_words(value: &Value, gender: Option<&str>) -> Result<Value, Error> {
    if blank(value) {
        return Ok(value.clone());
    }
    let gender = match gender {
        None | Some("м") => Gender::Masculine,
        Some("ж") => Gender::Feminine,
        Some("с") => Gender::Neuter,
        Some(other) => {
            return Err(wrong(format!("род пишется «м», «ж» или «с», а стоит «{other}»")));
        }
    };
    let Some((negative, hundredths)) = hundredths(value).filter(|(_, amount)| amount % 100 == 0) else {
        return Err(wrong(format!("прописью пишется целое число, а стоит «{value}»")));
    };
    let words = spell(hundredths / 100, gender).ok_or_else(too_great)?;
    Ok(Value::from(if negative {
        format!("минус {words}")
    } else {
        words
    }))
}

/// Двести тридцать рублей 05 копеек.
pub(super) fn rubles(value: &Value) -> Result<Value, Error> {
    if blank(value) {
        return Ok(value.clone());
    }
    let Some((negative, amount)) = hundredths(value) else {
        return Err(wrong(format!(
            "здесь нужна сумма в рублях, не мельче копейки, а стоит «{value}»"
        )));
    };
    let (rubles, kopecks) = (amount / 100, amount % 100);
    let words = spell(rubles, Gender::Masculine).ok_or_else(too_great)?;
    let words = if negative { format!("минус {words}") } else { words };
    Ok(Value::from(format!(
        "{} {} {kopecks:02} {}",
        capital(&words),
        phrasing::plural(rubles, "рубль", "рубля", "рублей"),
        phrasing::plural(kopecks, "копейка", "копейки", "копеек"),
    )))
}

/// The noun's form after a number: `{{ n }} {{ n|множественное("школа", "школы", "школ") }}`.
pub(super) fn plural(value: &Value, one: &str, few: &str, many: &str) -> Result<Value, Error> {
    if blank(value) {
        return Ok(value.clone());
    }
    if value.kind() == ValueKind::Number && value.as_i64().is_none() && f64::try_from(value.clone())?.fract() != 0.0 {
        return Ok(Value::from(few)); // 2,5 школы
    }
    match hundredths(value) {
        Some((_, amount)) => Ok(Value::from(phrasing::plural(amount / 100, one, few, many))),
        None => Err(wrong(format!("здесь нужно число, а стоит «{value}»"))),
    }
}

/// The sign and the amount in hundredths, of a number or of its text; none for what has no exact one.
fn hundredths(value: &Value) -> Option<(bool, u64)> {
    let text = match value.kind() {
        ValueKind::Number => value.to_string(),
        ValueKind::String => value.as_str()?.trim().replace(',', "."),
        _ => return None,
    };
    let (negative, text) = text
        .strip_prefix('-')
        .map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (kopecks, rest) = fraction.split_at_checked(2.min(fraction.len()))?;
    if !digits(whole) || !digits(kopecks) || rest.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let kopecks: u64 = format!("{kopecks:0<2}").parse().ok()?;
    Some((negative, whole.checked_mul(100)?.checked_add(kopecks)?))
}

fn too_great() -> Error {
    wrong("число слишком велико, чтобы написать его прописью")
}

const UNITS: [&str; 20] = [
    "",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
];
const TENS: [&str; 10] = [
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
];
const HUNDREDS: [&str; 10] = [
    "",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
];
const GROUPS: [(u64, Gender, [&str; 3]); 4] = [
    (
        1_000_000_000_000,
        Gender::Masculine,
        ["триллион", "триллиона", "триллионов"],
    ),
    (
        1_000_000_000,
        Gender::Masculine,
        ["миллиард", "миллиарда", "миллиардов"],
    ),
    (1_000_000, Gender::Masculine, ["миллион", "миллиона", "миллионов"]),
    (1_000, Gender::Feminine, ["тысяча", "тысячи", "тысяч"]),
];

/// Words of a whole number under a thousand trillions.
fn spell(number: u64, gender: Gender) -> Option<String> {
    if number == 0 {
        return Some("ноль".to_owned());
    }
    if number >= 1_000_000_000_000_000 {
        return None;
    }
    let mut words: Vec<&str> = Vec::new();
    let mut rest = number;
    for (size, gender, [one, few, many]) in GROUPS {
        let count = rest / size;
        if count > 0 {
            hundreds(count, gender, &mut words);
            words.push(phrasing::plural(count, one, few, many));
        }
        rest %= size;
    }
    hundreds(rest, gender, &mut words);
    Some(words.join(" "))
}

/// Words of a number under a thousand.
fn hundreds(number: u64, gender: Gender, words: &mut Vec<&'static str>) {
    let digit = |table: &'static [&'static str], at: u64| {
        usize::try_from(at)
            .ok()
            .and_then(|at| table.get(at))
            .copied()
            .unwrap_or_default()
    };
    let below_hundred = number % 100;
    let (ten, unit) = if below_hundred < 20 {
        (0, below_hundred)
    } else {
        (below_hundred / 10, below_hundred % 10)
    };
    let unit = match (unit, gender) {
        (1, Gender::Feminine) => "одна",
        (1, Gender::Neuter) => "одно",
        (2, Gender::Feminine) => "две",
        _ => digit(&UNITS, unit),
    };
    let spoken = [digit(&HUNDREDS, number / 100), digit(&TENS, ten), unit];
    words.extend(spoken.into_iter().filter(|word| !word.is_empty()));
}
