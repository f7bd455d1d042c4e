//! The words that deadlines are written with, in all their cases, and how a mistyped one is recognised.
//!
//! Must never take a word for another one in silence when two would fit.

use chrono::Weekday;

/// A step or length of time as plans name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Decade,
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// What a word does in a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    From,
    To,
    By,
    Toward,
    In,
    On,
    And,
    Or,
    Not,
    Later,
    Sooner,
    Than,
    Within,
    Through,
    After,
    Deadline,
    Course,
    All,
    Period,
    School,
    Calendar,
    Working,
    Current,
    Next,
    Past,
    Reporting,
    Planned,
    Unit(Unit),
    Term,
    Portion,
    Start,
    End,
    Middle,
    DayNumber,
    Last,
    Weekday(Weekday),
    Every(Unit),
    Each,
    Times,
    Twice,
    Rarer,
    Oftener,
    Always,
    AsMeasure,
    Need,
    Demand,
    Plan,
    According,
    Set,
    Unsettled,
    Inclusive,
    Approximate,
    Exception,
    Season(Season),
    Holidays,
    Beginning,
    Urgent,
    UnitAdjective(Unit),
    TermAdjective(u32, Unit),
    Moment,
    Event,
    Subject,
    Place,
    Filler,
    Cancelled,
}

/// A season of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Winter,
    Spring,
    Summer,
    Autumn,
}

/// What a run of letters means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Month(u32),
    Cardinal(u32),
    Ordinal(u32),
    Keyword(Word),
}

/// A meaning and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Exactly(Meaning),
    /// One letter is wrong, missing or too many, and nothing else fits.
    Mistyped(Meaning),
    /// Mistyped, and short enough to be another word.
    Doubtful(Meaning),
}

const MONTHS: [(&str, &[&str], &[&str]); 12] = [
    ("январ", &["ь", "я", "е", "ю", "ем"], &["янв"]),
    ("феврал", &["ь", "я", "е", "ю", "ем"], &["фев", "февр"]),
    ("март", &["", "а", "е", "у", "ом"], &["мар"]),
    ("апрел", &["ь", "я", "е", "ю", "ем"], &["апр"]),
    ("ма", &["й", "я", "е", "ю", "ем"], &[]),
    ("июн", &["ь", "я", "е", "ю", "ем"], &["июн"]),
    ("июл", &["ь", "я", "е", "ю", "ем"], &["июл"]),
    ("август", &["", "а", "е", "у", "ом"], &["авг"]),
    ("сентябр", &["ь", "я", "е", "ю", "ем"], &["сен", "сент"]),
    ("октябр", &["ь", "я", "е", "ю", "ем"], &["окт"]),
    ("ноябр", &["ь", "я", "е", "ю", "ем"], &["ноя", "нояб"]),
    ("декабр", &["ь", "я", "е", "ю", "ем"], &["дек"]),
];

