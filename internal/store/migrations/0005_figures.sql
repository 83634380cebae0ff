-- Figures as they were released. A release is never edited; a correction is a newer release.

CREATE TABLE releases (
    id       TEXT NOT NULL PRIMARY KEY,
    number   BIGINT NOT NULL,
    measure  TEXT NOT NULL,
    period   TEXT NOT NULL,
    as_of    BIGINT NOT NULL,
    source   TEXT NOT NULL,
    who      TEXT NOT NULL,
    at       BIGINT NOT NULL,
    sample   BOOLEAN NOT NULL
);
CREATE INDEX releases_newest ON releases (measure, period, as_of, number);

CREATE TABLE figures (
    release     TEXT NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    area        TEXT NOT NULL,
    value       BIGINT NOT NULL,
    target      BIGINT NOT NULL,
    denominator BIGINT NOT NULL,
    of_what     TEXT NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (release, area)
);
