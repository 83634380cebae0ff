-- What comes before a release: a sheet with a question waits for a person, figures wait for a person or for their time, and
-- a layout that a person explained is remembered. Releases of before were released at once.

ALTER TABLE releases ADD COLUMN state TEXT NOT NULL DEFAULT 'released';
ALTER TABLE releases ADD COLUMN due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE releases ADD COLUMN base TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN sheet TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN recipe TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN sender TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN doc TEXT NOT NULL DEFAULT '{}';
CREATE INDEX releases_held ON releases (state, measure, period);

CREATE TABLE sheets (
    id      TEXT NOT NULL PRIMARY KEY,
    number  BIGINT NOT NULL,
    state   TEXT NOT NULL,
    sender  TEXT NOT NULL,
    measure TEXT NOT NULL,
    name    TEXT NOT NULL,
    digest  TEXT NOT NULL,
    at      BIGINT NOT NULL,
    doc     TEXT NOT NULL,
    body    BYTEA NOT NULL
);
CREATE INDEX sheets_waiting ON sheets (state, number);

CREATE TABLE recipes (
    id      TEXT NOT NULL PRIMARY KEY,
    sender  TEXT NOT NULL,
    measure TEXT NOT NULL,
    period  TEXT NOT NULL,
    level   BIGINT NOT NULL,
    layout  TEXT NOT NULL,
    at      BIGINT NOT NULL,
    used    BIGINT NOT NULL,
    uses    BIGINT NOT NULL,
    ended   BIGINT NOT NULL,
    doc     TEXT NOT NULL
);
CREATE INDEX recipes_layout ON recipes (sender, measure, layout);

CREATE TABLE measures (
    id  TEXT NOT NULL PRIMARY KEY,
    doc TEXT NOT NULL
);

CREATE TABLE unit_names (
    period TEXT NOT NULL,
    text   TEXT NOT NULL,
    area   TEXT NOT NULL,
    who    TEXT NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (period, text)
);
