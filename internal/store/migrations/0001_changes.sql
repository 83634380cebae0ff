-- What the installation is, its clock of changes, the audit log and the settings.
-- Times are Unix milliseconds, UTC; 0 is "none". Documents are JSON as text.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row. Updating it first makes every change wait for the one before, so numbers are in commit order.
CREATE TABLE clock (
    id     BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO clock (id, number) VALUES (1, 0);

CREATE TABLE changes (
    number BIGINT NOT NULL,
    line   BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    who    TEXT NOT NULL,
    verb   TEXT NOT NULL,
    noun   TEXT NOT NULL,
    id     TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (number, line)
);
CREATE INDEX changes_of ON changes (noun, id, number);

-- The log only grows: a program with a fault, or a hurried hand in a database tool, is refused.
-- only sqlite
CREATE TRIGGER changes_kept BEFORE UPDATE ON changes
BEGIN SELECT RAISE(ABORT, 'the log of changes is append-only'); END;
CREATE TRIGGER changes_stay BEFORE DELETE ON changes
BEGIN SELECT RAISE(ABORT, 'the log of changes is append-only'); END;
-- only postgres
CREATE FUNCTION changes_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log of changes is append-only'; END $$;
CREATE TRIGGER changes_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON changes
FOR EACH STATEMENT EXECUTE FUNCTION changes_kept();
-- both

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    who   TEXT NOT NULL,
    at    BIGINT NOT NULL
);
