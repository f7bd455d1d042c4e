//! Numbers of a journal as they are printed, and as they are read back from paper.
//!
//! Must never read a number that the journal would not print so: «42-ОД» and «42» are numbers of two journals.
#![deny(missing_docs)]

use crate::definition::model::Journal;

/// A number of a series: the integer, and the letter of one that was inserted after it («14-а»).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Numbered {
    /// The integer, 1 or more.
    pub sequence: u32,
    /// The letter, а–я without ё.
    pub letter: Option<char>,
}

/// Places between one integer and the next: a letter for each of them, and more.
const PLACES: u64 = 100;

impl Numbered {
    /// Where it stands in the series of the year: 14 before 14-а before 15.
    pub fn place(self) -> u64 {
        let letter = self.letter.map_or(0, |letter| u64::from(letter) - u64::from('а') + 1);
        u64::from(self.sequence) * PLACES + letter
    }

    /// The number without its letter.
    #[must_use]
    pub fn base(self) -> Self {
        Self { letter: None, ..self }
    }

    /// The number that stands at a place.
    pub fn at(place: u64) -> Option<Self> {
        let sequence = u32::try_from(place / PLACES).ok().filter(|sequence| *sequence > 0)?;
        let letter = match place % PLACES {
            0 => None,
            after => Some(
                u32::try_from(after)
                    .ok()
                    .and_then(|after| char::from_u32(u32::from('а') + after - 1))?,
            ),
        };
        Some(Self { sequence, letter })
    }
}

impl From<u32> for Numbered {
    fn from(sequence: u32) -> Self {
        Self { sequence, letter: None }
    }
}

impl Journal {
    /// The number as printed in a year, e.g. `114` or `42-ОД`.
    pub fn print(&self, year: i32, number: u32) -> String {
        self.of_year(year).replace("{n}", &number.to_string())
    }

    /// Reads a number written on paper; `None` when this journal does not print such numbers in that year.
    pub fn read(&self, year: i32, printed: &str) -> Option<Numbered> {
        let pattern = self.of_year(year);
        let (before, after) = pattern.split_once("{n}")?;
        let own = printed.trim().strip_prefix(before)?.strip_suffix(after)?;
        let digits = own.bytes().take_while(u8::is_ascii_digit).count();
        let (integer, rest) = own.split_at(digits);
        if integer.starts_with('0') {
            return None;
        }
        let sequence = integer.parse().ok()?;
        let mut letters = rest.strip_prefix('-').unwrap_or(rest).chars();
        let letter = match (letters.next(), letters.next()) {
            (None, _) if rest.is_empty() => None,
            (Some(letter @ 'а'..='я'), None) => Some(letter),
            _ => return None,
        };
        Some(Numbered { sequence, letter })
    }

    /// A number that both this journal and another may print in one year.
    pub fn prints_as(&self, other: &Self) -> Option<String> {
        let (mine, theirs) = (self.of_year(SOME_YEAR), other.of_year(SOME_YEAR));
        let ((before, after), (its_before, its_after)) = (mine.split_once("{n}")?, theirs.split_once("{n}")?);
        let longer = |one: &str, two: &str| {
            if one.len() < two.len() {
                two.to_owned()
            } else {
                one.to_owned()
            }
        };
        // If any number is printed by both, this one is: what one has in excess the other must have in its integer.
        let both = format!("{}1{}", longer(before, its_before), longer(after, its_after));
        let prints = |journal: &Self| {
            journal
                .read(SOME_YEAR, &both)
                .is_some_and(|number| number.letter.is_none())
        };
        (prints(self) && prints(other)).then_some(both)
    }

    fn of_year(&self, year: i32) -> String {
        let two = year.rem_euclid(100);
        self.pattern
            .replace("{yyyy}", &year.to_string())
            .replace("{yy}", &format!("{two:02}"))
    }
}

/// Any year shows whether two patterns print alike in one year.
const SOME_YEAR: i32 = 2026;

