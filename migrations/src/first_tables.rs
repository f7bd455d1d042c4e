//! The first tables.
//!
//! Must never change: it was released.

/// For both databases.
pub const UP: &str = r#"
CREATE TABLE definition (
    sha256 WORDS PRIMARY KEY CHECK (length(sha256) = 64),
    plan WORDS NOT NULL, item WORDS NOT NULL,
    bundle WORDS NOT NULL,
    stored_at MOMENT NOT NULL
) STRICTLY;

CREATE TABLE blob (
    sha256 WORDS PRIMARY KEY CHECK (length(sha256) = 64),
    size WHOLE NOT NULL CHECK (size >= 0),
    bytes BYTES NOT NULL CHECK (length(bytes) = size),
    stored_at MOMENT NOT NULL
) STRICTLY;

CREATE TABLE journal (
    journal WORDS NOT NULL, year SMALL NOT NULL,
    last WHOLE NOT NULL CHECK (last >= 0),
    version WHOLE NOT NULL CHECK (version > 0),
    PRIMARY KEY (journal, year)
) STRICTLY;

CREATE TABLE document (
    id WORDS PRIMARY KEY CHECK (length(id) = 36),
    state WORDS NOT NULL CHECK (state IN ('draft', 'on_approval', 'registered', 'cancelled')),
    plan WORDS NOT NULL, kind WORDS NOT NULL, title WORDS NOT NULL,
    journal WORDS, year SMALL, sequence WHOLE CHECK (sequence > 0), number WORDS, dated DAY,
    template WORDS NOT NULL, template_sha256 WORDS NOT NULL,
    draft JSON NOT NULL, serves JSON NOT NULL,
    file_sha256 WORDS REFERENCES blob (sha256), content_sha256 WORDS, file_name WORDS NOT NULL, file_size WHOLE,
    version WHOLE NOT NULL CHECK (version > 0),
    body JSON NOT NULL,
    UNIQUE (journal, year, sequence),
    CONSTRAINT registered_iff_numbered CHECK (
        (state IN ('draft', 'on_approval')) = (sequence IS NULL)
        AND (sequence IS NULL) = (journal IS NULL) AND (sequence IS NULL) = (year IS NULL)
        AND (sequence IS NULL) = (number IS NULL) AND (sequence IS NULL) = (dated IS NULL)),
    CONSTRAINT file_has_both_hashes CHECK (
        (file_sha256 IS NULL) = (content_sha256 IS NULL) AND (file_sha256 IS NULL) = (file_size IS NULL)),
    CONSTRAINT only_registered_has_file CHECK (file_sha256 IS NULL OR sequence IS NOT NULL)
) STRICTLY;
CREATE INDEX document_by_plan ON document (plan, state, id);

CREATE TABLE instance (
    id WORDS PRIMARY KEY CHECK (length(id) = 36),
    plan WORDS NOT NULL, item WORDS NOT NULL, period WORDS NOT NULL,
    definition WORDS NOT NULL REFERENCES definition (sha256),
    stage WORDS NOT NULL,
    state WORDS NOT NULL CHECK (state IN ('active', 'released', 'cancelled')),
    start DAY, due DAY, control DAY,
    document_id WORDS REFERENCES document (id),
    total SMALL NOT NULL, open SMALL NOT NULL, reported SMALL NOT NULL, accepted SMALL NOT NULL, cancelled SMALL NOT NULL,
    version WHOLE NOT NULL CHECK (version > 0),
    history_seq WHOLE NOT NULL CHECK (history_seq >= 0),
    history_hash WORDS NOT NULL CHECK (length(history_hash) = 64),
    body JSON NOT NULL,
    UNIQUE (plan, item, period),
    CONSTRAINT dates_come_together CHECK ((due IS NULL) = (control IS NULL) AND (start IS NULL OR due IS NOT NULL)),
    CONSTRAINT counts_add_up CHECK (
        open >= 0 AND reported >= 0 AND accepted >= 0 AND cancelled >= 0 AND total = open + reported + accepted + cancelled)
) STRICTLY;
CREATE INDEX instance_by_control ON instance (state, control);
CREATE INDEX instance_by_document ON instance (document_id);

CREATE TABLE task (
    id WORDS PRIMARY KEY CHECK (length(id) = 36),
    instance_id WORDS NOT NULL REFERENCES instance (id),
    plan WORDS NOT NULL, item WORDS NOT NULL, period WORDS NOT NULL,
    stage WORDS NOT NULL,
    institution WORDS NOT NULL,
    part WORDS NOT NULL CHECK (part IN ('lead', 'co_executor')),
    state WORDS NOT NULL CHECK (state IN ('issued', 'reported', 'returned', 'accepted', 'cancelled')),
    due DAY NOT NULL, control DAY NOT NULL, current_control DAY NOT NULL,
    reported_on DAY, accepted_on DAY,
    version WHOLE NOT NULL CHECK (version > 0),
    body JSON NOT NULL,
    CONSTRAINT accepted_iff_dated CHECK ((state = 'accepted') = (accepted_on IS NOT NULL)),
    CONSTRAINT reported_iff_dated CHECK ((state IN ('reported', 'accepted')) = (reported_on IS NOT NULL))
) STRICTLY;
CREATE INDEX task_by_institution ON task (institution, state, current_control);
CREATE INDEX task_by_instance ON task (instance_id, current_control, id, state);
CREATE INDEX task_by_item ON task (plan, item, current_control, id, state);
CREATE INDEX task_by_control ON task (current_control, id, state);

