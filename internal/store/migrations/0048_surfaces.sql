-- Kinds of canvas that screens have had since approvals are checked for those that come later, by their keys. since: the change by
-- which its first screen came, 0: before that; looked: all that had been approved before was checked for it.
CREATE TABLE surfaces (
    id     TEXT NOT NULL PRIMARY KEY,
    doc    TEXT NOT NULL,
    since  BIGINT NOT NULL,
    looked BOOLEAN NOT NULL
);

-- What was found of a live slide there: doc has the approval that it is about, and what that does not cover.
CREATE TABLE covers (
    surface TEXT NOT NULL REFERENCES surfaces (id) ON DELETE CASCADE,
    slide   TEXT NOT NULL,
    doc     TEXT NOT NULL,
    PRIMARY KEY (surface, slide)
);
