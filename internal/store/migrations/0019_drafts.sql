-- What is being changed beside the live version, which stays where it is until another person approves: noun is that of the log.
CREATE TABLE drafts (
    noun TEXT NOT NULL,
    id   TEXT NOT NULL,
    doc  TEXT NOT NULL,
    PRIMARY KEY (noun, id)
);
