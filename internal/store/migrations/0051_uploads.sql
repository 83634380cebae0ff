-- Files that come in parts through any of several nodes, and what is made of them. come: bytes that are kept, parts: where; turn is
-- counted by each request that brings some, and only the last one's count. wanted: what its sender said of it, '' while nobody reads it;
-- run has it until until_ms, seen of pages are done, slides it made; made: what its sender is told in the end.
CREATE TABLE uploads (
    id       TEXT NOT NULL PRIMARY KEY,
    who      TEXT NOT NULL,
    name     TEXT NOT NULL,
    bytes    BIGINT NOT NULL,
    come     BIGINT NOT NULL,
    turn     BIGINT NOT NULL,
    object   TEXT NOT NULL,
    parts    TEXT NOT NULL,
    at       BIGINT NOT NULL,
    wanted   TEXT NOT NULL,
    begun    BIGINT NOT NULL,
    run      TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    seen     BIGINT NOT NULL,
    pages    BIGINT NOT NULL,
    slides   TEXT NOT NULL,
    made     TEXT NOT NULL
);
CREATE INDEX uploads_who ON uploads (who);
