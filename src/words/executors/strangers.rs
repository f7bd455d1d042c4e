//! Words inside a name that its head does not govern: they may be the beginning of another party.
//!
//! Must never change a name: it only raises a doubt, so that a person looks.

use super::ExecutorsReading;
use super::acronyms::acronym;
use super::grammar::{Adjective, Case};
use super::lexicon::{Form, Sort, forms_of};
use super::people::{may_be_surname, person};
use super::phrase::Phrase;
use super::split::is_preposition;
use super::text::{Kind, Token};

/// Doubts every word after the head that may not belong to it.
pub(super) fn doubt_strangers(head: &Token, complement: &[Token], reading: &mut ExecutorsReading) {
    // after a comma comes a participle with its own words: «…, показавшие низкие результаты»
    let complement = complement
        .split(|token| token.kind == Kind::Comma)
        .next()
        .unwrap_or_default();
    let mut at = Phrase::at(complement)
        .filter(|phrase| is_own(head, phrase))
        .map_or(0, |phrase| phrase.length);
    while at < complement.len() {
        if let Some(length) = person(&complement[at..]) {
            at += length;
            continue;
        }
        let before = if at == 0 { head } else { &complement[at - 1] };
        // «МБУ ДО Детская школа искусств»: the kind after its legal form
        if let Some(phrase) = Phrase::at(&complement[at..])
            .filter(|phrase| acronym(before).is_some() && !phrase.is_plural() && phrase.is_nominative())
        {
            at += phrase.length;
            continue;
        }
        let after_preposition = complement[at.saturating_sub(4)..at].iter().any(is_preposition);
        let joined = matches!(before.kind, Kind::Comma | Kind::Dash);
        let token = &complement[at];
        if token.is_word() && !joined && !after_preposition && is_stranger(head, before, token, at) {
            reading.doubt(format!("не ясно, к чему относится «{}»", token.text));
        }
        at += 1;
    }
}

/// Doubts a date that was left among the executors: «отдел культуры 25 марта».
pub(super) fn doubt_date(tokens: &[Token], reading: &mut ExecutorsReading) {
    const MONTHS: &[&str] = &[
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];
    for pair in tokens.windows(2) {
        let month = MONTHS.contains(&pair[1].text.as_str());
        if pair[0].kind == Kind::Number && month {
            reading.doubt(format!("дата среди исполнителей: «{} {}»", pair[0].text, pair[1].text));
        }
    }
}

/// The first phrase after the head goes with it: «учреждениях … школах», «учреждение средняя школа».
fn is_own(head: &Token, phrase: &Phrase) -> bool {
    let legal_form = forms_of(&head.text)
        .iter()
        .any(|form| matches!(form.noun.lemma, "учреждение" | "организация") && phrase.may_be(form.case));
    legal_form || phrase.length > 1 && !phrase.readings.iter().all(|form| is_stray(head, form))
}

fn is_stranger(head: &Token, before: &Token, token: &Token, at: usize) -> bool {
    let forms = forms_of(&token.text);
    if !forms.is_empty() {
        // «педагоги Учителя физкультуры», «женсовет Методистам ИМО»
        let own_capital =
            |form: &Form| form.case == Case::Genitive || matches!(form.noun.sort, Sort::Body | Sort::Group);
        return token.is_capitalised() && !forms.iter().all(own_capital)
            || forms.iter().all(|form| is_stray(head, form) && is_stray(before, form));
    }
    if acronym(token).is_some() {
        return false;
    }
    match Adjective::of(&token.text) {
        Some(adjective) => adjective.may_be_nominative() && !is_place(before),
        None => at > 0 && may_be_surname(token) && !before.is_capitalised() && !is_place(before) && !is_place(token),
    }
}

/// A case in which a complement without a preposition cannot stand.
fn is_stray(head: &Token, form: &Form) -> bool {
    let over = ["завед", "управл", "руковод"]
        .iter()
        .any(|stem| head.lower().starts_with(stem));
    match form.case {
        Case::Dative | Case::Locative => true,
        Case::Instrumental => !over,
        Case::Nominative | Case::Genitive => false,
    }
}

/// «города Краснодара», «Республики Мордовия», «с. Ивановка»
fn is_place(token: &Token) -> bool {
    const PLACES: &[&str] = &[
        "город",
        "сел",
        "республик",
        "поселк",
        "станиц",
        "район",
        "край",
        "края",
        "област",
        "имени",
        "хутор",
        "аул",
        "деревн",
        "округ",
        "росси",
        "федераци",
        "автоном",
    ];
    let lower = token.lower();
    lower.ends_with('.') || PLACES.iter().any(|place| lower.starts_with(place))
}
