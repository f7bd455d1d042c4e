//! Reads parts of the calendar: days, months, quarters, half-years, decades, weeks, years, lists and ranges of them.
//!
//! Must never give a number a meaning that no word beside it gives.

use super::Reason;
use super::draft::Edge;
use super::draft::Shape;
use super::draft::Slice;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::lexer::Kind;
use super::lexicon::Season;
use super::lexicon::Unit;
use super::lexicon::Word;
use super::parser::Parser;

/// How two parts of a chain are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    First,
    List,
    Range,
}

impl Parser<'_> {
    /// One or more parts joined by commas, «и» and dashes; the last one names the unit for bare numbers before it.
    pub(super) fn chain(&mut self) -> Option<Vec<Span>> {
        let start = self.at;
        let spans = self.linked_parts();
        if spans.is_none() {
            self.at = start;
        }
        spans
    }

    fn linked_parts(&mut self) -> Option<Vec<Span>> {
        let mut links = vec![(Link::First, self.element()?, self.at)];
        loop {
            let before = self.at;
            let link = self.link();
            let Some(next) = link.and_then(|link| Some((link, self.element()?))) else {
                self.at = before;
                break;
            };
            // A list goes on with parts of one kind: «5 числа, сентябрь–май» is two things.
            let last = links.last()?.1.shape;
            let same = std::mem::discriminant(&last) == std::mem::discriminant(&next.1.shape);
            let bare = matches!(last, Shape::Bare(_)) || matches!(next.1.shape, Shape::Bare(_) | Shape::Year);
            if next.0 == Link::List && !same && !bare {
                self.at = before;
                break;
            }
            links.push((next.0, next.1, self.at));
        }
        while matches!(links.last()?.1.shape, Shape::Bare(_)) {
            links.pop();
        }
        self.at = links.last()?.2;
        share(&mut links).map(|()| self.spans(&links))
    }

    fn link(&mut self) -> Option<Link> {
        if matches!(self.kind(0), Some(Kind::Dot))
            && matches!(self.kind(1), Some(Kind::Dash | Kind::Comma | Kind::Semicolon))
        {
            self.at += 1;
        }
        match self.kind(0)? {
            Kind::Dash => {
                self.at += 1;
                self.eat(Word::To);
                Some(Link::Range)
            }
            Kind::Comma | Kind::Semicolon => {
                // «март / октябрь»: both, or either.
                if self.text(0) == Some("/") {
                    self.draft.doubts.push(Reason::Alternatives);
                }
                self.at += 1;
                self.eat(Word::And);
                Some(Link::List)
            }
            Kind::Word(Word::And) => {
                self.at += 1;
                self.eat(Word::In);
                Some(Link::List)
            }
            Kind::Word(Word::To) if !matches!(self.kind(1), Some(Kind::Word(_) | Kind::Unknown)) => {
                self.at += 1;
                Some(Link::Range)
            }
            // Two dates or two months side by side: separate lines of one cell.
            Kind::Date { .. } | Kind::Month(_) => Some(Link::List),
            Kind::Number { digits: 1 | 2, .. } if matches!(self.kind(1), Some(Kind::Month(_))) => Some(Link::List),
            _ => None,
        }
    }

    fn spans(&mut self, links: &[(Link, When, usize)]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for &(link, when, _) in links {
            match (link, spans.last_mut()) {
                (Link::Range, Some(last)) => {
                    if let Span::At(from) = *last {
                        *last = Span::Range(from, when);
                    } else {
                        self.draft.refusals.push(Reason::Contradiction);
                    }
                }
                _ => spans.push(Span::At(when)),
            }
        }
        spans
    }

    /// «с A по B», «с A до B», «с A – B», or an open «с A»; «с» is already read.
    pub(super) fn from(&mut self) -> Option<Span> {
        let start = self.at;
        let mut first = self.element()?;
        let after_first = self.at;
        while matches!(self.kind(0), Some(Kind::Comma | Kind::Dot | Kind::Dash)) {
            self.at += 1;
        }
        let dashed = after_first != self.at && matches!(self.kind_at(self.at - 1), Some(Kind::Dash));
        // «с 2023 г., до 1 октября» is two things; «с 1 мая, по 5 мая» is one.
        let comma = matches!(self.kind_at(self.at - 1), Some(Kind::Comma));
        let joined = self.eat(Word::To) || (!comma && self.eat(Word::By)) || dashed;
        let last = if joined {
            self.element().filter(|last| !matches!(last.shape, Shape::Bare(_)))
        } else {
            None
        };
        let Some(last) = last else {
            self.at = after_first;
            if matches!(first.shape, Shape::Bare(_)) {
                self.at = start;
                return None;
            }
            return Some(Span::From(first));
        };
        if let Shape::Bare(number) = first.shape {
            first.shape = like(last.shape, number)?;
            first.year = last.year;
        }
        Some(Span::Range(first, last))
    }

    /// One part of the calendar with its year, or a bare number.
    pub(super) fn element(&mut self) -> Option<When> {
        let start = self.at;
        while matches!(self.kind(0), Some(Kind::Quote)) || self.word(0) == Some(Word::All) {
            self.at += 1;
        }
        let when = self.edge().or_else(|| self.whole_element());
        if when.is_none() {
            self.at = start;
        }
        when
    }

    fn edge(&mut self) -> Option<When> {
        let edge = match self.word(0)? {
            Word::Start => Edge::Start,
            Word::Middle => Edge::Middle,
            Word::End => Edge::End,
            _ => return None,
        };
        self.at += 1;
        let when = self
            .whole_element()
            .filter(|when| !matches!(when.shape, Shape::Bare(_)))?;
        Some(When { edge, ..when })
    }

    pub(super) fn whole_element(&mut self) -> Option<When> {
        let start = self.at;
        let shape = match self.kind(0)? {
            Kind::Date { day, month, year } => {
                self.at += 1;
                let when = When::new(Shape::Day {
                    day,
                    month: Some(month),
                });
                return Some(match year {
                    Some(year) => {
                        // «01.06.2023.г»
                        self.at += usize::from(matches!(self.kind(0), Some(Kind::Dot)) && self.text(1) == Some("г"));
                        self.year_word();
                        When {
                            year: YearTold::Exactly(year),
                            ..when
                        }
                    }
                    None => When {
                        year: self.year_tail(),
                        ..when
                    },
                });
            }
            Kind::MonthYear { month, year } => {
                self.at += 1;
                self.year_word();
                return Some(When {
                    year: YearTold::Exactly(year),
                    ..When::new(Shape::Month(month))
                });
            }
            Kind::Month(month) => {
                self.at += 1;
                self.eat(Word::Unit(Unit::Month));
                Shape::Month(month)
            }
            Kind::Years(first, last) => return self.years(first, last),
            Kind::Number { value, digits: 4 } => return self.year(value),
            Kind::Number { value, digits } if digits == 2 && self.is_short_year(0) => return self.year(2000 + value),
            Kind::Number { value, .. } | Kind::Ordinal(value) | Kind::Roman(value) => self.numbered(value)?,
            Kind::Tens(value) => {
                self.at += 1;
                if !self.eat(Word::DayNumber) {
                    self.at = start;
                    return None;
                }
                Shape::Slice {
                    month: self.month(),
                    slice: Slice::Tens(value),
                }
            }
            Kind::Word(word) => return self.worded(word),
            _ => return None,
        };
        // «5 – 2024»: a number that counts nothing yet has no year of its own.
        let bare = matches!(shape, Shape::Bare(_)) && matches!(self.kind(0), Some(Kind::Dash));
        let year = if bare { YearTold::Nowhere } else { self.year_tail() };
        Some(When {
            year,
            ..When::new(shape)
        })
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "one of several ways to read a part, all of one type"
    )]
    fn years(&mut self, first: i32, last: i32) -> Option<When> {
        let slashed = self.text(0).is_some_and(|text| text.contains('/'));
        self.at += 1;
        let school = self.school_year_words();
        if last < first {
            self.draft.refusals.push(Reason::Backwards);
        }
        if (school || slashed) && last == first + 1 {
            return Some(When {
                year: YearTold::School(first),
                ..When::new(Shape::SchoolYear)
            });
        }
        if school {
            self.draft.doubts.push(Reason::CalendarOrSchoolYear);
        }
        Some(When {
            year: YearTold::Each(first, last),
            ..When::new(Shape::Year)
        })
    }

    /// «учебный год», «учебного года», «уч. г.»; «год», «г.» alone are read too.
    fn school_year_words(&mut self) -> bool {
        let before = self.at;
        self.eat_dot_word(Word::Unit(Unit::Year));
        let school = self.eat_dot_word(Word::School);
        if school {
            self.eat_dot_word(Word::Unit(Unit::Year));
        } else if before == self.at {
            return false;
        }
        school
    }

    fn year(&mut self, value: u32) -> Option<When> {
        let year = i32::try_from(value).ok().filter(|year| (1900..2200).contains(year))?;
        self.at += 1;
        self.year_word();
        if self.word(0) == Some(Word::School) && self.word(1) == Some(Word::Unit(Unit::Year)) {
            self.at += 2;
            self.draft.doubts.push(Reason::CalendarOrSchoolYear);
        }
        Some(When {
            year: YearTold::Exactly(year),
            ..When::new(Shape::Year)
        })
    }

    fn worded(&mut self, word: Word) -> Option<When> {
        let next = self.word(1);
        let (shape, taken) = match (word, next) {
            (Word::School, Some(Word::Unit(Unit::Year))) => (Shape::SchoolYear, 2),
            (Word::School, _) if matches!(self.kind(1), Some(Kind::Dot)) => {
                if self.word(2) != Some(Word::Unit(Unit::Year)) {
                    return None;
                }
                (Shape::SchoolYear, 3)
            }
            (Word::Calendar, Some(Word::Unit(Unit::Year))) => (Shape::Year, 2),
            (Word::Unit(Unit::Year), _) if self.text(0).is_some_and(|text| text.to_lowercase() != "г") => {
                (Shape::Year, 1)
            }
            (Word::Unit(unit @ (Unit::Quarter | Unit::HalfYear | Unit::Month)), _) => (Shape::Any(unit), 1),
            (Word::Current | Word::Next, Some(Word::Unit(Unit::Year))) => {
                return self.relative_year(word, Shape::Year, 2);
            }
            (Word::Current | Word::Next, Some(Word::School)) => {
                return self.relative_year(word, Shape::SchoolYear, 3);
            }
            (Word::Current, Some(Word::Unit(unit @ (Unit::Quarter | Unit::HalfYear | Unit::Month)))) => {
                (Shape::Any(unit), 2)
            }
            (Word::Season(season), next) if next != Some(Word::Holidays) => {
                (Shape::Season(season), if next == Some(Word::Period) { 2 } else { 1 })
            }
            (Word::Last, Some(Word::Unit(Unit::Decade))) => {
                self.at += 2;
                (
                    Shape::Slice {
                        month: self.month(),
                        slice: Slice::Decade(3),
                    },
                    0,
                )
            }
            (Word::Last, Some(Word::Unit(Unit::Week))) => {
                self.at += 2;
                (
                    Shape::Week {
                        nth: -1,
                        month: self.month(),
                    },
                    0,
                )
            }
            (Word::Last, Some(Word::Weekday(weekday))) => {
                self.at += 2;
                (
                    Shape::NthWeekday {
                        nth: -1,
                        weekday,
                        month: self.month(),
                    },
                    0,
                )
            }
            (Word::Last, Some(Word::DayNumber | Word::Unit(Unit::Day))) if self.is_plural_last() => {
                self.at += 2;
                (
                    Shape::Slice {
                        month: self.month(),
                        slice: Slice::Ending,
                    },
                    0,
                )
            }
            (Word::Last, Some(Word::Unit(Unit::Day) | Word::DayNumber)) => {
                self.at += 2;
                (Shape::LastDay { month: self.month() }, 0)
            }
            (Word::Last, Some(Word::Working | Word::School | Word::Calendar)) => {
                if self.word(2) != Some(Word::Unit(Unit::Day)) {
                    return None;
                }
                self.draft.doubts.push(Reason::LastWorkingDay);
                self.at += 3;
                (Shape::LastDay { month: self.month() }, 0)
            }
            _ => return None,
        };
        self.at += taken;
        let year = match (shape, self.year_tail()) {
            // A winter lies in two years: «зима 2024–2025» is one, «зима 2024» may be either.
            (Shape::Season(Season::Winter), YearTold::Each(first, last)) if last == first + 1 => {
                YearTold::Exactly(first)
            }
            (Shape::Season(Season::Winter), year @ YearTold::Exactly(_)) => {
                self.draft.doubts.push(Reason::OverNewYear);
                year
            }
            (_, year) => year,
        };
        Some(When {
            year,
            ..When::new(shape)
        })
    }

    /// «в последних числах», «последние дни», not «последнего числа».
    fn is_plural_last(&self) -> bool {
        let text = |ahead| self.text(ahead).unwrap_or_default().to_lowercase();
        text(1) == "числах" || text(0).ends_with("ие") || text(0).ends_with("их")
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "one of several ways to read a part, all of one type"
    )]
    fn relative_year(&mut self, word: Word, shape: Shape, taken: usize) -> Option<When> {
        self.at += taken;
        let year = if word == Word::Current {
            YearTold::Current
        } else {
            YearTold::Next
        };
        Some(When {
            year,
            ..When::new(shape)
        })
    }
}

