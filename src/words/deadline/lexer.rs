//! Cuts a phrase into tokens: numbers, dates, clock times, Roman numerals, words, marks.
//!
//! Must never lose a sign: what is not understood stays as an `Unknown` or `Junk` token with its place.

use super::joiner;
use super::letters::cyrillic;
use super::letters::roman;
use super::letters::roman_prefix;
use super::letters::signs;
use super::lexicon::Word;

/// A token and its place in the phrase, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// The word was mistyped so badly that a person must look.
    pub doubtful: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `digits` is 0 for a number written as a word.
    Number {
        value: u32,
        digits: usize,
    },
    Ordinal(u32),
    /// «20-х».
    Tens(u32),
    Roman(u32),
    /// Day, month and year as written: they may be impossible.
    Date {
        day: u32,
        month: u32,
        year: Option<i32>,
    },
    MonthYear {
        month: u32,
        year: i32,
    },
    Years(i32, i32),
    Time(u32, u32),
    Month(u32),
    Word(Word),
    Dash,
    Comma,
    Semicolon,
    Dot,
    Open,
    Close,
    Quote,
    NumberSign,
    Blank,
    Junk,
    Unknown,
}

/// A token before words are looked up.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    Letters { text: String, start: usize, end: usize },
    Token(Token),
}

/// All tokens of the phrase, broken words joined, doubled words told once.
pub(super) fn tokens(phrase: &str) -> Vec<Token> {
    let mut scan = Scan {
        signs: signs(phrase),
        at: 0,
        end: phrase.len(),
        raw: Vec::new(),
    };
    while scan.at < scan.signs.len() {
        scan.step();
    }
    joiner::join(&scan.raw)
}

struct Scan {
    signs: Vec<(usize, char)>,
    at: usize,
    end: usize,
    raw: Vec<Raw>,
}

/// A run of digits.
#[derive(Clone, Copy)]
struct Digits {
    value: u32,
    count: usize,
    next: usize,
}

impl Scan {
    fn sign(&self, at: usize) -> Option<char> {
        self.signs.get(at).map(|sign| sign.1)
    }

    fn is(&self, at: usize, sign: char) -> bool {
        self.sign(at) == Some(sign)
    }

    fn byte(&self, at: usize) -> usize {
        self.signs.get(at).map_or(self.end, |sign| sign.0)
    }

    fn push(&mut self, kind: Kind, next: usize) {
        let (start, end) = (self.byte(self.at), self.byte(next));
        self.raw.push(Raw::Token(Token {
            kind,
            start,
            end,
            doubtful: false,
        }));
        self.at = next;
    }

    fn step(&mut self) {
        let Some(sign) = self.sign(self.at) else { return };
        let kind = match sign {
            ' ' => {
                self.at += 1;
                return;
            }
            sign if sign.is_ascii_digit() => return self.number(),
            '_' => {
                let mut next = self.at;
                while self.is(next, '_') {
                    next += 1;
                }
                return self.push(Kind::Blank, next);
            }
            'n' if self.sign(self.at + 1).is_none_or(|next| !next.is_alphabetic()) => Kind::NumberSign,
            sign if sign.is_alphabetic() => return self.letters(),
            '-' => Kind::Dash,
            ',' | ':' | '/' | '\\' | '|' => Kind::Comma,
            ';' => Kind::Semicolon,
            '.' | '…' | '·' | '•' | '*' => Kind::Dot,
            '(' | '[' => Kind::Open,
            ')' | ']' => Kind::Close,
            '«' | '»' | '"' | '“' | '”' | '„' | '\'' | '’' | '`' => Kind::Quote,
            '№' => Kind::NumberSign,
            _ => Kind::Junk,
        };
        self.push(kind, self.at + 1);
    }

    fn letters(&mut self) {
        let start = self.at;
        let mut next = start;
        let mut text = String::new();
        while let Some(sign) = self.sign(next).filter(|sign| sign.is_alphabetic()) {
            text.push(sign);
            next += 1;
        }
        if let Some(cut) = roman_prefix(&text) {
            next = start + cut;
            text.truncate(cut);
        }
        if let Some(roman) = roman(&text) {
            return self.push(Kind::Roman(roman), next);
        }
        if let Some((word, end)) = self.contraction(&text, next) {
            return self.push(Kind::Word(word), end);
        }
        let text = cyrillic(&text);
        self.raw.push(Raw::Letters {
            text,
            start: self.byte(start),
            end: self.byte(next),
        });
        self.at = next;
    }

