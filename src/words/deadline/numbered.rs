//! Reads what a number counts: a day, a quarter, a decade, a week, a day of every month.
//!
//! Must never give a number a meaning that no word beside it gives.

use super::Reason;
use super::draft::Shape;
use super::draft::Slice;
use super::lexer::Kind;
use super::lexicon::Unit;
use super::lexicon::Word;
use super::parser::Parser;

impl Parser<'_> {
    /// A number and the word that says what it counts.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "one of several ways to read a part, all of one type"
    )]
    pub(super) fn numbered(&mut self, value: u32) -> Option<Shape> {
        self.at += 1;
        // «до 15 (пятнадцатого) мая»: the same number in words.
        if let (Some(Kind::Open), Some(Kind::Number { value: again, .. } | Kind::Ordinal(again)), Some(Kind::Close)) =
            (self.kind(0), self.kind(1), self.kind(2))
            && again == value
        {
            self.at += 3;
        }
        let after = self.at;
        let mut dotted = false;
        while matches!(self.kind(0), Some(Kind::Quote | Kind::Dot)) {
            dotted |= matches!(self.kind(0), Some(Kind::Dot));
            self.at += 1;
        }
        if matches!(self.kind(0), Some(Kind::Dash)) && matches!(self.text(1), Some("е" | "й" | "я" | "ая" | "го"))
        {
            self.at += 2;
        }
        let nth = i8::try_from(value).unwrap_or(i8::MAX);
        if let Some(Kind::Month(month)) = self.kind(0) {
            let nominative = self.text(0).is_some_and(super::wording::is_month_name);
            // «1. май» is the first item of a list, not the first of May.
            if dotted && nominative {
                self.at = after;
                return Some(Shape::Bare(value));
            }
            if nominative {
                self.draft
                    .doubts
                    .push(Reason::Mistyped(self.text(0).unwrap_or_default().to_owned()));
            }
            self.at += 1;
            self.eat(Word::Unit(Unit::Month));
            return Some(Shape::Day {
                day: value,
                month: Some(month),
            });
        }
        let shape = match self.word(0) {
            Some(Word::DayNumber) => {
                let several = matches!(self.text(0), Some("числах" | "числам"));
                let ordinal = matches!(self.kind_at(after - 1), Some(Kind::Ordinal(_)));
                let plural =
                    self.text(0) == Some("числа") && self.text_at(after - 1).is_some_and(|text| text.ends_with('е'));
                self.at += 1;
                if several || (ordinal && plural) {
                    let slice = if value == 1 {
                        Slice::Beginning
                    } else {
                        Slice::Tens(value)
                    };
                    return Some(Shape::Slice {
                        month: self.month(),
                        slice,
                    });
                }
                return Some(self.day_number(value));
            }
            Some(Word::Unit(Unit::Quarter)) => Shape::Quarter(value),
            Some(Word::Unit(Unit::HalfYear)) => Shape::Half(value),
            Some(Word::Unit(Unit::Decade)) => {
                self.at += 1;
                return Some(Shape::Slice {
                    month: self.month(),
                    slice: Slice::Decade(value),
                });
            }
            Some(Word::Portion) => {
                self.at += 1;
                return Some(self.half_of(value));
            }
            Some(Word::Unit(Unit::Week)) => {
                self.at += 1;
                return Some(Shape::Week {
                    nth,
                    month: self.month(),
                });
            }
            Some(Word::Weekday(weekday)) => {
                self.at += 1;
                return Some(Shape::NthWeekday {
                    nth,
                    weekday,
                    month: self.month(),
                });
            }
            Some(Word::School) if self.word(1) == Some(Word::Term) => {
                self.at += 1;
                self.draft.refusals.push(Reason::SchoolTerm);
                Shape::Any(Unit::Quarter)
            }
            Some(Word::Term) => {
                self.draft.refusals.push(Reason::SchoolTerm);
                Shape::Any(Unit::Quarter)
            }
            _ => {
                self.at = after;
                return Some(Shape::Bare(value));
            }
        };
        self.at += 1;
        Some(shape)
    }

    pub(super) fn half_of(&mut self, value: u32) -> Shape {
        if self.eat(Word::School) && self.eat(Word::Unit(Unit::Year)) || self.eat(Word::Unit(Unit::Year)) {
            return Shape::Half(value);
        }
        if matches!(self.kind(0), Some(Kind::Number { digits: 4, .. } | Kind::Years(..))) {
            return Shape::Half(value);
        }
        Shape::Slice {
            month: self.month(),
            slice: Slice::Half(value),
        }
    }

    /// What follows «10 числа»: a month, the month after the reported one, the last month of the quarter, or nothing.
    pub(super) fn day_number(&mut self, day: u32) -> Shape {
        let start = self.at;
        if let Some(Kind::Month(month)) = self.kind(0) {
            self.at += 1;
            self.eat(Word::Unit(Unit::Month));
            return Shape::Day {
                day,
                month: Some(month),
            };
        }
        if self.eat(Word::Last) && self.eat(Word::Unit(Unit::Month)) {
            for of in [Unit::Quarter, Unit::HalfYear, Unit::Year] {
                self.eat(Word::Reporting);
                self.eat(Word::Current);
                if self.eat(Word::Unit(of)) {
                    return Shape::DayOfLastMonth { day, of };
                }
            }
        }
        self.at = start;
        if let Some(reported) = self.first_month_after() {
            let reported = Some(reported);
            return Shape::DayAfter { day, reported };
        }
        self.at = start;
        if let Some(reported) = self.after_reported() {
            return Shape::DayAfter { day, reported };
        }
        self.at = start;
        let month = Some(Word::Unit(Unit::Month));
        if !self.eat(Word::Unit(Unit::Month)) && self.word(0) == Some(Word::Current) && self.word(1) == month {
            self.at += 2;
        }
        Shape::Day { day, month: None }
    }

    /// «первого месяца следующего квартала», «первого месяца квартала, следующего за отчётным».
    fn first_month_after(&mut self) -> Option<Unit> {
        if !matches!(self.kind(0), Some(Kind::Ordinal(1))) || self.word(1) != Some(Word::Unit(Unit::Month)) {
            return None;
        }
        self.at += 2;
        let named = self.unit();
        while matches!(self.kind(0), Some(Kind::Comma)) {
            self.at += 1;
        }
        if !self.eat(Word::Next) {
            return None;
        }
        if self.eat(Word::Within) {
            self.eat(Word::Reporting);
        }
        let of = self.unit().or(named)?;
        matches!(of, Unit::Quarter | Unit::HalfYear).then_some(of)
    }

    /// «месяца, следующего за отчётным (кварталом)», «следующего месяца», «следующего за отчётным месяца», «после отчётного квартала».
    #[expect(
        clippy::option_option,
        reason = "outside: was it said; inside: was the reported unit named"
    )]
    pub(super) fn after_reported(&mut self) -> Option<Option<Unit>> {
        self.eat(Word::Each);
        let month_first = self.eat(Word::Unit(Unit::Month));
        while matches!(self.kind(0), Some(Kind::Comma)) {
            self.at += 1;
        }
        if self.eat(Word::After) {
            self.word(0).filter(|word| *word == Word::Reporting)?;
            self.at += 1;
            return self.unit().map(Some);
        }
        if !self.eat(Word::Next) {
            return None;
        }
        if !self.eat(Word::Within) {
            return (month_first || self.eat(Word::Unit(Unit::Month))).then_some(None);
        }
        if !self.eat(Word::Reporting) {
            return self.unit().map(Some);
        }
        if let Some(unit) = self.unit() {
            return Some(Some(unit));
        }
        self.eat(Word::Period);
        Some(month_first.then_some(Unit::Month))
    }

    pub(super) fn unit(&mut self) -> Option<Unit> {
        let Some(Word::Unit(unit)) = self.word(0) else {
            return None;
        };
        self.at += 1;
        Some(unit)
    }

    /// The month after «декада», «неделя», «половина»; «месяца» alone means every month.
    pub(super) fn month(&mut self) -> Option<u32> {
        if let Some(Kind::Month(month)) = self.kind(0) {
            self.at += 1;
            self.eat(Word::Unit(Unit::Month));
            return Some(month);
        }
        self.draft.of_month |= self.eat(Word::Unit(Unit::Month));
        None
    }
}
