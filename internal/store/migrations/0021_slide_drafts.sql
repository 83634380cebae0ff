-- Drafts of slides are written before they are submitted: state is that of the draft. All others wait for an approver from the start.
ALTER TABLE drafts ADD COLUMN state TEXT NOT NULL DEFAULT 'submitted';
CREATE INDEX drafts_state ON drafts (noun, state);
-- What came by a token counts as its maker's, also once the token is revoked: the log knows who made it.
UPDATE slides SET doc = (
    SELECT replace(slides.doc, '"author":"token:' || c.id || '"', '"author":"' || c.who || '"') FROM changes c
    WHERE c.noun = 'token' AND c.verb = 'create' AND slides.doc LIKE '%"author":"token:' || c.id || '"%')
WHERE EXISTS (
    SELECT 1 FROM changes c
    WHERE c.noun = 'token' AND c.verb = 'create' AND slides.doc LIKE '%"author":"token:' || c.id || '"%');
