-- Times at which the database was found to be older than what was given out. While one of them has no number of a change
-- by which a person went on, the server is held.

CREATE TABLE set_backs (
    number    BIGINT NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL,
    because   TEXT NOT NULL,
    origin    TEXT NOT NULL,
    known     BIGINT NOT NULL,
    highest   BIGINT NOT NULL,
    continued BIGINT NOT NULL
);

-- A frame of a thing is known by its number and its beginning: there is one body for these. Of those that were kept before this
-- rule the first stays, for it is the one that was sent first.
DELETE FROM sent WHERE EXISTS (
    SELECT 1 FROM sent o WHERE o.type = sent.type AND o.thing = sent.thing AND o.number = sent.number AND o.from_ms = sent.from_ms
        AND (o.at < sent.at OR o.at = sent.at AND o.hash < sent.hash)
);
CREATE UNIQUE INDEX sent_once ON sent (type, thing, number, from_ms);
