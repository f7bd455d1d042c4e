//! How a paper is laid out: the standard in force on its date, and the few things departments do each in their own way.
//!
//! Both standards are voluntary and agree in most; what differs is here and nowhere else. Must never know a paper.

use chrono::NaiveDate;

/// The standard of office papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// ГОСТ Р 7.0.97-2016, in force until 17.08.2025.
    Gost2016,
    /// ГОСТ Р 7.0.97-2025, in force from 18.08.2025.
    Gost2025,
}

impl Profile {
    pub const ALL: [Self; 2] = [Self::Gost2016, Self::Gost2025];

    /// As on the command line and in folder names.
    pub fn key(self) -> &'static str {
        match self {
            Self::Gost2016 => "gost-2016",
            Self::Gost2025 => "gost-2025",
        }
    }

    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.key() == key)
    }

    /// How wide a requisite in a corner of the page may be.
    fn corner(self) -> Length {
        match self {
            Self::Gost2016 => mm(75),
            Self::Gost2025 => mm(80),
        }
    }
}

/// How the word «приказываю» is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// «ПРИКАЗЫВАЮ:».
    Capitals,
    /// «п р и к а з ы в а ю:».
    Spaced,
}

/// A layout to write papers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    pub profile: Profile,
    pub command: Command,
}

impl Layout {
    /// The layout of papers dated that day.
    pub fn on(date: NaiveDate) -> Self {
        let since = NaiveDate::from_ymd_opt(2025, 8, 18).unwrap_or_default();
        Self::of(if date < since {
            Profile::Gost2016
        } else {
            Profile::Gost2025
        })
    }

    pub fn of(profile: Profile) -> Self {
        Self {
            profile,
            command: Command::Capitals,
        }
    }

    /// What stays to the right of a requisite in the left corner, such as the heading.
    pub(super) fn right_of_corner(self) -> Length {
        Length(TEXT.0 - self.profile.corner().0)
    }

    /// Where a requisite in the right corner of a page laid on its side begins.
    pub(super) fn corner_aside(self) -> Length {
        Length(TEXT_LANDSCAPE.0 - self.profile.corner().0)
    }
}

/// A length on paper, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Length(pub i32);

/// A length in millimetres.
pub(super) const fn mm(millimetres: i32) -> Length {
    tenths_of_mm(millimetres * 10)
}

pub(super) const fn tenths_of_mm(tenths: i32) -> Length {
    Length((tenths * 1440 + 127) / 254)
}

pub(super) const PAGE_WIDTH: Length = mm(210);
pub(super) const PAGE_HEIGHT: Length = mm(297);
/// Orders are kept for good, so their left margin is the wide one.
pub(super) const LEFT: Length = mm(30);
pub(super) const RIGHT: Length = mm(10);
pub(super) const TOP: Length = mm(20);
pub(super) const BOTTOM: Length = mm(20);
/// From the upper edge to the page number.
pub(super) const HEADER: Length = mm(10);
/// Width of the text, 170 mm.
pub(super) const TEXT: Length = Length(PAGE_WIDTH.0 - LEFT.0 - RIGHT.0);
/// Width of the text on a page laid on its side. Its margins turn with it: the binding is at the top.
pub(super) const TEXT_LANDSCAPE: Length = Length(PAGE_HEIGHT.0 - LANDSCAPE_SIDE.0 * 2);
pub(super) const LANDSCAPE_SIDE: Length = mm(20);
pub(super) const LANDSCAPE_TOP: Length = mm(30);
pub(super) const LANDSCAPE_BOTTOM: Length = mm(10);
/// First line of a paragraph, 1.25 cm.
pub(super) const INDENT: Length = tenths_of_mm(125);
/// Where the annex mark and the approval mark begin.
pub(super) const MARK: Length = mm(100);
/// A requisite typed lengthwise is at most 12 cm wide, between these indents.
pub(super) const LENGTHWISE: Length = mm(25);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_of_the_eighteenth_of_august_2025_follow_the_new_standard() {
        let on = |month, day| Layout::on(NaiveDate::from_ymd_opt(2025, month, day).unwrap_or_default()).profile;
        assert_eq!((on(8, 17), on(8, 18)), (Profile::Gost2016, Profile::Gost2025));
    }

    #[test]
    fn lengths_are_those_of_the_standard() {
        assert_eq!((TEXT, INDENT, LEFT), (Length(9638), Length(709), Length(1701)));
        // A twip more or less is the rounding of millimetres.
        let heading = |profile, width: Length| Layout::of(profile).right_of_corner().0.abs_diff(width.0) <= 1;
        assert!(heading(Profile::Gost2016, mm(95)) && heading(Profile::Gost2025, mm(90)));
    }
}
