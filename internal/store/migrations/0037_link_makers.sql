-- Who made a one-time link: what lets things on air rests in an account whose password it sets.
ALTER TABLE links ADD COLUMN who TEXT NOT NULL DEFAULT '';
