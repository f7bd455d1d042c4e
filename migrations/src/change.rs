//! Changes midway: what is stopped for a while, and what the department declares for a time — who acts for whom, which
//! institution has closed.
//!
//! Must never change once it was released.

/// For both databases.
pub const UP: &str = r#"
ALTER TABLE instance ADD COLUMN suspended_on DAY;
ALTER TABLE task ADD COLUMN suspended_on DAY;

CREATE TABLE declaration (
    id WORDS PRIMARY KEY CHECK (length(id) = 36),
    kind WORDS NOT NULL,
    plan WORDS NOT NULL,
    actor_name WORDS NOT NULL,
    recorded_at MOMENT NOT NULL,
    body JSON NOT NULL
) STRICTLY;
CREATE INDEX declaration_by_plan ON declaration (plan, recorded_at, id);
"#;

/// SQLite: what was declared is ended by another declaration, never rewritten.
pub const SQLITE: &str = "
CREATE TRIGGER declaration_no_update BEFORE UPDATE ON declaration BEGIN SELECT RAISE(ABORT, 'a declaration never changes'); END;
CREATE TRIGGER declaration_no_delete BEFORE DELETE ON declaration BEGIN SELECT RAISE(ABORT, 'a declaration never changes'); END;
";

/// PostgreSQL: the same.
pub const POSTGRES: &str = "
CREATE TRIGGER declaration_no_change BEFORE UPDATE OR DELETE ON declaration FOR EACH ROW EXECUTE FUNCTION refuse_change();
";
