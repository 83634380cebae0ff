package public

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	lru "github.com/hashicorp/golang-lru/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/air/answer"
	"ngatu/server/edge"
)

// Boards serves boards of figures to portals and fan pages: as a page to embed, as JSON and CSV,
// and as a picture. It serves what screens show in these days and nothing else: the figures that
// were released, with their as-of time, source and marks.
type Boards struct {
	Store *store.Store
	Air   *air.Air
	Areas *area.Set
	Edge  *edge.Edge // whose address a request has

	visitors *edge.Meter
	laid     *lru.Cache[at, *laid]
}

// askedInAMinute is how often one address may ask: many people of a phone company share one.
// Addresses exist only in memory, as keys of the meter.
const askedInAMinute = 600

// mostLaid is how many boards are remembered; one with its pictures takes some hundred kilobytes.
const mostLaid = 64

// at names a board at a change.
type at struct {
	slide  string
	number int64
}

// laid is a board at a change, worked out once, with its pictures.
type laid struct {
	once  sync.Once
	board answer.Board
	err   error

	fresh, old picture
}

// Routes adds /board/<slide>, its data and its picture.
func (b *Boards) Routes(app fiber.Router) {
	b.visitors = b.Edge.Meter(askedInAMinute, time.Minute)
	var err error
	if b.laid, err = lru.New[at, *laid](mostLaid); err != nil { // only for a size that is not positive
		panic(err)
	}
	app.Get("/board.css", style)
	app.Get("/board/:id.json", b.json)
	app.Get("/board/:id.csv", b.csv)
	app.Get("/board/:id.png", b.picture)
	app.Get("/board/:id", b.page)
}

// find is the board that a request names, as screens show it now.
func (b *Boards) find(c *fiber.Ctx, now time.Time) (*laid, error) {
	if from := b.Edge.Client(c); !from.Trusted && !b.visitors.Allow(from.String(), 1, now) {
		c.Set(fiber.HeaderRetryAfter, "60")
		return nil, &content.Error{
			Code: content.TooMany,
			Vi:   "Quá nhiều yêu cầu từ một địa chỉ. Hãy thử lại sau một phút.",
			En:   "Too many requests from one address. Try again in a minute.",
		}
	}
	if b.Air.Held() { // what is stored may be older than what screens show
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   "Máy chủ đang chờ người vận hành kiểm tra dữ liệu. Hãy thử lại sau.",
			En:   "The server waits until an operator has checked its data. Try again later.",
		}
	}
	ctx := c.UserContext()
	on, err := b.Air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	boards := answer.BoardsIn(on)
	slide, err := boards.Running(ctx, strings.Clone(c.Params("id")), now)
	if err != nil {
		return nil, err
	}
	one := &laid{}
	if known, there, _ := b.laid.PeekOrAdd(at{slide.ID, on.Number()}, one); there {
		one = known
	}
	one.once.Do(func() { one.board, one.err = boards.On(slide, canvas) })
	return one, one.err
}

// isOld says whether the figures are too old to be shown as new.
func (l *laid) isOld(now time.Time) bool { return !now.Before(l.board.Stale) }

// marks are what must be seen beside the figures: that they are made up, that they are old.
func (l *laid) marks(now time.Time) (out []string) {
	if mark := layout.MarkOf(l.board.Slide); mark != "" {
		out = append(out, mark)
	}
	if l.isOld(now) {
		out = append(out, layout.OldMark)
	}
	return out
}

// rows is how many lines of a board are public: all where ranks are, or where the order says
// nothing; else as many as the picture has room for, so that nobody is listed as last.
func (l *laid) rows() int {
	n := len(l.board.Printed.Shown)
	if l.board.Ranked || l.board.View != content.League {
		return n
	}
	seen := 0
	for _, e := range l.board.Layout.Elements {
		if strings.HasPrefix(e.Bind, "row.") && strings.HasSuffix(e.Bind, ".name") {
			seen++
		}
	}
	return min(n, seen)
}

// send answers with bytes that may be kept for as long as figures are on their way to screens, and
// with nothing where the asker has the same already.
func send(c *fiber.Ctx, kind string, body []byte) error {
	sum := sha256.Sum256(body)
	c.Set(fiber.HeaderETag, `"`+hex.EncodeToString(sum[:12])+`"`)
	c.Set(fiber.HeaderCacheControl, "public, max-age=30")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set(fiber.HeaderContentType, kind)
	if c.Fresh() {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Send(body)
}

// portals are the sites that may show boards in a frame, as a policy names them.
func (b *Boards) portals(ctx context.Context) (string, error) {
	set, err := b.Store.Setting(ctx, content.SettingPortals)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return "", err
	}
	out := "'self'"
	for _, host := range content.Domains(set.Value) {
		out += " https://" + host + " https://*." + host
	}
	return out, nil
}
