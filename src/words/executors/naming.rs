//! The name of a party: nominative, one institution per number, and whether it means one task or many.
//!
//! Must never change a name beyond its head: proper names, quotes and complements stay as they were written.

use super::acronyms::{Acronym, acronym};
use super::aliases::{Aliases, short_form};
use super::grammar::{Adjective, Case, Number};
use super::lexicon::Sort;
use super::link::Draft;
use super::people::{may_be_declined, may_be_surname, person};
use super::phrase::Phrase;
use super::text::{Kind, Token, fold};
use super::{Consent, ExecutorsReading, Fanout, Outcome, Party};

/// The most institutions that a range («№ 1-250») may stand for.
const RANGE_MAX: u32 = 300;

/// Names the party and adds it to the reading; a list of numbers adds a party for each.
pub(super) fn name(draft: Draft, table: &Aliases, reading: &mut ExecutorsReading) {
    let Draft { tokens, consent } = draft;
    if let Some(definition) = definition_in(&tokens, reading) {
        let (name, fanout) = (definition.name.clone(), definition.fanout);
        return add(name, fanout, consent, reading);
    }
    if let Some(at) = tokens
        .iter()
        .position(|token| token.kind == Kind::Numbers && token.numbers.len() > 1)
    {
        let prefix = one_of_many(&tokens[..at]);
        let suffix = render(&tokens[at + 1..]);
        for number in &tokens[at].numbers {
            let name = format!("{prefix} № {number} {suffix}");
            add(name.trim().to_owned(), Fanout::Single, consent, reading);
        }
        return;
    }
    let (name, fanout) = plain_name(&tokens, table, reading);
    add(name, fanout, consent, reading);
}

fn add(name: String, fanout: Fanout, consent: Consent, reading: &mut ExecutorsReading) {
    let name = name.trim().to_owned();
    if !name.chars().any(char::is_alphanumeric) {
        return reading.ask(format!("«{name}» не похоже на исполнителя"));
    }
    if reading.parties.iter().any(|party| party.name == name) {
        reading.doubt(format!("«{name}» названо дважды"));
    }
    reading.parties.push(Party { name, fanout, consent });
}

fn definition_in<'a>(tokens: &[Token], reading: &'a ExecutorsReading) -> Option<&'a super::AliasDefinition> {
    let short = tokens
        .iter()
        .filter(|token| token.kind == Kind::Bracket)
        .find_map(|token| short_form(&token.text))?;
    let words: Vec<&str> = short.split_whitespace().collect();
    reading
        .definitions
        .iter()
        .rev()
        .find(|definition| definition.short == words.join(" "))
}

