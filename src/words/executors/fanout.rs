//! Whether a party means one task or one for each institution of a class.
//!
//! Must never fan out to people or groups inside one institution: class teachers are not institutions.

use super::acronyms::{Acronym, acronym};
use super::aliases::Aliases;
use super::grammar::{Case, Number};
use super::lexicon::Sort;
use super::naming::render;
use super::people::person;
use super::phrase::Phrase;
use super::text::{Kind, Token};
use super::{ExecutorsReading, Fanout};

/// The fan-out of a party with a known head.
pub(super) fn phrase_fanout(
    tokens: &[Token],
    phrase: &Phrase,
    number: Number,
    table: &Aliases,
    reading: &mut ExecutorsReading,
) -> Fanout {
    let complement = &tokens[phrase.length..];
    let plural = number == Number::Many;
    let named = complement
        .iter()
        .any(|token| matches!(token.kind, Kind::Numbers | Kind::Quoted))
        || (0..tokens.len()).any(|at| person(&tokens[at..]).is_some());
    if named {
        let each = plural && is_class_with_title(tokens, phrase);
        if each || plural && phrase.sort() == Sort::Institution {
            reading.doubt("не ясно, сколько учреждений");
        }
        return if each { Fanout::EachInstitution } else { Fanout::Single };
    }
    let each = match phrase.sort() {
        Sort::Institution => plural && institution_class(tokens, phrase, reading),
        Sort::Body if plural && phrase.lemma() == "администрация" => true,
        Sort::Body if plural && phrase.lemma() == "орган" => complement
            .iter()
            .any(|token| token.lower() == "местного" || token.lower().starts_with("управлени")),
        Sort::Body if plural && complement.iter().chain(&tokens[..phrase.length]).any(is_of_education) => true,
        Sort::Body | Sort::Group => complement_is_class(complement, table, reading, phrase),
        Sort::Chief | Sort::Staff => {
            plural && phrase.lemma() == "глава" || complement_is_class(complement, table, reading, phrase)
        }
    };
    // by custom «министерства, ведомства» and «органы …» are written as a whole
    let whole = matches!(phrase.lemma(), "министерство" | "ведомство" | "орган");
    if plural && !each && !whole && phrase.sort() == Sort::Body {
        reading.doubt(format!("какие именно: «{}»", render(tokens)));
    }
    if each { Fanout::EachInstitution } else { Fanout::Single }
}

/// «центры «Точка роста»», «школы – участники проекта «…»»: the quotes name a project and not one institution.
fn is_class_with_title(tokens: &[Token], phrase: &Phrase) -> bool {
    let complement = &tokens[phrase.length..];
    let no_numbers = !complement
        .iter()
        .any(|token| token.kind == Kind::Numbers || acronym(token).is_some());
    let plural_inside = Phrase::at(complement).is_some_and(|inner| {
        inner.readings.iter().all(|form| form.number == Number::Many)
            && (inner.sort() == Sort::Institution || inner.lemma() == "центр")
    });
    let own = phrase.sort() == Sort::Institution || phrase.lemma() == "центр";
    no_numbers && (own || phrase.sort().is_post() && plural_inside)
}

/// Whether a plural of institutions is a class that gets tasks: schools do, «общественные организации» are too vague.
fn institution_class(tokens: &[Token], phrase: &Phrase, reading: &mut ExecutorsReading) -> bool {
    let adjectives: String = tokens[..phrase.length - 1]
        .iter()
        .map(|token| token.lower() + " ")
        .collect();
    let vague = matches!(
        phrase.lemma(),
        "организация" | "компания" | "предприятие" | "общество" | "город"
    ) && ![
        "образоват",
        "дошкольн",
        "школьн",
        "учебн",
        "муниципальн",
        "подведомствен",
        "профессиональн",
    ]
    .iter()
    .any(|stem| adjectives.contains(stem))
        && !tokens[phrase.length..]
            .iter()
            .any(|token| token.lower().starts_with("образовани"));
    if vague {
        reading.doubt(format!("какие именно: «{}»", render(tokens)));
    }
    !vague
}

