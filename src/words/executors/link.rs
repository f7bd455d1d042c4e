//! What belongs together: appositions, participles, one head governing several, people with their posts.
//!
//! Must never drop a piece: what cannot be linked becomes a party of its own or is asked about.

use super::acronyms::{Acronym, acronym};
use super::aliases::Aliases;
use super::grammar::{Case, Number};
use super::lexicon::Sort;
use super::people::person;
use super::phrase::Phrase;
use super::remarks::{is_area, is_control, is_no_party, is_participle};
use super::split::{Atom, Separator, is_label, is_party_abbreviation, is_preposition};
use super::text::{Kind, Token};
use super::{Consent, ExecutorsReading, fanout, naming};

/// A party before its name is put in order.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub tokens: Vec<Token>,
    pub consent: Consent,
}

impl Draft {
    fn phrase(&self) -> Option<Phrase> {
        Phrase::at(&self.tokens)
    }

    /// A name and nothing before it.
    fn is_person(&self) -> bool {
        person(&self.tokens).is_some()
    }

    fn holds_person(&self) -> bool {
        (0..self.tokens.len()).any(|at| person(&self.tokens[at..]).is_some())
    }

    fn append(&mut self, joint: Joint, tokens: Vec<Token>) {
        match joint {
            Joint::Comma => self.tokens.push(Token {
                spaced: false,
                ..Token::new(Kind::Comma, ",")
            }),
            Joint::Dash => self.tokens.push(Token::new(Kind::Dash, "–")),
            Joint::And => self.tokens.push(Token::new(Kind::Word, "и")),
            Joint::Space => {}
        }
        let mut tokens = tokens;
        if let Some(first) = tokens.first_mut() {
            first.spaced = true;
        }
        self.tokens.extend(tokens);
    }
}

#[derive(Clone, Copy)]
enum Joint {
    Comma,
    Dash,
    And,
    Space,
}

impl Joint {
    fn of(separator: Separator) -> Self {
        match separator {
            Separator::Dash => Self::Dash,
            Separator::And => Self::And,
            Separator::Nothing | Separator::Start | Separator::Colon => Self::Space,
            Separator::Comma | Separator::Hard => Self::Comma,
        }
    }
}

/// Links the pieces of a cell into parties.
pub(super) fn drafts(atoms: Vec<Atom>, table: &Aliases, reading: &mut ExecutorsReading) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut after_label = false;
    let mut control = Control::Nobody;
    for mut atom in atoms {
        control = control.after(&atom);
        if control != Control::Nobody {
            reading.doubt(format!(
                "контролирует, но не исполняет: «{}»",
                naming::render(&atom.tokens)
            ));
            continue;
        }
        let consent = atom.tokens.iter().any(|token| token.kind == Kind::Consent);
        atom.tokens.retain(|token| token.kind != Kind::Consent);
        if atom.tokens.is_empty() {
            match drafts.last_mut() {
                Some(last) => last.consent = Consent::Needed,
                None => reading.doubt("«по согласованию» стоит без исполнителя"),
            }
            continue;
        }
        if atom.tokens.iter().all(|token| is_label(&token.lower())) {
            if atom
                .tokens
                .iter()
                .any(|token| token.lower().starts_with("соисполнител"))
            {
                reading.doubt("названы соисполнители");
            }
            after_label = true;
            continue;
        }
        let before = if after_label { Separator::Hard } else { atom.before };
        after_label = false;
        strip_label(&mut atom.tokens);
        link(
            Atom {
                before,
                tokens: atom.tokens,
            },
            &mut drafts,
            table,
            reading,
        );
        if consent && let Some(last) = drafts.last_mut() {
            last.consent = Consent::Needed;
        }
    }
    drafts
}

/// Who looks after the work is named in the cell too and is no executor: «ЦРБ; контроль – заместитель главы».
#[derive(Clone, Copy, PartialEq, Eq)]
enum Control {
    Nobody,
    /// Only the word «контроль»: whose it is comes next.
    Announced,
    Named,
}

impl Control {
    /// Whether `atom` is about control, after the piece before it.
    fn after(self, atom: &Atom) -> Self {
        if is_control(&atom.tokens) {
            let named = (1..atom.tokens.len())
                .any(|at| person(&atom.tokens[at..]).is_some() || Phrase::at(&atom.tokens[at..]).is_some());
            return if named { Self::Named } else { Self::Announced };
        }
        let labelled = atom.tokens.first().is_some_and(|first| is_label(&first.lower()));
        match self {
            Self::Announced if !labelled => Self::Named,
            Self::Named if !labelled && atom.before != Separator::Hard => Self::Named,
            _ => Self::Nobody,
        }
    }
}

