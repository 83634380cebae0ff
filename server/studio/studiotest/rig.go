// Package studiotest is a studio with real parts, served on this machine, and browsers to drive it
// with. The tests of every room use it.
package studiotest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/blob"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/player/protocol"
	"ngatu/server/air"
	"ngatu/server/edge"
	"ngatu/server/figures"
	"ngatu/server/fleet"
	"ngatu/server/hub"
	"ngatu/server/intake"
	"ngatu/server/rendition"
	"ngatu/server/signin"
	"ngatu/server/studio"
	"ngatu/server/studio/picture"
)

// Rig is a studio with real parts, served on this machine.
type Rig struct {
	*testing.T
	Store   *store.Store
	SignIn  *signin.Signin
	Media   *blob.Folder
	Uploads string // the folder of files that come in parts
	Base    string
	App     *fiber.App
	Studio  *studio.Studio
	Air     *air.Air
	Maker   *rendition.Maker // makes what is missing when a test says so
	Mails   chan Email       // what the studio sends
	Looks   *picture.Pictures
	Later   atomic.Int64 // nanoseconds that the studio's clock is ahead
	present atomic.Pointer[[]hub.Presence]
	gone    *fleet.Recorder
	number  int64 // of the frame that was sent last
}

// Email is one that the studio has sent.
type Email struct{ To, Subject, Text string }

func (r *Rig) mail(_ context.Context, to, subject, text string) error {
	r.Mails <- Email{to, subject, text}
	return nil
}

// units are read once for all tests.
var units = sync.OnceValues(func() (*area.Set, error) { return area.Load(areas.Files) })

// New starts a studio with one campaign, main, and nobody in it.
func New(t *testing.T) *Rig {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return On(t, st)
}

// On is [New] on a database that the test has opened and closes.
func On(t *testing.T, st *store.Store) *Rig {
	t.Helper()
	ctx, dir, log := context.Background(), t.TempDir(), slog.New(slog.DiscardHandler)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := st.Claim(ctx, store.Real)
	must(err)
	bucket, err := blob.Open(filepath.Join(dir, "media"))
	must(err)
	set, err := units()
	must(err)
	h := hub.New(hub.Options{Log: log})
	t.Cleanup(func() { h.Shutdown(context.Background(), 0) })
	_, key, err := ed25519.GenerateKey(nil)
	must(err)
	workers := workertest.Pool(t)
	fig := figures.New(figures.Options{Store: st, Workers: workers, Areas: set, Log: log})
	maker := rendition.New(rendition.Options{Store: st, Media: bucket, Workers: workers, Log: log})
	in := intake.New(intake.Options{Store: st, Renditions: maker})
	si, err := signin.New(signin.Options{Store: st, Areas: set, Log: log, Memory: 8})
	must(err)
	r := &Rig{T: t, Store: st, SignIn: si, Media: bucket, Maker: maker, Uploads: filepath.Join(dir, "uploads"), Mails: make(chan Email, 20)}
	on := air.New(air.Options{Store: st, Hub: h, Media: bucket, Areas: set, Faces: paint.Faces(), Key: key, Log: log})
	r.Connect()
	present, now := func() []hub.Presence { return *r.present.Load() }, func() time.Time { return time.Now().Add(time.Duration(r.Later.Load())) }
	r.gone = fleet.NewRecorder(st, now, log)
	r.Air = on
	r.Looks = picture.New(picture.Options{Store: st, Air: on, Media: bucket, Workers: workers, Areas: set, Now: now})
	s, err := studio.New(studio.Options{
		Store: st, Intake: in, Figures: fig, Media: bucket, Areas: set, SignIn: si, Log: log, Air: on, Uploads: r.Uploads, Mail: r.mail, Present: present, Now: now,
		Pictures: r.Looks,
		Fleet:    fleet.New(fleet.Options{Store: st, Air: on, Recorder: r.gone, Present: present, Now: now}),
	})
	must(err)
	app := fiber.New(fiber.Config{
		DisableStartupMessage: true, StreamRequestBody: true, BodyLimit: 300 << 20, ReadBufferSize: 16 << 10,
		ErrorHandler: func(c *fiber.Ctx, err error) error {
			var e *content.Error
			if errors.As(err, &e) && (edge.StatusOf(e.Code) < fiber.StatusInternalServerError || e.Code == content.Away) {
				return c.Status(edge.StatusOf(e.Code)).JSON(fiber.Map{"error": fiber.Map{"code": e.Code, "vi": e.Vi, "en": e.En}})
			}
			var f *fiber.Error
			if errors.As(err, &f) {
				return c.SendStatus(f.Code)
			}
			t.Errorf("an error without a sentence: %v", err)
			return c.SendStatus(500)
		},
	})
	s.Routes(app)
	r.Studio = s
	r.App = app
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go app.Listener(l)
	t.Cleanup(func() { app.Shutdown() })
	r.Base = "http://" + l.Addr().String()
	_, err = st.Change(ctx, "test", func(tx *store.Tx) error {
		m := figure.Accounts
		m.Limits.Inform, m.Limits.FirstByTwo, m.Limits.SourcesListed = true, false, false
		if err := tx.PutMeasure(ctx, m); err != nil {
			return err
		}
		return tx.PutCampaign(ctx, content.Campaign{ID: "main", Name: "Tháng cao điểm", Pool: "city", Weight: 1})
	})
	must(err)
	return r
}

// Connect makes these the players that are connected, in place of those before.
func (r *Rig) Connect(all ...hub.Presence) { r.present.Store(&all) }

// Gone says that the last player of a screen has gone, which had said this of itself.
func (r *Rig) Gone(screen string, at time.Time, said *protocol.Status) {
	r.gone.Changed(hub.Change{Screen: screen, At: at, Said: said})
}

// Slides are all that there are.
func (r *Rig) Slides() []content.Slide {
	r.Helper()
	all, err := r.Store.Slides(context.Background(), store.SlideQuery{})
	if err != nil {
		r.Fatal(err)
	}
	return all
}

// Photo is a JPEG that differs by its shade.
func Photo(shade uint8) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), shade, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}
