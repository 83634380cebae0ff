-- How many codes of approval links somebody had in the 24 hours since an instant.
ALTER TABLE staff ADD COLUMN codes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN codes_since BIGINT NOT NULL DEFAULT 0;
