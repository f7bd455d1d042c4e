//! Reads how a year is told: «2022 г.», «22 г.», «2022/2023 учебного года», «текущего года», «с. г.».
//!
//! Must never take two digits for a year without a word or a doubt beside them.

use super::Reason;
use super::draft::YearTold;
use super::lexer::Kind;
use super::lexicon::Unit;
use super::lexicon::Word;
use super::parser::Parser;

impl Parser<'_> {
    /// «2022 г.», «2022/2023 учебного года», «текущего года», «с. г.», «года, следующего за отчётным», or nothing.
    pub(super) fn year_tail(&mut self) -> YearTold {
        let start = self.at;
        while matches!(self.kind(0), Some(Kind::Dot | Kind::Quote)) || self.comma_before_year() {
            self.at += 1;
        }
        // «май-2024», «2 квартал – 2024 год»: the dash only ties the year to its part.
        if matches!(self.kind(0), Some(Kind::Dash)) && self.year_stands(1) {
            self.at += 1;
        }
        let told = self.told_year();
        if told == YearTold::Nowhere {
            self.at = start;
        }
        told
    }

    pub(super) fn ends_after(&self, ahead: usize) -> bool {
        matches!(
            self.kind(ahead),
            None | Some(Kind::Comma | Kind::Semicolon | Kind::Close | Kind::Open)
        )
    }

    pub(super) fn comma_before_year(&self) -> bool {
        let year = matches!(
            self.kind(1),
            Some(Kind::Number {
                value: 1900..2200,
                digits: 4
            })
        );
        matches!(self.kind(0), Some(Kind::Comma)) && year
    }

    fn year_stands(&self, ahead: usize) -> bool {
        matches!(
            self.kind(ahead),
            Some(
                Kind::Years(..)
                    | Kind::Number {
                        value: 1900..2200,
                        digits: 4
                    }
            )
        )
    }

    pub(super) fn told_year(&mut self) -> YearTold {
        match self.kind(0) {
            Some(Kind::Number {
                value: value @ 1900..2200,
                digits: 4,
            }) => {
                self.at += 1;
                self.year_word();
                YearTold::Exactly(i32::try_from(value).unwrap_or_default())
            }
            Some(Kind::Number { value, digits: 3 | 4 }) => {
                self.draft
                    .refusals
                    .push(Reason::YearOutOfRange(i32::try_from(value).unwrap_or_default()));
                self.at += 1;
                self.year_word();
                YearTold::Nowhere
            }
            // «15 мая 22»: most likely the year, but a person must look.
            Some(Kind::Number {
                value: value @ 15..=40,
                digits: 2,
            }) if !self.is_short_year(0) && self.ends_after(1) => {
                self.at += 1;
                self.draft.doubts.push(Reason::Mistyped(value.to_string()));
                YearTold::Exactly(i32::try_from(2000 + value).unwrap_or_default())
            }
            Some(Kind::Number { value, digits: 2 }) if self.is_short_year(0) => {
                self.at += 1;
                self.year_word();
                YearTold::Exactly(i32::try_from(2000 + value).unwrap_or_default())
            }
            Some(Kind::Years(first, last)) => {
                let slashed = self.text(0).is_some_and(|text| text.contains('/'));
                self.at += 1;
                self.eat(Word::Unit(Unit::Year));
                let school = self.eat_dot_word(Word::School);
                if school {
                    self.eat_dot_word(Word::Unit(Unit::Year));
                }
                let is_school = (school || slashed) && last == first + 1;
                if is_school {
                    YearTold::School(first)
                } else {
                    YearTold::Each(first, last)
                }
            }
            Some(Kind::Word(word)) => self.year_by_words(word),
            _ => YearTold::Nowhere,
        }
    }

    pub(super) fn year_by_words(&mut self, word: Word) -> YearTold {
        let year = Some(Word::Unit(Unit::Year));
        match word {
            Word::Current if self.word(1) == year => {
                self.at += 2;
                YearTold::Current
            }
            Word::Current if matches!(self.kind(1), Some(Kind::Dot)) && self.word(2) == year => {
                // «тек. года» may be a standing rule, «т. г.» is this year.
                if self.text(0) == Some("тек") {
                    self.draft.doubts.push(Reason::CurrentYear);
                }
                self.at += 3;
                YearTold::This
            }
            Word::Current if self.word(1) == Some(Word::School) && self.word(2) == year => {
                self.at += 3;
                YearTold::Current
            }
            Word::Next if self.word(1) == year => {
                self.at += 2;
                YearTold::Next
            }
            Word::Next if self.word(1) == Some(Word::Within) && self.word(2) == Some(Word::Reporting) => {
                self.at += 3;
                self.eat(Word::Unit(Unit::Year));
                YearTold::AfterReporting
            }
            Word::From if matches!(self.kind(1), Some(Kind::Dot)) && self.word(2) == year => {
                self.at += 3;
                YearTold::This
            }
            Word::Unit(Unit::Year) => {
                self.at += 1;
                while matches!(self.kind(0), Some(Kind::Comma)) {
                    self.at += 1;
                }
                if self.word(0) == Some(Word::Next) && self.word(1) == Some(Word::Within) {
                    return self.year_by_words(Word::Next);
                }
                YearTold::Nowhere
            }
            _ => YearTold::Nowhere,
        }
    }

    /// «г.», «года», «гг.» after a year.
    pub(super) fn year_word(&mut self) {
        let is_school = self.word(1) == Some(Word::School);
        if self.word(0) == Some(Word::Unit(Unit::Year)) && !is_school {
            self.at += 1;
            let again = self.word(1) == Some(Word::Unit(Unit::Year)) && self.text(1) == Some("г");
            if matches!(self.kind(0), Some(Kind::Dot)) && again {
                self.at += 2;
            }
        }
    }

    /// «22 г.»: two digits and a word for «year» that cannot count years.
    pub(super) fn is_short_year(&self, ahead: usize) -> bool {
        let plausible = matches!(
            self.kind(ahead),
            Some(Kind::Number {
                value: 5..=60,
                digits: 2
            })
        );
        let text = self.text(ahead + 1).unwrap_or_default().to_lowercase();
        plausible && matches!(text.as_str(), "г" | "год" | "года" | "году")
    }
}
