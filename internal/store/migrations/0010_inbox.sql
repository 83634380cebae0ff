-- When the disk last changed anything of a file: a correction may have the size and time of what it replaces.
ALTER TABLE inbox ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
