-- Feeds of the Common Alerting Protocol, and what came through them.
CREATE TABLE feeds (
    id  TEXT NOT NULL PRIMARY KEY,
    doc TEXT NOT NULL
);
CREATE TABLE bulletins (
    id    TEXT   NOT NULL PRIMARY KEY,
    state TEXT   NOT NULL,
    came  BIGINT NOT NULL,
    doc   TEXT   NOT NULL
);
CREATE INDEX bulletins_newest ON bulletins (came, id);
CREATE INDEX bulletins_state ON bulletins (state, came);
