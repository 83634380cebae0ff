-- Where a token may be used, and until when (milliseconds; 0: until it is revoked).
ALTER TABLE tokens ADD COLUMN area TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN expires BIGINT NOT NULL DEFAULT 0;
