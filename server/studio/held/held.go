// Package held is the room in which a person looks at a server whose data were set back, and lets
// it go on.
//
// It owns what is shown of the difference. It must not decide when a server is held: that is the
// store's and the socket's.
package held

import (
	"context"
	"embed"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

var page = shell.Page{Name: "held", Title: shell.Say("Máy chủ đang tạm giữ", "The server is held")}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "held", Files: files, Pages: []shell.Page{page},
	Done: map[string]shell.Text{
		"continued": shell.Say("Đã tiếp tục. Các màn hình nhận lại chương trình.", "Continued. Screens get their programmes again."),
	},
}

// Held answers for a server that is held.
type Held struct {
	*shell.Shell
	present func() []hub.Presence
}

// New answers within a shell that has the room; present is who is connected now.
func New(s *shell.Shell, present func() []hub.Presence) *Held { return &Held{s, present} }

// mostRows bounds the list of screens; how many more there are is said.
const mostRows = 50

// view is the difference between what the server knows and what was given out.
type view struct {
	Held    bool
	Why     shell.Text
	From    string
	Number  int64
	Since   time.Time
	Known   time.Time // the last change that was not lost
	Highest time.Time // the last change known to have been given out; zero: not known
	Rows    []row     // screens that show what this server does not know
	More    int
	Here    int // screens that are connected
}

// row is a screen that shows what this server does not know.
type row struct {
	Code, Name          string
	Programme, Takeover bool
}

var reasons = map[string]shell.Text{
	store.BehindWitness: shell.Say("Cơ sở dữ liệu cũ hơn những gì đã xác nhận: có thể một bản sao cũ đã được đặt lại, hoặc nhật ký cuối bị mất.", "The database is older than what was acknowledged: an older copy was put back, or the end of its log was lost."),
	store.ChangeGone:    shell.Say("Một thay đổi đã xác nhận không còn trong cơ sở dữ liệu này.", "A change that was acknowledged is not in this database."),
	store.LossAccepted:  shell.Say("Máy chủ được khởi động với --accept-loss.", "The server was started with --accept-loss."),
	store.Restored:      shell.Say("Một bản sao lưu vừa được khôi phục.", "A backup was restored."),
	store.ShownByScreen: shell.Say("Một màn hình giữ nội dung mới hơn mọi thứ máy chủ này biết.", "A screen holds something newer than everything this server knows."),
}

func (s *Held) Show(c *fiber.Ctx) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

func (s *Held) view(c *fiber.Ctx) (v view, err error) {
	b, held, err := s.Store.Held(c.UserContext())
	if err != nil || !held {
		return v, err
	}
	v = view{
		Held: true, Why: reasons[b.Because], From: b.From, Number: b.Number, Since: b.At, Known: time.UnixMilli(b.Known),
	}
	if b.Highest > 0 {
		v.Highest = time.UnixMilli(b.Highest)
	}
	return v, s.fillRows(c.UserContext(), &v)
}

// fillRows looks at what screens say they show.
func (s *Held) fillRows(ctx context.Context, v *view) error {
	known := map[string]bool{}
	last := ""
	for _, p := range s.present() {
		if p.Screen == last || p.Status == nil {
			continue
		}
		last = p.Screen
		v.Here++
		row, err := s.rowOf(ctx, p.Screen, p.Status, known)
		if err != nil {
			return err
		}
		switch {
		case !row.Programme && !row.Takeover:
		case len(v.Rows) < mostRows:
			v.Rows = append(v.Rows, row)
		default:
			v.More++
		}
	}
	return nil
}

func (s *Held) rowOf(ctx context.Context, code string, is *protocol.Status, known map[string]bool) (row row, err error) {
	row.Code = code
	if is.Programme != "" {
		knows, asked := known[is.Programme]
		if !asked {
			_, err := s.Store.FrameByHash(ctx, is.Programme)
			if err != nil && content.CodeOf(err) != content.NotFound {
				return row, err
			}
			knows = err == nil
			known[is.Programme] = knows
		}
		row.Programme = !knows
	}
	if is.Takeover != 0 {
		knows, err := s.Store.HasChange(ctx, is.Takeover)
		if err != nil {
			return row, err
		}
		row.Takeover = !knows
	}
	if screen, err := s.Store.Screen(ctx, code); err == nil {
		row.Name = screen.Name
	}
	return row, nil
}

// Continue goes on with what the server knows. The form names the state that the person saw.
func (s *Held) Continue(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	number, _ := strconv.ParseInt(f.Field("number"), 10, 64)
	var err error
	if f.Field("seen") != "yes" {
		err = &content.Error{
			Code: content.Invalid,
			Vi:   "Hãy đánh dấu rằng bạn đã xem những khác biệt ở trên.",
			En:   "Tick that you have seen the differences above.",
		}
	} else {
		_, err = s.Store.Change(c.UserContext(), signin.From(c).ID, func(tx *store.Tx) error { return tx.Continue(c.UserContext(), number) })
	}
	if err != nil {
		v, failed := s.view(c)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, page, v)
	}
	return shell.Done(c, "/studio/held", "continued")
}
