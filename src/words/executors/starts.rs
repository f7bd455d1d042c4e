//! Where a new party begins although the separator was forgotten: «Р.А. Гаранова И.А. Назарова», «ИМО⏎школы».
//!
//! Must never split a name that may go on: what could as well be a genitive stays, and is doubted where it matters.

use super::ExecutorsReading;
use super::acronyms::{Acronym, acronym};
use super::aliases::Aliases;
use super::grammar::{Case, Number};
use super::lexicon::{Sort, forms_of};
use super::people::person;
use super::phrase::Phrase;
use super::remarks::{is_control, is_participle};
use super::split::{Atom, Separator, is_label, is_party_abbreviation, is_preposition};
use super::text::{Kind, Token};

/// Cuts a run with no separator inside at every place where a new party begins.
pub(super) fn forgotten_separators(run: Atom, table: &Aliases, reading: &mut ExecutorsReading) -> Vec<Atom> {
    // «…, осуществляющие управление»: only a capital letter begins something new inside
    let participle = run.before == Separator::Comma && run.tokens.first().is_some_and(is_participle);
    let mut atoms: Vec<Atom> = Vec::new();
    let mut current = Current {
        tokens: Vec::new(),
        people: 0,
    };
    let mut before = run.before;
    let tokens = run.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        let name = person(rest);
        let phrase = Phrase::at(rest);
        let may_end = !current.tokens.is_empty() && (!participle || tokens[at].is_capitalised());
        if may_end && current.ends_before(rest, name.is_some(), phrase.as_ref(), table, reading) {
            atoms.push(Atom {
                before,
                tokens: std::mem::take(&mut current.tokens),
            });
            before = Separator::Nothing;
            current.people = 0;
        }
        // a name and a head with its adjectives are taken whole, so that no start is looked for inside them
        let whole = name.or_else(|| phrase.map(|phrase| phrase.length)).unwrap_or(1);
        current.people += usize::from(name.is_some());
        current.tokens.extend_from_slice(&rest[..whole]);
        at += whole;
    }
    atoms.push(Atom {
        before,
        tokens: current.tokens,
    });
    atoms
}

/// The party that is being gathered.
struct Current {
    tokens: Vec<Token>,
    people: usize,
}

impl Current {
    fn lead(&self) -> Option<Phrase> {
        Phrase::at(&self.tokens)
    }

    /// A head with nothing after it: «заместитель», «отдел».
    fn awaits_complement(&self) -> bool {
        self.lead().is_some_and(|lead| lead.length == self.tokens.len())
    }

    fn is_only(&self, kinds: &[Acronym]) -> bool {
        self.tokens.iter().all(|token| {
            token.kind == Kind::Alias && kinds.contains(&Acronym::Body)
                || acronym(token).is_some_and(|kind| kinds.contains(&kind))
        })
    }

    /// Whether a new party begins at `rest`.
    fn ends_before(
        &self,
        rest: &[Token],
        is_person: bool,
        phrase: Option<&Phrase>,
        table: &Aliases,
        reading: &mut ExecutorsReading,
    ) -> bool {
        let (Some(last), Some(next)) = (self.tokens.last(), rest.first()) else {
            return false;
        };
        if is_preposition(last) || matches!(last.lower().as_str(), "и" | "или" | "и.о." | "врио") {
            return false;
        }
        if is_control(rest) && (next.is_capitalised() || next.broken && acronym(last).is_some()) {
            return true; // «ЦРБ⏎Контроль: …»
        }
        if is_person {
            return self.ends_before_person(next, reading);
        }
        let begins = phrase.is_some_and(|phrase| phrase.is_nominative() && !phrase.is_place_in_genitive())
            || is_party_abbreviation(next);
        let closed = match last.kind {
            Kind::Consent => next.kind != Kind::Bracket && !is_preposition(next),
            Kind::Quoted => begins && is_party_abbreviation(next),
            Kind::Bracket | Kind::Numbers => begins,
            _ => matches!(next.text.as_str(), "и.о." | "врио"),
        };
        if closed {
            if !next.broken {
                reading.doubt(format!("перед «{}» нет знака", next.text));
            }
            return true;
        }
        if let Some(phrase) = phrase {
            return self.ends_before_phrase(phrase, next, reading);
        }
        is_party_abbreviation(next) && self.ends_before_abbreviation(last, next, table, reading)
    }

    fn ends_before_person(&self, next: &Token, reading: &mut ExecutorsReading) -> bool {
        if self.people > 0 {
            return true;
        }
        let acting = |token: &Token| matches!(token.text.as_str(), "и.о." | "врио");
        if self
            .tokens
            .iter()
            .all(|token| acting(token) || is_label(&token.lower()) || token.lower() == "контроль")
        {
            return false;
        }
        match self.lead() {
            Some(lead) if lead.sort().is_post() && !lead.is_plural() => false,
            Some(lead) if lead.sort().is_post() => {
                reading.doubt(format!("«{}» может уточнять, кто именно", next.text));
                true
            }
            Some(_) if next.broken => {
                reading.note(format!(
                    "«{}» может быть ответственным лицом того же исполнителя",
                    next.text
                ));
                true
            }
            Some(_) => {
                reading.doubt(format!("между учреждением и «{}» нет знака", next.text));
                true
            }
            None => !self.tokens.iter().any(acting),
        }
    }