/// «Ответственный Волкова И. Ю.» is Волкова.
fn strip_label(tokens: &mut Vec<Token>) {
    let labels = tokens.iter().take_while(|token| is_label(&token.lower())).count();
    if labels == 0 || labels == tokens.len() {
        return;
    }
    let rest = &tokens[labels..];
    let keeps = Phrase::at(rest).is_some_and(|phrase| matches!(phrase.lemma(), "секретарь" | "организатор"));
    if person(rest).is_some() || !keeps && Phrase::at(rest).is_some_and(|phrase| phrase.is_nominative()) {
        tokens.drain(..labels);
    }
}

fn link(atom: Atom, drafts: &mut Vec<Draft>, table: &Aliases, reading: &mut ExecutorsReading) {
    let Atom { before, tokens } = atom;
    let fresh = |tokens| Draft {
        tokens,
        consent: Consent::NotNeeded,
    };
    let Some(last) = drafts.last_mut() else {
        if is_no_party(&tokens) {
            reading.ask(format!("«{}» не похоже на исполнителя", naming::render(&tokens)));
        } else {
            drafts.push(fresh(tokens));
        }
        return;
    };
    if tokens.iter().all(|token| token.kind == Kind::Bracket) {
        last.append(Joint::Space, tokens);
        return;
    }
    if tokens[0].kind == Kind::Numbers {
        link_numbers(before, tokens, drafts, reading);
        return;
    }
    if person(&tokens).is_some() {
        link_person(before, tokens, drafts, reading);
        return;
    }
    if before == Separator::Nothing && changes_case(last, &tokens) {
        reading.doubt(format!(
            "«{}» стоит в именительном падеже после дательного",
            naming::render(&tokens)
        ));
    }
    if before == Separator::Comma && continues_name(last, &tokens, reading) {
        last.append(Joint::Comma, tokens);
        return;
    }
    if let Some(phrase) = Phrase::at(&tokens) {
        link_phrase(before, tokens, &phrase, drafts, reading);
        return;
    }
    if is_party_abbreviation(&tokens[0]) || matches!(tokens[0].kind, Kind::Quoted) {
        link_abbreviation(before, tokens, drafts, table, reading);
        return;
    }
    link_rest(before, tokens, drafts, reading);
}

/// «учреждениям № 1-3⏎Классные руководители»: perhaps one thought and perhaps two executors.
fn changes_case(last: &Draft, tokens: &[Token]) -> bool {
    last.phrase().is_some_and(|lead| lead.form().case == Case::Dative)
        && Phrase::at(tokens).is_some_and(|phrase| phrase.is_nominative() && !phrase.may_be(Case::Dative))
}

fn link_numbers(before: Separator, tokens: Vec<Token>, drafts: &mut Vec<Draft>, reading: &mut ExecutorsReading) {
    let Some(last) = drafts.last_mut() else { return };
    match last.tokens.iter().position(|token| token.kind == Kind::Numbers) {
        None if before == Separator::Colon || before == Separator::Dash || before == Separator::Nothing => {
            last.append(Joint::Space, tokens);
        }
        None => {
            reading.doubt(format!("не ясно, чей номер «{}»", naming::render(&tokens)));
            last.append(Joint::of(before), tokens);
        }
        Some(at) => {
            let mut whole = last.tokens[..at].to_vec();
            whole.extend(tokens);
            drafts.push(Draft {
                tokens: whole,
                consent: Consent::NotNeeded,
            });
        }
    }
}

fn link_person(before: Separator, tokens: Vec<Token>, drafts: &mut Vec<Draft>, reading: &mut ExecutorsReading) {
    let Some(last) = drafts.last_mut() else { return };
    let post = last
        .phrase()
        .filter(|phrase| phrase.sort().is_post() && !phrase.is_plural());
    let lone_post = post.is_some() && !last.holds_person();
    match before {
        Separator::Dash if lone_post => return last.append(Joint::Space, tokens),
        Separator::Dash if !last.holds_person() => {
            reading.doubt("тире между исполнителем и лицом");
            return last.append(Joint::Dash, tokens);
        }
        Separator::Comma if lone_post => {
            reading.doubt(format!(
                "«{}» и «{}»: одно лицо или двое",
                naming::render(&last.tokens),
                naming::render(&tokens)
            ));
        }
        _ => {}
    }
    drafts.push(Draft {
        tokens,
        consent: Consent::NotNeeded,
    });
}

