//! Where one party ends and the next begins: separators, and the places where a separator was forgotten.
//!
//! Must never split inside quotes, brackets, lists of numbers or a name: those are single tokens by now.

use super::acronyms::{Acronym, acronym};
use super::aliases::Aliases;
use super::grammar::Case;
use super::lexicon::Sort;
use super::people::person;
use super::phrase::Phrase;
use super::text::{Kind, Token, fold};
use super::{ExecutorsReading, abbreviations, naming, numbers, remarks};

/// What stood before a piece of the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Start,
    Comma,
    /// A semicolon, a full stop or a slash.
    Hard,
    And,
    Dash,
    Colon,
    /// Nothing, or only a line break.
    Nothing,
}

/// A piece of the cell with no separator inside.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    pub before: Separator,
    pub tokens: Vec<Token>,
}

/// Cuts the tokens of a cell into pieces.
pub(super) fn atoms(tokens: &[Token], table: &Aliases, reading: &mut ExecutorsReading) -> Vec<Atom> {
    let tokens = merge(tokens, reading);
    let mut runs: Vec<Atom> = vec![Atom {
        before: Separator::Start,
        tokens: Vec::new(),
    }];
    let mut at = 0;
    while at < tokens.len() {
        let (before, used) = separator(&tokens, at, runs.last().map_or(&[][..], |run| &run.tokens), reading);
        match before {
            Some(before) => runs.push(Atom {
                before,
                tokens: Vec::new(),
            }),
            None => {
                if let Some(run) = runs.last_mut() {
                    run.tokens.push(tokens[at].clone());
                }
            }
        }
        at += used;
    }
    runs.into_iter()
        .flat_map(|run| forgotten_separators(run, table, reading))
        .filter(|atom| !atom.tokens.is_empty())
        .collect()
}

/// The separator at `at`, if there is one, and how many tokens are used up.
fn separator(tokens: &[Token], at: usize, run: &[Token], reading: &mut ExecutorsReading) -> (Option<Separator>, usize) {
    let token = &tokens[at];
    let rest = &tokens[at + 1..];
    let word = |index: usize| rest.get(index).map(Token::lower).unwrap_or_default();
    match token.kind {
        Kind::Comma => (Some(Separator::Comma), 1),
        Kind::Semicolon | Kind::Slash => (Some(Separator::Hard), 1),
        Kind::Colon => (Some(Separator::Colon), 1),
        Kind::Dash => (Some(Separator::Dash), 1),
        Kind::Stop => {
            if let Some(next) = rest.first()
                && !next.is_capitalised()
                && Phrase::at(rest).is_none()
                && matches!(next.kind, Kind::Word | Kind::Number)
            {
                reading.doubt(format!(
                    "не ясно, разделяет ли исполнителей точка перед «{}»",
                    next.text
                ));
            }
            (Some(Separator::Hard), 1)
        }
        Kind::Others => {
            reading.doubt("«и др.»: остальные исполнители не названы");
            (Some(Separator::Hard), 1)
        }
        Kind::Word => match token.lower().as_str() {
            "и" | "или" if follows_party(rest, run) => {
                if token.lower() == "или" {
                    reading.doubt("«или»: исполнитель на выбор");
                }
                (Some(Separator::And), 1)
            }
            "а" if word(0) == "также" => (Some(Separator::And), 2),
            "совместно" if matches!(word(0).as_str(), "с" | "со") => {
                reading.doubt("«совместно с»: кто отвечает, не сказано");
                (Some(Separator::Hard), 2)
            }
            "при" if matches!(word(0).as_str(), "участии" | "содействии" | "поддержке") => {
                reading.doubt("«при участии»: кто отвечает, не сказано");
                (Some(Separator::Hard), 2)
            }
            _ => (None, 1),
        },
        _ => (None, 1),
    }
}

