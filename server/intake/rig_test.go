package intake

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/inbox"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

var units = sync.OnceValue(func() *area.Set {
	set, err := area.Load(areas.Files)
	if err != nil {
		panic(err)
	}
	return set
})

// rig is an intake over a real database, a real folder of media and a real inbox.
type rig struct {
	testing.TB
	*Intake
	dir     string
	watcher *inbox.Watcher
}

func newRig(t testing.TB, change func(*Options)) *rig {
	t.Helper()
	r := &rig{TB: t, dir: t.TempDir()}
	r.open(change)
	return r
}

// open makes the parts in the rig's folder, as a start of the server does.
func (r *rig) open(change func(*Options)) {
	r.Helper()
	s := must(store.Open(r.Context(), filepath.Join(r.dir, "ngatu.db")))(r)
	folder := must(blob.Open(filepath.Join(r.dir, "media")))(r)
	r.no(os.MkdirAll(filepath.Join(r.dir, "inbox"), 0o755))
	o := Options{
		Store: s, Media: folder, Importer: media.NewImporter(media.Limits{}), Areas: units(),
		Log: slog.New(slog.DiscardHandler), Root: filepath.Join(r.dir, "inbox"),
	}
	if change != nil {
		change(&o)
	}
	r.Intake = New(o)
	r.Cleanup(r.shut)
}

func (r *rig) shut() {
	if r.Intake == nil {
		return
	}
	if r.watcher != nil {
		r.watcher.Stop()
	}
	r.Intake.Close()
	r.no(r.Store.Close())
	r.Intake, r.watcher = nil, nil
}

// watch starts the watcher, as a start of the server does.
func (r *rig) watch() {
	r.Helper()
	known := must(r.Known(r.Context()))(r)
	r.watcher = must(inbox.New(inbox.Config{Root: r.Root, Known: known, Tell: r.Inbox}))(r)
	r.watcher.Start(context.Background())
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (r *rig) no(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// screens puts one screen of each canvas, the small ones in the street.
func (r *rig) screens(sizes ...image.Point) {
	r.Helper()
	_, err := r.Store.Change(r.Context(), "test", func(tx *store.Tx) error {
		for i, s := range sizes {
			p := content.Place{Canvas: content.Canvas{Width: s.X, Height: s.Y, PitchMM: 5, DistanceM: 10}, Venue: content.Reception}
			if s.X < 500 {
				p.Venue = content.Intersection
			}
			if err := tx.PutScreen(r.Context(), content.Screen{Code: fmt.Sprintf("S%d-%dx%d", i, s.X, s.Y), Places: []content.Place{p}}); err != nil {
				return err
			}
		}
		return nil
	})
	r.no(err)
}

// standing approves a folder of the inbox.
func (r *rig) standing(folder string) {
	r.Helper()
	_, err := r.Store.Change(r.Context(), "an", func(tx *store.Tx) error {
		if err := tx.PutStaff(r.Context(), store.Staff{ID: "an", Name: "Nguyễn Thị An", Login: "an"}); err != nil {
			return err
		}
		return tx.PutStanding(r.Context(), store.Standing{ID: "st-" + folder, Folder: folder, By: "an", At: tx.Time(), Document: "12/QĐ"})
	})
	r.no(err)
}

// drop writes a file into the inbox.
func (r *rig) drop(path string, b []byte) {
	r.Helper()
	at := filepath.Join(r.Root, filepath.FromSlash(path))
	r.no(os.MkdirAll(filepath.Dir(at), 0o755))
	r.no(os.WriteFile(at, b, 0o644))
}

// until waits for something to come true.
func (r *rig) until(what string, ok func() bool) {
	r.Helper()
	for end := time.Now().Add(2 * time.Minute); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			r.Fatalf("waited in vain until %s", what)
		}
	}
}

// file is what is known of a path of the inbox; zero where nothing is.
func (r *rig) file(path string) store.InboxFile {
	r.Helper()
	f, err := r.Store.InboxFile(r.Context(), path)
	if err != nil && content.CodeOf(err) != content.NotFound {
		r.Fatal(err)
	}
	return f
}

func (r *rig) taken(path string) store.InboxFile {
	r.Helper()
	r.until(path+" is taken", func() bool { return r.file(path).State == store.Taken })
	return r.file(path)
}

// slide is what a path of the inbox became.
func (r *rig) slide(path string) content.Slide {
	r.Helper()
	return must(r.Store.Slide(r.Context(), r.taken(path).Slide))(r)
}

func (r *rig) slides() (all []content.Slide) {
	r.Helper()
	r.no(eachSlide(r.Context(), r.Store.Reader, store.SlideQuery{}, func(s content.Slide) error {
		all = append(all, s)
		return nil
	}))
	return all
}

// whole checks that a slide has its original and, for each canvas, a rendition and a still whose bytes are there.
func (r *rig) whole(s content.Slide, sizes ...image.Point) {
	r.Helper()
	ctx := r.Context()
	r.no(r.Media.Verify(ctx, s.Medium))
	for _, on := range sizes {
		main := must(r.Store.Rendition(ctx, s.Medium, on.X, on.Y, s.FitKey()))(r)
		still := must(r.Store.Rendition(ctx, s.Medium, on.X, on.Y, s.StillKey()))(r)
		r.no(r.Media.Verify(ctx, main.Ref.Digest))
		if still.Ref.Size > media.StillBytes {
			r.Errorf("the still of %v is %d bytes", on, still.Ref.Size)
		}
		if w, h := r.shape(still.Ref); w*on.Y != h*on.X {
			r.Errorf("the still for %v is %dx%d", on, w, h)
		}
		if s.Kind == content.Video {
			continue
		}
		if w, h := r.shape(main.Ref); w != on.X || h != on.Y {
			r.Errorf("the rendition for %v is %dx%d", on, w, h)
		}
	}
}

// shape is the size of a stored picture in pixels.
func (r *rig) shape(ref content.Ref) (w, h int) {
	r.Helper()
	cfg, _, err := image.DecodeConfig(bytes.NewReader(must(r.Media.Read(r.Context(), ref.Digest))(r)))
	r.no(err)
	return cfg.Width, cfg.Height
}

// picture is a small PNG of one colour.
func picture(shade uint8) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for i := range m.Pix {
		m.Pix[i] = uint8(i%7) * shade
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	m.Set(0, 0, color.RGBA{shade, 1, 2, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// photograph is a JPEG with the cost of one: a gradient under noise of fixed seed.
func photograph(w, h int) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			n := rnd.IntN(14)
			i := m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = uint8(x*230/w+n), uint8(y*230/h+n), uint8((x+y)%200+n), 255
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 91}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestMain(m *testing.M) {
	if dir := os.Getenv("NGATU_INTAKE_CHILD"); dir != "" {
		importUntilKilled(dir)
		return
	}
	os.Exit(m.Run())
}

// marks are the instants at which changes were committed.
type marks struct {
	began time.Time
	at    []time.Duration
}

var current *marks

// watchChanges notes when changes are committed from now on.
func watchChanges(r *rig) *marks {
	first := current == nil
	current = &marks{began: time.Now()}
	if first {
		r.Store.OnChange(func() { current.at = append(current.at, time.Since(current.began)) })
	}
	return current
}

func (m *marks) ms(i int) float64 { return float64(m.at[i].Microseconds()) / 1000 }
