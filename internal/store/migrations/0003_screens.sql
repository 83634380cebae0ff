-- Screens, what they prove themselves by, and screens that ask to be enrolled.

CREATE TABLE screens (
    code TEXT NOT NULL PRIMARY KEY,
    doc  TEXT NOT NULL
);

CREATE TABLE credentials (
    id      TEXT NOT NULL PRIMARY KEY,
    screen  TEXT NOT NULL REFERENCES screens (code) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    value   BYTEA NOT NULL,
    created BIGINT NOT NULL,
    revoked BIGINT NOT NULL
);
CREATE INDEX credentials_of ON credentials (screen);
CREATE UNIQUE INDEX credentials_value ON credentials (kind, value);

CREATE TABLE enrolments (
    code    TEXT NOT NULL PRIMARY KEY,
    secret  TEXT NOT NULL UNIQUE,
    width   BIGINT NOT NULL,
    height  BIGINT NOT NULL,
    build   TEXT NOT NULL,
    public  BYTEA NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    screen  TEXT NOT NULL,
    given   BOOLEAN NOT NULL
);
CREATE INDEX enrolments_expire ON enrolments (expires);
