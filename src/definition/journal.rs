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

    /// Reads a number written on paper; `None` when this journal does not print such numbers in that year. Signs that
    /// look alike are one sign: «113-a» with a Latin letter and «113-А» are «113-а».
    pub fn read(&self, year: i32, printed: &str) -> Option<Numbered> {
        self.taken_apart(year, printed).map(|(_, numbered, _)| numbered)
    }

    /// The same number in the journal's own signs, with or without the hyphen before its letter, as on paper.
    pub fn written(&self, year: i32, printed: &str) -> Option<String> {
        let (before, numbered, rest) = self.taken_apart(year, printed)?;
        let pattern = self.of_year(year);
        let after = pattern.split_once("{n}").map_or("", |(_, after)| after);
        Some(format!("{before}{}{rest}{after}", numbered.sequence))
    }

    /// What stands before the integer, the number itself, and what stands between the integer and the end.
    fn taken_apart(&self, year: i32, printed: &str) -> Option<(String, Numbered, String)> {
        let pattern = self.of_year(year);
        let (before, after) = pattern.split_once("{n}")?;
        let signs: Vec<char> = printed.trim().chars().map(plain).collect();
        let plainly = |text: &str| text.chars().map(plain).collect::<Vec<char>>();
        let own = signs.strip_prefix(&plainly(before)[..])?;
        let own = own.strip_suffix(&plainly(after)[..])?;
        let digits = own.iter().take_while(|sign| sign.is_ascii_digit()).count();
        let (integer, rest) = own.split_at(digits);
        if integer.first() == Some(&'0') {
            return None;
        }
        let sequence = integer.iter().collect::<String>().parse().ok()?;
        let letter = match rest.strip_prefix(&['-']).unwrap_or(rest) {
            [] if rest.is_empty() => None,
            [letter @ 'а'..='я'] => Some(*letter),
            _ => return None,
        };
        Some((before.to_owned(), Numbered { sequence, letter }, rest.iter().collect()))
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

/// A sign as it looks: a small Russian letter for one that looks so, and one hyphen for all dashes.
fn plain(sign: char) -> char {
    const ALIKE: [(char, char); 17] = [
        ('A', 'а'),
        ('a', 'а'),
        ('B', 'в'),
        ('E', 'е'),
        ('e', 'е'),
        ('K', 'к'),
        ('M', 'м'),
        ('H', 'н'),
        ('O', 'о'),
        ('o', 'о'),
        ('P', 'р'),
        ('p', 'р'),
        ('C', 'с'),
        ('c', 'с'),
        ('T', 'т'),
        ('X', 'х'),
        ('x', 'х'),
    ];
    match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        'Y' | 'y' => 'у',
        _ => match ALIKE.iter().find(|(latin, _)| *latin == sign) {
            Some((_, russian)) => *russian,
            None => sign.to_lowercase().next().unwrap_or(sign),
        },
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
    fn signs_that_look_alike_are_read_as_one_and_written_as_the_journal_writes_them() {
        for (pattern, printed, number, written) in [
            ("{n}", "113-a", (113, Some('а')), "113-а"),
            ("{n}", "113-А", (113, Some('а')), "113-а"),
            ("{n}", "113\u{2013}а", (113, Some('а')), "113-а"),
            ("{n}", "6Б", (6, Some('б')), "6б"),
            ("{n}", " 113 ", (113, None), "113"),
            ("{n}-ОД", "42-OД", (42, None), "42-ОД"),
            ("{n}-ОД", "42-од", (42, None), "42-ОД"),
            ("P-{n}", "Р-682", (682, None), "P-682"),
            ("01\u{2011}12/{n}", "01-12/358", (358, None), "01\u{2011}12/358"),
        ] {
            assert_eq!(read(pattern, printed), Some(number), "{printed} by {pattern}");
            assert_eq!(
                journal(pattern).written(2022, printed).as_deref(),
                Some(written),
                "{printed} by {pattern}"
            );
        }
        for printed in ["113-d", "113-z", "113-ii", "113-а\u{301}", "113-0", "IV"] {
            assert_eq!(read("{n}", printed), None, "{printed}");
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
