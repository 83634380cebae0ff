-- What was sent, what screens say they showed, and how often codes were opened. These do not pass the log of changes.

CREATE TABLE bodies (
    hash TEXT NOT NULL PRIMARY KEY,
    body BYTEA NOT NULL
);

CREATE TABLE sent (
    type     TEXT NOT NULL,
    thing    TEXT NOT NULL,
    number   BIGINT NOT NULL,
    hash     TEXT NOT NULL REFERENCES bodies (hash),
    from_ms  BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    key      TEXT NOT NULL,
    sig      BYTEA NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (type, thing, number, hash)
);
CREATE INDEX sent_hash ON sent (hash);

CREATE TABLE journals (
    screen  TEXT NOT NULL,
    journal TEXT NOT NULL,
    first   BIGINT NOT NULL,
    acked   BIGINT NOT NULL,
    PRIMARY KEY (screen, journal)
);

CREATE TABLE runs (
    screen    TEXT NOT NULL,
    journal   TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    audience  TEXT NOT NULL,
    programme TEXT NOT NULL,
    entered   BIGINT NOT NULL,
    from_ms   BIGINT NOT NULL,
    until_ms  BIGINT NOT NULL,
    unshown   TEXT NOT NULL,
    clock     TEXT NOT NULL,
    got       BIGINT NOT NULL,
    PRIMARY KEY (screen, journal, seq)
);
CREATE INDEX runs_when ON runs (screen, from_ms, journal, seq);

CREATE TABLE scans (
    screen TEXT NOT NULL,
    hour   BIGINT NOT NULL,
    count  BIGINT NOT NULL,
    PRIMARY KEY (hour, screen)
);
