//! The name of a party: nominative, one institution per number, and whether it means one task or many.
//!
//! Must never change a name beyond its head: proper names, quotes and complements stay as they were written.

use super::acronyms::{Acronym, acronym};
use super::aliases::{Aliases, short_form};
use super::grammar::{Adjective, Case, Number};
use super::lexicon::{Sort, forms_of};
use super::link::Draft;
use super::people::{may_be_declined, may_be_surname, nominative_surname, person};
use super::phrase::Phrase;
use super::strangers::{doubt_date, doubt_strangers};
use super::text::{Kind, Token, fold};
use super::{AliasDefinition, Consent, ExecutorsReading, Fanout, Party, fanout, numbers};

/// Names the party and adds it to the reading; a list of numbers adds a party for each.
pub(super) fn name(draft: Draft, table: &Aliases, reading: &mut ExecutorsReading) {
    let Draft { tokens, consent } = draft;
    if let Some((definition, after)) = definition_in(&tokens, reading) {
        let mut name = definition.name;
        if !after.is_empty() {
            reading.doubt(format!("«{}» стоит после сокращения", render(after)));
            name = format!("{name} {}", render(after));
        }
        return add(&name, definition.fanout, consent, reading);
    }
    if let Some(at) = tokens
        .iter()
        .position(|token| token.kind == Kind::Numbers && token.numbers.len() > 1)
    {
        if let Some(phrase) = Phrase::at(&tokens[..at]) {
            doubt_strangers(&tokens[phrase.length - 1], &tokens[phrase.length..at], reading);
        }
        let prefix = numbers::one_of_many(&tokens[..at]);
        let suffix = render(&tokens[at + 1..]);
        for number in &tokens[at].numbers {
            let name = format!("{prefix} № {number} {suffix}");
            add(&name, Fanout::Single, consent, reading);
        }
        return;
    }
    let (name, fanout) = plain_name(&tokens, table, reading);
    add(&name, fanout, consent, reading);
}

fn add(name: &str, fanout: Fanout, consent: Consent, reading: &mut ExecutorsReading) {
    let name = name.trim().to_owned();
    if !name.chars().any(char::is_alphanumeric) {
        return reading.ask(format!("«{name}» не похоже на исполнителя"));
    }
    if reading.parties.iter().any(|party| party.name == name) {
        reading.doubt(format!("«{name}» названо дважды"));
    }
    reading.parties.push(Party { name, fanout, consent });
}

/// The definition made inside these tokens, and what follows its bracket.
fn definition_in<'a>(tokens: &'a [Token], reading: &ExecutorsReading) -> Option<(AliasDefinition, &'a [Token])> {
    let is_definition = |token: &Token| token.kind == Kind::Bracket && short_form(&token.text).is_some();
    let at = tokens.iter().position(is_definition)?;
    let short = short_form(&tokens[at].text)?;
    let words: Vec<&str> = short.split_whitespace().collect();
    let definition = reading
        .definitions
        .iter()
        .rev()
        .find(|definition| definition.short == words.join(" "))?;
    Some((definition.clone(), &tokens[at + 1..]))
}

