-- Files of the inbox that are being read. One that is still here after a start is one over which the server ended.
CREATE TABLE trying (
    path     TEXT NOT NULL PRIMARY KEY,
    size     BIGINT NOT NULL,
    modified BIGINT NOT NULL
);
