-- Templates that were approved for all their copies. Drafts of them are kept among the others.
CREATE TABLE forms (
    id  TEXT PRIMARY KEY,
    doc TEXT NOT NULL
);
