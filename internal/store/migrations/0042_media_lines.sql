-- Where the lines of text stand on the page of a document.
ALTER TABLE media ADD COLUMN lines TEXT NOT NULL DEFAULT '';