CREATE TABLE history (
    instance_id WORDS NOT NULL REFERENCES instance (id),
    seq WHOLE NOT NULL CHECK (seq > 0),
    recorded_at MOMENT NOT NULL, effective_on DAY NOT NULL,
    actor_kind WORDS NOT NULL CHECK (actor_kind IN ('person', 'institution', 'system')),
    actor_name WORDS NOT NULL, on_behalf WORDS,
    kind WORDS NOT NULL,
    plan WORDS NOT NULL, item WORDS NOT NULL, period WORDS NOT NULL,
    task_id WORDS REFERENCES task (id),
    institution WORDS,
    document_id WORDS REFERENCES document (id),
    definition WORDS NOT NULL,
    payload JSON NOT NULL,
    prev_hash WORDS NOT NULL CHECK (length(prev_hash) = 64),
    hash WORDS NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (instance_id, seq)
) STRICTLY;
CREATE INDEX history_by_institution ON history (institution, recorded_at, instance_id, seq) WHERE institution IS NOT NULL;
CREATE INDEX history_by_item ON history (plan, item, recorded_at, instance_id, seq);
CREATE INDEX history_by_time ON history (recorded_at, instance_id, seq);
CREATE INDEX history_by_task ON history (task_id, recorded_at, instance_id, seq) WHERE task_id IS NOT NULL;
CREATE INDEX history_by_document ON history (document_id, recorded_at, instance_id, seq) WHERE document_id IS NOT NULL;

CREATE TABLE job (
    key WORDS PRIMARY KEY,
    kind WORDS NOT NULL,
    run_at MOMENT NOT NULL,
    state WORDS NOT NULL CHECK (state IN ('waiting', 'leased', 'done', 'parked')),
    attempts SMALL NOT NULL CHECK (attempts >= 0),
    lease_until MOMENT, lease_token WORDS,
    payload JSON NOT NULL,
    last_error WORDS, result JSON,
    plan WORDS, item WORDS, instance_id WORDS, task_id WORDS, institution WORDS, document_id WORDS,
    message_id WORDS,
    created_at MOMENT NOT NULL, finished_at MOMENT,
    CONSTRAINT leased_iff_token CHECK (
        (state = 'leased') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (lease_until IS NULL)),
    CONSTRAINT finished_iff_dated CHECK ((state IN ('done', 'parked')) = (finished_at IS NOT NULL))
) STRICTLY;
CREATE INDEX job_due ON job (run_at, key) WHERE state IN ('waiting', 'leased');
CREATE INDEX job_by_item ON job (plan, item, kind, state);
CREATE INDEX job_parked ON job (key) WHERE state = 'parked';
CREATE INDEX job_by_instance ON job (instance_id, created_at, key) WHERE instance_id IS NOT NULL;
CREATE INDEX job_by_task ON job (task_id, created_at, key) WHERE task_id IS NOT NULL;
CREATE INDEX job_by_document ON job (document_id, created_at, key) WHERE document_id IS NOT NULL;
CREATE INDEX job_by_institution ON job (institution, created_at, key) WHERE institution IS NOT NULL;

CREATE TABLE request (
    key WORDS PRIMARY KEY,
    input_sha256 WORDS NOT NULL CHECK (length(input_sha256) = 64),
    answer JSON NOT NULL,
    recorded_at MOMENT NOT NULL
) STRICTLY;
CREATE INDEX request_by_time ON request (recorded_at);

CREATE TABLE institution (
    key WORDS PRIMARY KEY,
    kind WORDS NOT NULL,
    full_name WORDS NOT NULL, short_name WORDS NOT NULL,
    director WORDS NOT NULL, email WORDS NOT NULL,
    curator WORDS, curator_email WORDS,
    valid_from DAY, valid_to DAY
) STRICTLY;

CREATE TABLE token (
    sha256 WORDS PRIMARY KEY CHECK (length(sha256) = 64),
    name WORDS NOT NULL,
    role WORDS NOT NULL CHECK (role IN ('department', 'auditor', 'institution', 'operator')),
    roles JSON NOT NULL,
    institution WORDS,
    created_at MOMENT NOT NULL, expires_at MOMENT, revoked_at MOMENT,
    CONSTRAINT institution_iff_its_role CHECK ((role = 'institution') = (institution IS NOT NULL))
) STRICTLY;
"#;

/// SQLite: the fence round the history.
pub const SQLITE: &str = "
CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'a file never changes'); END;
CREATE TRIGGER definition_no_update BEFORE UPDATE ON definition BEGIN SELECT RAISE(ABORT, 'a stored definition never changes'); END;
CREATE TRIGGER definition_no_delete BEFORE DELETE ON definition BEGIN SELECT RAISE(ABORT, 'a stored definition never changes'); END;
";

/// PostgreSQL: the same fence, which TRUNCATE would otherwise pass; and an index only it can use.
pub const POSTGRES: &str = "
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% never changes', TG_TABLE_NAME; END $$;
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON history FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER definition_no_change BEFORE UPDATE OR DELETE ON definition FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE INDEX document_serves ON document USING gin (serves jsonb_path_ops);
";