/// Gives bare numbers the unit that follows them, and years to parts that stand before or after a told one.
fn share(links: &mut [(Link, When, usize)]) -> Option<()> {
    for at in (0..links.len().saturating_sub(1)).rev() {
        let (_, next, _) = links[at + 1];
        let list = links[at + 1].0 == Link::List;
        let when = &mut links[at].1;
        if let Shape::Bare(number) = when.shape {
            when.shape = like(next.shape, number)?;
            when.year = next.year;
        } else if list && when.year == YearTold::Nowhere && next.shape != Shape::Year && !is_after(*when, next) {
            when.year = next.year;
        }
    }
    for at in 1..links.len() {
        let (_, before, _) = links[at - 1];
        let link = links[at].0;
        let when = &mut links[at].1;
        let tells_year = matches!(before.year, YearTold::Exactly(_)) && before.shape != Shape::Year;
        if link == Link::List && tells_year && when.shape == Shape::Year && matches!(when.year, YearTold::Exactly(_)) {
            *when = When {
                year: when.year,
                ..before
            };
        } else if link == Link::List && tells_year && when.year == YearTold::Nowhere && !is_after(before, *when) {
            when.year = before.year;
        }
    }
    Some(())
}

fn like(shape: Shape, number: u32) -> Option<Shape> {
    let nth = i8::try_from(number).ok()?;
    match shape {
        Shape::Day { month, .. } => Some(Shape::Day { day: number, month }),
        Shape::Quarter(_) => Some(Shape::Quarter(number)),
        Shape::Half(_) => Some(Shape::Half(number)),
        Shape::Slice {
            month,
            slice: Slice::Decade(_),
        } => Some(Shape::Slice {
            month,
            slice: Slice::Decade(number),
        }),
        Shape::Week { month, .. } => Some(Shape::Week { nth, month }),
        Shape::NthWeekday { weekday, month, .. } => Some(Shape::NthWeekday { nth, weekday, month }),
        _ => None,
    }
}

/// Whether the first part stands later in the year than the second.
fn is_after(first: When, second: When) -> bool {
    let place = |when: When| match when.shape {
        Shape::Day { day, month } => month.map(|month| month * 100 + day),
        Shape::Month(month) => Some(month * 100),
        Shape::Quarter(quarter) => Some(quarter * 300 - 200),
        Shape::Slice { month, .. } => month.map(|month| month * 100),
        _ => None,
    };
    place(first)
        .zip(place(second))
        .is_some_and(|(first, second)| first > second)
}
