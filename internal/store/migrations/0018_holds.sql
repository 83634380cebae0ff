-- What is kept off air: one slide, all that is not sober, or all install slides, in an area for a time. Instants are in Unix
-- milliseconds. from_ms 0: from at on; until_ms 0: until it is lifted; asked_at and ended_at 0: nobody asked, it was not lifted.
CREATE TABLE holds (
    id       TEXT NOT NULL PRIMARY KEY,
    scope    TEXT NOT NULL,
    slide    TEXT NOT NULL,
    area     TEXT NOT NULL,
    from_ms  BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    why      TEXT NOT NULL,
    who      TEXT NOT NULL,
    at       BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_at BIGINT NOT NULL
);
CREATE INDEX holds_newest ON holds (at, id);
CREATE INDEX holds_slide ON holds (slide) WHERE slide <> '';
CREATE INDEX holds_standing ON holds (until_ms) WHERE ended_at = 0;