/// Whole words; `|` separates the forms.
const EXACT: &[(&str, Word)] = &[
    ("с|со", Word::From),
    ("по", Word::To),
    ("до", Word::By),
    ("к|ко", Word::Toward),
    ("в|во", Word::In),
    ("на", Word::On),
    ("и|а также|также", Word::And),
    ("или|либо", Word::Or),
    ("не", Word::Not),
    ("позднее|позже|поздней|поздне", Word::Later),
    ("ранее|раньше", Word::Sooner),
    ("чем", Word::Than),
    ("за", Word::Within),
    ("через", Word::Through),
    ("после|спустя", Word::After),
    ("срок|срока|сроке|сроки|сроком|сроков|сроках|сроку|дата|даты", Word::Deadline),
    ("теч|течение|течении|течений", Word::Course),
    ("весь|всего|всей|всем|всему|все|целый|целого|полный", Word::All),
    ("уч|учеб", Word::School),
    ("кал", Word::Calendar),
    ("раб", Word::Working),
    ("сего|этого|этом|т|тек|нынешнего|нынешнем", Word::Current),
    ("след", Word::Next),
    ("час|часа|часов|часу|часам|ч", Word::Unit(Unit::Hour)),
    ("день|дня|дней|дни|дню|дням|дн|сутки|суток|дне", Word::Unit(Unit::Day)),
    ("нед", Word::Unit(Unit::Week)),
    ("мес", Word::Unit(Unit::Month)),
    ("кв", Word::Unit(Unit::Quarter)),
    ("полгода|полугода|полугодие|полугодия|полугодии|полугодию|полугодий|полугодье|полугод|пг", Word::Unit(Unit::HalfYear)),
    ("г|гг|год|года|году|годом|годы|годов|годах|годам|лет", Word::Unit(Unit::Year)),
    ("четверть|четверти|четвертью|четвертей|четвертям|четвертях|триместр|триместра|триместре", Word::Term),
    ("конец|конца|концу|конце|окончание|окончания|окончанию|окончании", Word::End),
    ("число|числа|числу|числе|числах|чисел|числам", Word::DayNumber),
    ("среда|среду|среды|среде|средам|ср", Word::Weekday(Weekday::Wed)),
    ("четверг|четверга|четвергу|четверге|четвергам|чт", Word::Weekday(Weekday::Thu)),
    ("пн", Word::Weekday(Weekday::Mon)),
    ("вт", Word::Weekday(Weekday::Tue)),
    ("пт", Word::Weekday(Weekday::Fri)),
    ("сб", Word::Weekday(Weekday::Sat)),
    ("вс", Word::Weekday(Weekday::Sun)),
    ("раз|раза|разу|разов", Word::Times),
    ("дважды", Word::Twice),
    ("реже", Word::Rarer),
    ("чаще", Word::Oftener),
    ("мере", Word::AsMeasure),
    ("вкл", Word::Inclusive),
    ("около|ок", Word::Approximate),
    ("кроме|исключая|исключением", Word::Exception),
    ("лето|лета|летом|лету", Word::Season(Season::Summer)),
    ("весна|весны|весной|весне|весну", Word::Season(Season::Spring)),
    ("осень|осени|осенью", Word::Season(Season::Autumn)),
    ("зима|зимы|зимой|зиме|зиму", Word::Season(Season::Winter)),
    ("момента|моменту|момент", Word::Moment),
    ("срочно|оперативно|безотлагательно|немедленно|весьма", Word::Urgent),
    ("школа|школы|школе|школу|школах|сош|оош|нош|мбоу|мкоу|маоу|моу|мбдоу|мдоу|мкдоу|гбоу|гимназия|гимназии|лицей|лицея|лицее|ул|улица|каб|кабинет|кабинете|дом|корпус|зал|зале|цдо|ддт|дк|домкультуры|имо|оо|оу|рмо|шмо|моо|роо|ано|ду|кду|библиотека|библиотеке|онлайн|дистанционно|zoom|детсад|доу|дс", Word::Place),
    ("основе|порядке|основа", Word::Filler),
    ("от|из|у|для|при|о|об|обо|под|над|между|г-|ориентир", Word::Filler),
];

