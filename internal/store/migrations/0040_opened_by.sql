-- Who could sign in as somebody: whoever made the account, or the link that last set its password.
ALTER TABLE staff ADD COLUMN opened_by TEXT NOT NULL DEFAULT '';
UPDATE staff SET opened_by = COALESCE((SELECT who FROM links WHERE links.subject = staff.id AND purpose = 'password' AND used > 0
	AND who <> '' ORDER BY used DESC LIMIT 1), made_by);
-- Of links from before 0037 nobody knows who made them, and so what has to rest: another is made.
DELETE FROM links WHERE purpose = 'password' AND used = 0 AND who = '';
