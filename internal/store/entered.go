package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"ngatu/content"
)

// The verbs of presses that were made while the database was away.
const (
	VerbEntered = "put_on_apart" // one entered once it was back
	VerbRefused = "refuse_apart" // one did not, and was ended where it was on
)

// RefusedPress is a press, or the end of one, that was made while the database was away and did not
// enter, as its line in the log has it.
type RefusedPress struct {
	Takeover string        `json:"-"`
	At       time.Time     `json:"-"`     // when it was refused
	By       string        `json:"-"`     // staff ID of who made it
	Press    content.Press `json:"press"` // with the name of the server that it was made at
	End      bool          `json:"end,omitempty"`
	Vi       string        `json:"vi"` // why, in both languages
	En       string        `json:"en"`
}

// RefusePress keeps that a press of a takeover, or its end, was refused: who makes the change made it.
func (tx libraryWrites) RefusePress(ctx context.Context, takeover string, r RefusedPress) error {
	return tx.did(ctx, VerbRefused, NounTakeover, takeover, r)
}

// KnowsPress says whether a press that was made while the database was away has entered or was
// refused. Its key is made at random, so no other line names it.
func (r noticeReads) KnowsPress(ctx context.Context, takeover, key string) (bool, error) {
	if strings.ContainsAny(key, `%_"\`) || key == "" {
		return false, nil
	}
	var lines int
	err := r.q.QueryRowContext(ctx, `SELECT COUNT(*) FROM changes WHERE noun = $1 AND id = $2 AND detail LIKE $3`,
		string(NounTakeover), takeover, `%"key":"`+key+`"%`).Scan(&lines)
	return lines > 0, r.explain(err)
}

// RefusedPresses lists the presses that were refused since an instant, the newest first, at most
// [MaxPage]: those of one takeover, or of all where it is "".
func (r noticeReads) RefusedPresses(ctx context.Context, takeover string, since time.Time) ([]RefusedPress, error) {
	return list(ctx, r.conn, func(row scanner) (out RefusedPress, err error) {
		line, err := scanChange(row)
		if err == nil {
			err = json.Unmarshal(line.Detail, &out)
		}
		out.Takeover, out.At, out.By = line.ID, line.At, line.Who
		return out, err
	}, `SELECT `+changeColumns+` FROM changes WHERE number > $1 AND at > $1 AND noun = $2 AND verb = $3 AND (id = $4 OR $4 = '')
		ORDER BY number DESC, line DESC LIMIT $5`, ms(since), string(NounTakeover), VerbRefused, takeover, MaxPage)
}
