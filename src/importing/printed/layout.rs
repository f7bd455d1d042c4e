//! Text that kept the places of its words (`pdftotext -layout`): cells are told apart by where they begin in a line.
//!
//! Must never be used where the headings do not stand apart: then places mean nothing.

use super::super::source::GridRow;
use super::{PageLine, PrintedHeader};

pub(super) fn read(_lines: &[PageLine], _head: &PrintedHeader) -> Option<Vec<GridRow>> {
    None
}
