//! Reads how often: «ежегодно», «каждый понедельник», «раз в квартал», «не реже одного раза в год», «по пятницам».
//!
//! Must never turn a bound («не реже») into a schedule without a doubt.

use super::Reason;
use super::draft::Often;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::lexer::Kind;
use super::lexicon::Unit;
use super::lexicon::Word;
use super::parser::Parser;
use chrono::Weekday;

impl Parser<'_> {
    /// «ежегодно», «каждый понедельник», «раз в квартал», «не реже одного раза в год», «по пятницам».
    pub(super) fn often(&mut self) -> bool {
        let start = self.at;
        let done = match self.word(0) {
            Some(Word::Every(unit)) => {
                self.at += 1;
                self.say_often(unit, 1, 1);
                true
            }
            Some(Word::Each) => self.each(),
            Some(Word::To) => self.on_weekdays(),
            _ => self.times(),
        };
        if !done {
            self.at = start;
        }
        // «с сентября по май ежемесячно до 10 числа»: the limit is a part of the frequency, not another deadline.
        self.separated |= done && matches!(self.draft.spans.last(), Some(Span::Range(..) | Span::From(_)));
        done
    }

    pub(super) fn say_often(&mut self, unit: Unit, interval: u32, times: u32) {
        let often = Often {
            unit,
            interval,
            times,
            weekdays: Vec::new(),
        };
        // «по пятницам еженедельно»
        let said = self.draft.often.as_ref();
        if said.is_some_and(|said| {
            often
                == Often {
                    weekdays: Vec::new(),
                    ..said.clone()
                }
        }) {
            return;
        }
        if said.is_some() {
            self.draft.doubts.push(Reason::SeveralFrequencies);
        }
        self.draft.often = Some(often);
    }

    pub(super) fn each(&mut self) -> bool {
        self.at += 1;
        if self.word(0) == Some(Word::Working) && self.word(1) == Some(Word::Unit(Unit::Day)) {
            self.at += 2;
            self.say_often(Unit::Day, 1, 1);
            self.draft.doubts.push(Reason::DaysNotNamed);
            return true;
        }
        while matches!(
            self.word(0),
            Some(Word::Calendar | Word::School | Word::Reporting | Word::Current)
        ) {
            self.at += 1;
        }
        match (self.kind(0), self.word(1)) {
            (Some(Kind::Word(Word::Unit(unit))), _) if unit != Unit::Hour => {
                self.at += 1;
                self.say_often(unit, 1, 1);
                return true;
            }
            (Some(Kind::Number { value, .. } | Kind::Ordinal(value)), Some(Word::Unit(unit))) if unit != Unit::Hour => {
                self.at += 2;
                self.say_often(unit, value.max(1), 1);
                return true;
            }
            (Some(Kind::Word(Word::Weekday(_))), _) => return self.weekday_list(),
            _ => {}
        }
        let Some(spans) = self.chain() else { return false };
        // «каждую вторую пятницу»: of the month, or every other one.
        let nth = matches!(
            spans.first(),
            Some(Span::At(When {
                shape: Shape::NthWeekday {
                    nth: 2..,
                    month: None,
                    ..
                },
                ..
            }))
        );
        if nth && !self.draft.of_month && self.draft.often.as_ref().is_none_or(|often| often.unit != Unit::Month) {
            self.draft.doubts.push(Reason::EveryMonthOrOnce);
        }
        let monthly = matches!(
            spans.first(),
            Some(Span::At(when)) if matches!(when.shape, Shape::NthWeekday { month: None, .. } | Shape::Day { month: None, .. } | Shape::LastDay { month: None } | Shape::Slice { month: None, .. } | Shape::Week { month: None, .. })
        );
        self.add(spans);
        self.say_often(if monthly { Unit::Month } else { Unit::Year }, 1, 1);
        true
    }

    pub(super) fn on_weekdays(&mut self) -> bool {
        self.at += 1;
        // «по кварталам», «по полугодиям»
        let plural = self.text(0).is_some_and(|text| text.to_lowercase().ends_with('м'));
        if let Some(Word::Unit(unit @ (Unit::Week | Unit::Month | Unit::Quarter | Unit::HalfYear))) =
            self.word(0).filter(|_| plural)
        {
            self.at += 1;
            self.say_often(unit, 1, 1);
            return true;
        }
        self.weekday_list()
    }

    pub(super) fn weekday_list(&mut self) -> bool {
        let mut weekdays: Vec<Weekday> = Vec::new();
        while let Some(Word::Weekday(weekday)) = self.word(0) {
            self.at += 1;
            weekdays.push(weekday);
            let more = |at| matches!(self.kind(at), Some(Kind::Word(Word::Weekday(_))));
            if matches!(self.kind(0), Some(Kind::Comma | Kind::Word(Word::And))) && more(1) {
                self.at += 1;
            }
        }
        if weekdays.is_empty() {
            return false;
        }
        weekdays.sort_by_key(Weekday::num_days_from_monday);
        weekdays.dedup();
        // «раз в две недели по средам»
        let weekly = self.draft.often.as_ref().filter(|said| said.unit == Unit::Week);
        let (interval, times) = weekly.map_or((1, 1), |said| (said.interval, said.times));
        self.draft.often = Some(Often {
            unit: Unit::Week,
            interval,
            times,
            weekdays,
        });
        true
    }

    /// «раз в полгода», «2 раза в год», «не реже чем один раз в три года».
    pub(super) fn times(&mut self) -> bool {
        let bound = self.eat(Word::Not);
        let rarer = self.eat(Word::Rarer);
        if bound && !rarer && !self.eat(Word::Oftener) {
            return false;
        }
        self.eat(Word::Than);
        let mut times = 1;
        if let Some(Kind::Number { value, .. }) = self.kind(0) {
            times = value;
            self.at += 1;
            if matches!(self.kind(0), Some(Kind::Dash)) {
                self.draft.doubts.push(Reason::SeveralFrequencies);
                self.at += 2;
            }
        }
        if self.eat(Word::Twice) {
            times = 2;
        } else if self.text(0).is_some_and(|text| text.to_lowercase() == "трижды") {
            times = 3;
            self.at += 1;
        } else if !self.eat(Word::Times) {
            return false;
        }
        if !self.eat(Word::In) {
            // «ежемесячно 1 раз»
            return !bound && times == 1 && self.draft.often.as_ref().is_some_and(|said| said.times == 1);
        }
        while matches!(self.word(0), Some(Word::School | Word::Calendar)) {
            self.at += 1;
        }
        let mut interval = 1;
        if let Some(Kind::Number { value, .. } | Kind::Ordinal(value)) = self.kind(0) {
            interval = value.max(1);
            self.at += 1;
        }
        let Some(unit) = self.unit().filter(|unit| *unit != Unit::Hour) else {
            return false;
        };
        let said_before = self.draft.often.take();
        self.draft.often = Some(Often {
            unit,
            interval,
            times,
            weekdays: Vec::new(),
        });
        if bound || said_before.is_some_and(|said| Some(&said) != self.draft.often.as_ref()) {
            self.draft.doubts.push(Reason::OnlyABound);
        }
        true
    }
}
