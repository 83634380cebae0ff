-- What a program of before has to know of a step that is newer than itself: the oldest schema whose programs can go on beside it (0: all
-- can), and its text, so that a copy gets the same tables. Steps from here on say it.
ALTER TABLE migrations ADD COLUMN oldest BIGINT NOT NULL DEFAULT 0;
ALTER TABLE migrations ADD COLUMN text TEXT NOT NULL DEFAULT '';
