//! One text for two databases: words in capitals stand for a type that each spells in its own way.
//!
//! Must never change what a released step means.

/// A word of the text and how a database spells it.
pub type Dialect = [(&'static str, &'static str)];

/// SQLite: instants and dates are texts that sort, JSON is text that must be valid.
pub const SQLITE: &Dialect = &[
    (" WORDS", " TEXT"),
    (" WHOLE", " INTEGER"),
    (" SMALL", " INTEGER"),
    (" MOMENT", " TEXT"),
    (" DAY", " TEXT"),
    (" JSON", " TEXT"),
    (" BYTES", " BLOB"),
    (" STRICTLY", " STRICT"),
];

/// PostgreSQL: texts sort by their bytes, as in SQLite, so that lists come in one order on both.
pub const POSTGRES: &Dialect = &[
    (" WORDS", " TEXT COLLATE \"C\""),
    (" WHOLE", " BIGINT"),
    (" SMALL", " INTEGER"),
    (" MOMENT", " TIMESTAMPTZ"),
    (" DAY", " DATE"),
    (" JSON", " JSONB"),
    (" BYTES", " BYTEA"),
    (" STRICTLY", ""),
];

/// The text as this database reads it.
pub fn in_dialect(text: &str, dialect: &Dialect) -> String {
    dialect
        .iter()
        .fold(text.to_owned(), |text, (word, own)| text.replace(word, own))
}