    /// «теч-е», «кв-л», «п/г»: a word with its middle left out.
    fn contraction(&self, head: &str, at: usize) -> Option<(Word, usize)> {
        use super::lexicon::Unit;
        let mark = self.sign(at).filter(|mark| matches!(mark, '-' | '/'))?;
        let tail: String = (at + 1..)
            .map_while(|at| self.sign(at))
            .take_while(|sign| sign.is_alphabetic())
            .collect();
        let end = at + 1 + tail.chars().count();
        let word = match (head, mark, tail.as_str()) {
            ("теч", '-', "е" | "и" | "ие" | "ии" | "ние" | "нии") => Word::Course,
            ("кв", '-', "л" | "ла" | "ле") => Word::Unit(Unit::Quarter),
            ("п", '/', "г") | ("полуг", '-', "е" | "я" | "ие") => Word::Unit(Unit::HalfYear),
            ("м", '-', "ц" | "ца") => Word::Unit(Unit::Month),
            _ => return None,
        };
        Some((word, end))
    }

    fn digits(&self, at: usize) -> Option<Digits> {
        let run: String = (at..)
            .map_while(|at| self.sign(at))
            .take_while(char::is_ascii_digit)
            .take(12)
            .collect();
        let count = run.len();
        // Sums of two such values still fit: a text of digits must not overflow.
        let value = if count > 9 { 999_999_999 } else { run.parse().ok()? };
        (count > 0).then_some(Digits {
            value,
            count,
            next: at + count,
        })
    }

    fn after_spaces(&self, mut at: usize) -> usize {
        while self.is(at, ' ') {
            at += 1;
        }
        at
    }

    fn number(&mut self) {
        let Some(first) = self.digits(self.at) else { return };
        let found = match first.count {
            1 | 2 => self
                .date(first)
                .or_else(|| self.pair(first))
                .or_else(|| self.with_ending(first)),
            4 => self
                .iso_date(first)
                .or_else(|| self.years(first))
                .or_else(|| self.with_ending(first)),
            _ => None,
        };
        let plain = match first.count {
            1..=4 => Kind::Number {
                value: first.value,
                digits: first.count,
            },
            _ => Kind::Junk,
        };
        let (kind, next) = found.unwrap_or((plain, first.next));
        self.push(kind, next);
    }

    /// `2022-05-15`, `2022.05.15`, `2022-05`.
    fn iso_date(&self, year: Digits) -> Option<(Kind, usize)> {
        let mark = self.sign(year.next).filter(|mark| matches!(mark, '-' | '.'))?;
        let month = self.digits(year.next + 1).filter(|month| month.count == 2)?;
        let year_number = i32::try_from(year.value).ok()?;
        let day = self
            .digits(month.next + 1)
            .filter(|day| self.is(month.next, mark) && day.count == 2);
        if let Some(day) = day {
            return Some((
                Kind::Date {
                    day: day.value,
                    month: month.value,
                    year: Some(year_number),
                },
                day.next,
            ));
        }
        let is_month = mark == '-' && (1..=12).contains(&month.value) && month.value != (year.value + 1) % 100;
        is_month.then_some((
            Kind::MonthYear {
                month: month.value,
                year: year_number,
            },
            month.next,
        ))
    }

    /// `2022-2024`, `2022 - 2024`, `2022/2023`, `2022/23`.
    fn years(&self, first: Digits) -> Option<(Kind, usize)> {
        let mark = self.after_spaces(first.next);
        let last = self.digits(self.after_spaces(mark + 1))?;
        let joined = self.is(mark, '-') || self.is(mark, '/');
        let short = last.count == 2 && last.value == (first.value + 1) % 100 && !self.is(last.next, '.');
        let value = if last.count == 4 {
            last.value
        } else {
            first.value / 100 * 100 + last.value
        };
        let are_years = [first.value, value].iter().all(|year| (1900..2200).contains(year));
        (joined && are_years && (last.count == 4 || short)).then_some((
            Kind::Years(i32::try_from(first.value).ok()?, i32::try_from(value).ok()?),
            last.next,
        ))
    }

