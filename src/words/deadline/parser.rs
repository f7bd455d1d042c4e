//! Goes through the tokens once and explains each of them; what it cannot explain becomes a doubt.
//!
//! Must never skip a token in silence.

use super::Reason;
use super::draft::Draft;
use super::draft::Edge;
use super::draft::Shape;
use super::draft::Span;
use super::draft::When;
use super::draft::YearTold;
use super::lexer::Kind;
use super::lexer::Token;
use super::lexicon::Unit;
use super::lexicon::Word;

pub(super) struct Parser<'a> {
    phrase: &'a str,
    tokens: &'a [Token],
    pub(super) at: usize,
    pub(super) draft: Draft,
    /// A comma, «и», a bracket stood since the last span: the next one is another deadline.
    pub(super) separated: bool,
    /// «до 10.00» stood just before: the date that follows is a limit.
    pub(super) limit_pending: bool,
}

/// Reads all tokens into a draft.
pub(super) fn parse(phrase: &str, tokens: &[Token]) -> Draft {
    let draft = Draft::default();
    let mut parser = Parser {
        phrase,
        tokens,
        at: 0,
        draft,
        separated: true,
        limit_pending: false,
    };
    parser.all();
    parser.draft
}

impl<'a> Parser<'a> {
    fn all(&mut self) {
        let mut unexplained: Vec<&str> = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            let before = self.at;
            self.separated |= self.begins_a_line();
            if !self.item() {
                self.at = before + 1;
                let loose = matches!(
                    token.kind,
                    Kind::Number { .. }
                        | Kind::Ordinal(_)
                        | Kind::Roman(_)
                        | Kind::Word(Word::By | Word::From | Word::Later | Word::Sooner | Word::Toward)
                );
                self.draft.loose_ends |= loose;
                self.draft.refusals.extend(self.spoilt_by(before));
                unexplained.push(self.phrase.get(token.start..token.end).unwrap_or_default());
            }
        }
        for token in self.tokens.iter().filter(|token| token.doubtful) {
            let word = self.phrase.get(token.start..token.end).unwrap_or_default().to_owned();
            self.draft.doubts.push(Reason::Mistyped(word));
        }
        if !unexplained.is_empty() {
            let mut words = unexplained.join(" ");
            if words.chars().count() > 200 {
                words = words.chars().take(200).collect::<String>() + "…";
            }
            self.draft.doubts.push(Reason::Unexplained(words));
        }
    }

    /// A word left unexplained that makes every date beside it doubtful beyond a mere confirmation.
    fn spoilt_by(&self, at: usize) -> Option<Reason> {
        let text = self.text_at(at).unwrap_or_default().to_lowercase();
        match (self.kind_at(at)?, self.kind_at(at + 1), self.kind_at(at + 2)) {
            // «до 15 (16) мая»
            (Kind::Number { .. }, Some(Kind::Open), Some(Kind::Number { .. })) => Some(Reason::Alternatives),
            // «не ранее 10 и не позднее 20 июня»
            (Kind::Word(Word::Sooner), ..) => Some(Reason::SeveralDeadlines),
            (Kind::Unknown, ..) if text.starts_with("исполнено") || text.starts_with("выполнено") => {
                Some(Reason::SeveralDeadlines)
            }
            _ => None,
        }
    }

    fn item(&mut self) -> bool {
        let ways: [fn(&mut Self) -> bool; 13] = [
            Self::clock,
            Self::often,
            Self::term,
            Self::whole,
            Self::plan,
            Self::aside,
            Self::limit,
            Self::open,
            Self::occasion,
            Self::bare,
            Self::mark,
            Self::weekday,
            Self::single_word,
        ];
        ways.into_iter().any(|way| self.attempt(way))
    }

    /// Tries one way to explain what comes next; a way that fails leaves nothing behind.
    fn attempt(&mut self, way: fn(&mut Self) -> bool) -> bool {
        let (start, doubts, refusals) = (self.at, self.draft.doubts.len(), self.draft.refusals.len());
        let done = way(self);
        if !done {
            self.at = start;
            self.draft.doubts.truncate(doubts);
            self.draft.refusals.truncate(refusals);
        }
        done
    }

    /// A new line of the cell that begins with a date, a month or a limit, after a complete one.
    fn begins_a_line(&self) -> bool {
        let complete = |when: &When| match when.shape {
            Shape::Day { .. } => true,
            Shape::Month(_) => matches!(when.year, YearTold::Exactly(_)),
            _ => false,
        };
        let after_complete = match self.draft.spans.last() {
            Some(Span::At(when) | Span::By(when)) => complete(when),
            _ => false,
        };
        let begins = matches!(
            self.kind(0),
            Some(Kind::Number { .. } | Kind::Date { .. } | Kind::Month(_) | Kind::Word(Word::By))
        );
        let broken = || {
            let last = self.tokens.get(self.at.checked_sub(1)?)?;
            self.phrase.get(last.end..self.tokens.get(self.at)?.start)
        };
        after_complete && begins && broken().is_some_and(|between| between.contains('\n'))
    }

    /// Whether nothing stands between the tokens: «1-НД».
    pub(super) fn is_run_together(&self, from: usize, to: usize) -> bool {
        (from..to).all(|ahead| {
            let pair = self
                .tokens
                .get(self.at + ahead)
                .zip(self.tokens.get(self.at + ahead + 1));
            pair.is_some_and(|(left, right)| left.end == right.start)
        })
    }

    pub(super) fn kind(&self, ahead: usize) -> Option<Kind> {
        self.kind_at(self.at + ahead)
    }

    pub(super) fn kind_at(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub(super) fn tokens_before(&self, back: usize) -> Option<Kind> {
        self.kind_at(self.at.checked_sub(back)?)
    }

    pub(super) fn word(&self, ahead: usize) -> Option<Word> {
        if let Some(Kind::Word(word)) = self.kind(ahead) {
            Some(word)
        } else {
            None
        }
    }

    pub(super) fn text(&self, ahead: usize) -> Option<&'a str> {
        let token = self.tokens.get(self.at + ahead)?;
        self.phrase.get(token.start..token.end)
    }

    pub(super) fn text_at(&self, at: usize) -> Option<&'a str> {
        let token = self.tokens.get(at)?;
        self.phrase.get(token.start..token.end)
    }

    pub(super) fn eat(&mut self, word: Word) -> bool {
        let found = self.word(0) == Some(word);
        self.at += usize::from(found);
        found
    }

    /// A word that may be abbreviated with a full stop, even one that stands before it («уч. г.»).
    pub(super) fn eat_dot_word(&mut self, word: Word) -> bool {
        let before = self.at;
        if matches!(self.kind(0), Some(Kind::Dot)) {
            self.at += 1;
        }
        let found = self.eat(word);
        if !found {
            self.at = before;
        }
        found
    }

    /// The words of the tokens from `start` to here, with single spaces.
    pub(super) fn said_since(&self, start: usize) -> String {
        let ends = self.tokens.get(start).zip(self.tokens.get(self.at.saturating_sub(1)));
        let text = ends
            .and_then(|(first, last)| self.phrase.get(first.start..last.end))
            .unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn add(&mut self, spans: Vec<Span>) {
        if !self.separated && !self.draft.spans.is_empty() {
            self.draft.doubts.push(Reason::RunOn);
        }
        self.separated = false;
        self.draft.spans.extend(spans);
    }

    /// «до …», «не позднее …», «к …», «в срок до …», «по 30 июня».
    fn limit(&mut self) -> bool {
        let start = self.at;
        if self.eat(Word::In) && !self.eat(Word::Deadline) {
            self.at = start;
        }
        let by = self.eat(Word::By);
        let later = self.word(0) == Some(Word::Not) && self.word(1) == Some(Word::Later);
        // «не позднее III квартала», «по сентябрь»: the named time counts in; «до сентября» may not.
        let mut counts_in = later && !by;
        if later {
            self.at += 2;
            while matches!(self.kind(0), Some(Kind::Comma)) {
                self.at += 1;
            }
            self.eat(Word::Than);
            counts_in &= !self.eat(Word::By);
        }
        let upon = self
            .text(1)
            .is_some_and(|text| text.to_lowercase().starts_with("оконч"));
        let toward = !by && !later && self.eat(Word::Toward);
        let through = !by && !later && !toward && !upon && self.eat(Word::To);
        counts_in |= through;
        if !(by || later || toward || through) {
            self.at = start;
            return false;
        }
        self.eat(Word::By);
        // «до пятницы 5 апреля»
        let day = match (self.kind(1), self.kind(2)) {
            (Some(Kind::Date { .. }), _) | (Some(Kind::Number { .. }), Some(Kind::Month(_))) => self.word(0),
            _ => None,
        };
        if let Some(Word::Weekday(weekday)) = day {
            self.at += 1;
            self.draft.weekdays.push(weekday);
        }
        let dated = self.at;
        let Some(spans) = self.chain() else {
            self.at = start;
            return by && self.before_event();
        };
        // «до 2.5» and nothing else: a number as likely as a day.
        if self.tokens.len() == 2
            && self.is_short_date(dated)
            && self.text_at(dated).is_some_and(|text| text.len() == 3)
        {
            let said = self.said_since(dated);
            self.draft.doubts.push(Reason::Mistyped(said));
        }
        let limits = spans.into_iter().map(|span| match self.as_limit(span) {
            Span::By(when) if counts_in => Span::By(self.counted_in(when)),
            Span::By(when) if toward => Span::By(self.first_of_school_year(when)),
            other => other,
        });
        let limits = limits.collect();
        self.add(limits);
        true
    }

    /// «к началу 2025/2026 учебного года» is by its first day, not by the day before; a person still confirms it.
    fn first_of_school_year(&mut self, when: When) -> When {
        let (Shape::SchoolYear, Edge::Start, YearTold::School(first)) = (when.shape, when.edge, when.year) else {
            return when;
        };
        self.draft.doubts.push(Reason::InclusiveOrNot);
        let shape = Shape::Day { day: 1, month: Some(9) };
        When {
            year: YearTold::Exactly(first),
            ..When::new(shape)
        }
    }

    /// The end of a part that is named whole; a person still confirms it.
    fn counted_in(&mut self, when: When) -> When {
        let of_days = matches!(
            when.shape,
            Shape::Day { .. } | Shape::NthWeekday { .. } | Shape::LastDay { .. } | Shape::Bare(_) | Shape::Any(_)
        );
        let monthly = matches!(when.shape, Shape::DayAfter { .. } | Shape::DayOfLastMonth { .. });
        if of_days || monthly || when.edge != Edge::Whole {
            return when;
        }
        self.draft.doubts.push(Reason::InclusiveOrNot);
        When {
            edge: Edge::End,
            ..when
        }
    }

    fn as_limit(&mut self, span: Span) -> Span {
        match span {
            Span::At(when) => Span::By(when),
            Span::Range(_, last) => {
                self.draft.doubts.push(Reason::Contradiction);
                Span::By(last)
            }
            other => other,
        }
    }

    /// «с 1 по 15 мая», «с сентября», «начиная с …», «не ранее …», «после 15 мая».
    fn open(&mut self) -> bool {
        let start = self.at;
        let mut doubt = None;
        self.eat(Word::Beginning);
        if self.word(0) == Some(Word::Not) && self.word(1) == Some(Word::Sooner) {
            self.at += 2;
            self.eat(Word::Than);
            self.eat(Word::From);
            doubt = Some(Reason::NotBefore);
        } else if self.eat(Word::After) {
            doubt = Some(Reason::NotBefore);
        } else if self.text(0).is_some_and(|text| text.to_lowercase() == "от") {
            self.at += 1;
            return self
                .from()
                .filter(|span| matches!(span, Span::Range(..)))
                .is_some_and(|span| {
                    self.add(vec![span]);
                    true
                });
        } else if self.text(0).is_some_and(|text| text.to_lowercase() == "между") {
            return self.between();
        } else if !self.eat(Word::From) {
            self.at = start;
            return false;
        }
        let Some(span) = self.from() else {
            self.at = start;
            return false;
        };
        if let (Some(doubt), Span::From(_)) = (doubt, span) {
            self.draft.doubts.push(doubt);
        }
        self.add(vec![span]);
        true
    }

    /// «между 10 и 15 мая»: a window, its ends in or out.
    fn between(&mut self) -> bool {
        self.at += 1;
        let spans = self.chain().unwrap_or_default();
        let [Span::At(first), Span::At(last)] = spans[..] else {
            return false;
        };
        self.draft.doubts.push(Reason::InclusiveOrNot);
        self.add(vec![Span::Range(first, last)]);
        true
    }

    fn bare(&mut self) -> bool {
        let start = self.at;
        let Some(spans) = self.chain() else { return false };
        // «2.5», «3.12» and nothing else: a number as likely as a day.
        if self.tokens.len() == 1 && self.is_short_date(start) {
            let said = self.said_since(start);
            self.draft.doubts.push(Reason::Mistyped(said));
        }
        let pending = std::mem::take(&mut self.limit_pending);
        let limited = |span| match span {
            Span::At(
                when @ When {
                    shape: Shape::Day { .. },
                    ..
                },
            ) if pending => Span::By(when),
            span => span,
        };
        self.add(spans.into_iter().map(limited).collect());
        true
    }

    /// A day and a month in digits, the day without its leading zero, no year.
    pub(super) fn is_short_date(&self, at: usize) -> bool {
        matches!(
            self.kind_at(at),
            Some(Kind::Date {
                day: 1..=9,
                year: None,
                ..
            })
        ) && self.text_at(at).is_some_and(|text| !text.starts_with('0'))
    }

    fn mark(&mut self) -> bool {
        match self.kind(0) {
            Some(Kind::Comma | Kind::Semicolon | Kind::Open | Kind::Close) => self.separated = true,
            Some(Kind::Dash) if self.draft.spans.is_empty() => {}
            Some(Kind::Dash) if self.kind(1).is_none() => return false,
            Some(Kind::Dot | Kind::Quote | Kind::Dash) => {}
            // «I этап», «2 тур»: which event, not when.
            Some(Kind::Roman(_) | Kind::Ordinal(_) | Kind::Number { digits: 0..=2, .. })
                if self.text(1).is_some_and(|text| {
                    ["этап", "тур", "смен", "част"]
                        .iter()
                        .any(|stem| text.to_lowercase().starts_with(stem))
                }) =>
            {
                self.at += 1;
            }
            Some(Kind::NumberSign) if matches!(self.kind(1), Some(Kind::NumberSign)) => {}
            Some(Kind::NumberSign) if matches!(self.kind(2), Some(Kind::Month(_))) => return false,
            Some(Kind::NumberSign) if matches!(self.kind(1), Some(Kind::Number { .. } | Kind::Junk)) => {
                self.draft.groups += 1;
                self.at += 1;
            }
            Some(Kind::Blank) => self.draft.refusals.push(Reason::BlankLeft),
            _ => return false,
        }
        self.at += 1;
        true
    }

    fn weekday(&mut self) -> bool {
        let Some(Word::Weekday(weekday)) = self.word(0) else {
            return false;
        };
        self.at += 1;
        self.draft.weekdays.push(weekday);
        true
    }

    fn single_word(&mut self) -> bool {
        let Some(word) = self.word(0) else { return false };
        match word {
            Word::Place => self.place(),
            // «День защиты детей» beside its date.
            Word::Unit(Unit::Day) if matches!(self.kind(1), Some(Kind::Unknown | Kind::Word(Word::Event))) => {
                while matches!(self.kind(1), Some(Kind::Unknown | Kind::Word(Word::Event))) {
                    self.at += 1;
                }
            }
            Word::And => self.separated = true,
            Word::Onward => self.draft.onward = true,
            // «г. Нефтекумск»
            Word::Unit(Unit::Year) if self.text(0).is_some_and(|text| text.to_lowercase() == "г") => {
                let name = if matches!(self.kind(1), Some(Kind::Dot)) { 2 } else { 1 };
                if !matches!(self.kind(name), Some(Kind::Unknown)) {
                    return false;
                }
                self.at += name;
            }
            // «приказ № 113 от 04.04.2022»: the date of a paper, not a deadline.
            Word::Filler if self.text(0).is_some_and(|text| text.to_lowercase() == "от") && self.paper_date() => {
                self.draft.doubts.push(Reason::EventNamesDate);
                return true;
            }
            Word::Or => self.draft.refusals.push(Reason::Alternatives),
            Word::Cancelled => self.draft.refusals.push(Reason::Cancelled),
            Word::Unsettled => self.draft.refusals.push(Reason::Unsettled),
            Word::Holidays => self.draft.refusals.push(Reason::SchoolHolidays),
            Word::Term => self.draft.refusals.push(Reason::SchoolTerm),
            Word::Exception => self.draft.doubts.push(Reason::Exception),
            Word::Approximate => self.draft.doubts.push(Reason::Approximate),
            Word::Event | Word::Subject | Word::Filler | Word::Inclusive | Word::Deadline | Word::In | Word::On => {}
            // «план на I квартал»: what the paper is about.
            Word::Plan if self.word(1) == Some(Word::On) => return false,
            Word::Period | Word::Plan | Word::Planned | Word::Calendar => {}
            Word::Season(_) if self.word(1) == Some(Word::Holidays) => {}
            _ => return false,
        }
        self.at += 1;
        true
    }
}
