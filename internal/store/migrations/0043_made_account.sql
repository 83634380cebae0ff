-- The author of an approved draft who had made the account of its approver, or who could sign in as
-- them; '': none did.
ALTER TABLE submission_items ADD COLUMN made TEXT NOT NULL DEFAULT '';
