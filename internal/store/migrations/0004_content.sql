-- Campaigns, slides, standing approvals, media with their renditions, and the files of the inbox.

CREATE TABLE campaigns (
    id       TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    doc      TEXT NOT NULL
);

CREATE TABLE slides (
    id       TEXT NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL,
    position BIGINT NOT NULL,
    state    TEXT NOT NULL,
    source   TEXT NOT NULL,
    medium   TEXT NOT NULL,
    doc      TEXT NOT NULL
);
CREATE INDEX slides_order ON slides (campaign, position, id);
CREATE INDEX slides_state ON slides (state, campaign, position, id);
CREATE INDEX slides_source ON slides (source) WHERE source <> '';
CREATE INDEX slides_medium ON slides (medium) WHERE medium <> '';

CREATE TABLE standings (
    id       TEXT NOT NULL PRIMARY KEY,
    folder   TEXT NOT NULL,
    who      TEXT NOT NULL,
    at       BIGINT NOT NULL,
    document TEXT NOT NULL,
    until_ms BIGINT NOT NULL
);
CREATE INDEX standings_of ON standings (folder, at);

CREATE TABLE media (
    digest   TEXT NOT NULL PRIMARY KEY,
    kind     TEXT NOT NULL,
    type     TEXT NOT NULL,
    width    BIGINT NOT NULL,
    height   BIGINT NOT NULL,
    duration BIGINT NOT NULL,
    bytes    BIGINT NOT NULL,
    codec    TEXT NOT NULL,
    name     TEXT NOT NULL,
    notices  TEXT NOT NULL,
    created  BIGINT NOT NULL
);
CREATE INDEX media_newest ON media (created, digest);

CREATE TABLE renditions (
    medium TEXT NOT NULL REFERENCES media (digest) ON DELETE CASCADE,
    width  BIGINT NOT NULL,
    height BIGINT NOT NULL,
    fit    TEXT NOT NULL,
    digest TEXT NOT NULL,
    type   TEXT NOT NULL,
    size   BIGINT NOT NULL,
    grade  TEXT NOT NULL,
    PRIMARY KEY (medium, width, height, fit)
);
CREATE INDEX renditions_canvas ON renditions (width, height, medium);
CREATE INDEX renditions_digest ON renditions (digest);

CREATE TABLE inbox (
    path     TEXT NOT NULL PRIMARY KEY,
    size     BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    digest   TEXT NOT NULL,
    slide    TEXT NOT NULL,
    state    TEXT NOT NULL,
    vi       TEXT NOT NULL,
    en       TEXT NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX inbox_slide ON inbox (slide) WHERE slide <> '';
