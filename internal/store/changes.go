package store

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"time"
)

// Change is a line of the log: one thing done within a change. Lines of one change
// have the same number.
type Change struct {
	Number int64
	Line   int64     // 1 for the first of its change
	At     time.Time // the database's time
	Who    string    // staff ID, or what acted
	Via    string    // by which way: [ViaLink]; "": in the studio or by a program
	Verb   string    // "create", "change", "delete"; of slides also "submit", "approve", "take_off", "draft"
	Noun   Noun
	ID     string
	Detail json.RawMessage // what it became, without secrets
}

func scanChange(row scanner) (Change, error) {
	var c Change
	var when int64
	var detail string
	err := row.Scan(&c.Number, &c.Line, &when, &c.Who, &c.Verb, &c.Noun, &c.ID, &detail)
	c.At, c.Via, c.Detail = at(when), wayOf(detail), json.RawMessage(detail)
	return c, err
}

// viaLink is how the detail of a line begins whose change was made by an approval link. A column of
// its own would be one that a database of before lacks when it is compared with its witness.
const viaLink = `{"via":"` + ViaLink + `"`

// withWay is the detail of a line with the way by which it was done.
func withWay(detail, via string) string {
	switch {
	case via != ViaLink || detail != "null" && !strings.HasPrefix(detail, "{"):
		return detail
	case detail == "null" || detail == "{}":
		return viaLink + "}"
	}
	return viaLink + "," + detail[1:]
}

func wayOf(detail string) string {
	if strings.HasPrefix(detail, viaLink) {
		return ViaLink
	}
	return ""
}

const changeColumns = `number, line, at, who, verb, noun, id, detail`

// Changes lists the log after a number, oldest first. It ends with a whole change, so it may be
// longer than limit lines; limit is at most [MaxPage], which 0 stands for.
func (r recordReads) Changes(ctx context.Context, after int64, limit int) ([]Change, error) {
	return list(ctx, r.conn, scanChange, `SELECT `+changeColumns+` FROM changes
		WHERE number > $1 AND number <= COALESCE((SELECT number FROM changes WHERE number > $1 ORDER BY number, line LIMIT 1 OFFSET $2), $3)
		ORDER BY number, line`, after, page(limit)-1, int64(math.MaxInt64))
}

// RecentChanges lists the log newest first: lines with a number below before (0: from the newest).
// It ends with a whole change, so it may be longer than limit lines.
func (r recordReads) RecentChanges(ctx context.Context, before int64, limit int) ([]Change, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return list(ctx, r.conn, scanChange, `SELECT `+changeColumns+` FROM changes
		WHERE number < $1 AND number >= COALESCE((SELECT number FROM changes WHERE number < $1 ORDER BY number DESC, line DESC LIMIT 1 OFFSET $2), 0)
		ORDER BY number DESC, line DESC`, before, page(limit)-1)
}

// ChangesOf lists what was done to one thing, as [Reader.RecentChanges] does.
func (r recordReads) ChangesOf(ctx context.Context, noun Noun, id string, before int64, limit int) ([]Change, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return list(ctx, r.conn, scanChange, `SELECT `+changeColumns+` FROM changes
		WHERE noun = $1 AND id = $2 AND number < $3 AND number >= COALESCE((SELECT number FROM changes
			WHERE noun = $1 AND id = $2 AND number < $3 ORDER BY number DESC, line DESC LIMIT 1 OFFSET $4), 0)
		ORDER BY number DESC, line DESC`, string(noun), id, before, page(limit)-1)
}

// LastChange is the number of the last change; 0 before the first. Read within [Store.View] it
// belongs to the snapshot.
func (r recordReads) LastChange(ctx context.Context) (int64, error) {
	var number int64
	err := r.q.QueryRowContext(ctx, `SELECT number FROM clock WHERE id = 1`).Scan(&number)
	return number, r.explain(err)
}
