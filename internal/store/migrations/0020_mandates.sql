-- What somebody may do is a list of mandates, each a role with its bounds: {role, area, pool, from, until, for, by, granted}. The roles
-- of before are mandates without an end, in the area that they had or for the whole city. made_by: who made the account; '': nobody
-- signed in. entered: when the person first signed in; 0: never. Whoever had chosen a password had signed in with it.
ALTER TABLE staff RENAME COLUMN roles TO mandates;
ALTER TABLE staff ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN entered BIGINT NOT NULL DEFAULT 0;
UPDATE staff SET entered = created WHERE password <> '';
