-- The text that was found in a file, for the checks.
ALTER TABLE media ADD COLUMN words TEXT NOT NULL DEFAULT '';
