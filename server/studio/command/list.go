package command

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/studio/shell"
)

// shown is how many of a screen's last commands its page lists.
const shown = 10

// view is what became of the last commands of a screen.
type view struct {
	Screen string
	Rows   []row
	Live   bool           // some may still be carried out: the page looks again
	Mark   string         // of all this: a page that has it already is sent nothing
	Fault  *content.Error // why a command was not given
}

// markOf tells one state of the list from another.
func markOf(rows []row) (string, error) {
	b, err := json.Marshal(rows)
	return string(content.DigestOf(b))[:16], err
}

type row struct {
	ID      string
	Name    shell.Text
	Who     shell.Text
	At      time.Time
	State   state
	Reason  string // why it failed, as the player says
	Dim     string // how bright, of a dimming
	Until   time.Time
	Picture bool
	Log     string
	Gone    bool // it was answered, and the answer was forgotten since
}

// state is what became of a command.
type state struct {
	Key  string
	Name shell.Text
}

var (
	waits      = state{"wait", shell.Say("Đang chờ", "Waiting")}
	sent       = state{"sent", shell.Say("Đã gửi, đang làm", "Sent, under way")}
	carriedOut = state{"good", shell.Say("Đã xong", "Done")}
	expired    = state{"idle", shell.Say("Hết hạn, chưa làm", "Expired, not done")}
	failed     = state{"bad", shell.Say("Không làm được", "Failed")}
)

func stateOf(c store.Command, now time.Time) state {
	switch {
	case c.Failed != "":
		return failed
	case !c.Done.IsZero():
		return carriedOut
	case !c.Open(now):
		return expired
	case !c.Sent.IsZero():
		return sent
	}
	return waits
}

func (s *Commands) list(ctx context.Context, screen string) (view, error) {
	v := view{Screen: screen}
	all, err := s.Store.Commands(ctx, screen, shown)
	if err != nil {
		return v, err
	}
	now := s.Now()
	for _, c := range all {
		one, err := s.rowOf(ctx, c, now)
		if err != nil {
			return v, err
		}
		one.Who = s.NameOf(ctx, c.Who)
		v.Live = v.Live || c.Open(now)
		v.Rows = append(v.Rows, one)
	}
	v.Mark, err = markOf(v.Rows)
	return v, err
}

func (s *Commands) rowOf(ctx context.Context, c store.Command, now time.Time) (row, error) {
	o, _ := kindOf(c.Kind)
	one := row{ID: c.ID, Name: o.Name, At: c.At, State: stateOf(c, now), Reason: c.Failed}
	if c.Kind == protocol.DimGlass {
		one.Dim, one.Until = shell.Level(c.Level), time.UnixMilli(c.Until)
		if c.Level == content.MaxLevel && !one.Until.After(c.At) {
			one.Name, one.Dim = shell.Say("Bỏ giảm sáng", "End dimming"), ""
		}
	}
	switch {
	case c.Answered.IsZero() || c.Failed != "":
	case c.Type == "":
		one.Gone = true
	case strings.HasPrefix(c.Type, "text/"):
		_, data, err := s.Store.CommandAnswer(ctx, c.Screen, c.ID)
		if err != nil {
			return one, err
		}
		one.Log = string(data)
	default:
		one.Picture = true
	}
	return one, nil
}
