-- Notices that pre-empt everything: prepared and approved beforehand, put on and ended by one act.

CREATE TABLE takeovers (
    id    TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    begun BIGINT NOT NULL,
    doc   TEXT NOT NULL
);
CREATE INDEX takeovers_newest ON takeovers (begun, id);
CREATE INDEX takeovers_state ON takeovers (state, id);
