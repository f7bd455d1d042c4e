//! Text taken from a PDF: placeholder until columns are rebuilt.

use super::ImportError;
use super::source::Document;

pub fn read(_bytes: &[u8]) -> Result<Document, ImportError> {
    Err(ImportError::NoTable)
}
