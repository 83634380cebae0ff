-- What became of a takeover on each of its screens: kept after its end, by when it was put on.
CREATE TABLE receipts (
    takeover TEXT NOT NULL,
    begun    BIGINT NOT NULL,
    screen   TEXT NOT NULL,
    state    TEXT NOT NULL,
    painted  BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (takeover, begun, screen)
);
