-- When a submission had waited too long and went one step on; 0: it did not.
ALTER TABLE submissions ADD COLUMN step BIGINT NOT NULL DEFAULT 0;
