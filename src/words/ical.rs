//! A calendar file (iCalendar, RFC 5545) as text: days that a calendar program shows, and that a later file may move or
//! take away.
//!
//! Must never read the clock: the caller says when the file was written. Must never write a line longer than the
//! standard allows, nor let a text of the plan end a field.
#![deny(missing_docs)]

use chrono::{DateTime, NaiveDate, Utc};

/// Octets of a line, without its end.
const LINE_OCTETS_MAX: usize = 75;

/// A calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Shown as its name.
    pub name: String,
    /// What the file is for.
    pub method: Method,
    /// Its days.
    pub days: Vec<Day>,
}

/// What the receiver does with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Takes the days into his calendar; a day known already is replaced when its sequence has grown.
    Publish,
    /// Removes the days.
    Cancel,
}

/// A whole day in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The same for the life of what it stands for, whatever becomes of it: `…@domain`.
    pub uid: String,
    /// How often it was changed since it was first sent.
    pub sequence: u32,
    /// When this text was written.
    pub stamped: DateTime<Utc>,
    /// The day.
    pub on: NaiveDate,
    /// One line.
    pub summary: String,
    /// As long as it must be; lines are kept.
    pub description: String,
    /// Words to find it by.
    pub categories: Vec<String>,
    /// It does not take place any more.
    pub cancelled: bool,
    /// Reminds so many days before, at nine in the morning of the reader's own clock.
    pub remind_days_before: Option<u32>,
}

impl Calendar {
    /// The file, with CRLF at the ends of lines.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        line(&mut text, "BEGIN:VCALENDAR");
        line(&mut text, "VERSION:2.0");
        line(&mut text, "PRODID:-//Prikaz//Prikaz//RU");
        line(&mut text, "CALSCALE:GREGORIAN");
        line(
            &mut text,
            match self.method {
                Method::Publish => "METHOD:PUBLISH",
                Method::Cancel => "METHOD:CANCEL",
            },
        );
        line(&mut text, &format!("X-WR-CALNAME:{}", escaped(&self.name)));
        for day in &self.days {
            day.write(&mut text);
        }
        line(&mut text, "END:VCALENDAR");
        text
    }
}

impl Day {
    fn write(&self, text: &mut String) {
        let next = self.on.succ_opt().unwrap_or(self.on);
        line(text, "BEGIN:VEVENT");
        line(text, &format!("UID:{}", one_word(&self.uid)));
        line(text, &format!("SEQUENCE:{}", self.sequence));
        line(text, &format!("DTSTAMP:{}", self.stamped.format("%Y%m%dT%H%M%SZ")));
        line(text, &format!("DTSTART;VALUE=DATE:{}", self.on.format("%Y%m%d")));
        line(text, &format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        line(text, &format!("SUMMARY:{}", escaped(&self.summary)));
        if !self.description.is_empty() {
            line(text, &format!("DESCRIPTION:{}", escaped(&self.description)));
        }
        if !self.categories.is_empty() {
            let words: Vec<String> = self.categories.iter().map(|word| escaped(word)).collect();
            line(text, &format!("CATEGORIES:{}", words.join(",")));
        }
        line(
            text,
            if self.cancelled {
                "STATUS:CANCELLED"
            } else {
                "STATUS:CONFIRMED"
            },
        );
        line(text, "CLASS:PUBLIC");
        line(text, "TRANSP:TRANSPARENT");
        if let Some(days) = self.remind_days_before.filter(|_| !self.cancelled) {
            self.alarm(text, days);
        }
        line(text, "END:VEVENT");
    }

    /// A whole day begins at midnight; nine in the morning of an earlier day is less than whole days before it.
    fn alarm(&self, text: &mut String, days: u32) {
        const MORNING_HOUR: u32 = 9;
        let trigger = match days {
            0 => format!("PT{MORNING_HOUR}H"),
            1 => format!("-PT{}H", 24 - MORNING_HOUR),
            days => format!("-P{}DT{}H", days - 1, 24 - MORNING_HOUR),
        };
        line(text, "BEGIN:VALARM");
        line(text, "ACTION:DISPLAY");
        line(text, &format!("TRIGGER:{trigger}"));
        line(text, &format!("DESCRIPTION:{}", escaped(&self.summary)));
        line(text, "END:VALARM");
    }
}

/// A text as a value: what separates values is escaped, control characters go.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").replace('\r', "\n").chars() {
        match letter {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => {
                value.push('\\');
                value.push(letter);
            }
            '\t' => value.push(' '),
            letter if letter.is_control() => {}
            letter => value.push(letter),
        }
    }
    value
}