    fn ends_before_phrase(&self, phrase: &Phrase, next: &Token, reading: &mut ExecutorsReading) -> bool {
        let lead = self.lead();
        if self.is_legal_chain(lead.as_ref(), phrase) {
            return false;
        }
        if !phrase.is_nominative() {
            // a second dative after a dative: «Директорам школ заведующим ДОУ»
            return lead.is_some_and(|lead| lead.form().case == Case::Dative)
                && phrase.readings.iter().all(|form| form.case == Case::Dative);
        }
        if self.people > 0 {
            if !phrase.is_plural() && phrase.sort().is_post() {
                reading.doubt(format!("«{}» может быть должностью названного лица", next.text));
            }
            return true;
        }
        if phrase.is_plainly_nominative() {
            if !next.is_capitalised() && !next.broken {
                reading.doubt(format!("перед «{}» нет знака", next.text));
            }
            return true;
        }
        self.ends_before_possible_genitive(lead.as_ref(), phrase, next, reading)
    }

    /// The word may as well be a genitive: «отдел⏎Администрации», «заместитель⏎директора», «директор школы».
    fn ends_before_possible_genitive(
        &self,
        lead: Option<&Phrase>,
        phrase: &Phrase,
        next: &Token,
        reading: &mut ExecutorsReading,
    ) -> bool {
        if phrase.is_place_in_genitive() {
            return false;
        }
        let awaits = self.awaits_complement();
        if self.is_only(&[Acronym::Body, Acronym::Class]) {
            if !next.broken {
                reading.doubt(format!("перед «{}» нет знака", next.text));
            }
            return true; // «ИМО⏎школы»
        }
        let after_body = lead.is_some_and(|lead| lead.sort() == Sort::Body);
        let may_be_new_line = next.broken && (next.is_capitalised() && lead.is_some() || after_body);
        if phrase.sort() == Sort::Institution && phrase.is_plural() && !awaits && may_be_new_line {
            reading.doubt(format!("«{}» может быть частью имени перед ним", next.text));
            return true; // «Отдел⏎образования⏎Школы»
        }
        if !phrase.sort().is_post() {
            return false;
        }
        let deputy =
            lead.is_some_and(|lead| matches!(lead.lemma(), "заместитель" | "помощник" | "советник" | "секретарь"));
        if next.is_capitalised() && (!awaits || next.broken && !deputy) {
            return true;
        }
        let governed = self
            .tokens
            .last()
            .is_some_and(|last| forms_of(&last.text).iter().any(|form| form.noun.sort.is_post()));
        if !awaits && !governed {
            reading.doubt(format!("«{}»: новый исполнитель или часть имени перед ним", next.text));
        }
        false
    }

    fn ends_before_abbreviation(
        &self,
        last: &Token,
        next: &Token,
        table: &Aliases,
        reading: &mut ExecutorsReading,
    ) -> bool {
        if self.people > 0 {
            reading.doubt(format!("между фамилией и «{}» нет знака", next.text));
            return true;
        }
        if self
            .tokens
            .iter()
            .all(|token| token.kind == Kind::Alias || acronym(token).is_some())
        {
            if is_kind_after_legal_form(last, next) {
                return false; // «МБОУ⏎СОШ № 1»
            }
            let both_known = table.get(&next.text).is_some() && table.get(&last.text).is_some();
            if both_known || next.broken {
                return true;
            }
            let two_classes =
                acronym(last) == Some(Acronym::Class) && acronym(next) == Some(Acronym::Class) && !is_owned(last);
            let two_bodies = last.text == "ИМО" || next.text == "ОО" || two_classes;
            if two_bodies {
                reading.doubt(format!("между «{}» и «{}» нет знака", last.text, next.text));
            }
            return two_bodies;
        }
        let Some(lead) = self.lead() else { return false };
        if !self.awaits_complement() {
            return next.broken;
        }
        let class_teachers = lead.length > 1 && self.tokens[0].lower().starts_with("классн");
        if lead.sort() == Sort::Institution && lead.is_plural() || class_teachers {
            if !next.broken {
                reading.doubt(format!("перед «{}» нет знака", next.text));
            }
            return true; // «детские сады⏎ТПМПК»
        }
        if lead.sort() == Sort::Group && next.broken {
            reading.doubt(format!("«{}»: новый исполнитель или часть имени перед ним", next.text));
        }
        false
    }

    /// «муниципальное учреждение средняя школа», «МБДОУ детский сад»: a legal form and the kind of institution in one name.
    fn is_legal_chain(&self, lead: Option<&Phrase>, next: &Phrase) -> bool {
        let kind_of_institution = matches!(next.sort(), Sort::Institution | Sort::Body);
        if self.is_only(&[Acronym::Class, Acronym::Form]) {
            let form = self
                .tokens
                .last()
                .is_some_and(|last| acronym(last) == Some(Acronym::Form));
            let owned = self.tokens.last().is_some_and(is_owned) && next.sort() == Sort::Institution;
            return (form && kind_of_institution || owned) && next.is_nominative() && !next.is_plural();
        }
        lead.is_some_and(|lead| {
            matches!(lead.lemma(), "учреждение" | "организация")
                && self.tokens.len() == lead.length
                && kind_of_institution
                && next
                    .readings
                    .iter()
                    .any(|form| form.case == lead.form().case && form.number == lead.form().number)
        }) && next.form().number == lead.map_or(Number::One, |lead| lead.form().number)
    }
}

/// «МБОУ СОШ», «ГБУ ДПО»: the owner's legal form needs the kind or name after it.
fn is_kind_after_legal_form(last: &Token, next: &Token) -> bool {
    let kind = matches!(
        next.text.as_str(),
        "СОШ" | "ООШ" | "НОШ" | "ОШ" | "СШ" | "ЦО" | "ДС" | "д/с" | "д/сад"
    );
    acronym(last) == Some(Acronym::Form) || is_owned(last) && kind
}

/// «МБОУ», «ГКОУ», «МБДОУ»: the owner's letter stands first.
fn is_owned(token: &Token) -> bool {
    acronym(token) == Some(Acronym::Class) && token.text.starts_with(['М', 'Г']) && token.text.ends_with("ОУ")
}
