-- Since when a place has which opening hours, so that a change of them does not rewrite what was: a screen is closed or silent by
-- the hours of then. A place without a line has had the same hours from its beginning.
CREATE TABLE opening_hours (
    screen  TEXT NOT NULL,
    place   BIGINT NOT NULL,
    from_ms BIGINT NOT NULL,
    open    TEXT NOT NULL,
    PRIMARY KEY (screen, place, from_ms)
);

-- When a screen's players were last here. Of those that are here now, as long as the server runs, at is when they came.
CREATE TABLE presence (
    screen TEXT NOT NULL PRIMARY KEY,
    here   BOOLEAN NOT NULL,
    at     BIGINT NOT NULL
);
