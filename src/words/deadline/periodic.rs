//! Reads what is not a date: how long a term, by whose plan, the whole period.
//!
//! Must never turn an event or another body's plan into a date.

use super::Reason;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::lexer::Kind;
use super::lexicon::Unit;
use super::lexicon::Word;
use super::parser::Parser;
use super::term::Direction;
use super::term::Term;
use super::term::TermEvent;
use super::term::TermUnit;

const OWNER_WORDS_MAX: usize = 4; // «по утверждённому муниципальному календарному плану»

impl Parser<'_> {
    /// «в течение 10 рабочих дней со дня …», «в месячный срок», «за 3 дня до …», «не позднее чем через 5 дней после …».
    pub(super) fn term(&mut self) -> bool {
        let start = self.at;
        if self.word(0) == Some(Word::Not) && self.word(1) == Some(Word::Later) {
            self.at += 2;
            while matches!(self.kind(0), Some(Kind::Comma)) {
                self.at += 1;
            }
            self.eat(Word::Than);
        }
        let mut led = self.at != start;
        let prepositions = [Word::In, Word::On, Word::Within, Word::Through];
        let preposition = prepositions.into_iter().find(|word| self.eat(*word));
        let course = self.eat(Word::Course);
        if course && matches!(self.kind(0), Some(Kind::Dot)) {
            self.at += 1;
        }
        led |= course || matches!(preposition, Some(Word::Within | Word::Through));
        let unit_alone = matches!(self.word(0), Some(Word::Unit(_)));
        let Some((count, unit)) = self.length(led) else {
            self.at = start;
            return false;
        };
        led |= self.eat(Word::Deadline) || preposition == Some(Word::In);
        let (direction, from) = self.counted_from();
        if !led && from == TermEvent::Unstated {
            self.at = start;
            return false;
        }
        if unit == TermUnit::Years && from == TermEvent::Unstated {
            self.draft.doubts.push(Reason::TermStart);
        }
        if direction == Direction::After
            && (unit_alone || preposition == Some(Word::Within))
            && from == TermEvent::Unstated
        {
            self.draft.doubts.push(Reason::TermStart);
        }
        self.draft.term = Some(Term {
            count,
            unit,
            direction,
            from,
        });
        true
    }

    /// A count and its unit; a unit alone means one, if words led to it.
    fn length(&mut self, led: bool) -> Option<(u32, TermUnit)> {
        if let Some(Word::TermAdjective(count, unit)) = self.word(0) {
            self.at += 1;
            return Some((count, term_unit(unit, None)?));
        }
        let mut count = None;
        if let Some(Kind::Number { value, digits: 0..=3 } | Kind::Tens(value)) = self.kind(0) {
            count = Some(value);
            self.at += 1;
            if matches!(self.kind(0), Some(Kind::Open)) && matches!(self.kind(2), Some(Kind::Close)) {
                self.at += 3;
            }
            if matches!(self.kind(0), Some(Kind::Dash)) {
                self.at += 1;
            }
        }
        let adjective = self
            .word(0)
            .filter(|word| matches!(word, Word::Working | Word::Calendar));
        self.at += usize::from(adjective.is_some());
        let unit = match self.word(0)? {
            Word::UnitAdjective(unit) => unit,
            Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month)) if count.is_some() || led => unit,
            Word::Unit(Unit::Year) if count.is_some() => Unit::Year,
            _ => return None,
        };
        self.at += 1;
        Some((count.unwrap_or(1), term_unit(unit, adjective)?))
    }

    /// «со дня получения запроса», «после проведения», «до начала мероприятия».
    fn counted_from(&mut self) -> (Direction, TermEvent) {
        let start = self.at;
        // «в теч. 10 дн. со дня получения»
        if matches!(self.kind(0), Some(Kind::Dot)) && matches!(self.word(1), Some(Word::From | Word::After)) {
            self.at += 1;
        }
        while matches!(self.kind(0), Some(Kind::Comma)) {
            self.at += 1;
        }
        let direction = match self.word(0) {
            Some(Word::From | Word::After) => Direction::After,
            Some(Word::Filler) if self.text(0).is_some_and(|text| text.to_lowercase() == "от") => Direction::After,
            Some(Word::By) => Direction::Before,
            _ => {
                self.at = start;
                return (Direction::After, self.upon());
            }
        };
        self.at += 1;
        let event = self.rest();
        if event.is_empty() {
            self.at = start;
            return (Direction::After, TermEvent::Unstated);
        }
        (direction, TermEvent::named(&event))
    }

    /// «по окончании квартала», «при поступлении жалобы», «в случае изменений», «(по мере поступления)»: what the term runs from.
    fn upon(&mut self) -> TermEvent {
        let start = self.at;
        while matches!(self.kind(0), Some(Kind::Comma | Kind::Open | Kind::Dash)) {
            self.at += 1;
        }
        let next = self.text(1).unwrap_or_default().to_lowercase();
        let is_event = match self.word(0) {
            Some(Word::To) => {
                let counts = matches!(self.kind(1), Some(Kind::Unknown | Kind::Word(_) | Kind::Roman(_)));
                counts && !matches!(self.word(1), Some(Word::Unsettled | Word::Weekday(_)))
            }
            Some(Word::Filler) => self.text(0).is_some_and(|text| text.to_lowercase() == "при"),
            Some(Word::In) => next.starts_with("случа") || next.starts_with("связи"),
            Some(Word::According) => true,
            _ => false,
        };
        let from = self.at;
        if !is_event {
            // «в течение 10 дней семинара»: its length or a term from it, who knows.
            if matches!(self.word(0), Some(Word::Subject | Word::Event | Word::Demand)) {
                self.draft.doubts.push(Reason::TermStart);
            }
            self.at = start;
            return TermEvent::Unstated;
        }
        let event = self.rest();
        let at_mark = self.said_since(from).ends_with(')') && !event.contains('(');
        self.at -= usize::from(at_mark);
        TermEvent::Named(self.said_since(from))
    }

    /// The words up to a mark that begins another deadline; a date among them is a doubt.
    pub(super) fn rest(&mut self) -> String {
        let start = self.at;
        while self.kind(0).is_some() && !self.begins_another() {
            if matches!(
                self.kind(0),
                Some(Kind::Date { .. } | Kind::Month(_) | Kind::MonthYear { .. } | Kind::Junk)
            ) {
                self.draft.doubts.push(Reason::EventNamesDate);
            }
            self.at += 1;
        }
        self.said_since(start)
    }

    fn begins_another(&self) -> bool {
        let dated = |ahead| {
            matches!(
                self.kind(ahead),
                Some(Kind::Date { .. } | Kind::Month(_) | Kind::MonthYear { .. })
            ) || (matches!(self.kind(ahead), Some(Kind::Number { digits: 1 | 2, .. }))
                && matches!(self.kind(ahead + 1), Some(Kind::Month(_) | Kind::Word(Word::DayNumber))))
        };
        match self.kind(0) {
            Some(Kind::Semicolon | Kind::Word(Word::Every(_))) => true,
            Some(Kind::Word(Word::By)) => dated(1),
            Some(Kind::Word(Word::Not)) => self.word(1) == Some(Word::Later),
            Some(Kind::Word(Word::In)) => self.word(1) == Some(Word::Course),
            Some(Kind::Comma | Kind::Dot | Kind::Open) => {
                dated(1)
                    || matches!(
                        self.word(1),
                        Some(Word::Every(_) | Word::Each | Word::Not | Word::Always)
                    )
                    || (matches!(self.word(1), Some(Word::By | Word::From | Word::In | Word::Toward)) && dated(2))
                    || (self.word(1) == Some(Word::In) && self.word(2) == Some(Word::Course))
            }
            _ => false,
        }
    }

    /// «в течение всего периода», «постоянно», «в течение 2023 года», «в период с … по …».
    pub(super) fn whole(&mut self) -> bool {
        let start = self.at;
        if self.eat(Word::Always) {
            self.draft.whole_period = true;
            return true;
        }
        let led = self.eat(Word::In) || self.eat(Word::On) || self.eat(Word::Within);
        let course = self.eat(Word::Course);
        if course && matches!(self.kind(0), Some(Kind::Dot)) {
            self.at += 1;
        }
        let all = self.eat(Word::All);
        if matches!(self.word(0), Some(Word::Period | Word::Deadline)) && (led || course || all) {
            let period = self.word(0) == Some(Word::Period);
            self.at += 1;
            if self.whole_or_narrower(course || all, period) {
                return true;
            }
        } else if course {
            if let Some(spans) = self.chain() {
                let year = |span: &Span| {
                    matches!(
                        span,
                        Span::At(When {
                            shape: Shape::Year | Shape::SchoolYear,
                            ..
                        })
                    )
                };
                self.draft.course_of_year |= spans.iter().all(year);
                self.add(spans);
                return true;
            }
            let lasting = self.lasting();
            let said = self.rest();
            if lasting {
                self.draft.whole_period = true;
                return true;
            }
            if !said.is_empty() {
                // «в течение первых 10 дней месяца», «в течение 30 минут»
                let counted_from = said
                    .split_whitespace()
                    .any(|word| matches!(word, "с" | "со" | "от" | "после") || word.starts_with("час"));
                if said.chars().any(|sign| sign.is_ascii_digit()) && !counted_from {
                    self.draft.doubts.push(Reason::TermStart);
                }
                self.draft.event = Some(self.said_since(start));
                return true;
            }
        }
        self.at = start;
        false
    }

    /// «реализации проекта», «действия программы», «плана»: as long as the plan itself; not «действия контракта».
    pub(super) fn lasting(&self) -> bool {
        let begins = |ahead: usize, stems: &[&str]| {
            let text = self.text(ahead).unwrap_or_default().to_lowercase();
            stems.iter().any(|stem| text.starts_with(stem))
        };
        let own = [
            "план",
            "програм",
            "проект",
            "дорожн",
            "карт",
            "мероприят",
            "подпрограм",
            "насто",
            "данн",
            "муниципальн",
            "национальн",
        ];
        let of_own = self
            .kind(1)
            .is_none_or(|kind| !matches!(kind, Kind::Unknown | Kind::Word(_)))
            || begins(1, &own);
        (begins(0, &["реализац", "действ", "исполнен", "выполнен"]) && of_own) || begins(0, &["план", "дорожн"])
    }

    /// After «период»: dates that narrow it, holidays, an event, or the whole of it.
    fn whole_or_narrower(&mut self, whole: bool, period: bool) -> bool {
        let before = self.at;
        if self.word(0) == Some(Word::From) || self.dated_next() {
            return period;
        }
        if self.word(0) == Some(Word::Holidays) || self.word(1) == Some(Word::Holidays) {
            return true;
        }
        let lasting = self.lasting();
        if lasting || (whole && !matches!(self.kind(0), Some(Kind::Unknown | Kind::Word(Word::Subject)))) {
            if lasting {
                self.rest();
            }
            self.draft.whole_period = true;
            return true;
        }
        if !period && self.kind(0).is_none_or(|kind| kind != Kind::Word(Word::Subject)) {
            return false;
        }
        if self.rest().is_empty() {
            self.draft.whole_period = true;
        } else {
            self.draft.event = Some(format!("в период {}", self.said_since(before)));
        }
        true
    }

    fn dated_next(&self) -> bool {
        matches!(
            self.kind(0),
            Some(Kind::Date { .. } | Kind::Month(_) | Kind::MonthYear { .. } | Kind::Years(..) | Kind::Number { .. })
        )
    }

    /// «по плану …», «согласно графику», «в соответствии со сроками …», «в сроки, установленные …».
    pub(super) fn plan(&mut self) -> bool {
        let start = self.at;
        let in_place = self.eat(Word::In) || self.eat(Word::On);
        if self.eat(Word::According) {
            self.eat(Word::From);
            if !self.rest().is_empty() {
                self.draft.plan = Some(self.said_since(start));
                return true;
            }
        } else if in_place {
            let set = self.eat(Word::Set);
            let deadline = self.eat(Word::Deadline);
            while deadline && matches!(self.kind(0), Some(Kind::Comma)) {
                self.at += 1;
            }
            if deadline && (set || matches!(self.word(0), Some(Word::Set | Word::According))) {
                self.rest();
                self.draft.plan = Some(self.said_since(start));
                return true;
            }
        } else if self.eat(Word::To) && self.plan_ahead() {
            self.rest();
            self.draft.plan = Some(self.said_since(start));
            return true;
        }
        self.at = start;
        false
    }

    /// A plan, schedule or somebody's act among the next words.
    fn plan_ahead(&self) -> bool {
        for ahead in 0..OWNER_WORDS_MAX {
            let text = self.text(ahead).unwrap_or_default().to_lowercase();
            let act = [
                "приказ",
                "распоряж",
                "положени",
                "программ",
                "регламент",
                "письм",
                "сетк",
            ];
            match self.kind(ahead) {
                Some(Kind::Word(Word::Plan)) => return true,
                Some(Kind::Word(Word::Deadline)) if ahead > 0 || text.starts_with("срокам") => return true,
                Some(Kind::Unknown) if act.iter().any(|stem| text.starts_with(stem)) => return true,
                Some(Kind::Unknown | Kind::Dash | Kind::Word(_)) => {}
                _ => return false,
            }
        }
        false
    }
}

fn term_unit(unit: Unit, adjective: Option<Word>) -> Option<TermUnit> {
    match (unit, adjective) {
        (Unit::Day, Some(Word::Working)) => Some(TermUnit::WorkingDays),
        (Unit::Day, _) => Some(TermUnit::CalendarDays),
        (Unit::Week, _) => Some(TermUnit::Weeks),
        (Unit::Month, _) => Some(TermUnit::Months),
        (Unit::Year, _) => Some(TermUnit::Years),
        _ => None,
    }
}
