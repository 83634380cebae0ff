-- Whose slides and drafts are, for the quota of an area: it is counted in each change that takes a file in.
-- only sqlite
CREATE INDEX slides_author ON slides (json_extract(doc, '$.author'));
CREATE INDEX drafts_writer ON drafts (json_extract(doc, '$.by[#-1]')) WHERE noun = 'slide';
-- only postgres
CREATE INDEX slides_author ON slides ((CAST(doc AS JSON) ->> 'author'));
CREATE INDEX drafts_writer ON drafts ((CAST(doc AS JSON) #>> '{by,-1}')) WHERE noun = 'slide';
