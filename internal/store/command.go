package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Command is an order that staff gave to a screen, and what became of it. What it was answered with
// is read by [Reader.CommandAnswer].
type Command struct {
	protocol.Command
	Screen   string
	Number   int64     // of the change that gave it; its frame bears it
	Who      string    // staff ID
	At       time.Time // given
	Expires  time.Time // no player carries it out from then on
	Sent     time.Time // handed to a player's connection first; zero: none was here yet
	Done     time.Time // a player says that it was carried out
	Failed   string    // why a player could not; "": nothing is known of that
	Answered time.Time
	Type     string // of the answer's data, "" where there is none or it was forgotten
}

// Open says whether it may still be carried out at now: neither done nor failed nor expired.
func (c Command) Open(now time.Time) bool {
	return c.Done.IsZero() && c.Failed == "" && now.Before(c.Expires)
}

const (
	// MaxOpenCommands is how many commands may wait for one screen; a button that is hammered must
	// not fill its queue.
	MaxOpenCommands = 20
	// MaxCommandLife is how long a command may be good for: agents refuse those
	// that hold for longer.
	MaxCommandLife = 24 * time.Hour

	answersKept  = 20             // of one screen
	answersFor   = 24 * time.Hour // after which an answer's data are forgotten: pictures of a place are kept no longer than needed
	commandsFor  = 90 * 24 * time.Hour
	answerInTime = 2 * time.Minute // after its end: a command that was begun in time may take a while on a slow line
)

const commandColumns = `id, screen, number, kind, level, until_ms, lines, who, at, expires, sent, done, failed, answered, type`

func scanCommand(row scanner) (Command, error) {
	var c Command
	var when, expires, sent, done, answered int64
	err := row.Scan(&c.ID, &c.Screen, &c.Number, &c.Kind, &c.Level, &c.Until, &c.Lines, &c.Who, &when, &expires, &sent, &done,
		&c.Failed, &answered, &c.Type)
	c.At, c.Expires, c.Sent, c.Done, c.Answered = at(when), at(expires), at(sent), at(done), at(answered)
	return c, err
}

func orNoCommand(err error, id string) error { return orMissing(err, "lệnh", "command", id) }

// Commands lists the newest commands of a screen, newest first, at most limit.
func (r fleetReads) Commands(ctx context.Context, screen string, limit int) ([]Command, error) {
	return list(ctx, r.conn, scanCommand, `SELECT `+commandColumns+` FROM commands WHERE screen = $1
		ORDER BY number DESC, id LIMIT $2`, screen, page(limit))
}

// OpenCommands lists those of a screen that may still be carried out and came after a number (0:
// all), oldest first.
func (r fleetReads) OpenCommands(ctx context.Context, screen string, after int64) ([]Command, error) {
	return list(ctx, r.conn, scanCommand, `SELECT `+commandColumns+` FROM commands
		WHERE screen = $1 AND number > $2 AND done = 0 AND failed = '' AND expires > `+r.dialect.now+` ORDER BY number, id LIMIT $3`,
		screen, after, MaxOpenCommands)
}

// CommandsAfter lists the commands of all screens that may still be carried out and came after a
// number, oldest first, at most [MaxPage]. For the next page name the last one's number: a change
// gives one command.
func (r fleetReads) CommandsAfter(ctx context.Context, number int64) ([]Command, error) {
	return list(ctx, r.conn, scanCommand, `SELECT `+commandColumns+` FROM commands
		WHERE number > $1 AND done = 0 AND failed = '' AND expires > `+r.dialect.now+` ORDER BY number, id LIMIT $2`, number, MaxPage)
}

// CommandedScreens lists the screens that have commands of the last so long which are neither done
// nor failed, by code.
func (r fleetReads) CommandedScreens(ctx context.Context, last time.Duration) ([]string, error) {
	return list(ctx, r.conn, func(row scanner) (code string, err error) {
		err = row.Scan(&code)
		return code, err
	}, `SELECT DISTINCT screen FROM commands WHERE number > `+r.dialect.now+` - $1 AND done = 0 AND failed = '' ORDER BY screen`, last.Milliseconds())
}

// Command is one of a screen; NotFound where it is another screen's.
func (r fleetReads) Command(ctx context.Context, screen, id string) (Command, error) {
	c, err := one(ctx, r.conn, scanCommand, `SELECT `+commandColumns+` FROM commands WHERE screen = $1 AND id = $2`, screen, id)
	return c, orNoCommand(err, id)
}

