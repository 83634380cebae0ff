-- What is sent to staff goes by a channel, and e-mail is called e-mail.
ALTER TABLE alerts RENAME COLUMN way TO channel;
UPDATE alerts SET channel = 'email' WHERE channel = 'letter';
