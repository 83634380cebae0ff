-- Which matters a person wants no e-mail of, as words with spaces between.
ALTER TABLE staff ADD COLUMN muted TEXT NOT NULL DEFAULT '';
