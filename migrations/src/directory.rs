//! The names an institution has had: an old order keeps the name of its day, and an auditor can ask for it.
//!
//! Must never change: it was released.

/// For both databases. `sha256` is that of the first day, the names and the head: the same row found again is not doubled.
pub const UP: &str = r#"
CREATE TABLE institution_name (
    key WORDS NOT NULL,
    sha256 WORDS NOT NULL CHECK (length(sha256) = 64),
    full_name WORDS NOT NULL, short_name WORDS NOT NULL,
    director WORDS NOT NULL, director_post WORDS,
    valid_from DAY, valid_to DAY,
    PRIMARY KEY (key, sha256),
    CONSTRAINT last_day_not_before_first CHECK (valid_from <= valid_to)
) STRICTLY;
"#;

/// SQLite: what was once a name is never forgotten.
pub const SQLITE: &str = "
CREATE TRIGGER institution_name_no_delete BEFORE DELETE ON institution_name BEGIN SELECT RAISE(ABORT, 'a name is never forgotten'); END;
";

/// PostgreSQL: the same.
pub const POSTGRES: &str = "
CREATE TRIGGER institution_name_no_delete BEFORE DELETE ON institution_name FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER institution_name_no_truncate BEFORE TRUNCATE ON institution_name FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
";
