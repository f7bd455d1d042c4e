//! Pieces that are no executors: participles, areas of work, deadlines and remarks that stray into the column.
//!
//! Must never call a known post, body or institution a remark.

use super::acronyms::acronym;
use super::grammar::Adjective;
use super::lexicon::forms_of;
use super::people::person;
use super::phrase::Phrase;
use super::split::is_preposition;
use super::text::{Kind, Token};

/// «…, осуществляющие управление», but not «…, заведующий» or «…, обучающиеся».
pub(super) fn is_participle(token: &Token) -> bool {
    let lower = token.lower();
    token.is_word()
        && !token.is_capitalised()
        && forms_of(&token.text).is_empty()
        && [
            "ющие",
            "ющих",
            "ющий",
            "ющая",
            "ющее",
            "ющим",
            "ющую",
            "ущие",
            "ущих",
            "ущий",
            "ущая",
            "ящие",
            "ящих",
            "ящий",
            "ящая",
            "ащие",
            "ащий",
            "ащая",
            "вшие",
            "вших",
            "вший",
            "вшая",
            "ющиеся",
            "ящиеся",
            "ющихся",
            "вшиеся",
            "енные",
            "енных",
            "енный",
            "енная",
            "анные",
            "анных",
            "енное",
        ]
        .iter()
        .any(|end| lower.ends_with(end))
        && (!lower.ends_with("нные")
            || lower.starts_with("расположенн")
            || lower.starts_with("подведомственн")
            || lower.starts_with("назначенн")
            || lower.starts_with("включенн"))
}

/// «…, культуры и спорта»: more of what a body is in charge of.
pub(super) fn is_area(tokens: &[Token]) -> bool {
    const AREAS: &[&str] = &[
        "культуры",
        "спорта",
        "науки",
        "молодежи",
        "политики",
        "туризма",
        "здравоохранения",
        "опеки",
        "попечительства",
        "труда",
        "семьи",
        "детства",
        "искусства",
        "защиты",
        "спорту",
        "культуре",
        "туризму",
        "физкультуры",
        "молодежных",
        "делам",
        "воспитания",
        "печати",
        "архитектуры",
        "градостроительства",
        "строительства",
        "торговли",
        "обслуживания",
        "транспорта",
        "связи",
        "экономики",
        "экологии",
        "промышленности",
        "энергетики",
        "предпринимательства",
        "благоустройства",
        "хозяйства",
        "имущества",
        "землепользования",
        "природопользования",
        "отношений",
        "инвестиций",
        "финансов",
        "рынка",
        "развития",
    ];
    let foreign = |token: &Token| {
        token.kind == Kind::Numbers || acronym(token).is_some() && !matches!(token.text.as_str(), "ЖКХ" | "ГО" | "ЧС")
    };
    if tokens.iter().any(foreign) {
        return false;
    }
    // «имущественных и земельных отношений»
    let oblique = |token: &&Token| {
        Adjective::of(&token.text).is_some_and(|adjective| !adjective.may_be_nominative()) && token.is_word()
    };
    let first = tokens.first().is_some_and(|first| oblique(&first));
    let adjectives = tokens
        .iter()
        .take_while(|token| oblique(token) || first && token.lower() == "и")
        .count();
    tokens
        .get(adjectives)
        .is_some_and(|area| AREAS.contains(&area.lower().as_str()))
}

/// «контроль», «контроль за исполнением», «контроль – …»: who looks after the work; not «контроль качества».
pub(super) fn is_control(tokens: &[Token]) -> bool {
    let Some((first, rest)) = tokens.split_first() else {
        return false;
    };
    first.lower() == "контроль"
        && rest.first().is_none_or(|next| {
            matches!(
                next.lower().as_str(),
                "за" | "исполнения" | "выполнения" | "осуществляет"
            ) || person(rest).is_some()
                || Phrase::at(rest).is_some_and(|phrase| phrase.is_nominative())
        })
}

/// A deadline, a remark, a lone sign: nothing that could be an executor.
pub(super) fn is_no_party(tokens: &[Token]) -> bool {
    const REMARKS: &[&str] = &[
        "ежегодно",
        "ежемесячно",
        "ежеквартально",
        "еженедельно",
        "ежедневно",
        "постоянно",
        "регулярно",
        "систематически",
        "согласно",
        "нет",
        "да",
        "не",
        "весь",
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
        "то",
        "тот",
        "те",
        "там",
        "же",
        "они",
        "он",
        "она",
        "см.",
        "см",
        "все",
        "каждый",
        "срок",
        "сроки",
        "год",
        "месяц",
        "квартал",
        "приказ",
        "график",
        "план",
        "итоги",
        "отчет",
        "контроль",
        "если",
        "что",
        "как",
        "вышеуказанные",
        "указанные",
        "нужное",
        "далее",
        "аналогично",
    ];
    let Some(first) = tokens.first() else { return true };
    if !tokens
        .iter()
        .any(|token| matches!(token.kind, Kind::Word | Kind::Alias | Kind::Quoted | Kind::Initial))
    {
        return true;
    }
    let letters: usize = tokens
        .iter()
        .map(|token| token.text.chars().filter(|sign| sign.is_alphanumeric()).count())
        .sum();
    if letters < 2 {
        return true;
    }
    if Phrase::at(tokens).is_some() {
        return false;
    }
    let lone_all = first.lower() == "все"
        && tokens
            .get(1)
            .is_some_and(|next| next.kind == Kind::Alias || acronym(next).is_some());
    first.kind == Kind::Number
        || is_preposition(first)
        || !lone_all && first.is_word() && REMARKS.contains(&first.lower().as_str())
}
