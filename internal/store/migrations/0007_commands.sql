-- Orders to screens, and what they brought to light. Giving one is a line in the log; that it was sent, done or answered is
-- noted here alone.

CREATE TABLE commands (
    id       TEXT NOT NULL PRIMARY KEY,
    screen   TEXT NOT NULL REFERENCES screens (code) ON DELETE CASCADE,
    number   BIGINT NOT NULL,
    kind     TEXT NOT NULL,
    level    BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    lines    BIGINT NOT NULL,
    who      TEXT NOT NULL,
    at       BIGINT NOT NULL,
    expires  BIGINT NOT NULL,
    sent     BIGINT NOT NULL,
    done     BIGINT NOT NULL,
    failed   TEXT NOT NULL,
    answered BIGINT NOT NULL,
    type     TEXT NOT NULL,
    data     BYTEA NOT NULL
);
CREATE INDEX commands_of ON commands (screen, number);
CREATE INDEX commands_number ON commands (number);
CREATE INDEX commands_answered ON commands (answered) WHERE type <> '';
