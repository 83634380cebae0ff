-- The number of the document that an approval rests on, of what keeps no approval of its own: campaigns and settings.
ALTER TABLE submission_items ADD COLUMN document TEXT NOT NULL DEFAULT '';
