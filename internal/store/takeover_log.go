package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ngatu/content"
)

// TakeoverChange is what a line of the log made of a takeover.
type TakeoverChange struct {
	At      time.Time
	Was, Is content.Takeover // empty where it was not there
}

// TakeoverChanges lists what became of takeovers after a number of the log and an instant, oldest
// first. Drafts beside them are left out: no screen shows those. It reads all of them, so whoever
// asks sees to it that number or instant is near.
func (r noticeReads) TakeoverChanges(ctx context.Context, after int64, since time.Time) (all []TakeoverChange, err error) {
	lines, err := list(ctx, r.conn, scanChange, `SELECT `+changeColumns+` FROM changes
		WHERE number > $1 AND at > $2 AND noun = $3 ORDER BY number, line`,
		max(after, ms(since)), ms(since), string(NounTakeover)) // no number is below its time
	if err != nil {
		return nil, err
	}
	last := map[string]content.Takeover{}
	for _, line := range lines {
		is, whole, err := takeoverIn(line)
		if err != nil {
			return nil, err
		}
		if !whole {
			continue
		}
		was, known := last[line.ID]
		if !known {
			if was, err = r.takeoverBefore(ctx, line); err != nil {
				return nil, err
			}
		}
		last[line.ID] = is
		all = append(all, TakeoverChange{line.At, was, is})
	}
	return all, nil
}

// takeoverBefore is the takeover of a line as it was before that.
func (r noticeReads) takeoverBefore(ctx context.Context, line Change) (t content.Takeover, err error) {
	for {
		before, err := list(ctx, r.conn, scanChange, `SELECT `+changeColumns+` FROM changes
			WHERE noun = $1 AND id = $2 AND (number < $3 OR number = $3 AND line < $4) ORDER BY number DESC, line DESC LIMIT 20`,
			string(NounTakeover), line.ID, line.Number, line.Line)
		if err != nil || len(before) == 0 {
			return content.Takeover{}, err
		}
		for _, line = range before {
			if t, whole, err := takeoverIn(line); err != nil || whole {
				return t, err
			}
		}
	}
}

// takeoverIn is what a line of the log says that a takeover became, empty where it was deleted;
// false where the line is about a draft beside it.
func takeoverIn(line Change) (t content.Takeover, whole bool, err error) {
	if err := json.Unmarshal(line.Detail, &t); err != nil {
		return t, false, fmt.Errorf("change %d of takeover %s cannot be read: %w", line.Number, line.ID, err)
	}
	return t, line.Verb == "delete" || t.State != "", nil
}
