-- Messages to staff: where a person gets letters, and what is to be sent. A row is one message of one matter to one receiver.
ALTER TABLE staff ADD COLUMN email TEXT NOT NULL DEFAULT '';
CREATE TABLE alerts (
    id     TEXT NOT NULL PRIMARY KEY,
    matter TEXT NOT NULL,
    way    TEXT NOT NULL,
    whom   TEXT NOT NULL,
    state  TEXT NOT NULL,
    made   BIGINT NOT NULL,
    due    BIGINT NOT NULL,
    tries  BIGINT NOT NULL,
    doc    TEXT NOT NULL,
    UNIQUE (matter, way, whom)
);
CREATE INDEX alerts_due ON alerts (state, due);