/// «приказом», «распоряжением»: a kind of documents in the instrumental, in which marks name it.
pub fn instrumental(kind: &str) -> String {
    for (ending, other) in [
        ("ие", "ием"),
        ("ье", "ьем"),
        ("о", "ом"),
        ("ка", "кой"),
        ("а", "ой"),
        ("ь", "ью"),
    ] {
        if let Some(stem) = kind.strip_suffix(ending) {
            return format!("{stem}{other}");
        }
    }
    format!("{kind}ом")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::model::DateOrder;
    use std::collections::BTreeMap;

    fn journal(pattern: &str) -> Journal {
        Journal {
            title: "Журнал".to_owned(),
            kind: "приказ".to_owned(),
            pattern: pattern.to_owned(),
            last_used: BTreeMap::new(),
            date_order: DateOrder::Refuse,
        }
    }

    fn read(pattern: &str, printed: &str) -> Option<(u32, Option<char>)> {
        let number = journal(pattern).read(2022, printed)?;
        Some((number.sequence, number.letter))
    }

    #[test]
    fn a_number_is_read_as_its_journal_prints_it() {
        assert_eq!(read("{n}", "113"), Some((113, None)));
        assert_eq!(read("{n}-ОД", " 42-ОД "), Some((42, None)));
        assert_eq!(read("01-12/{n}", "01-12/358"), Some((358, None)));
        assert_eq!(read("{n}/{yy}", "7/22"), Some((7, None)));
        assert_eq!(read("{yyyy}-{n}", "2022-7"), Some((7, None)));
        assert_eq!(read("{n}", "14-а"), Some((14, Some('а'))));
        assert_eq!(read("{n}-ОД", "6а-ОД"), Some((6, Some('а'))));
        for (pattern, printed) in [
            ("{n}", "42-ОД"),
            ("{n}-ОД", "42"),
            ("{n}", "014"),
            ("{n}", "0"),
            ("{n}", ""),
            ("{n}", "14-"),
            ("{n}", "14-аб"),
            ("{n}", "14-ё"),
            ("{n}", "-а"),
            ("{n}", "99999999999"),
            ("{n}/{yy}", "7/23"),
        ] {
            assert_eq!(read(pattern, printed), None, "{printed} by {pattern}");
        }
    }

    #[test]
    fn an_inserted_number_stands_between_two_integers() {
        let place = |sequence, letter| Numbered { sequence, letter }.place();
        assert!(place(14, None) < place(14, Some('а')) && place(14, Some('я')) < place(15, None));
        for number in [(14, None), (14, Some('а')), (1, Some('я'))] {
            let number = Numbered {
                sequence: number.0,
                letter: number.1,
            };
            assert_eq!(Numbered::at(number.place()), Some(number));
        }
        assert_eq!(Numbered::at(7), None);
    }

    #[test]
    fn patterns_that_print_alike_are_found() {
        let alike = |one: &str, two: &str| journal(one).prints_as(&journal(two));
        assert_eq!(alike("{n}", "{n}").as_deref(), Some("1"));
        assert_eq!(alike("{n}", "1{n}").as_deref(), Some("11"));
        assert_eq!(alike("5{n}", "{n}7").as_deref(), Some("517"));
        assert_eq!(alike("{n}", "{yy}{n}").as_deref(), Some("261"));
        for (one, two) in [
            ("{n}", "{n}-ОД"),
            ("{n}-к", "{n}-л/с"),
            ("{n}", "0{n}"),
            ("01-12/{n}", "{n}"),
            ("{n}", "{n}-д"),
        ] {
            assert_eq!(alike(one, two), None, "{one} and {two}");
        }
    }

    #[test]
    fn a_mark_names_the_kind_in_the_instrumental() {
        let named = [
            "приказ",
            "распоряжение",
            "постановление",
            "письмо",
            "телефонограмма",
            "записка",
        ]
        .map(instrumental);
        assert_eq!(
            named.join(" "),
            "приказом распоряжением постановлением письмом телефонограммой запиской"
        );
    }
}
