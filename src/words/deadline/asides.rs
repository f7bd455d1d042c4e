//! Reads what stands beside a deadline and is none: form codes, classes, what is handed in, what a report is about.
//!
//! Must never pass over a number that could be a day.

use super::draft::Reported;
use super::draft::Shape;
use super::draft::Span;
use super::lexer::Kind;
use super::lexicon::Unit;
use super::lexicon::Word;
use super::parser::Parser;

const CODE_LETTERS_MAX: usize = 5; // «1-ДОП», «85-К», «П-4»

impl Parser<'_> {
    /// Words beside a deadline that say whose or what it is.
    pub(super) fn aside(&mut self) -> bool {
        self.form_code()
            || self.classes()
            || self.settlement()
            || self.share()
            || self.handed_in()
            || self.beginning_at()
            || self.end_of_day()
            || self.reported_ahead()
            || self.week_of_dates()
    }

    /// «1-НД», «№ 85-К»: the code of a report form.
    fn form_code(&mut self) -> bool {
        let from = usize::from(matches!(self.kind(0), Some(Kind::NumberSign)));
        let letters = self.text(from + 2).unwrap_or_default();
        let counted = Some(Kind::Word(Word::Unit(Unit::Quarter)));
        let code = matches!(self.kind(from), Some(Kind::Number { digits: 1..=3, .. }))
            && matches!(self.kind(from + 1), Some(Kind::Dash))
            && !matches!(self.kind(from + 2), Some(Kind::Month(_) | Kind::Word(Word::Weekday(_))))
            && self.kind(from + 2) != counted
            && self.is_run_together(from, from + 2)
            && (1..=CODE_LETTERS_MAX).contains(&letters.chars().count())
            && letters.chars().all(char::is_uppercase);
        self.at += if code { from + 3 } else { 0 };
        code
    }

    /// «9, 11 классы», «1-4 классов».
    fn classes(&mut self) -> bool {
        let mut ahead = 0;
        let mut numbers = 0;
        loop {
            match self.kind(ahead) {
                Some(Kind::Number { digits: 1..=2, .. } | Kind::Ordinal(_) | Kind::Tens(_)) => numbers += 1,
                Some(Kind::Comma | Kind::Dash | Kind::Word(Word::And)) if numbers > 0 => {}
                _ => break,
            }
            ahead += 1;
        }
        let named = self
            .text(ahead)
            .is_some_and(|text| text.to_lowercase().starts_with("класс"));
        let said = named && numbers > 0;
        self.draft.groups += usize::from(said);
        self.at += if said { ahead + 1 } else { 0 };
        said
    }

    /// «с. Каясула»; «по ул. Мира».
    fn settlement(&mut self) -> bool {
        let name = self
            .text(2)
            .and_then(|text| text.chars().next())
            .is_some_and(char::is_uppercase);
        let village = matches!(self.text(0), Some("с" | "х" | "ст" | "д"))
            && matches!((self.kind(1), self.kind(2)), (Some(Kind::Dot), Some(Kind::Unknown)))
            && name;
        let street = self.word(0) == Some(Word::To) && self.word(1) == Some(Word::Place);
        self.at += if village { 3 } else { usize::from(street) };
        village || street
    }

    /// «100 %», «не менее 95%»: how much, not when.
    fn share(&mut self) -> bool {
        let bound =
            usize::from(self.word(0) == Some(Word::Not) && matches!(self.word(1), Some(Word::Rarer | Word::Oftener)))
                * 2;
        let said =
            matches!(self.kind(bound), Some(Kind::Number { digits: 1..=3, .. })) && self.text(bound + 1) == Some("%");
        self.draft.groups += usize::from(said);
        self.at += if said { bound + 2 } else { 0 };
        said
    }

    /// «заявки до 1 марта», «(заявки)»: what is handed in, not an event to wait for.
    fn handed_in(&mut self) -> bool {
        let opens = self.at == 0
            || matches!(
                self.kind_at(self.at - 1),
                Some(Kind::Open | Kind::Comma | Kind::Semicolon)
            );
        let demand = self.word(0) == Some(Word::Demand) && opens;
        let ahead = 1 + usize::from(matches!(self.kind(1), Some(Kind::Dash)));
        let said = demand
            && (matches!(
                self.kind(ahead),
                Some(Kind::Close | Kind::Date { .. } | Kind::Word(Word::By | Word::From))
            ) || (self.word(ahead) == Some(Word::Not) && self.word(ahead + 1) == Some(Word::Later)));
        self.at += usize::from(said);
        said
    }

    /// «начало в 11.00»
    fn beginning_at(&mut self) -> bool {
        let ahead = 1 + usize::from(matches!(self.word(1), Some(Word::In | Word::On)));
        let said = self.word(0) == Some(Word::Start) && matches!(self.kind(ahead), Some(Kind::Time(..)));
        self.at += usize::from(said);
        said
    }

    /// «до конца рабочего дня 25 мая»: the day that follows is a limit.
    fn end_of_day(&mut self) -> bool {
        let led = matches!(self.word(0), Some(Word::By | Word::Toward)) && self.word(1) == Some(Word::End);
        let ahead = 2 + usize::from(self.word(2) == Some(Word::Working));
        let day = led && self.word(ahead) == Some(Word::Unit(Unit::Day));
        let dated = match self.kind(ahead + 1) {
            Some(Kind::Date { .. }) => true,
            Some(Kind::Number { .. }) => matches!(self.kind(ahead + 2), Some(Kind::Month(_))),
            _ => false,
        };
        if day && dated {
            self.at += ahead + 1;
            self.limit_pending = true;
        }
        day && dated
    }

    /// «за I квартал – до 5 апреля»: what the report that follows is about.
    fn reported_ahead(&mut self) -> bool {
        let start = self.at;
        if !self.eat(Word::Within) {
            return false;
        }
        let spans = self.chain().unwrap_or_default();
        let stretch = |span: &Span| match span {
            Span::At(when) => matches!(
                when.shape,
                Shape::Quarter(_) | Shape::Half(_) | Shape::Year | Shape::SchoolYear | Shape::Month(_)
            ),
            _ => false,
        };
        let words = self.said_since(start);
        while matches!(self.kind(0), Some(Kind::Dash | Kind::Dot)) {
            self.at += 1;
        }
        let limit = matches!(self.word(0), Some(Word::By))
            || (self.word(0) == Some(Word::Not) && self.word(1) == Some(Word::Later));
        if !(spans.len() == 1 && spans.iter().all(stretch) && limit) {
            self.at = start;
            return false;
        }
        let span = self.draft.spans.len();
        self.draft.reported.push(Reported { words, span });
        self.separated = true;
        true
    }

    /// «неделя с 16 по 20 октября»: the dates say which week.
    fn week_of_dates(&mut self) -> bool {
        let said = self.word(0) == Some(Word::Unit(Unit::Week)) && self.word(1) == Some(Word::From);
        self.at += usize::from(said);
        said
    }
}
