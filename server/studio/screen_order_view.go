package studio

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// ordersShown is how many of a screen's last commands its page lists.
const ordersShown = 10

// ordersView is what became of the last commands of a screen.
type ordersView struct {
	Screen string
	Rows   []orderRow
	Live   bool           // some may still be carried out: the page looks again
	Mark   string         // of all this: a page that has it already is sent nothing
	Fault  *content.Error // why a command was not given
}

// markOf tells one state of the list from another.
func markOf(rows []orderRow) (string, error) {
	b, err := json.Marshal(rows)
	return string(content.DigestOf(b))[:16], err
}

type orderRow struct {
	ID      string
	Name    text
	Who     string
	At      time.Time
	State   orderState
	Reason  string // why it failed, as the player says
	Dim     string // how bright, of a dimming
	Until   time.Time
	Picture bool
	Log     string
	Gone    bool // it was answered, and the answer was forgotten since
}

// orderState is what became of a command.
type orderState struct {
	Key  string
	Name text
}

var (
	orderWaits   = orderState{"wait", text{"Đang chờ", "Waiting"}}
	orderSent    = orderState{"sent", text{"Đã gửi, đang làm", "Sent, under way"}}
	orderDone    = orderState{"good", text{"Đã xong", "Done"}}
	orderExpired = orderState{"idle", text{"Hết hạn, chưa làm", "Expired, not done"}}
	orderFailed  = orderState{"bad", text{"Không làm được", "Failed"}}
)

func orderStateOf(c store.Command, now time.Time) orderState {
	switch {
	case c.Failed != "":
		return orderFailed
	case !c.Done.IsZero():
		return orderDone
	case !c.Open(now):
		return orderExpired
	case !c.Sent.IsZero():
		return orderSent
	}
	return orderWaits
}

func (s *Studio) ordersView(ctx context.Context, screen string) (ordersView, error) {
	v := ordersView{Screen: screen}
	all, err := s.Store.Commands(ctx, screen, ordersShown)
	if err != nil {
		return v, err
	}
	now := s.Now()
	for _, c := range all {
		row, err := s.orderRow(ctx, c, now)
		if err != nil {
			return v, err
		}
		row.Who = s.nameOf(ctx, c.Who)
		v.Live = v.Live || c.Open(now)
		v.Rows = append(v.Rows, row)
	}
	v.Mark, err = markOf(v.Rows)
	return v, err
}

func (s *Studio) orderRow(ctx context.Context, c store.Command, now time.Time) (orderRow, error) {
	o, _ := orderOf(c.Kind)
	row := orderRow{ID: c.ID, Name: o.Name, At: c.At, State: orderStateOf(c, now), Reason: c.Failed}
	if c.Kind == protocol.DimGlass {
		row.Dim, row.Until = percent(c.Level), time.UnixMilli(c.Until)
		if c.Level == dimMost && !row.Until.After(c.At) {
			row.Name, row.Dim = text{"Bỏ giảm sáng", "End dimming"}, ""
		}
	}
	switch {
	case c.Answered.IsZero() || c.Failed != "":
	case c.Type == "":
		row.Gone = true
	case strings.HasPrefix(c.Type, "text/"):
		_, data, err := s.Store.CommandAnswer(ctx, c.Screen, c.ID)
		if err != nil {
			return row, err
		}
		row.Log = string(data)
	default:
		row.Picture = true
	}
	return row, nil
}

// ordersOf are the commands that a screen's page offers, and its list of the last ones.
func (s *Studio) ordersOf(ctx context.Context, screen string) (offered []order, agent bool, v ordersView, err error) {
	if agent, err = s.hasAgent(ctx, screen); err != nil {
		return nil, false, v, err
	}
	for _, o := range orders {
		if agent || o.Page {
			offered = append(offered, o)
		}
	}
	v, err = s.ordersView(ctx, screen)
	return offered, agent, v, err
}