fn plain_name(tokens: &[Token], table: &Aliases, reading: &mut ExecutorsReading) -> (String, Fanout) {
    for token in tokens {
        match token.kind {
            Kind::Strange => reading.doubt(format!("непонятный знак «{}»", token.text)),
            Kind::Bracket if token.text.contains([',', ';']) || token.text.contains('№') => {
                reading.doubt(format!("список в скобках: «{}»", token.text));
            }
            Kind::Bracket if fold(&token.text).contains("контроль") => {
                reading.doubt(format!("контроль в скобках: «{}»", token.text));
            }
            Kind::Bracket if short_form(&token.text).is_some() => reading.doubt("сокращение не к чему отнести"),
            _ => {}
        }
    }
    doubt_date(tokens, reading);
    let all = tokens.first().is_some_and(|first| first.lower() == "все");
    let core = if all && Phrase::at(tokens).is_none() {
        &tokens[1..]
    } else {
        tokens
    };
    if let [alias] = core
        && let Some(definition) = table.get(&alias.text).filter(|_| alias.kind == Kind::Alias)
    {
        return (definition.name.clone(), definition.fanout);
    }
    if let Some(length) = person(tokens) {
        if tokens.len() > length && tokens.get(length).is_some_and(Token::is_word) {
            reading.doubt(format!("не ясно, к кому относится «{}»", render(&tokens[length..])));
        }
        if tokens[..length]
            .iter()
            .any(|token| token.text.chars().count() > 2 && may_be_declined(&token.text))
        {
            reading.doubt(format!(
                "фамилия не в именительном падеже: «{}»",
                render(&tokens[..length])
            ));
        }
        return (render(tokens), Fanout::Single);
    }
    if let Some(phrase) = Phrase::at(tokens) {
        return phrase_name(tokens, &phrase, table, reading);
    }
    if core
        .first()
        .is_some_and(|first| first.kind == Kind::Alias || acronym(first).is_some())
    {
        return abbreviation_name(tokens, core, table, reading);
    }
    let adjectives = tokens
        .iter()
        .take_while(|token| token.is_word() && Adjective::of(&token.text).is_some())
        .count();
    if adjectives > 0 && tokens.get(adjectives).and_then(acronym).is_some() {
        let (rest, mut fanout) = abbreviation_name(&tokens[adjectives..], &tokens[adjectives..], table, reading);
        let mut lead = render(&tokens[..adjectives]);
        let one = fanout == Fanout::EachInstitution && is_one(&tokens[0]);
        let of_schools = acronym(&tokens[adjectives]) == Some(Acronym::Class);
        let own_name =
            of_schools && is_one(&tokens[0]) && tokens[0].is_capitalised() && !is_kind_of_schools(&tokens[0]);
        if one {
            fanout = Fanout::Single;
        }
        if one && !own_name {
            reading.doubt(format!("какое именно учреждение: «{lead} {rest}»"));
        }
        if !own_name && !is_proper(&tokens[0]) {
            lead = uncapitalised(&lead);
        }
        if tokens[..adjectives]
            .iter()
            .any(|token| Adjective::of(&token.text).is_none_or(|word| !word.may_be_nominative()))
        {
            reading.doubt(format!("«{lead}» стоит не в именительном падеже"));
        }
        return (format!("{lead} {rest}"), fanout);
    }
    let acting = tokens
        .first()
        .is_some_and(|first| matches!(first.text.as_str(), "и.о." | "врио"));
    if !acting {
        reading.doubt(format!("незнакомое наименование: «{}»", render(tokens)));
    }
    (render(tokens), Fanout::Single)
}

/// «Лесная» of «Лесная СОШ»: a singular in the nominative, and not «каждая».
fn is_one(adjective: &Token) -> bool {
    let lower = adjective.lower();
    ["ая", "яя", "ое", "ее", "ый", "ий"]
        .iter()
        .any(|end| lower.ends_with(end))
        && !["кажд", "люб", "всяк"].iter().any(|stem| lower.starts_with(stem))
}

/// «Сельская», «Базовая»: a capital letter at the start of a cell does not make it a school's own name.
fn is_kind_of_schools(adjective: &Token) -> bool {
    const KINDS: &[&str] = &[
        "базов",
        "опорн",
        "местн",
        "муниципальн",
        "государственн",
        "общеобразоват",
        "образоват",
        "средн",
        "основн",
        "начальн",
        "дошкольн",
        "сельск",
        "городск",
        "районн",
        "данн",
        "соответствующ",
        "подведомственн",
        "частн",
        "вечерн",
        "отдельн",
        "ответственн",
        "профильн",
    ];
    let lower = adjective.lower();
    KINDS.iter().any(|kind| lower.starts_with(kind))
}

