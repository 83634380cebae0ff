-- A code is worked out by both ends from their keys and nonces, so an enrolment has none until its nonce is shown.
-- Enrolments live for ten minutes: those under way begin again.

DROP TABLE enrolments;

CREATE TABLE enrolments (
    secret  TEXT NOT NULL PRIMARY KEY,
    code    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    public  BYTEA NOT NULL,
    pledge  BYTEA NOT NULL,
    nonce   BYTEA NOT NULL,
    shown   BYTEA NOT NULL,
    width   BIGINT NOT NULL,
    height  BIGINT NOT NULL,
    build   TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    screen  TEXT NOT NULL,
    given   BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX enrolments_code ON enrolments (code) WHERE code <> '';
CREATE INDEX enrolments_expire ON enrolments (expires);