/// Whether what comes after «и» is a party of its own and not the second half of a name («образования и науки»).
fn follows_party(rest: &[Token], run: &[Token]) -> bool {
    let Some(next) = rest.first() else { return false };
    if person(rest).is_some() || next.kind == Kind::Quoted && run.iter().any(|token| token.kind == Kind::Quoted) {
        return true;
    }
    if is_party_abbreviation(next) {
        return !run.is_empty();
    }
    let Some(phrase) = Phrase::at(rest) else { return false };
    let lead = Phrase::at(run);
    if lead
        .as_ref()
        .is_some_and(|lead| lead.sort().is_post() && is_kind_of_school(&phrase) && governs_school(run, lead))
    {
        return true; // «директора школ и лицеев»
    }
    let lead_case = lead.as_ref().map_or(Case::Nominative, |lead| lead.form().case);
    if lead_case != Case::Nominative {
        return phrase.may_be(lead_case) && !phrase.readings.iter().all(|form| form.case == Case::Genitive);
    }
    // «и администрации района» may go on from «отдел образования», «и учителя» may not
    phrase.is_plainly_nominative()
        || phrase.is_nominative()
            && (phrase.sort().is_post() || lead.is_none_or(|lead| run.len() == lead.length || lead.is_plural()))
}

/// Institutions in the genitive plural that one post governs one after another.
fn is_kind_of_school(phrase: &Phrase) -> bool {
    matches!(
        phrase.lemma(),
        "школа"
            | "лицей"
            | "гимназия"
            | "сад"
            | "учреждение"
            | "организация"
            | "колледж"
            | "техникум"
            | "библиотека"
            | "дом"
            | "центр"
            | "интернат"
    ) && phrase
        .readings
        .iter()
        .all(|form| form.case == Case::Genitive || form.case == Case::Locative)
        && phrase.is_plural()
}

fn governs_school(run: &[Token], lead: &Phrase) -> bool {
    Phrase::at(&run[lead.length..])
        .is_some_and(|inner| is_kind_of_school(&inner) && run.len() == lead.length + inner.length)
}

/// Splits a run where a new party begins without any separator: «Р.А. Гаранова И.А. Назарова».
fn forgotten_separators(run: Atom, table: &Aliases, reading: &mut ExecutorsReading) -> Vec<Atom> {
    if run.before == Separator::Comma && run.tokens.first().is_some_and(remarks::is_participle) {
        return vec![run]; // «…, осуществляющие управление»: nothing new begins inside
    }
    let mut atoms = vec![Atom {
        before: run.before,
        tokens: Vec::new(),
    }];
    let tokens = run.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        let current = atoms.last().map_or(&[][..], |atom| &atom.tokens);
        if !current.is_empty() && starts_party(current, rest, table, reading) {
            atoms.push(Atom {
                before: Separator::Nothing,
                tokens: Vec::new(),
            });
        }
        // a name and a head with its adjectives are taken whole, so that no start is looked for inside them
        let whole = person(rest)
            .or_else(|| Phrase::at(rest).map(|phrase| phrase.length))
            .unwrap_or(1);
        if let Some(atom) = atoms.last_mut() {
            atom.tokens.extend_from_slice(&rest[..whole]);
        }
        at += whole;
    }
    atoms
}

/// Whether a new party begins at `rest`, after the pieces in `current` and with no separator between.
fn starts_party(current: &[Token], rest: &[Token], table: &Aliases, reading: &mut ExecutorsReading) -> bool {
    let (Some(last), Some(next)) = (current.last(), rest.first()) else {
        return false;
    };
    if is_preposition(last) || matches!(last.lower().as_str(), "и" | "или" | "и.о." | "врио") {
        return false;
    }
    let lead = Phrase::at(current);
    let has_person = (0..current.len()).any(|at| person(&current[at..]).is_some());
    if person(rest).is_some() {
        return person_starts(current, lead.as_ref(), has_person, next, reading);
    }
    if let Some(phrase) = Phrase::at(rest) {
        return phrase_starts(current, lead.as_ref(), has_person, &phrase, rest, reading);
    }
    if !is_party_abbreviation(next) {
        return false;
    }
    if has_person {
        reading.doubt(format!("между фамилией и «{}» нет знака", next.text));
        return true;
    }
    let only_abbreviations = current
        .iter()
        .all(|token| token.kind == Kind::Alias || acronym(token).is_some());
    let both_known = table.get(&next.text).is_some() && table.get(&last.text).is_some();
    if only_abbreviations {
        let same_line_pair = last.text == "ИМО" || next.text == "ОО";
        if both_known || next.broken {
            return true;
        }
        if same_line_pair {
            reading.doubt(format!("между «{}» и «{}» нет знака", last.text, next.text));
        }
        return same_line_pair;
    }
    let complete = lead.is_some_and(|lead| current.len() > lead.length);
    complete && next.broken && last.kind != Kind::Quoted
}