/// Whether a post stands in every institution of a class: «кураторы ОО», «директора школ», «главы поселений».
fn complement_is_class(complement: &[Token], table: &Aliases, reading: &mut ExecutorsReading, head: &Phrase) -> bool {
    let Some(first) = complement.first() else { return false };
    if first.text == "ОО"
        && complement
            .get(1)
            .is_some_and(|next| acronym(next) == Some(Acronym::Unknown))
    {
        reading.doubt(format!(
            "«{}» не определено: школы или отдел образования",
            render(complement)
        ));
        return is_school_post(head);
    }
    if first.kind == Kind::Alias {
        let class = table
            .get(&first.text)
            .is_some_and(|definition| definition.fanout == Fanout::EachInstitution);
        if first.text == "ОО" && !class && is_school_post(head) {
            reading.doubt("«ОО» определено как отдел образования, а должность школьная");
        }
        return class && !is_named(complement);
    }
    if acronym(first) == Some(Acronym::Class) {
        if first.text == "ОО" && !is_school_post(head) {
            reading.doubt("«ОО» не определено: школы или отдел образования");
            return complement.len() == 1 && !matches!(head.lemma(), "начальник" | "специалист" | "инспектор");
        }
        return !is_named(complement);
    }
    let in_each = is_network(first, head) && !is_named(&complement[1..]) || stands_in_institutions(complement, table);
    if head.is_plural() && in_each {
        reading.doubt("вероятно, в каждом учреждении свой исполнитель");
        return true;
    }
    // one «координатор школ», one «совет директоров школ», but «директора школ» are as many as the schools
    let Some(inner) = Phrase::at(complement).filter(|_| head.is_plural()) else {
        return false;
    };
    let many = inner
        .readings
        .iter()
        .any(|form| form.number == Number::Many && matches!(form.case, Case::Genitive | Case::Instrumental))
        && !inner
            .readings
            .iter()
            .any(|form| form.number == Number::One && form.case == Case::Genitive);
    let inner_complement = &complement[inner.length..];
    many && match inner.sort() {
        Sort::Institution => true,
        Sort::Body => matches!(inner.lemma(), "администрация" | "орган") || complement.iter().any(is_of_education),
        Sort::Chief => {
            matches!(inner.lemma(), "директор" | "заведующий" | "руководитель" | "глава")
                || complement_is_class(inner_complement, table, reading, &inner)
        }
        Sort::Group | Sort::Staff => false,
    }
}

/// «директора МБУК», «заведующие СДК», «фельдшеры ФАП»: heads of many institutions of one kind, and not «методисты ИМО».
fn is_network(first: &Token, head: &Phrase) -> bool {
    let heads = matches!(head.lemma(), "директор" | "руководитель" | "заведующий" | "заведующая");
    let houses = matches!(
        first.text.as_str(),
        "СДК"
            | "ДК"
            | "РДК"
            | "ФАП"
            | "ДШИ"
            | "ДЮСШ"
            | "СШ"
            | "СШОР"
            | "ДДТ"
            | "ЦДТ"
            | "ФОК"
            | "ДЮЦ"
            | "ЦРБ"
    );
    let kind = match acronym(first) {
        Some(Acronym::Form) => true,
        Some(Acronym::Unknown) => ["БУ", "КУ", "АУ"].iter().any(|form| first.text.contains(form)),
        _ => false,
    };
    first.text == "ФАП" || heads && (houses || kind)
}

/// «кураторы проекта в школах», «координаторы от ОО»
fn stands_in_institutions(complement: &[Token], table: &Aliases) -> bool {
    complement.windows(2).enumerate().any(|(at, pair)| {
        let preposition = matches!(pair[0].lower().as_str(), "в" | "во" | "от" | "из") || acronym(&pair[0]).is_some();
        let plural = Phrase::at(&complement[at + 1..]).is_some_and(|inner| {
            inner.sort() == Sort::Institution && inner.readings.iter().all(|form| form.number == Number::Many)
        });
        preposition
            && (plural || acronym(&pair[0]).is_none() && is_class(&pair[1], table) && !is_named(&complement[at + 1..]))
    })
}

fn is_of_education(token: &Token) -> bool {
    token.lower().starts_with("образовани")
}

fn is_school_post(head: &Phrase) -> bool {
    matches!(
        head.lemma(),
        "директор"
            | "куратор"
            | "заместитель"
            | "учитель"
            | "педагог"
            | "руководитель"
            | "координатор"
            | "замдиректор"
            | "завуч"
            | "администрация"
            | "обучающийся"
            | "учащийся"
            | "психолог"
            | "воспитатель"
            | "библиотекарь"
            | "коллектив"
            | "родитель"
    )
}

/// «МОУ СОШ с. Ивановка», «МБУ ДО ДДТ»: one institution, by number, quotes, place or a body's abbreviation.
fn is_named(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .any(|token| matches!(token.kind, Kind::Numbers | Kind::Quoted) || acronym(token) == Some(Acronym::Body))
        || tokens.windows(2).any(|pair| {
            pair[0].text.ends_with('.') && pair[1].is_capitalised() && !matches!(pair[0].text.as_str(), "г." | "гор.")
        })
}

/// Whether the abbreviation alone means every institution of a class.
pub(super) fn is_class(token: &Token, table: &Aliases) -> bool {
    match token.kind {
        Kind::Alias => table
            .get(&token.text)
            .is_some_and(|definition| definition.fanout == Fanout::EachInstitution),
        _ => acronym(token) == Some(Acronym::Class),
    }
}
