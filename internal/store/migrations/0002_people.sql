-- Staff, and what lets a person or a program in. Of every secret only its SHA-256 is here.

CREATE TABLE staff (
    id       TEXT NOT NULL PRIMARY KEY,
    name     TEXT NOT NULL,
    login    TEXT NOT NULL,
    folded   TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    roles    TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    created  BIGINT NOT NULL
);

CREATE TABLE sessions (
    hash    TEXT NOT NULL PRIMARY KEY,
    staff   TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    seen    BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sessions_of ON sessions (staff);
CREATE INDEX sessions_expire ON sessions (expires);

CREATE TABLE links (
    hash    TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    subject TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used    BIGINT NOT NULL
);

CREATE TABLE tokens (
    id      TEXT NOT NULL PRIMARY KEY,
    hash    TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    scope   TEXT NOT NULL,
    who     TEXT NOT NULL,
    created BIGINT NOT NULL,
    used    BIGINT NOT NULL
);