/// Stems; the number is how many letters may follow.
const STEMS: &[(&str, usize, Word)] = &[
    ("протяжени", 2, Word::Course),
    ("период", 4, Word::Period),
    ("учебн", 4, Word::School),
    ("календарн", 3, Word::Calendar),
    ("рабоч", 3, Word::Working),
    ("текущ", 3, Word::Current),
    ("следующ", 3, Word::Next),
    ("будущ", 3, Word::Next),
    ("прошл", 3, Word::Past),
    ("предыдущ", 3, Word::Past),
    ("истекш", 3, Word::Reporting),
    ("отчетн", 3, Word::Reporting),
    ("планируем", 3, Word::Planned),
    ("понедельник", 2, Word::Weekday(Weekday::Mon)),
    ("вторник", 2, Word::Weekday(Weekday::Tue)),
    ("пятниц", 2, Word::Weekday(Weekday::Fri)),
    ("суббот", 2, Word::Weekday(Weekday::Sat)),
    ("воскресень", 2, Word::Weekday(Weekday::Sun)),
    ("еженедельн", 3, Word::Every(Unit::Week)),
    ("недельн", 3, Word::UnitAdjective(Unit::Week)),
    ("недел", 2, Word::Unit(Unit::Week)),
    ("декад", 3, Word::Unit(Unit::Decade)),
    ("ежемесячн", 3, Word::Every(Unit::Month)),
    ("помесячн", 3, Word::Every(Unit::Month)),
    ("месячн", 3, Word::UnitAdjective(Unit::Month)),
    ("месяц", 3, Word::Unit(Unit::Month)),
    ("ежеквартальн", 3, Word::Every(Unit::Quarter)),
    ("поквартальн", 3, Word::Every(Unit::Quarter)),
    ("квартал", 3, Word::Unit(Unit::Quarter)),
    ("ежегодн", 3, Word::Every(Unit::Year)),
    ("годичн", 3, Word::UnitAdjective(Unit::Year)),
    ("ежедневн", 3, Word::Every(Unit::Day)),
    ("ежесуточн", 3, Word::Every(Unit::Day)),
    ("дневн", 3, Word::UnitAdjective(Unit::Day)),
    ("половин", 2, Word::Portion),
    ("начал", 2, Word::Start),
    ("середин", 2, Word::Middle),
    ("последн", 3, Word::Last),
    ("кажд", 3, Word::Each),
    ("постоянн", 3, Word::Always),
    ("систематическ", 3, Word::Always),
    ("регулярн", 3, Word::Always),
    ("непрерывн", 3, Word::Always),
    ("бессрочн", 3, Word::Always),
    ("необходимост", 2, Word::Need),
    ("надобност", 2, Word::Need),
    ("потребност", 2, Word::Need),
    ("запрос", 3, Word::Demand),
    ("требовани", 2, Word::Demand),
    ("заявк", 3, Word::Demand),
    ("обращени", 2, Word::Demand),
    ("поступлени", 2, Word::Demand),
    ("план", 4, Word::Plan),
    ("график", 3, Word::Plan),
    ("расписани", 3, Word::Plan),
    ("циклограмм", 3, Word::Plan),
    ("согласно", 0, Word::According),
    ("соответстви", 2, Word::According),
    ("установленн", 3, Word::Set),
    ("определенн", 3, Word::Set),
    ("указанн", 3, Word::Set),
    ("уточн", 5, Word::Unsettled),
    ("согласовани", 2, Word::Unsettled),
    ("включительн", 2, Word::Inclusive),
    ("ориентировочн", 3, Word::Approximate),
    ("примерн", 3, Word::Approximate),
    ("предположительн", 3, Word::Approximate),
    ("приблизительн", 3, Word::Approximate),
    ("летн", 3, Word::Season(Season::Summer)),
    ("весенн", 3, Word::Season(Season::Spring)),
    ("осенн", 3, Word::Season(Season::Autumn)),
    ("зимн", 3, Word::Season(Season::Winter)),
    ("каникул", 3, Word::Holidays),
    ("начина", 2, Word::Beginning),
    ("незамедлительн", 2, Word::Urgent),
    ("отмен", 4, Word::Cancelled),
    // Events and papers that share a cell with their date.
    ("педсовет", 2, Word::Event),
    ("совещани", 3, Word::Event),
    ("семинар", 3, Word::Event),
    ("вебинар", 3, Word::Event),
    ("заседани", 3, Word::Event),
    ("конференци", 3, Word::Event),
    ("собрани", 3, Word::Event),
    ("встреч", 3, Word::Event),
    ("конкурс", 3, Word::Event),
    ("олимпиад", 3, Word::Event),
    ("фестивал", 3, Word::Event),
    ("праздник", 3, Word::Event),
    ("мероприяти", 3, Word::Event),
    ("круглый", 0, Word::Event),
    ("круглого", 0, Word::Event),
    ("стол", 2, Word::Event),
    ("тренинг", 3, Word::Event),
    ("форум", 3, Word::Event),
    ("методсовет", 3, Word::Event),
    ("педагогическ", 3, Word::Event),
    ("методическ", 3, Word::Event),
    ("совет", 2, Word::Event),
    ("консультаци", 3, Word::Event),
    ("открыт", 3, Word::Event),
    ("этап", 2, Word::Event),
    ("августовск", 3, Word::Event),
    ("родительск", 3, Word::Event),
    ("актов", 3, Word::Place),
    ("список", 0, Word::Subject),
    ("списк", 3, Word::Subject),
    ("справк", 3, Word::Subject),
    ("материал", 3, Word::Subject),
    ("документ", 3, Word::Subject),
    ("итоги", 0, Word::Subject),
    ("сведени", 2, Word::Subject),
    ("данные", 0, Word::Subject),
    ("сведения", 0, Word::Subject),
    ("исполнен", 3, Word::Subject),
    ("обновлени", 2, Word::Subject),
    ("пополнени", 2, Word::Subject),
    ("актуализаци", 2, Word::Subject),
    ("отчет", 2, Word::Subject),
    ("информаци", 2, Word::Subject),
    ("сдач", 2, Word::Subject),
    ("представлени", 2, Word::Subject),
    ("предоставлени", 2, Word::Subject),
    ("проведени", 2, Word::Subject),
    ("подготовк", 2, Word::Subject),
    ("размещени", 2, Word::Subject),
    ("утверждени", 2, Word::Subject),
    ("издани", 2, Word::Subject),
    ("разработк", 2, Word::Subject),
    ("организаци", 2, Word::Subject),
    ("мониторинг", 2, Word::Subject),
    ("ход", 2, Word::Subject),
    ("выполнени", 2, Word::Subject),
    ("исполнени", 2, Word::Subject),
    ("реализаци", 2, Word::Subject),
    ("сбор", 2, Word::Subject),
    ("направлени", 2, Word::Subject),
    ("анализ", 2, Word::Subject),
    ("внесени", 2, Word::Subject),
    ("изменени", 2, Word::Subject),
    ("корректировк", 2, Word::Subject),
    ("дополнени", 2, Word::Subject),
    ("итогов", 3, Word::Subject),
    ("промежуточн", 3, Word::Subject),
];