fn abbreviation_name(
    tokens: &[Token],
    core: &[Token],
    table: &Aliases,
    reading: &mut ExecutorsReading,
) -> (String, Fanout) {
    let name = render(tokens);
    let first = &core[0];
    let of_unknown = core.get(1).filter(|next| acronym(next) == Some(Acronym::Unknown));
    if first.text == "ОО" && core.len() == 2 && of_unknown.is_some_and(|next| next.text.starts_with('А')) {
        reading.doubt(format!("«{name}» не определено; вероятно, отдел образования"));
        return (format!("отдел образования ({name})"), Fanout::Single);
    }
    if first.text == "ОО" && (first.kind != Kind::Alias || of_unknown.is_some()) {
        reading.doubt(format!("«{name}» не определено: школы или отдел образования"));
        if core.len() == 1 {
            return ("школы (все ОО)".to_owned(), Fanout::EachInstitution);
        }
    }
    let named = core.iter().any(|token| {
        matches!(token.kind, Kind::Numbers | Kind::Quoted)
            || token.text.ends_with('.')
            || matches!(acronym(token), Some(Acronym::Body))
            || token.is_word()
                && token.is_capitalised()
                && acronym(token).is_none()
                && Adjective::of(&token.text).is_none()
            || forms_of(&token.text)
                .first()
                .is_some_and(|form| form.case == Case::Nominative && form.number == Number::One)
    });
    if core.iter().all(|token| acronym(token) == Some(Acronym::Unknown)) {
        reading.doubt(format!("сокращение «{name}» не определено"));
    }
    if core.len() == 1 && matches!(acronym(first), Some(Acronym::Form | Acronym::Subject)) {
        reading.doubt(format!("«{name}»: наименование не дописано"));
    }
    doubt_strangers(first, &core[1..], reading);
    let class =
        fanout::is_class(first, table) || core.iter().skip(1).any(|token| acronym(token) == Some(Acronym::Class));
    (
        name,
        if class && !named {
            Fanout::EachInstitution
        } else {
            Fanout::Single
        },
    )
}

fn phrase_name(tokens: &[Token], phrase: &Phrase, table: &Aliases, reading: &mut ExecutorsReading) -> (String, Fanout) {
    let single_governed = phrase.is_plural()
        && phrase.lemma() == "администрация"
        && tokens.get(phrase.length).is_some_and(|next| {
            matches!(
                next.lower().as_str(),
                "района" | "города" | "округа" | "школы" | "поселения"
            )
        });
    let form = if single_governed {
        reading.doubt("«администрации»: одна или несколько");
        phrase
            .readings
            .iter()
            .copied()
            .find(|form| form.number == Number::One)
            .unwrap_or(phrase.form())
    } else {
        phrase.form()
    };
    if form.case == Case::Genitive && !single_governed {
        reading.doubt(format!(
            "«{}» стоит в родительном падеже",
            render(&tokens[..phrase.length])
        ));
    }
    if matches!(phrase.lemma(), "исполнитель" | "соисполнитель" | "ответственный") && tokens.len() == phrase.length
    {
        reading.doubt(format!("кто именно: «{}»", render(tokens)));
    }
    doubt_strangers(&tokens[phrase.length - 1], &tokens[phrase.length..], reading);
    let mut tokens = tokens.to_vec();
    let gender = form.noun.paradigm.gender();
    let declined = form.case != Case::Nominative;
    if declined {
        for token in &mut tokens[..phrase.length] {
            let is_head_compound = token.text.contains('-');
            let text = match Adjective::of(&token.text) {
                Some(adjective) if forms_of(&token.text).is_empty() => adjective.nominative(form.number, gender),
                _ if is_head_compound => compound_nominative(&token.text, form.number),
                _ if form.number == Number::Many => form.noun.plural.clone(),
                _ => form.noun.lemma.to_owned(),
            };
            let keeps_capital = token.is_capitalised() && is_proper(token);
            token.text = if keeps_capital { capitalised(&text) } else { text };
        }
        if form.case == Case::Dative {
            name_person_in_nominative(&mut tokens, reading);
        }
    }
    let keeps = keeps_capital(&tokens, phrase, declined);
    if let Some(first) = tokens.first_mut()
        && !keeps
    {
        first.text = uncapitalised(&first.text);
    }
    let fanout = fanout::phrase_fanout(&tokens, phrase, form.number, table, reading);
    (render(&tokens), fanout)
}

/// «Директору школы Ивановой И.И.»: the surname follows its post into the nominative, and a person confirms it.
fn name_person_in_nominative(tokens: &mut [Token], reading: &mut ExecutorsReading) {
    let Some(at) = (0..tokens.len()).find(|&at| person(&tokens[at..]).is_some()) else {
        return;
    };
    let surname = tokens[at..].iter_mut().find(|token| may_be_surname(token));
    if let Some(surname) = surname
        && let Some(nominative) = nominative_surname(&surname.text)
    {
        reading.doubt(format!(
            "«{}» поставлено в именительный падеж: «{nominative}»",
            surname.text
        ));
        surname.text = nominative;
    }
}

