-- What units have to reach, from a day on. A day's target is replaced only by another of that day.
CREATE TABLE targets (
    measure TEXT NOT NULL,
    period  TEXT NOT NULL,
    area    TEXT NOT NULL,
    since   BIGINT NOT NULL,
    value   BIGINT NOT NULL,
    who     TEXT NOT NULL,
    PRIMARY KEY (measure, period, area, since)
);
