//! What a style may set beyond its base, and how that is said to Word.
//!
//! Must never know which styles there are.

use docx_rs as word;

use super::layout::{LENGTHWISE, Length};
use super::look::Style;

/// What a style sets beyond its base.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one switch of Word's own, and all may be on together"
)]
pub(super) struct Look {
    pub name: &'static str,
    pub based: Option<Style>,
    pub keep_next: bool,
    pub keep_lines: bool,
    pub new_page: bool,
    pub before: u32,
    pub after: u32,
    /// 240 is single.
    pub line: Option<i32>,
    /// Height of the line whatever stands in it.
    pub exact: Option<i32>,
    pub left: Length,
    pub right: Length,
    pub first: Length,
    pub align: Option<word::AlignmentType>,
    pub right_tab: Option<Length>,
    pub outline: bool,
    pub bold: bool,
    pub capitals: bool,
    pub spread: i32,
    pub points: Option<usize>,
    pub colour: Option<&'static str>,
}

impl Look {
    pub fn paragraph(&self) -> word::ParagraphProperty {
        let mut property = word::ParagraphProperty::new();
        if self.keep_next {
            property = property.keep_next(true);
        }
        if self.keep_lines {
            property = property.keep_lines(true);
        }
        if self.new_page {
            property = property.page_break_before(true);
        }
        if self.outline {
            property = property.outline_lvl(0);
        }
        if let Some(align) = self.align {
            property = property.align(align);
        }
        if let Some(at) = self.right_tab {
            let at = usize::try_from(at.0).unwrap_or_default();
            property = property.add_tab(word::Tab::new().val(word::TabValueType::Right).pos(at));
        }
        let none = Length::default();
        if (self.left, self.right, self.first) != (none, none, none) {
            let first = (self.first != none).then_some(word::SpecialIndentType::FirstLine(self.first.0));
            let right = (self.right != none).then_some(self.right.0);
            property = property.indent(Some(self.left.0), first, right, None);
        }
        if (self.before, self.after, self.line, self.exact) != (0, 0, None, None) {
            let mut spacing = word::LineSpacing::new();
            if self.before > 0 {
                spacing = spacing.before(self.before);
            }
            if self.after > 0 {
                spacing = spacing.after(self.after);
            }
            if let Some(line) = self.line {
                spacing = spacing.line_rule(word::LineSpacingType::Auto).line(line);
            }
            if let Some(exact) = self.exact {
                spacing = spacing.line_rule(word::LineSpacingType::Exact).line(exact);
            }
            property = property.line_spacing(spacing);
        }
        property
    }
}

/// A requisite in the middle of the page.
pub(super) fn lengthwise() -> Look {
    Look {
        keep_next: true,
        left: LENGTHWISE,
        right: LENGTHWISE,
        align: Some(word::AlignmentType::Center),
        ..Look::default()
    }
}

pub(super) fn of(base: Style, name: &'static str) -> Look {
    Look {
        name,
        based: Some(base),
        ..Look::default()
    }
}

/// Never torn, and never torn from what follows.
pub(super) fn kept(mut look: Look) -> Look {
    look.keep_next = true;
    look.keep_lines = true;
    look
}
