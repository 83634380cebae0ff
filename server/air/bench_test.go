package air

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/blob"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/server/hub"
)

// city is a fleet as large as a benchmark wants it. Audiences differ by canvas and by district;
// every district has a slide of its own. Nobody follows its store: a benchmark refreshes it by
// hand.
type city struct {
	*Air
	tb                        testing.TB
	parts                     Options
	size, canvases, districts int
}

// cities are the sizes that growth is measured at.
var cities = []struct{ screens, canvases, districts int }{
	{100, 2, 5}, {1000, 10, 20}, {10_000, 20, 100},
}

func newCity(tb testing.TB, screens, canvases, districts int) *city {
	tb.Helper()
	dir := tb.TempDir()
	db, err := store.Open(tb.Context(), filepath.Join(dir, "ngatu.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	media, err := blob.Open(filepath.Join(dir, "media"))
	if err != nil {
		tb.Fatal(err)
	}
	units, err := area.Load(areas.Files)
	if err != nil {
		tb.Fatal(err)
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		tb.Fatal(err)
	}
	h := hub.New(hub.Options{})
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		h.Shutdown(ctx, 0)
	})
	c := &city{tb: tb, size: screens, canvases: canvases, districts: districts}
	c.parts = Options{Store: db, Hub: h, Media: media, Areas: units, Faces: paint.Faces(), Key: key, Log: slog.New(slog.DiscardHandler)}
	c.Air = New(c.parts)
	c.change(c.build)
	c.turn()
	return c
}

func (c *city) build(ctx context.Context, tx *store.Tx) error {
	if err := tx.PutCampaign(ctx, content.Campaign{ID: "c", Name: "c", Pool: "city", Weight: 1}); err != nil {
		return err
	}
	if err := tx.PutSetting(ctx, content.SettingPublic, "https://ihanoi.example.vn"); err != nil {
		return err
	}
	for i := range c.size {
		if err := tx.PutScreen(ctx, c.screen(i, i)); err != nil {
			return err
		}
	}
	slides := []content.Slide{league("league"), notice("a", "Cài đặt iHanoi"), notice("b", "Gọi 1022")}
	for i := range 30 + c.districts {
		s := content.Slide{
			ID: fmt.Sprintf("p%03d", i), Campaign: "c", Kind: content.Picture, Order: i, State: content.Approved,
			Medium: content.DigestOf(fmt.Append(nil, "picture", i)),
		}
		if i >= 30 {
			s.Targets = []content.Target{{Area: district(i - 30)}}
		}
		if err := c.putPicture(ctx, tx, s.Medium); err != nil {
			return err
		}
		slides = append(slides, s)
	}
	if err := putSlides(ctx, tx, slides...); err != nil {
		return err
	}
	return c.putFigures(ctx, tx, 0)
}

// screen is number i of the city, standing where number at stood at first.
func (c *city) screen(i, at int) content.Screen {
	return screen(fmt.Sprintf("HK-%05d", i), func(p *content.Place) {
		p.Canvas = c.canvas(at / c.districts % c.canvases)
		p.Area = district(at % c.districts)
		p.Areas, p.Names = []string{p.Area, "2024-11/01"}, []string{fmt.Sprint("Phường ", at%c.districts), "Thành phố Hà Nội"}
	})
}

func district(i int) string { return fmt.Sprintf("2024-11/D%03d", i) }

func (c *city) canvas(i int) content.Canvas {
	return content.Canvas{Width: 432 + 16*i, Height: 216, PitchMM: 5, DistanceM: 15}
}

func (c *city) putPicture(ctx context.Context, tx *store.Tx, d content.Digest) error {
	if err := tx.PutMedium(ctx, store.Medium{Digest: d, Kind: content.Picture, Type: "image/png"}); err != nil {
		return err
	}
	for i := range c.canvases {
		at := c.canvas(i)
		made := content.Ref{Digest: content.DigestOf(fmt.Append(nil, d, i)), Type: "image/webp", Size: 1000}
		if err := tx.PutRendition(ctx, store.Rendition{Medium: d, Width: at.Width, Height: at.Height, Fit: "contain", Ref: made}); err != nil {
			return err
		}
	}
	return nil
}

func (c *city) putFigures(ctx context.Context, tx *store.Tx, n int64) error {
	var all []figure.Figure
	for i, d := range c.parts.Areas.At(area.Nov2024, area.DistrictLevel) {
		all = append(all, figure.Figure{Area: d.Key(), Measure: figure.Accounts.ID, Value: 1000 + 100*int64(i%7) + n*int64(1+i%5), Target: 10_000})
	}
	return tx.PutRelease(ctx, store.Release{
		ID: fmt.Sprint("r", n), Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "Công an thành phố", By: "test",
	}, all)
}

func (c *city) change(do func(context.Context, *store.Tx) error) {
	c.tb.Helper()
	if _, err := c.store.Change(c.tb.Context(), "test", func(tx *store.Tx) error { return do(c.tb.Context(), tx) }); err != nil {
		c.tb.Fatal(err)
	}
}

// turn has Air take in what changed, as if every audience's second were over.
func (c *city) turn() {
	c.tb.Helper()
	for _, on := range c.audiences {
		on.sent = time.Time{}
	}
	if err := c.refresh(c.tb.Context()); err != nil {
		c.tb.Fatal(err)
	}
}

// Hub is what the hub has counted.
func (c *city) Hub() hub.Stats { return c.hub.Stats() }

// changes are what is measured: each makes its n-th change.
var changes = []struct {
	name string
	make func(c *city, ctx context.Context, tx *store.Tx, n int) error
}{
	{"figures", func(c *city, ctx context.Context, tx *store.Tx, n int) error { return c.putFigures(ctx, tx, int64(n)) }},
	{"targeted", func(c *city, ctx context.Context, tx *store.Tx, n int) error {
		s := notice("district", fmt.Sprint("Tin thứ ", n))
		s.Targets = []content.Target{{Area: district(0)}}
		return tx.PutSlide(ctx, s)
	}},
	{"untargeted", func(c *city, ctx context.Context, tx *store.Tx, n int) error {
		return tx.PutSlide(ctx, notice("city", fmt.Sprint("Tin thứ ", n)))
	}},
	{"move", func(c *city, ctx context.Context, tx *store.Tx, n int) error {
		return tx.PutScreen(ctx, c.screen(0, n%c.districts))
	}},
}

func BenchmarkChange(b *testing.B) {
	for _, size := range cities {
		b.Run(fmt.Sprintf("screens=%d/audiences=%d", size.screens, size.canvases*size.districts), func(b *testing.B) {
			c := newCity(b, size.screens, size.canvases, size.districts)
			for i, kind := range changes {
				n := 0
				b.Run(kind.name, func(b *testing.B) {
					c.tb = b
					before := c.Stats()
					for b.Loop() {
						n++
						b.StopTimer()
						c.change(func(ctx context.Context, tx *store.Tx) error { return kind.make(c, ctx, tx, 1000*(i+1)+n) })
						b.StartTimer()
						c.turn()
					}
					b.ReportMetric(float64(c.Stats().Programmes-before.Programmes)/float64(b.N), "programmes/op")
					b.ReportMetric(float64(c.Stats().Frames-before.Frames)/float64(b.N), "frames/op")
				})
				c.tb = b
			}
		})
	}
}
