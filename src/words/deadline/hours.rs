//! Reads the hour of a deadline: «до 10.00», «в 14:00», «с 9.00 до 12.00».
//!
//! Must never take a day and a month for an hour without a doubt.

use super::Reason;
use super::lexer::Kind;
use super::lexicon::Unit;
use super::lexicon::Word;
use super::parser::Parser;

impl Parser<'_> {
    /// «до 10.00», «в 14:00», «к 9 часам», «с 9.00 до 12.00».
    pub(super) fn clock(&mut self) -> bool {
        let start = self.at;
        let mut limit = false;
        if self.eat(Word::Not) && self.eat(Word::Later) {
            self.eat(Word::Than);
            limit = true;
        } else if matches!(self.word(0), Some(Word::By | Word::Toward)) {
            self.at += 1;
            limit = true;
        } else if matches!(self.word(0), Some(Word::In | Word::From | Word::On)) {
            self.at += 1;
        }
        let led = self.at;
        let time = match (self.kind(0), self.word(1)) {
            (Some(Kind::Time(hour, minute)), _) => Some((hour, minute)),
            (
                Some(Kind::Number {
                    value: hour @ 0..=24, ..
                }),
                Some(Word::Unit(Unit::Hour)),
            ) if limit || start != self.at => Some((hour, 0)),
            _ => None,
        };
        let Some(time) = time else {
            self.at = start;
            return false;
        };
        self.at += 1;
        while matches!(self.word(0), Some(Word::Unit(Unit::Hour))) || matches!(self.kind(0), Some(Kind::Dot)) {
            self.at += 1;
        }
        let minutes = matches!(self.text(1), Some("мин" | "минут"));
        let time = match self.kind(0) {
            Some(Kind::Number {
                value: minute @ 0..60, ..
            }) if minutes => {
                self.at += 2;
                (time.0, minute)
            }
            _ => time,
        };
        if matches!(self.text(0), Some("мин" | "минут" | "мск" | "МСК")) {
            self.at += 1;
        }
        // «9.05 10.00»: two dates of which one is mistyped, or a day and its hour.
        if led == start && led > 0 && self.is_short_date(led - 1) {
            let said = self.said_since(led);
            self.draft.doubts.push(Reason::Mistyped(said));
        }
        // «до 00:00 1 июня»: the first minute of the day or the last.
        if limit && time == (0, 0) {
            self.draft.doubts.push(Reason::InclusiveOrNot);
        }
        let second_limit = self.draft.clock.is_some() && !self.draft.clock_is_limit;
        self.draft.clock = Some(time);
        self.draft.clock_is_limit = limit && !second_limit;
        self.limit_pending = self.draft.clock_is_limit;
        true
    }
}