    /// `15.05.2022`, `15. 05. 2022`, `15/05/22`, `15-05-2022`, `15,05.2022`.
    fn date(&self, day: Digits) -> Option<(Kind, usize)> {
        let (first_mark, month_at) = self.mark(day.next)?;
        let month = self.digits(month_at).filter(|month| month.count <= 2)?;
        let (second_mark, year_at) = self.mark(month.next)?;
        let year = self.digits(year_at)?;
        let spaced = month_at != day.next + 1 || year_at != month.next + 1;
        // «15 05 2022»: only spaces, but nothing else can be meant.
        if first_mark == ' ' || second_mark == ' ' {
            let plain = first_mark == second_mark && month.count == 2 && year.count == 4;
            let real =
                (1..=31).contains(&day.value) && (1..=12).contains(&month.value) && (1990..=2100).contains(&year.value);
            let year = (i32::try_from(year.value).ok()?, year.next);
            let kind = Kind::Date {
                day: day.value,
                month: month.value,
                year: Some(year.0),
            };
            return (plain && real).then_some((kind, year.1));
        }
        // «05-09.2022» may be May to September.
        if (first_mark == '-') != (second_mark == '-') {
            return None;
        }
        let dotted = first_mark == '.' && second_mark == '.';
        let slashed = first_mark == '/' && second_mark == '/';
        let year_number = match year.count {
            4 => i32::try_from(year.value).ok()?,
            2 if (dotted || slashed) && !spaced && !self.is_time_after(year) => {
                2000 + i32::try_from(year.value).ok()?
            }
            _ if spaced || !(dotted || slashed) || year.count < 3 => return None,
            _ => return Some((Kind::Junk, year.next)),
        };
        if spaced && !dotted {
            return None;
        }
        Some((
            Kind::Date {
                day: day.value,
                month: month.value,
                year: Some(year_number),
            },
            year.next,
        ))
    }

    fn is_time_after(&self, digits: Digits) -> bool {
        (self.is(digits.next, '.') || self.is(digits.next, ':'))
            && self.digits(digits.next + 1).is_some_and(|minutes| minutes.count == 2)
    }

    /// A mark between the parts of a date and where the next part begins; spaces may stand round a full stop.
    fn mark(&self, at: usize) -> Option<(char, usize)> {
        let after = self.after_spaces(at);
        if self.is(after, '.') {
            return Some(('.', self.after_spaces(after + 1)));
        }
        if after > at && self.sign(after).is_some_and(|sign| sign.is_ascii_digit()) {
            return Some((' ', after));
        }
        self.sign(at)
            .filter(|mark| matches!(mark, '/' | '-' | ','))
            .map(|mark| (mark, at + 1))
    }

    /// `15.05`, `05.2022`, `10.00`, `10:30`, `9-00`, `01/09`.
    fn pair(&self, first: Digits) -> Option<(Kind, usize)> {
        let mark = self.sign(first.next)?;
        let second = self.digits(first.next + 1)?;
        let day_month = (1..=31).contains(&first.value) && (1..=12).contains(&second.value);
        let clock = first.value <= 24 && second.value < 60 && second.count == 2;
        let date = Kind::Date {
            day: first.value,
            month: second.value,
            year: None,
        };
        let time = Kind::Time(first.value, second.value);
        let kind = match (mark, second.count) {
            ('.' | '/', 4) if (1..=12).contains(&first.value) => Kind::MonthYear {
                month: first.value,
                year: i32::try_from(second.value).ok()?,
            },
            ('.', 1 | 2) if day_month => date,
            ('.', 2) if clock => time,
            ('.', _) => Kind::Junk,
            ('/', 2) if day_month && first.count == 2 => date,
            (':', 2) if clock => time,
            ('-', 2) if clock && second.value == 0 => time,
            _ => return None,
        };
        Some((kind, second.next))
    }

    /// «15-го», «1-й», «20-х», «10-ти», «5го».
    fn with_ending(&self, number: Digits) -> Option<(Kind, usize)> {
        let at = if self.is(number.next, '-') {
            number.next + 1
        } else {
            number.next
        };
        let ending: String = (at..)
            .map_while(|at| self.sign(at))
            .take_while(|sign| sign.is_alphabetic())
            .take(5)
            .collect();
        let next = at + ending.chars().count();
        let plain = Kind::Number {
            value: number.value,
            digits: number.count,
        };
        let kind = match ending.as_str() {
            _ if number.count > 2 && at == number.next => return None,
            "го" | "ого" | "его" | "е" | "ое" | "ее" | "й" | "ый" | "ий" | "ой" | "я" | "ая" | "ья" | "ю" | "ую"
            | "ом" | "му" | "ому"
                if number.count <= 2 =>
            {
                Kind::Ordinal(number.value)
            }
            "го" | "ый" | "й" | "ом" | "м" | "му" => plain,
            "х" | "ых" if number.value.is_multiple_of(10) => Kind::Tens(number.value),
            "х" | "ти" | "ми" | "мя" => plain,
            "и" if at > number.next => plain,
            _ => return None,
        };
        Some((kind, next))
    }
}