fn person_starts(
    current: &[Token],
    lead: Option<&Phrase>,
    has_person: bool,
    next: &Token,
    reading: &mut ExecutorsReading,
) -> bool {
    if has_person {
        return true;
    }
    if current.iter().all(|token| is_acting(token) || is_label(&token.lower())) {
        return false;
    }
    match lead {
        Some(lead) if lead.sort().is_post() && !lead.is_plural() => false,
        Some(lead) if lead.sort().is_post() => {
            reading.doubt(format!("«{}» может уточнять, кто именно", next.text));
            true
        }
        Some(_) => {
            if next.broken {
                reading.note(format!(
                    "«{}» может быть ответственным лицом того же исполнителя",
                    next.text
                ));
            } else {
                reading.doubt(format!("между учреждением и «{}» нет знака", next.text));
            }
            true
        }
        None => !current.iter().any(is_acting),
    }
}

fn phrase_starts(
    current: &[Token],
    lead: Option<&Phrase>,
    has_person: bool,
    phrase: &Phrase,
    rest: &[Token],
    reading: &mut ExecutorsReading,
) -> bool {
    let Some(next) = rest.first() else { return false };
    if !phrase.is_nominative() {
        // a second dative after a dative: «Директорам школ заведующим ДОУ»
        let lead_case = lead.map(|lead| lead.form().case);
        let same_case =
            lead_case.is_some_and(|case| case == Case::Dative && phrase.readings.iter().all(|form| form.case == case));
        if same_case && !is_legal_chain(current, lead, phrase) {
            return true;
        }
        return false;
    }
    if is_legal_chain(current, lead, phrase) {
        return false;
    }
    if has_person {
        if !phrase.is_plural() && phrase.sort().is_post() {
            reading.doubt(format!("«{}» может быть должностью названного лица", next.text));
        }
        return true;
    }
    if phrase.is_plainly_nominative() {
        let unclear = !next.is_capitalised() && !next.broken;
        if unclear {
            reading.doubt(format!("перед «{}» нет знака", next.text));
        }
        return true;
    }
    let awaits_complement = lead.is_some_and(|lead| current.len() == lead.length);
    if phrase.sort() == Sort::Institution && next.broken {
        // «ИМО⏎школы», «Отдел⏎образования⏎Школы»; but «Директор⏎школы»
        let after_abbreviations = current
            .iter()
            .all(|token| token.kind == Kind::Alias || acronym(token) == Some(Acronym::Body));
        let after_whole = next.is_capitalised() && !awaits_complement && lead.is_some() && phrase.is_plural();
        if after_whole {
            reading.doubt(format!("«{}» может быть частью имени перед ним", next.text));
        }
        if after_abbreviations || after_whole {
            return true;
        }
    }
    // the word may as well be a genitive: «отдел⏎Администрации», «заместитель⏎директора»
    (next.broken || !awaits_complement)
        && next.is_capitalised()
        && phrase.sort().is_post()
        && !awaits_complement_of_deputy(lead, awaits_complement)
}

fn awaits_complement_of_deputy(lead: Option<&Phrase>, awaits: bool) -> bool {
    awaits && lead.is_some_and(|lead| matches!(lead.lemma(), "заместитель" | "помощник" | "советник" | "секретарь"))
}

/// «муниципальное учреждение средняя школа»: a legal form and the kind of institution in one name.
fn is_legal_chain(current: &[Token], lead: Option<&Phrase>, next: &Phrase) -> bool {
    lead.is_some_and(|lead| {
        matches!(lead.lemma(), "учреждение" | "организация")
            && current.len() == lead.length
            && next.sort() != Sort::Group
            && !next.sort().is_post()
            && next
                .readings
                .iter()
                .any(|form| form.case == lead.form().case && form.number == lead.form().number)
    })
}

/// An abbreviation that can be a party: ИМО, ОУ, one that the document defines.
pub(super) fn is_party_abbreviation(token: &Token) -> bool {
    token.kind == Kind::Alias || matches!(acronym(token), Some(Acronym::Class | Acronym::Body | Acronym::Form))
}

fn is_acting(token: &Token) -> bool {
    matches!(token.text.as_str(), "и.о." | "врио")
}

