//! Registration as offices keep it: inserted numbers, void numbers, links between documents.
//!
//! Must never change: it was released.

/// For both databases. The table of documents stays where it is, with all that points at it: what was the integer of a
/// number becomes its place, a hundred places to each integer, so that «14-а» finds room after «14». The places go by
/// way of numbers that no document has, for a database looks at each row for a double as soon as it is changed.
pub const UP: &str = r"
ALTER TABLE document RENAME COLUMN sequence TO place;
ALTER TABLE document ADD COLUMN links JSON NOT NULL DEFAULT '[]';
UPDATE document SET place = place * 100 + 1000000000000 WHERE place IS NOT NULL;
UPDATE document SET place = place - 1000000000000 WHERE place IS NOT NULL;
CREATE INDEX document_linking ON document (id) WHERE links <> '[]';

ALTER TABLE journal ADD COLUMN last_on DAY;
UPDATE journal SET last_on = (
    SELECT max(document.dated) FROM document WHERE document.journal = journal.journal AND document.year = journal.year);

CREATE TABLE void_number (
    journal WORDS NOT NULL, year SMALL NOT NULL,
    place WHOLE NOT NULL CHECK (place > 0 AND place % 100 = 0),
    number WORDS NOT NULL,
    reason WORDS NOT NULL CHECK (length(reason) > 0),
    declared_on DAY NOT NULL,
    instance_id WORDS NOT NULL REFERENCES instance (id),
    PRIMARY KEY (journal, year, place)
) STRICTLY;
";

/// SQLite: a void number stays void.
pub const SQLITE: &str = "
CREATE TRIGGER void_number_no_update BEFORE UPDATE ON void_number BEGIN SELECT RAISE(ABORT, 'a void number stays void'); END;
CREATE TRIGGER void_number_no_delete BEFORE DELETE ON void_number BEGIN SELECT RAISE(ABORT, 'a void number stays void'); END;
";

/// PostgreSQL: the same.
pub const POSTGRES: &str = "
CREATE TRIGGER void_number_no_change BEFORE UPDATE OR DELETE ON void_number FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER void_number_no_truncate BEFORE TRUNCATE ON void_number FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
";
