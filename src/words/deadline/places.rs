//! Reads names of places and papers, whose numbers and dates are no deadlines.
//!
//! Must never take a deadline for a part of a name when a word beside it says that it is one.

use super::draft::Shape;
use super::lexer::Kind;
use super::lexicon::Word;
use super::parser::Parser;

impl Parser<'_> {
    /// «от 04.04.2022» after a paper's name.
    pub(super) fn paper_date(&mut self) -> bool {
        let start = self.at;
        self.at += 1;
        let day = self
            .element()
            .is_some_and(|when| matches!(when.shape, Shape::Day { month: Some(_), .. }));
        if !day {
            self.at = start;
        }
        day
    }

    /// «МБОУ СОШ № 7», «ул. Ленина, 5», «каб. 12»: names and numbers that are no dates. Leaves the last token to the caller.
    pub(super) fn place(&mut self) {
        let start = self.at;
        let after_dash = matches!(self.tokens_before(1), Some(Kind::Dash));
        self.place_name();
        // «СОШ № 1 – 10 мая, СОШ № 2 – 12 мая», «5 июня – ДК, 6 июня – библиотека»: each place has its own day.
        let number = |at| matches!(self.kind_at(at), Some(Kind::Number { .. } | Kind::Date { .. }));
        self.draft.groups += usize::from(after_dash || (start..=self.at).any(number));
    }

    fn place_name(&mut self) {
        let point = self
            .text(0)
            .is_some_and(|text| text.to_lowercase().starts_with(['п', 'к']));
        loop {
            let next = self.kind(1);
            let counts = matches!(
                self.kind(2),
                Some(Kind::Month(_) | Kind::Word(Word::DayNumber | Word::Unit(_)))
            );
            let number = matches!(next, Some(Kind::Number { .. })) && !counts && !self.is_short_year(1);
            let year = matches!(
                next,
                Some(Kind::Number {
                    value: 1900..2200,
                    digits: 4
                })
            );
            let numbered_on = matches!(next, Some(Kind::Comma | Kind::NumberSign))
                && matches!(self.kind(2), Some(Kind::Number { digits: 1..=3, .. }))
                && match next {
                    Some(Kind::NumberSign) => !matches!(self.kind(3), Some(Kind::Month(_))),
                    // «№ 1, 2, 3 – до 15 октября»
                    _ if matches!(self.kind(3), Some(Kind::Dash)) => matches!(self.word(4), Some(Word::By | Word::Not)),
                    _ => !matches!(self.kind(3), Some(Kind::Month(_) | Kind::Word(_))),
                };
            let several = matches!(next, Some(Kind::NumberSign))
                && matches!(self.kind(2), Some(Kind::NumberSign | Kind::Number { .. }));
            let several = several && !matches!(self.kind(3), Some(Kind::Month(_)));
            // «улица 1 Мая», «ДК им. 8 Марта»
            let street = self.text(0).is_some_and(|text| {
                [
                    "ул",
                    "улица",
                    "улице",
                    "улицы",
                    "пл",
                    "пр",
                    "пер",
                    "площадь",
                    "площади",
                    "проспект",
                    "им",
                    "имени",
                ]
                .contains(&text.to_lowercase().as_str())
            });
            let dot = usize::from(matches!(next, Some(Kind::Dot)));
            let named_by_day = matches!(self.kind(1 + dot), Some(Kind::Number { .. } | Kind::Ordinal(_)))
                && matches!(self.kind(2 + dot), Some(Kind::Month(_)));
            // «ул. 40 лет Октября», «ул. 1-я Набережная»
            let anniversary = matches!(self.kind(1 + dot), Some(Kind::Number { .. }))
                && self.text(2 + dot).is_some_and(|text| text.to_lowercase() == "лет");
            let numbered_name = matches!(self.kind(1 + dot), Some(Kind::Ordinal(_)))
                && matches!(self.kind(2 + dot), Some(Kind::Unknown));
            if street
                && (numbered_name
                    || (anniversary && matches!(self.kind(3 + dot), Some(Kind::Month(_) | Kind::Unknown))))
            {
                self.at += 2 + dot + usize::from(anniversary);
                continue;
            }
            if street && named_by_day {
                self.at += 2 + dot;
                continue;
            }
            let house = self.house(1);
            if house > 0 {
                self.at += house;
                continue;
            }
            // «ОО-1»: the code of a report form.
            let code = matches!(next, Some(Kind::Dash)) && self.is_run_together(0, 2);
            if code && matches!(self.kind(2), Some(Kind::Number { digits: 1..=2, .. })) && !counts_days(self.kind(3)) {
                self.at += 2;
                continue;
            }
            let of_point = point && matches!(next, Some(Kind::Date { year: None, .. } | Kind::Time(..)));
            let name = several
                || of_point
                || matches!(
                    next,
                    Some(Kind::Dot | Kind::Quote | Kind::Unknown | Kind::Word(Word::Place))
                );
            if !(name || numbered_on || (number && !year)) {
                return;
            }
            self.at += 1;
        }
    }
    /// «, д. 5», «дом 12»: how many tokens the house takes.
    fn house(&self, from: usize) -> usize {
        let comma = usize::from(matches!(self.kind(from), Some(Kind::Comma)));
        let house = matches!(
            self.text(from + comma).unwrap_or_default().to_lowercase().as_str(),
            "д" | "дом" | "стр" | "корп" | "корпус"
        );
        let dot = usize::from(matches!(self.kind(from + comma + 1), Some(Kind::Dot)));
        let number = matches!(
            self.kind(from + comma + 1 + dot),
            Some(Kind::Number { digits: 1..=3, .. })
        );
        if house && number && !counts_days(self.kind(from + comma + 2 + dot)) {
            comma + 2 + dot
        } else {
            0
        }
    }
}

/// A month or a word that makes the number before it a day or a count.
fn counts_days(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Month(_) | Kind::Word(Word::DayNumber | Word::Unit(_))))
}
