-- What is live up to this change has the ground "migrated": before it, the log did not always say who had a part in what.
INSERT INTO meta (key, value) SELECT 'grounds_after', CAST(number AS TEXT) FROM clock WHERE id = 1;
