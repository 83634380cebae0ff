-- The language that somebody chose for the studio; empty: none yet.
ALTER TABLE staff ADD COLUMN language TEXT NOT NULL DEFAULT '';