const CARDINALS: &[(&str, u32)] = &[
    ("один|одного|одному|одна|одной|одну|одно", 1),
    ("два|двух|две|двум|двумя", 2),
    ("три|трех|трем|тремя", 3),
    ("четыре|четырех|четырем", 4),
    ("пять|пяти", 5),
    ("шесть|шести", 6),
    ("семь|семи", 7),
    ("восемь|восьми", 8),
    ("девять|девяти", 9),
    ("десять|десяти", 10),
    ("одиннадцать|одиннадцати", 11),
    ("двенадцать|двенадцати", 12),
    ("четырнадцать|четырнадцати", 14),
    ("пятнадцать|пятнадцати", 15),
    ("двадцать|двадцати", 20),
    ("тридцать|тридцати", 30),
];

const ORDINALS: &[(&str, u32)] = &[
    ("перв", 1),
    ("втор", 2),
    ("четверт", 4),
    ("пят", 5),
    ("шест", 6),
    ("седьм", 7),
    ("восьм", 8),
    ("девят", 9),
    ("десят", 10),
    ("одиннадцат", 11),
    ("двенадцат", 12),
    ("тринадцат", 13),
    ("четырнадцат", 14),
    ("пятнадцат", 15),
    ("шестнадцат", 16),
    ("семнадцат", 17),
    ("восемнадцат", 18),
    ("девятнадцат", 19),
    ("двадцат", 20),
    ("тридцат", 30),
];

const ORDINAL_ENDINGS: [&str; 14] =
    ["ый", "ой", "ого", "ому", "ом", "ая", "ую", "ое", "ые", "ых", "ым", "ыми", "ий", "ю"];

const PREFIXES: &[(&str, u32)] = &[
    ("одно", 1),
    ("двух", 2),
    ("трех", 3),
    ("четырех", 4),
    ("пяти", 5),
    ("шести", 6),
    ("семи", 7),
    ("восьми", 8),
    ("девяти", 9),
    ("десяти", 10),
    ("пятнадцати", 15),
    ("двадцати", 20),
    ("тридцати", 30),
];

/// The meaning of a lower-case word with «е» for «ё», letter for letter.
pub(super) fn exactly(word: &str) -> Option<Meaning> {
    month(word)
        .map(Meaning::Month)
        .or_else(|| listed(EXACT, word).map(Meaning::Keyword))
        .or_else(|| listed(CARDINALS, word).map(Meaning::Cardinal))
        .or_else(|| ordinal(word).map(Meaning::Ordinal))
        .or_else(|| stem(word).map(Meaning::Keyword))
        .or_else(|| term_adjective(word).map(Meaning::Keyword))
}

/// The meaning of a word, allowing one wrong letter in a word of six letters or more.
pub(super) fn find(word: &str) -> Option<Found> {
    if let Some(meaning) = exactly(word) {
        return Some(Found::Exactly(meaning));
    }
    let letters: Vec<char> = word.chars().collect();
    if !(4..=24).contains(&letters.len()) {
        return None;
    }
    let months = (1..).zip(MONTHS).filter(|(_, (stem, ..))| stem.chars().count() >= 5);
    let months = months.filter(|(_, (stem, ..))| begins_nearly(&letters, stem, 2)).map(|(month, _)| Meaning::Month(month));
    let words = STEMS.iter().filter(|(stem, ..)| stem.chars().count() >= 5);
    let words = words.filter(|(stem, endings, _)| begins_nearly(&letters, stem, *endings)).map(|row| Meaning::Keyword(row.2));
    let wholes = EXACT.iter().filter(|(forms, _)| {
        forms.split('|').any(|form| form.chars().count() >= 6 && begins_nearly(&letters, form, 0))
    });
    if letters.len() >= 5 {
        let mut candidates: Vec<Meaning> = Vec::new();
        for meaning in months.chain(words).chain(wholes.map(|row| Meaning::Keyword(row.1))) {
            if !candidates.contains(&meaning) {
                candidates.push(meaning);
            }
        }
        match candidates[..] {
            [only] => return Some(Found::Mistyped(only)),
            [first, ..] => return Some(Found::Doubtful(first)),
            [] => {}
        }
    }
    short_month(&letters)
}

