-- A release that was withdrawn stays in the book and is shown nowhere. 0: it holds.

ALTER TABLE releases ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;