/// Whether a piece after a comma goes on with the name before it.
fn continues_name(last: &Draft, tokens: &[Token], reading: &mut ExecutorsReading) -> bool {
    let first = tokens[0].lower();
    let second = tokens.get(1).map(Token::lower).unwrap_or_default();
    if is_participle(&tokens[0]) {
        return true;
    }
    if first.starts_with("ответственн")
        && matches!(second.as_str(), "за" | "по")
        && (last.is_person() || last.phrase().is_some_and(|p| p.sort().is_post()))
    {
        reading.doubt(format!(
            "«{}» может быть отдельным исполнителем",
            naming::render(tokens)
        ));
        return true;
    }
    let including = first == "в" && matches!(second.as_str(), "том" | "лице")
        || matches!(first.as_str(), "включая" | "кроме" | "исключая" | "которые" | "где");
    if including || first == "за" && second == "исключением" {
        reading.doubt(format!("оговорка «{}»", naming::render(tokens)));
        return true;
    }
    last.phrase().is_some_and(|phrase| phrase.sort() == Sort::Body) && is_area(tokens)
}

fn link_phrase(
    before: Separator,
    tokens: Vec<Token>,
    phrase: &Phrase,
    drafts: &mut Vec<Draft>,
    reading: &mut ExecutorsReading,
) {
    let Some(last) = drafts.last_mut() else { return };
    let only_genitive =
        phrase.readings.iter().all(|form| {
            form.case == Case::Genitive || form.case == Case::Locative && form.number == phrase.form().number
        }) && phrase.may_be(Case::Genitive);
    if only_genitive && matches!(before, Separator::Comma | Separator::And | Separator::Hard) {
        if let Some(governor) = governor(last) {
            let mut whole = governor;
            whole.extend(tokens);
            if let Some(first) = whole.first_mut() {
                first.spaced = true;
            }
            drafts.push(Draft {
                tokens: whole,
                consent: Consent::NotNeeded,
            });
            return;
        }
        if before != Separator::Hard {
            reading.doubt(format!(
                "«{}» может быть частью имени перед ним",
                naming::render(&tokens)
            ));
            last.append(Joint::of(before), tokens);
            return;
        }
    }
    if before == Separator::And {
        share_complement(last, &tokens, phrase, reading);
    }
    let single_post = phrase.sort().is_post() && !phrase.is_plural() && phrase.is_nominative();
    if last.is_person() && single_post {
        let another = (0..tokens.len()).any(|at| person(&tokens[at..]).is_some());
        let named = !another
            && tokens
                .iter()
                .any(|token| matches!(token.kind, Kind::Numbers | Kind::Quoted));
        match before {
            Separator::Dash => return last.append(Joint::Dash, tokens),
            Separator::Comma if named => return last.append(Joint::Comma, tokens),
            Separator::Comma => {
                reading.doubt(format!(
                    "«{}»: отдельный исполнитель или должность названного лица",
                    naming::render(&tokens)
                ));
            }
            _ => {}
        }
    } else if before == Separator::Dash {
        if matches!(phrase.lemma(), "участник" | "победитель" | "партнер") {
            return last.append(Joint::Dash, tokens);
        }
        reading.doubt("тире между исполнителями");
    } else if before == Separator::Colon {
        reading.doubt("двоеточие между исполнителями");
    }
    drafts.push(Draft {
        tokens,
        consent: Consent::NotNeeded,
    });
}

