-- A standing approval has an editor who answers for its folder, and bounds: doc holds all of it. Those of before name who approved alone.
ALTER TABLE standings ADD COLUMN doc TEXT NOT NULL DEFAULT '';
ALTER TABLE standings ADD COLUMN from_ms BIGINT NOT NULL DEFAULT 0;
