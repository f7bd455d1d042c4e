//! Reads the events that a deadline waits for: «по мере необходимости», «после проведения …», «до начала …».
//!
//! Must never turn an event into a date.

use super::Reason;
use super::draft::Edge;
use super::draft::Reported;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::lexer::Kind;
use super::lexicon::Unit;
use super::lexicon::Word;
use super::parser::Parser;

impl Parser<'_> {
    /// «по мере необходимости», «после проведения …», «по завершении …», «при необходимости», «в день …», «срочно».
    pub(super) fn occasion(&mut self) -> bool {
        let start = self.at;
        let text = |ahead: usize| self.text(ahead).unwrap_or_default().to_lowercase();
        let begins = |ahead: usize, stems: &[&str]| stems.iter().any(|stem| text(ahead).starts_with(stem));
        let upon = [
            "завершен",
            "итог",
            "результат",
            "факт",
            "оконч",
            "выход",
            "получен",
            "поступлен",
            "истечен",
            "прибыт",
            "приглашен",
        ];
        let is_event = match (self.word(0), self.word(1)) {
            (Some(Word::Urgent), _) => {
                self.at += 1;
                self.draft.urgent = true;
                return true;
            }
            (Some(Word::To), Some(Word::AsMeasure | Word::Demand | Word::Need)) | (Some(Word::After), _) => true,
            // «по выходу приказа», not «по выходным дням»
            (Some(Word::To), _) => begins(1, &upon) && !begins(1, &["выходн"]),
            // «до 1 мая за I квартал»: what the report is about.
            (Some(Word::Within), _) if !self.draft.spans.is_empty() => {
                self.at += 1;
                if matches!(self.word(0), Some(Word::Past | Word::Reporting)) {
                    self.at += 1;
                    // «до 15 января за прошлый год»: past when the plan begins, or when the report is due.
                    if self.word(0) == Some(Word::Unit(Unit::Year)) {
                        self.draft.doubts.push(Reason::BeforeOrWithinPlan);
                    }
                    return self.eat(Word::Period) || self.unit().is_some();
                }
                let known = self.chain().is_some();
                if known {
                    let (words, span) = (self.said_since(start), self.draft.spans.len() - 1);
                    self.draft.reported.push(Reported { words, span });
                }
                return known;
            }
            (Some(Word::Filler), Some(Word::Need)) => true,
            (Some(Word::Filler), _) => {
                // «при ухудшении обстановки»: whatever is said to happen.
                let happens = text(1).ends_with("нии") || text(1).ends_with("тии");
                text(0) == "при" && (happens || begins(1, &["наличи", "выявлен", "возникн", "поступлен"]))
            }
            (Some(Word::In), Some(Word::Unit(Unit::Day))) => true,
            (Some(Word::In), _) => begins(1, &["случа"]),
            (Some(Word::On), Some(Word::Next)) => {
                let working = usize::from(self.word(2) == Some(Word::Working));
                self.word(2 + working) == Some(Word::Unit(Unit::Day))
            }
            _ => begins(0, &["накануне"]),
        };
        if !is_event {
            return false;
        }
        let expiry = begins(1, &["истечен"])
            || (self.word(0) == Some(Word::After) && matches!(self.kind(1), Some(Kind::Number { .. })));
        self.at += 1;
        self.rest();
        // «по истечении 10 дней», «накануне»: of what.
        let said = self.said_since(start);
        let unsaid = expiry && matches!(self.tokens_before(1), Some(Kind::Word(Word::Unit(_))));
        let eve = said.to_lowercase().strip_prefix("накануне").is_some_and(|of| {
            let of = of.trim();
            of.is_empty() || (of.starts_with("праздник") && !of.contains(' '))
        });
        if unsaid || eve {
            self.draft.doubts.push(Reason::TermStart);
        }
        self.draft.event = Some(said);
        true
    }

    /// «до начала мероприятия», «до проведения семинара»: an event, not a date.
    pub(super) fn before_event(&mut self) -> bool {
        let start = self.at;
        self.at += 1;
        if self.text(0).is_some_and(|text| text.to_lowercase().starts_with("нов")) {
            self.at += 1;
            let year = self.whole_element().filter(|when| when.shape == Shape::Year);
            let edge = |when: When| {
                if when.year == YearTold::Nowhere {
                    Edge::End
                } else {
                    Edge::Start
                }
            };
            let Some(when) = year.map(|when| When {
                edge: edge(when),
                ..when
            }) else {
                return false;
            };
            self.draft.doubts.push(Reason::InclusiveOrNot);
            self.add(vec![Span::By(when)]);
            return true;
        }
        let named = matches!(
            self.kind(0),
            Some(Kind::Unknown | Kind::Word(Word::Start | Word::End | Word::Subject | Word::Event | Word::Holidays))
        );
        let lone = self.kind(0) == Some(Kind::Unknown) && self.kind(1).is_none();
        // «до окончания срока реализации программы»: its last day, unless it has its own.
        if matches!(self.word(0), Some(Word::End)) && self.word(1) == Some(Word::Deadline) {
            self.at += 2;
            if self.lasting() {
                self.rest();
                self.draft.doubts.push(Reason::InclusiveOrNot);
                self.draft.whole_period = true;
                return true;
            }
            self.at -= 2;
        }
        if matches!(self.word(0), Some(Word::End)) && self.word(1) == Some(Word::Period) {
            self.at += 2;
            self.draft.whole_period = true;
            return true;
        }
        // «до конца месяца», «до конца рабочего дня»
        let of_unit = matches!(self.word(0), Some(Word::Start | Word::End))
            && (matches!(self.word(1), Some(Word::Unit(_)))
                || (self.word(1) == Some(Word::Working) && matches!(self.word(2), Some(Word::Unit(_)))));
        if !named || lone || of_unit {
            self.at = start;
            return false;
        }
        self.rest();
        self.draft.event = Some(self.said_since(start));
        true
    }
}