/// An identifier: nothing that could end the field.
fn one_word(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control() && !letter.is_whitespace())
        .collect()
}

/// Writes a content line, folded between letters: a line that goes on begins with a space.
fn line(text: &mut String, content: &str) {
    let mut octets = 0;
    for letter in content.chars() {
        let width = letter.len_utf8();
        if octets + width > LINE_OCTETS_MAX {
            text.push_str("\r\n ");
            octets = 1;
        }
        octets += width;
        text.push(letter);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Day {
        Day {
            uid: "4.1-2022@example.org".to_owned(),
            sequence: 0,
            stamped: DateTime::from_timestamp(1_649_062_800, 0).unwrap(),
            on: NaiveDate::from_ymd_opt(2022, 5, 13).unwrap(),
            summary: "4.1 База наставляемых: контрольный срок".to_owned(),
            description: String::new(),
            categories: Vec::new(),
            cancelled: false,
            remind_days_before: None,
        }
    }

    fn written(day: Day) -> String {
        let calendar = Calendar {
            name: "Дорожная карта".to_owned(),
            method: Method::Publish,
            days: vec![day],
        };
        calendar.to_text()
    }

    /// As a reader joins lines again.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn no_line_is_longer_than_the_standard_allows_and_no_letter_is_cut() {
        let long = "Ёлочка «№ 5», ".repeat(40);
        let text = written(Day {
            description: long.clone(),
            ..day()
        });
        for line in text.split("\r\n") {
            assert!(line.len() <= LINE_OCTETS_MAX, "{} octets: {line}", line.len());
        }
        let said = unfolded(&text)
            .into_iter()
            .find(|line| line.starts_with("DESCRIPTION:"))
            .unwrap();
        assert_eq!(said, format!("DESCRIPTION:{}", long.replace(',', "\\,")));
    }

    #[test]
    fn a_title_cannot_end_its_field_or_begin_another() {
        let text = written(Day {
            summary: "срок; место, час\\\r\nEND:VEVENT\u{0}".to_owned(),
            ..day()
        });
        let lines = unfolded(&text);
        assert!(
            lines.contains(&"SUMMARY:срок\\; место\\, час\\\\\\nEND:VEVENT".to_owned()),
            "{lines:#?}"
        );
        assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 1);
    }

    #[test]
    fn a_whole_day_ends_where_the_next_begins() {
        let text = written(Day {
            on: NaiveDate::from_ymd_opt(2024, 12, 31).unwrap(),
            ..day()
        });
        assert!(text.contains("DTSTART;VALUE=DATE:20241231\r\nDTEND;VALUE=DATE:20250101\r\n"));
        assert!(text.contains("DTSTAMP:20220404T090000Z\r\n"));
    }

    #[test]
    fn a_reminder_rings_at_nine_in_the_morning_and_not_for_what_is_cancelled() {
        let rings = |days| {
            written(Day {
                remind_days_before: Some(days),
                ..day()
            })
        };
        assert!(rings(0).contains("TRIGGER:PT9H"));
        assert!(rings(1).contains("TRIGGER:-PT15H"));
        assert!(rings(3).contains("TRIGGER:-P2DT15H"));
        let cancelled = written(Day {
            cancelled: true,
            sequence: 2,
            remind_days_before: Some(3),
            ..day()
        });
        assert!(cancelled.contains("SEQUENCE:2") && cancelled.contains("STATUS:CANCELLED"));
        assert!(!cancelled.contains("VALARM"));
    }
}
