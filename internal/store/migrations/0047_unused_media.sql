-- Since when nothing refers to a medium (0: something does), and whether a frame that was sent shows it: then it is proof, and stays.
ALTER TABLE media ADD COLUMN unused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN proof BOOLEAN NOT NULL DEFAULT FALSE;

-- Bytes whose medium was removed, and when: they go after it.
CREATE TABLE leftovers (
    digest TEXT NOT NULL PRIMARY KEY,
    at     BIGINT NOT NULL
);
