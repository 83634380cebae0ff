-- What somebody is typing in a form and has not sent yet: outside the log, for themselves alone.
CREATE TABLE typed (
    who    TEXT NOT NULL,
    place  TEXT NOT NULL,
    at     BIGINT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (who, place)
);