/// «руководители и педагоги ОУ»: the institution most likely belongs to both.
fn share_complement(last: &mut Draft, tokens: &[Token], phrase: &Phrase, reading: &mut ExecutorsReading) {
    let lone = last.phrase().is_some_and(|lead| {
        lead.length == last.tokens.len() && (lead.sort().is_post() || lead.lemma() == "администрация")
    });
    let complement = &tokens[phrase.length..];
    let Some(first) = complement.first().filter(|_| lone && phrase.sort().is_post()) else {
        return;
    };
    let inner = Phrase::at(complement);
    let of_bodies = inner.as_ref().is_some_and(|inner| {
        inner.sort() == Sort::Body
            || inner.sort() == Sort::Institution && inner.readings.iter().all(|form| form.number == Number::Many)
    });
    if is_party_abbreviation(first) || of_bodies {
        reading.doubt(format!(
            "«{}», вероятно, относится и к «{}»",
            naming::render(complement),
            naming::render(&last.tokens)
        ));
        last.append(Joint::Space, complement.to_vec());
    } else if inner.is_some_and(|inner| inner.sort() == Sort::Chief && inner.is_plural()) {
        reading.doubt(format!("не ясно, чьи «{}»", naming::render(&last.tokens)));
    }
}

/// «руководители» of «руководители ОУ»: what governs the pieces after it, when its complement is an institution.
fn governor(last: &Draft) -> Option<Vec<Token>> {
    let phrase = last.phrase()?;
    let complement = last.tokens.get(phrase.length..)?;
    if complement.is_empty() || !(phrase.sort().is_post() || phrase.lemma() == "администрация") || last.holds_person()
    {
        return None;
    }
    let institution = is_party_abbreviation(&complement[0])
        || Phrase::at(complement).is_some_and(|inner| {
            inner.may_be(Case::Genitive)
                && (matches!(inner.sort(), Sort::Institution | Sort::Body) || matches!(inner.sort(), Sort::Group))
        });
    institution.then(|| last.tokens[..phrase.length].to_vec())
}

fn link_abbreviation(
    before: Separator,
    tokens: Vec<Token>,
    drafts: &mut Vec<Draft>,
    table: &Aliases,
    reading: &mut ExecutorsReading,
) {
    let Some(last) = drafts.last_mut() else { return };
    let class = |token: &Token| fanout::is_class(token, table);
    let bare = tokens.iter().all(&class);
    let governed = matches!(before, Separator::Comma | Separator::And) && bare;
    if governed
        && let Some(governor) = governor(last)
        && last
            .phrase()
            .is_some_and(|phrase| last.tokens[phrase.length..].iter().all(&class))
    {
        let repeated = last.tokens.iter().any(|token| token.text == tokens[0].text);
        if !repeated {
            if tokens[0].kind == Kind::Alias {
                reading.doubt(format!(
                    "«{}»: само учреждение или то же, что «{}»",
                    naming::render(&tokens),
                    naming::render(&governor)
                ));
            }
            let mut whole = governor;
            whole.extend(tokens);
            drafts.push(Draft {
                tokens: whole,
                consent: Consent::NotNeeded,
            });
            return;
        }
    }
    if before == Separator::Dash {
        reading.doubt("тире между исполнителями");
    }
    drafts.push(Draft {
        tokens,
        consent: Consent::NotNeeded,
    });
}

fn link_rest(before: Separator, tokens: Vec<Token>, drafts: &mut Vec<Draft>, reading: &mut ExecutorsReading) {
    let Some(last) = drafts.last_mut() else { return };
    let text = naming::render(&tokens);
    if is_preposition(&tokens[0]) || matches!(acronym(&tokens[0]), Some(Acronym::Subject)) {
        reading.doubt(format!("«{text}»: отдельный исполнитель или часть имени перед ним"));
        return last.append(Joint::of(before), tokens);
    }
    if is_no_party(&tokens) {
        reading.ask(format!("«{text}» не похоже на исполнителя"));
        return;
    }
    let small = !tokens[0].is_capitalised() && tokens[0].is_word();
    if small
        && matches!(before, Separator::Comma | Separator::And)
        && last.phrase().is_some_and(|phrase| !phrase.sort().is_post())
    {
        reading.doubt(format!("«{text}»: отдельный исполнитель или часть имени перед ним"));
        return last.append(Joint::of(before), tokens);
    }
    let teacher = last
        .phrase()
        .is_some_and(|phrase| matches!(phrase.lemma(), "учитель" | "преподаватель" | "педагог"));
    if small && teacher && tokens.len() <= 2 && matches!(before, Separator::Comma | Separator::And) {
        reading.doubt(format!(
            "«{text}»: тот же «{}» или другой исполнитель",
            naming::render(&last.tokens)
        ));
        return last.append(Joint::of(before), tokens);
    }
    drafts.push(Draft {
        tokens,
        consent: Consent::NotNeeded,
    });
}