/// Two month names run together («сентябрьдекабрь»): a lost dash.
pub(super) fn two_months(word: &str) -> Option<(u32, u32)> {
    word.char_indices().skip(3).find_map(|(at, _)| {
        let (first, second) = word.split_at(at);
        let long = first.chars().count() >= 3 && second.chars().count() >= 3;
        if long { month(first).zip(month(second)) } else { None }
    })
}

/// A small word run into the next one («втечение», «непозднее»): where the second begins.
pub(super) fn glued(word: &str) -> Option<usize> {
    ["в", "не", "до", "по", "с", "на"].into_iter().find_map(|small| {
        let rest = word.strip_prefix(small)?;
        (rest.chars().count() >= 4 && exactly(rest).is_some()).then_some(small.len())
    })
}

fn month(word: &str) -> Option<u32> {
    let is_form = |(stem, endings, short): &(&str, &[&str], &[&str])| {
        word.strip_prefix(stem).is_some_and(|ending| endings.contains(&ending)) || short.contains(&word)
    };
    (1..).zip(&MONTHS).find(|(_, row)| is_form(row)).map(|(month, _)| month)
}

fn listed<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(forms, _)| forms.split('|').any(|form| form == word)).map(|row| row.1)
}

fn stem(word: &str) -> Option<Word> {
    let follows = |stem: &str, endings: usize| word.strip_prefix(stem).is_some_and(|rest| rest.chars().count() <= endings);
    STEMS.iter().find(|(stem, endings, _)| follows(stem, *endings)).map(|row| row.2)
}

fn ordinal(word: &str) -> Option<u32> {
    if let Some(ending) = word.strip_prefix("трет") {
        return ["ий", "ьего", "ьему", "ьем", "ья", "ьей", "ью", "ье", "ьи", "ьих"].contains(&ending).then_some(3);
    }
    let ends = |stem: &str| word.strip_prefix(stem).is_some_and(|rest| ORDINAL_ENDINGS.contains(&rest));
    ORDINALS.iter().find(|(stem, _)| ends(stem)).map(|row| row.1)
}

/// «трехмесячный», «десятидневный», «двухнедельный»: a term in one word.
fn term_adjective(word: &str) -> Option<Word> {
    PREFIXES.iter().find_map(|(prefix, count)| match stem(word.strip_prefix(prefix)?)? {
        Word::UnitAdjective(unit) => Some(Word::TermAdjective(*count, unit)),
        _ => None,
    })
}

/// «мрта», «июняя»: a month of four or five letters with one wrong; a person must look.
fn short_month(letters: &[char]) -> Option<Found> {
    let mut near = [3, 6, 7].into_iter().filter(|&month| {
        let (stem, endings, _) = MONTHS[month as usize - 1];
        endings.iter().any(|ending| {
            let form: Vec<char> = stem.chars().chain(ending.chars()).collect();
            form.len() >= 4 && within_one(letters, &form)
        })
    });
    let first = near.next()?;
    near.next().is_none().then_some(Found::Doubtful(Meaning::Month(first)))
}

/// Whether the word begins with the stem but for one letter, and no more letters follow than endings have.
fn begins_nearly(letters: &[char], stem: &str, endings: usize) -> bool {
    let stem: Vec<char> = stem.chars().collect();
    (stem.len() - 1..=stem.len() + 1)
        .filter(|&length| length <= letters.len() && letters.len() - length <= endings)
        .any(|length| within_one(&letters[..length], &stem))
}

/// Whether one letter replaced, left out, put in, or two neighbours swapped make the words equal.
fn within_one(left: &[char], right: &[char]) -> bool {
    let same_start = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[same_start..], &right[same_start..]);
    match left.len().cmp(&right.len()) {
        std::cmp::Ordering::Equal => {
            left.is_empty()
                || left[1..] == right[1..]
                || (left.len() >= 2 && left[0] == right[1] && left[1] == right[0] && left[2..] == right[2..])
        }
        std::cmp::Ordering::Less => left == &right[1..],
        std::cmp::Ordering::Greater => &left[1..] == right,
    }
}
