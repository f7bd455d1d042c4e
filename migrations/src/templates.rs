//! Versions of Word templates: who put which file in place, and when.
//!
//! Must never change once it was released.

/// For both databases.
pub const UP: &str = r#"
CREATE TABLE template_version (
    name WORDS NOT NULL, version SMALL NOT NULL CHECK (version > 0),
    sha256 WORDS NOT NULL REFERENCES blob (sha256),
    stored_by WORDS NOT NULL,
    stored_at MOMENT NOT NULL,
    PRIMARY KEY (name, version)
) STRICTLY;
"#;

/// SQLite: drafts pin a version, so none goes away.
pub const SQLITE: &str = "
CREATE TRIGGER template_version_no_update BEFORE UPDATE ON template_version BEGIN SELECT RAISE(ABORT, 'a version of a template never changes'); END;
CREATE TRIGGER template_version_no_delete BEFORE DELETE ON template_version BEGIN SELECT RAISE(ABORT, 'a version of a template never changes'); END;
";

/// PostgreSQL: the same.
pub const POSTGRES: &str = "
CREATE TRIGGER template_version_no_change BEFORE UPDATE OR DELETE ON template_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
";
