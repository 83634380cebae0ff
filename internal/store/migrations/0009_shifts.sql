-- By how many milliseconds an agent corrected the instants of a run: the slots on the glass were those of so much earlier.

ALTER TABLE runs ADD COLUMN shift BIGINT NOT NULL DEFAULT 0;
