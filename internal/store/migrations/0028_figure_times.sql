-- A figure that a merged release took over from the one before keeps the time that it is of; 0: that of its release.
ALTER TABLE figures ADD COLUMN as_of BIGINT NOT NULL DEFAULT 0;
