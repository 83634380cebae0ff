-- What a file says of how AI took part in it.
ALTER TABLE media ADD COLUMN origin TEXT NOT NULL DEFAULT '';
