-- The newest sheet of a sender: what an address brings again is not taken again.
CREATE INDEX sheets_from ON sheets (sender, measure, number);