/// Whether the name keeps its capital letter: bodies with proper names do, posts and groups do not.
fn keeps_capital(tokens: &[Token], phrase: &Phrase, declined: bool) -> bool {
    let Some(first) = tokens.first() else { return false };
    if !first.is_capitalised() || acronym(first).is_some() {
        return true;
    }
    let proper_inside = tokens[1..].iter().any(|token| {
        token.kind == Kind::Quoted || token.is_word() && token.is_capitalised() && acronym(token).is_none()
    });
    if phrase.lemma().starts_with("минобр") || phrase.lemma() == "роспотребнадзор" {
        return true;
    }
    if phrase.length > 1 {
        return is_proper(first) || phrase.sort() == Sort::Body && !phrase.is_plural() && proper_inside;
    }
    match phrase.lemma() {
        "министерство" => tokens.len() > 1,
        "комитет" | "департамент" | "управление" | "агентство" | "правительство" | "прокуратура" | "дума" => {
            !phrase.is_plural() && (!declined || proper_inside)
        }
        _ => phrase.sort() == Sort::Body && !phrase.is_plural() && proper_inside,
    }
}

/// Whether an adjective comes from a proper name: «Шемуршинское», but not «районный», «педагогический».
fn is_proper(token: &Token) -> bool {
    const COMMON: &[&str] = &[
        "детск",
        "родительск",
        "городск",
        "сельск",
        "республиканск",
        "российск",
        "ученическ",
        "казач",
        "волонтерск",
        "учительск",
        "управленческ",
        "ветеранск",
        "женск",
        "попечительск",
        "наблюдательск",
        "юнармейск",
        "студенческ",
        "пионерск",
        "гражданск",
        "юношеск",
        "конкурсн",
        "экспертн",
        "молодежн",
        "кадетск",
        "морск",
        "общественн",
        "добровольческ",
        "экспериментальн",
        "шефск",
        "краеведческ",
        "тренерск",
        "преподавательск",
        "медицинск",
        "управляющ",
        "туристск",
        "бухгалтерск",
        "церковн",
        "патриотическ",
        "отцовск",
        "областн",
        "хозяйственн",
        "спортивн",
        "советск",
    ];
    let lower = token.lower();
    let relational = ["ск", "цк"].iter().any(|suffix| {
        ["ий", "ая", "ое", "ие", "ого", "ой", "ому", "их", "им", "ими", "ом"]
            .iter()
            .any(|end| lower.ends_with(&format!("{suffix}{end}")))
    });
    let general = lower.contains("ическ") || COMMON.iter().any(|common| lower.starts_with(common));
    let possessive = token.is_capitalised() && Adjective::of(&token.text).is_none();
    relational && !general && !possessive
}

fn compound_nominative(word: &str, number: Number) -> String {
    let part = |part: &str| {
        let forms = forms_of(part);
        let noun = forms
            .iter()
            .find(|form| form.number == number)
            .or(forms.first())
            .map(|form| form.noun);
        match noun {
            Some(noun) if number == Number::Many => noun.plural.clone(),
            Some(noun) => noun.lemma.to_owned(),
            None => part.to_owned(),
        }
    };
    word.split('-').map(part).collect::<Vec<_>>().join("-")
}

/// The name that «full (далее short)» gives to its party.
pub(super) fn defined_name(short: &str, full: &str, fanout: Fanout) -> String {
    let folded = fold(full);
    if fanout == Fanout::EachInstitution && (folded.starts_with("общеобразоват") || folded == "школы")
    {
        return format!("школы (все {short})");
    }
    let is_acronym = !short.chars().any(char::is_lowercase);
    if !is_acronym {
        return full.to_owned();
    }
    let initials: String = full
        .split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|letter| letter.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    let plain_short: String = short.chars().filter(|letter| letter.is_alphabetic()).collect();
    // «ОО» alone would say nothing: it has two senses
    if fanout == Fanout::Single && initials == plain_short && short != "ОО" {
        return short.to_owned();
    }
    if full == short {
        short.to_owned()
    } else {
        format!("{full} ({short})")
    }
}

/// Tokens as text, with single spaces.
pub(super) fn render(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        if token.spaced && !text.is_empty() && !matches!(token.kind, Kind::Comma) {
            text.push(' ');
        }
        if token.kind == Kind::Bracket {
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
            text.push('(');
            text.push_str(&token.text);
            text.push(')');
        } else {
            text.push_str(&token.text);
        }
    }
    text
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
