package main

import (
	"context"
	"crypto/sha256"
	"fmt"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// fleetSize is the size of a fleet. It has Canvases × Districts × Mixes audiences, if it has that
// many screens.
type fleetSize struct {
	Screens   int
	Canvases  int
	Districts int // areas with a slide of their own; 1: none
	Mixes     int // ways in which pools share the airtime
	Slides    int // for everybody
}

func (s fleetSize) audiences() int { return min(s.Canvases*s.Districts*s.Mixes, s.Screens) }

// inFirst is how many screens stand in the first district.
func (s fleetSize) inFirst() int { return (s.Screens + s.Districts - 1) / s.Districts }

// city is a fleet with what is on it: pictures, one in ten a notice, a board of the districts, for
// each district a picture.
type city struct {
	fleetSize
	units *area.Set
}

func newCity(size fleetSize) (*city, error) {
	units, err := area.Load(areas.Files)
	return &city{size, units}, err
}

func (c *city) build(ctx context.Context, tx *store.Tx) error {
	if err := tx.PutCampaign(ctx, content.Campaign{ID: "bench", Name: "bench", Pool: "city", Weight: 1}); err != nil {
		return err
	}
	if err := tx.PutSetting(ctx, content.SettingPublic, "https://ihanoi.example.vn"); err != nil {
		return err
	}
	for i := range c.Screens {
		if err := c.putScreen(ctx, tx, i); err != nil {
			return err
		}
	}
	if err := tx.PutSlide(ctx, c.board()); err != nil {
		return err
	}
	for i := range c.Slides - 1 {
		if err := c.putSlide(ctx, tx, c.slide(i)); err != nil {
			return err
		}
	}
	for i := range c.Districts {
		if c.Districts == 1 {
			break
		}
		s := c.picture(fmt.Sprintf("district-%04d", i), c.Slides+i)
		s.Targets = []content.Target{{Area: district(i)}}
		if err := c.putSlide(ctx, tx, s); err != nil {
			return err
		}
	}
	return c.putFigures(ctx, tx, 0)
}

// fleetToken is the token of screen i; the load uses the same.
func fleetToken(i int) string { return fmt.Sprintf("the bench's token %05d", i) }

func (c *city) putScreen(ctx context.Context, tx *store.Tx, i int) error {
	p := content.Place{
		Area: district(i % c.Districts), Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
		Canvas: c.canvas(i / c.Districts % c.Canvases),
		Names:  []string{fmt.Sprint("Phường ", i%c.Districts), "Thành phố Hà Nội"},
	}
	p.Areas = []string{p.Area, "2024-11/01"}
	if mix := i / (c.Districts * c.Canvases) % c.Mixes; mix > 0 {
		p.Pools = []content.Pool{{ID: "city", Percent: 1 + mix%100}, {ID: fmt.Sprint("owner", mix/100), Percent: 50}}
	}
	code := fmt.Sprintf("K-%05d", i)
	if err := tx.PutScreen(ctx, content.Screen{Code: code, Name: code, Places: []content.Place{p}}); err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(fleetToken(i)))
	return tx.PutCredential(ctx, store.Credential{ID: code, Screen: code, Kind: store.ByToken, Value: sum[:]})
}

func district(i int) string { return fmt.Sprintf("2024-11/D%03d", i) }

func (c *city) canvas(i int) content.Canvas {
	return content.Canvas{Width: 432 + 16*i, Height: 216, PitchMM: 5, DistanceM: 15}
}

func (c *city) slide(i int) content.Slide {
	if i%10 == 0 {
		return words(fmt.Sprintf("notice-%04d", i), i, "Cài đặt iHanoi")
	}
	return c.picture(fmt.Sprintf("picture-%04d", i), i)
}

func words(id string, order int, head string) content.Slide {
	return content.Slide{
		ID: id, Campaign: "bench", Kind: content.Notice, Style: content.Slogan, Title: id, Order: order,
		Words: content.Words{Head: head}, State: content.Approved,
	}
}

func (c *city) picture(id string, order int) content.Slide {
	return content.Slide{
		ID: id, Campaign: "bench", Kind: content.Picture, Title: id, Order: order, State: content.Approved,
		Medium: content.DigestOf([]byte(id)),
	}
}

func (c *city) board() content.Slide {
	return content.Slide{
		ID: "board", Campaign: "bench", Kind: content.Board, View: content.League, Title: "board", Words: content.Words{Head: "Tiến độ"},
		Measure: figure.Accounts.ID, Area: "2024-11/01", State: content.Approved,
	}
}

// putSlide stores a slide with the renditions of its medium: names only, because the load fetches
// no bytes.
func (c *city) putSlide(ctx context.Context, tx *store.Tx, s content.Slide) error {
	if s.Medium == "" {
		return tx.PutSlide(ctx, s)
	}
	if err := tx.PutMedium(ctx, store.Medium{Digest: s.Medium, Kind: content.Picture, Type: "image/png"}); err != nil {
		return err
	}
	for i := range c.Canvases {
		at := c.canvas(i)
		for _, fit := range []string{s.FitKey(), s.StillKey()} {
			made := content.Ref{Digest: content.DigestOf(fmt.Append(nil, s.Medium, i, fit)), Type: "image/webp", Size: 1000}
			if err := tx.PutRendition(ctx, store.Rendition{Medium: s.Medium, Width: at.Width, Height: at.Height, Fit: fit, Ref: made}); err != nil {
				return err
			}
		}
	}
	return tx.PutSlide(ctx, s)
}

func (c *city) putFigures(ctx context.Context, tx *store.Tx, n int) error {
	var all []figure.Figure
	for i, d := range c.units.At(area.Nov2024, area.DistrictLevel) {
		all = append(all, figure.Figure{Area: d.Key(), Measure: figure.Accounts.ID, Value: 1000 + 100*int64(i%7) + int64(n*(1+i%5)), Target: 1_000_000})
	}
	return tx.PutRelease(ctx, store.Release{
		ID: fmt.Sprint("r", tx.Number()), Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "Công an thành phố", By: "bench",
	}, all)
}

// changes are the changes that can be made again and again.
func (c *city) changes() map[string]func(context.Context, *store.Tx) error {
	return map[string]func(context.Context, *store.Tx) error{
		takeoverOn:  c.putOn,
		takeoverEnd: c.endIt,
		"order": func(ctx context.Context, tx *store.Tx) error { // the first picture goes to the end or comes back
			s, err := tx.Slide(ctx, c.slide(1).ID)
			if err != nil {
				return err
			}
			s.Order = 100_001 - s.Order
			return tx.PutSlide(ctx, s)
		},
		"words": func(ctx context.Context, tx *store.Tx) error {
			return tx.PutSlide(ctx, words("notice-0000", 0, fmt.Sprint("Tin thứ ", tx.Number()%100_000)))
		},
		"district": func(ctx context.Context, tx *store.Tx) error {
			s := words("district-news", 200_000, fmt.Sprint("Tin thứ ", tx.Number()%100_000))
			s.Targets = []content.Target{{Area: district(0)}}
			return tx.PutSlide(ctx, s)
		},
		"figures": func(ctx context.Context, tx *store.Tx) error {
			return c.putFigures(ctx, tx, int(tx.Number()%1_000_000/1000))
		},
	}
}