/// «Ответственный», «Исполнители»: a label before the executors and not one of them.
pub(super) fn is_label(folded: &str) -> bool {
    matches!(
        folded,
        "ответственный"
            | "ответственная"
            | "ответственные"
            | "ответственное"
            | "исполнитель"
            | "исполнители"
            | "лицо"
            | "лица"
            | "соисполнитель"
            | "соисполнители"
            | "контроль"
    )
}

pub(super) fn is_preposition(token: &Token) -> bool {
    token.is_word()
        && matches!(
            fold(&token.text).as_str(),
            "по" | "за"
                | "в"
                | "во"
                | "при"
                | "для"
                | "с"
                | "со"
                | "к"
                | "ко"
                | "о"
                | "об"
                | "от"
                | "из"
                | "на"
                | "над"
                | "до"
                | "без"
                | "между"
                | "у"
                | "через"
                | "под"
                | "среди"
                | "имени"
                | "им."
        )
}

/// Joins what only together is a token: lists of numbers, «9-х, 11-х классов», «д/с», consent in brackets.
fn merge(tokens: &[Token], reading: &mut ExecutorsReading) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let rest = &tokens[at..];
        let line_start = out.is_empty() || token.broken || out.last().is_some_and(|last| last.kind == Kind::Semicolon);
        if out
            .last()
            .is_some_and(|last| matches!(last.lower().as_str(), "им." | "имени"))
            && let Some(used) = named_after(rest)
        {
            out.push(Token::new(Kind::Word, naming::render(&rest[..used])).placed_like(token));
            at += used;
        } else if token.kind == Kind::Bracket && abbreviations::is_consent_remark(&token.text) {
            out.push(Token::new(Kind::Consent, "по согласованию"));
            at += 1;
        } else if let Some(used) = numbers::list_mark(rest).filter(|_| line_start) {
            if !out.is_empty() {
                out.push(Token::new(Kind::Semicolon, ";"));
            }
            at += used;
        } else if let Some((list, used)) = numbers::numbers(rest, out.last(), reading) {
            out.push(list.placed_like(token));
            at += used;
        } else if let Some((classes, used)) = classes(rest) {
            out.push(classes.placed_like(token));
            at += used;
        } else if let Some((joined, used)) = slashed(rest) {
            out.push(joined.placed_like(token));
            at += used;
        } else {
            out.push(token.clone());
            at += 1;
        }
    }
    out
}

/// «им. А. Асеева и Ю. Голикова»: the people a school is named after are no executors.
fn named_after(rest: &[Token]) -> Option<usize> {
    let first = person(rest)?;
    let more = rest
        .get(first)
        .filter(|token| token.is_word() && token.text == "и")
        .and_then(|_| person(&rest[first + 1..]));
    Some(first + more.map_or(0, |second| second + 1))
}

/// «9-х, 11-х классов»: the comma stands between numbers of classes.
fn classes(rest: &[Token]) -> Option<(Token, usize)> {
    let mut text = String::new();
    for (at, token) in rest.iter().enumerate() {
        let joins = match token.kind {
            Kind::Number | Kind::Comma | Kind::Dash => true,
            Kind::Quoted => at > 0,
            Kind::Word if at > 0 => token.text == "и" || token.text.chars().count() == 1,
            _ => false,
        };
        if !joins {
            let of_class = token.is_word() && (token.lower().starts_with("класс") || token.lower() == "кл.");
            let several = at > 1;
            return (of_class && several && rest[0].kind == Kind::Number).then(|| (Token::new(Kind::Word, text), at));
        }
        if at > 0 && token.spaced {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    None
}

/// «д/с», «УВР/ВР»: a slash inside one short form.
fn slashed(rest: &[Token]) -> Option<(Token, usize)> {
    let [first, slash, second, ..] = rest else { return None };
    if slash.kind != Kind::Slash || !first.is_word() || !second.is_word() {
        return None;
    }
    let short = |token: &Token| token.text.chars().count() <= 2 && !token.text.chars().any(char::is_uppercase);
    let garden = first.lower() == "д" && second.lower().starts_with("сад");
    let subjects = acronym(first) == Some(Acronym::Subject) && acronym(second) == Some(Acronym::Subject);
    let joins = !slash.spaced && !second.spaced && (short(first) && short(second) || garden || subjects);
    joins.then(|| (Token::new(Kind::Word, format!("{}/{}", first.text, second.text)), 3))
}
