-- A link by which one person may decide on one submission without signing in, and the one code that goes with it, if there is one now: its hash,
-- what it is bound to (the digest of what was seen), until when, who told it ('': by e-mail), and how often it was tried. Instants are in Unix milliseconds.
CREATE TABLE approval_links (
    id         TEXT NOT NULL PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    submission TEXT NOT NULL,
    staff      TEXT NOT NULL,
    who        TEXT NOT NULL,
    mailed     BOOLEAN NOT NULL,
    created    BIGINT NOT NULL,
    expires    BIGINT NOT NULL,
    code       TEXT NOT NULL,
    seen       TEXT NOT NULL,
    code_until BIGINT NOT NULL,
    told_by    TEXT NOT NULL,
    tries      BIGINT NOT NULL,
    codes      BIGINT NOT NULL
);
CREATE INDEX approval_links_of ON approval_links (submission, created);
-- By which way it was decided: '' in the studio, 'link' by an approval link.
ALTER TABLE submission_items ADD COLUMN via TEXT NOT NULL DEFAULT '';
