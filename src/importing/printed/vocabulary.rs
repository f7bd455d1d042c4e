//! Words of which deadlines are made: a cell's border stands where such words begin or end.
//!
//! Must never hold a word that titles are made of too.

use super::super::wording::fold;

const MONTHS: [&str; 11] = [
    "январ",
    "феврал",
    "март",
    "апрел",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
];

const WORDS: [&str; 118] = [
    "май",
    "мая",
    "мае",
    "до",
    "с",
    "со",
    "по",
    "в",
    "во",
    "на",
    "к",
    "и",
    "или",
    "не",
    "позднее",
    "ранее",
    "течение",
    "течении",
    "всего",
    "весь",
    "период",
    "периода",
    "периоде",
    "год",
    "года",
    "году",
    "годы",
    "годов",
    "лет",
    "г",
    "гг",
    "месяц",
    "месяца",
    "месяцев",
    "квартал",
    "квартала",
    "квартале",
    "кварталы",
    "кв",
    "полугодие",
    "полугодия",
    "полугодии",
    "ежегодно",
    "ежемесячно",
    "ежеквартально",
    "еженедельно",
    "ежедневно",
    "постоянно",
    "систематически",
    "регулярно",
    "раз",
    "раза",
    "один",
    "два",
    "три",
    "дней",
    "дня",
    "день",
    "дни",
    "рабочих",
    "рабочий",
    "рабочего",
    "календарных",
    "недели",
    "неделя",
    "неделю",
    "числа",
    "число",
    "числах",
    "декада",
    "декады",
    "декаде",
    "первая",
    "вторая",
    "третья",
    "первой",
    "второй",
    "третьей",
    "первый",
    "второй",
    "третий",
    "четвертый",
    "последний",
    "последняя",
    "начало",
    "конец",
    "середина",
    "начала",
    "конца",
    "учебный",
    "учебного",
    "учебном",
    "календарного",
    "каждый",
    "каждого",
    "каждую",
    "отчетный",
    "отчетного",
    "отчетным",
    "следующего",
    "следующий",
    "за",
    "текущего",
    "момента",
    "срок",
    "сроком",
    "включительно",
    "часов",
    "час",
    "далее",
    "дата",
    "зимние",
    "осенние",
    "весенние",
    "летние",
    "каникулы",
    "месячный",
    "январе",
];

/// How deadlines that rest on another's plan begin: the first word and the beginning of the second.
const EXTERNAL: [(&str, &[&str]); 4] = [
    (
        "по",
        &[
            "план",
            "график",
            "отдельн",
            "согласован",
            "мере",
            "запрос",
            "необходимост",
            "итог",
            "окончан",
            "заявк",
            "приказ",
            "особому",
        ],
    ),
    ("в", &["соответстви", "срок"]),
    ("согласно", &["план", "график", "отдельн", "приказ", "срок"]),
    ("на", &["основани"]),
];

/// Whether the word may stand in a deadline.
pub fn is_when(word: &str) -> bool {
    let folded = fold(word);
    let mut parts = folded
        .split(['-', '–', '—', '/', ',', ';', ':'])
        .map(|part| part.trim_matches(['.', '(', ')', '«', '»', '"']))
        .filter(|part| !part.is_empty())
        .peekable();
    parts.peek().is_none() || parts.all(is_when_part)
}

fn is_when_part(part: &str) -> bool {
    let digits = part.trim_end_matches('г').trim_end_matches('.');
    let figures = !digits.is_empty() && digits.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    let roman = part.chars().all(|sign| "ivxіх".contains(sign));
    figures
        || roman
        || WORDS.contains(&part)
        || MONTHS
            .iter()
            .any(|stem| part.starts_with(stem) && part.chars().count() <= 9)
}

/// Whether a deadline that rests on another's plan begins with these two words.
pub fn begins_external(first: &str, second: Option<&str>) -> bool {
    let (first, second) = (fold(first), second.map(fold).unwrap_or_default());
    EXTERNAL
        .iter()
        .any(|(word, next)| first == *word && next.iter().any(|stem| second.starts_with(stem)))
}