// CommandAnswer is what a command was answered with and its media type; NotFound where there is
// nothing or it was forgotten.
func (r fleetReads) CommandAnswer(ctx context.Context, screen, id string) (mime string, data []byte, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT type, data FROM commands WHERE screen = $1 AND id = $2 AND type <> ''`, screen, id).Scan(&mime, &data)
	return mime, data, orNoCommand(r.explain(err), id)
}

// PutCommand gives a screen an order that is good for a while, [MaxCommandLife] at most. The
// command's ID is random. It is refused with TooMany where [MaxOpenCommands] wait already, and with
// NotFound where there is no such screen.
func (tx fleetWrites) PutCommand(ctx context.Context, screen string, c protocol.Command, life time.Duration) error {
	if life <= 0 || life > MaxCommandLife {
		return fmt.Errorf("a command %s for %v: agents refuse it", c.Kind, life)
	}
	if _, err := tx.Screen(ctx, screen); err != nil {
		return err
	}
	open, err := tx.OpenCommands(ctx, screen, 0)
	if err != nil {
		return err
	}
	if len(open) >= MaxOpenCommands {
		return &content.Error{
			Code: content.TooMany,
			Vi:   fmt.Sprintf("Màn hình %s đang có %d lệnh chờ thực hiện. Hãy đợi các lệnh đó xong hoặc hết hạn rồi gửi lại.", screen, len(open)),
			En:   fmt.Sprintf("%d commands wait for screen %s already. Wait until they are done or over, then send it again.", len(open), screen),
		}
	}
	_, err = tx.exec(ctx, `INSERT INTO commands (`+commandColumns+`, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, '', 0, '', $11)`,
		c.ID, screen, tx.number, c.Kind, c.Level, c.Until, c.Lines, tx.who, tx.now, tx.number+life.Milliseconds(), []byte{})
	if err != nil {
		return err
	}
	return tx.did(ctx, "give", NounCommand, screen, c)
}

// SentCommands notes that commands were handed to a player's connection, those that were not
// before. It leaves no line in the log, as what follows.
func (s *Store) SentCommands(ctx context.Context, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.write(ctx, func(r Reader) error {
		for _, id := range ids {
			if _, err := r.exec(ctx, `UPDATE commands SET sent = `+r.dialect.now+` WHERE id = $1 AND sent = 0`, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// DoneCommands notes what the player of a screen says that it carried out. It says so again and
// again: what is done already, unknown, or another screen's changes nothing, and costs no write.
func (s *Store) DoneCommands(ctx context.Context, screen string, ids []string) error {
	all, err := list(ctx, s.conn, scanCommand, `SELECT `+commandColumns+` FROM commands
		WHERE screen = $1 AND done = 0 AND failed = '' ORDER BY number DESC, id LIMIT $2`, screen, MaxPage)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c Command) bool { return !slices.Contains(ids, c.ID) })
	if len(all) == 0 {
		return nil
	}
	return s.write(ctx, func(r Reader) error {
		for _, c := range all {
			_, err := r.exec(ctx, `UPDATE commands SET done = `+r.dialect.now+`, sent = CASE WHEN sent = 0 THEN `+r.dialect.now+` ELSE sent END
				WHERE id = $1 AND done = 0`, c.ID)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// AwaitsAnswer is the command of a screen that may be answered now: NotFound where it is unknown,
// another screen's, answered already, or over.
func (r fleetReads) AwaitsAnswer(ctx context.Context, screen, id string) (Command, error) {
	c, err := one(ctx, r.conn, scanCommand, `SELECT `+commandColumns+` FROM commands
		WHERE screen = $1 AND id = $2 AND answered = 0 AND expires + $3 > `+r.dialect.now, screen, id, answerInTime.Milliseconds())
	return c, orNoCommand(err, id)
}

// AnswerCommand keeps what a command was answered with; data have been looked through by the
// caller. Only the first answer counts. Of one screen the newest 20 are kept. NotFound as in
// [Reader.AwaitsAnswer].
func (s *Store) AnswerCommand(ctx context.Context, screen string, a protocol.Answer) error {
	if err := s.Room(); err != nil {
		return err
	}
	return s.write(ctx, func(r Reader) error {
		if _, err := r.AwaitsAnswer(ctx, screen, a.ID); err != nil {
			return err
		}
		mime := a.Type
		if len(a.Data) == 0 {
			mime = ""
		}
		n, err := r.exec(ctx, `UPDATE commands SET answered = `+r.dialect.now+`, failed = $2, type = $3, data = $4 WHERE id = $1 AND answered = 0`,
			a.ID, strings.TrimSpace(a.Error), mime, whole(a.Data))
		if err != nil {
			return err
		}
		if n == 0 {
			return missing("lệnh", "command", a.ID)
		}
		_, err = r.exec(ctx, `UPDATE commands SET type = '', data = $3 WHERE screen = $1 AND type <> '' AND id NOT IN
			(SELECT id FROM commands WHERE screen = $1 AND type <> '' ORDER BY number DESC, id LIMIT $2)`, screen, answersKept, []byte{})
		return err
	})
}

// sweepCommands forgets what commands were answered with after a day, and commands after a season;
// the log keeps who gave them.
func (r conn) sweepCommands(ctx context.Context) error {
	_, err := r.exec(ctx, `UPDATE commands SET type = '', data = $2 WHERE type <> '' AND answered <= `+r.dialect.now+` - $1`,
		answersFor.Milliseconds(), []byte{})
	if err != nil {
		return err
	}
	_, err = r.exec(ctx, `DELETE FROM commands WHERE number <= `+r.dialect.now+` - $1`, commandsFor.Milliseconds())
	return err
}
