-- What screens were told of takeovers between two instants.
CREATE INDEX sent_when ON sent (type, at);