fn plain_name(tokens: &[Token], table: &Aliases, reading: &mut ExecutorsReading) -> (String, Fanout) {
    for token in tokens {
        match token.kind {
            Kind::Strange => reading.doubt(format!("непонятный знак «{}»", token.text)),
            Kind::Bracket if token.text.contains([',', ';']) || token.text.contains('№') => {
                reading.doubt(format!("список в скобках: «{}»", token.text));
            }
            Kind::Bracket if short_form(&token.text).is_some() => reading.doubt("сокращение не к чему отнести"),
            _ => {}
        }
    }
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
        if tokens.len() > length && tokens.get(length).is_some_and(|next| next.is_word()) {
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
    let acting = tokens
        .first()
        .is_some_and(|first| matches!(first.text.as_str(), "и.о." | "врио"));
    if !acting {
        reading.doubt(format!("незнакомое наименование: «{}»", render(tokens)));
    }
    (render(tokens), Fanout::Single)
}

fn abbreviation_name(
    tokens: &[Token],
    core: &[Token],
    table: &Aliases,
    reading: &mut ExecutorsReading,
) -> (String, Fanout) {
    let name = render(tokens);
    let first = &core[0];
    if first.text == "ОО" && first.kind != Kind::Alias {
        if core.len() == 1 {
            reading.doubt("«ОО» не определено: школы или отдел образования");
            return ("школы (все ОО)".to_owned(), Fanout::EachInstitution);
        }
        if core.len() == 2 && acronym(&core[1]) == Some(Acronym::Unknown) && core[1].text.starts_with('А') {
            reading.doubt(format!("«{name}» не определено; вероятно, отдел образования"));
            return (format!("отдел образования ({name})"), Fanout::Single);
        }
        reading.doubt("«ОО» не определено: школы или отдел образования");
    }
    let named = core.iter().any(|token| {
        matches!(token.kind, Kind::Numbers | Kind::Quoted)
            || token.text.ends_with('.')
            || matches!(acronym(token), Some(Acronym::Body))
            || token.is_word()
                && token.is_capitalised()
                && acronym(token).is_none()
                && Adjective::of(&token.text).is_none()
    });
    if core.iter().all(|token| acronym(token) == Some(Acronym::Unknown)) {
        reading.doubt(format!("сокращение «{name}» не определено"));
    }
    if core.len() == 1 && matches!(acronym(first), Some(Acronym::Form | Acronym::Subject)) {
        reading.doubt(format!("«{name}»: наименование не дописано"));
    }
    let class = is_class(first, table) || core.iter().skip(1).any(|token| acronym(token) == Some(Acronym::Class));
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
    let mut tokens = tokens.to_vec();
    let gender = form.noun.paradigm.gender();
    let declined = form.case != Case::Nominative;
    if declined {
        for token in &mut tokens[..phrase.length] {
            let is_head_compound = token.text.contains('-');
            let text = match Adjective::of(&token.text) {
                Some(adjective) if super::lexicon::forms_of(&token.text).is_empty() => {
                    adjective.nominative(form.number, gender)
                }
                _ if is_head_compound => compound_nominative(&token.text, form.number),
                _ if form.number == Number::Many => form.noun.plural.clone(),
                _ => form.noun.lemma.to_owned(),
            };
            let keeps_capital = token.is_capitalised() && is_proper(token);
            token.text = if keeps_capital { capitalised(&text) } else { text };
        }
        decline_person_doubt(&tokens, reading);
    }
    let keeps = keeps_capital(&tokens, phrase, declined);
    if let Some(first) = tokens.first_mut()
        && !keeps
    {
        first.text = uncapitalised(&first.text);
    }
    let fanout = phrase_fanout(&tokens, phrase, form.number, table, reading);
    (render(&tokens), fanout)
}

fn decline_person_doubt(tokens: &[Token], reading: &mut ExecutorsReading) {
    let declined = |at: usize| {
        person(&tokens[at..]).is_some()
            && tokens[at..]
                .iter()
                .any(|token| may_be_surname(token) && may_be_declined(&token.text))
    };
    if (0..tokens.len()).any(declined) {
        reading.doubt("фамилия не в именительном падеже");
    }
}

/// Whether the name keeps its capital letter: bodies with proper names do, posts and groups do not.
fn keeps_capital(tokens: &[Token], phrase: &Phrase, declined: bool) -> bool {
    let Some(first) = tokens.first() else { return false };
    if !first.is_capitalised() || acronym(first).is_some() {
        return true;
    }
    if phrase.length > 1 {
        return is_proper(first);
    }
    let proper_inside = tokens[1..].iter().any(|token| {
        token.kind == Kind::Quoted || token.is_word() && token.is_capitalised() && acronym(token).is_none()
    });
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

fn phrase_fanout(
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
        if plural && phrase.sort() == Sort::Institution {
            reading.doubt("не ясно, сколько учреждений");
        }
        return Fanout::Single;
    }
    let each = match phrase.sort() {
        Sort::Institution => plural && institution_class(tokens, phrase, reading),
        Sort::Body | Sort::Group => {
            plural
                && matches!(phrase.lemma(), "администрация" | "орган")
                && !complement.iter().any(|token| token.lower() == "власти")
                || plural
                    && phrase.sort() == Sort::Body
                    && complement
                        .iter()
                        .chain(&tokens[..phrase.length])
                        .any(|token| token.lower().starts_with("образовани"))
                || complement_is_class(complement, table, reading, phrase)
        }
        Sort::Chief | Sort::Staff => {
            plural && phrase.lemma() == "глава" || complement_is_class(complement, table, reading, phrase)
        }
    };
    if each { Fanout::EachInstitution } else { Fanout::Single }
}

/// Whether a plural of institutions is a class that gets tasks: schools do, «общественные организации» are too vague.
fn institution_class(tokens: &[Token], phrase: &Phrase, reading: &mut ExecutorsReading) -> bool {
    let adjectives: String = tokens[..phrase.length - 1]
        .iter()
        .map(|token| token.lower() + " ")
        .collect();
    let vague = matches!(phrase.lemma(), "организация" | "предприятие" | "общество" | "город")
        && ![
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
    let Some(inner) = Phrase::at(complement) else {
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
        Sort::Body => {
            matches!(inner.lemma(), "администрация" | "орган")
                || complement.iter().any(|token| token.lower().starts_with("образовани"))
        }
        Sort::Chief => {
            matches!(inner.lemma(), "директор" | "заведующий" | "руководитель" | "глава")
                || complement_is_class(inner_complement, table, reading, &inner)
        }
        Sort::Group | Sort::Staff => false,
    }
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

/// «муниципальных образовательных учреждениях средних общеобразовательных школах» → «СОШ», «детские сады» → «детский сад».
fn one_of_many(prefix: &[Token]) -> String {
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
            Some(adjective) if super::lexicon::forms_of(&token.text).is_empty() => adjective.nominative(number, gender),
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

fn compound_nominative(word: &str, number: Number) -> String {
    let part = |part: &str| {
        let forms = super::lexicon::forms_of(part);
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

/// The party that a definition explains: the last one named before the bracket.
pub(super) fn name_of_definition(tokens: &[Token]) -> Option<(String, Fanout)> {
    let mut scratch = ExecutorsReading {
        cell: String::new(),
        outcome: Outcome::Read,
        parties: Vec::new(),
        definitions: Vec::new(),
        reasons: Vec::new(),
    };
    let table = Aliases::new();
    let atoms = super::split::atoms(tokens.to_vec(), &table, &mut scratch);
    for draft in super::link::drafts(atoms, &table, &mut scratch) {
        name(draft, &table, &mut scratch);
    }
    let party = scratch.parties.pop()?;
    Some((party.name, party.fanout))
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
            || super::lexicon::forms_of(&token.text).iter().any(|form| {
                form.noun.sort == Sort::Institution
                    && matches!(
                        form.noun.lemma,
                        "школа" | "сад" | "лицей" | "гимназия" | "учреждение" | "детсад"
                    )
            })
    });
    let signed = rest.first()?.kind == Kind::NumberSign;
    if !signed && !(after_class && rest[0].kind == Kind::Number) {
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
        let of_class = rest.get(at + 1).is_some_and(|next| next.lower().starts_with("класс"));
        if of_class {
            break;
        }
        let until = rest
            .get(at + 1)
            .filter(|dash| dash.kind == Kind::Dash)
            .and(rest.get(at + 2))
            .filter(|token| token.kind == Kind::Number);
        match until {
            Some(until) => {
                spread(&format!("{}-{}", number.text, until.text), &mut found, reading);
                at += 3;
            }
            None => {
                spread(&number.text, &mut found, reading);
                at += 1;
            }
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
            found.extend((first..=last).map(|number| number.to_string()))
        }
        Some(_) => {
            reading.doubt(format!("непонятный ряд номеров «{text}»"));
            found.push(text.to_owned());
        }
        None => found.push(text.to_owned()),
    }
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
