-- How far clips are being converted and which could not be, which is outside the log, and who stopped one: '' where nobody did.
CREATE TABLE conversions (
    slide   TEXT NOT NULL REFERENCES slides (id) ON DELETE CASCADE,
    medium  TEXT NOT NULL,
    percent BIGINT NOT NULL,
    failed  BOOLEAN NOT NULL,
    stopped TEXT NOT NULL,
    PRIMARY KEY (slide, medium)
);
