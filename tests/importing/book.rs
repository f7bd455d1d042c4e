//! Builds small .docx files with tables.
