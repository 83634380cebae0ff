-- Drafts that go to the approver together. A draft that is submitted is in exactly one item without an outcome; after names the submission
-- in which it was returned before. Instants are in Unix milliseconds.
CREATE TABLE submissions (
    id  TEXT NOT NULL PRIMARY KEY,
    who TEXT NOT NULL,
    at  BIGINT NOT NULL
);
CREATE INDEX submissions_newest ON submissions (at, id);
CREATE TABLE submission_items (
    submission TEXT NOT NULL,
    position   BIGINT NOT NULL,
    noun       TEXT NOT NULL,
    id         TEXT NOT NULL,
    after      TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    who        TEXT NOT NULL,
    at         BIGINT NOT NULL,
    why        TEXT NOT NULL,
    PRIMARY KEY (submission, noun, id)
);
CREATE UNIQUE INDEX submission_items_open ON submission_items (noun, id) WHERE outcome = '';
CREATE INDEX submission_items_of ON submission_items (noun, id, at);
-- What was submitted before is a submission of its own, of whoever the log names.
INSERT INTO submission_items (submission, position, noun, id, after, outcome, who, at, why)
    SELECT 'slide-' || id, 1, 'slide', id, '', '', '', 0, '' FROM slides WHERE state = 'submitted';
INSERT INTO submission_items (submission, position, noun, id, after, outcome, who, at, why)
    SELECT noun || '-' || id, 1, noun, id, '', '', '', 0, '' FROM drafts WHERE state = 'submitted' AND noun IN ('slide', 'campaign', 'setting');
INSERT INTO submissions (id, who, at)
    SELECT i.submission,
        COALESCE((SELECT c.who FROM changes c WHERE c.noun = i.noun AND c.id = i.id AND c.verb IN ('submit', 'create') ORDER BY c.number DESC LIMIT 1), ''),
        COALESCE((SELECT c.at FROM changes c WHERE c.noun = i.noun AND c.id = i.id AND c.verb IN ('submit', 'create') ORDER BY c.number DESC LIMIT 1), 0)
    FROM submission_items i;
