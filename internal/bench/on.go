package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	whatis "ngatu/server/air/answer"
	"ngatu/server/air/draw"
)

// onGoal is how long it may take to say what is on for 5,000 screens at one instant, in
// milliseconds.
const onGoal = 1000

// on measures how long it takes to say what all screens show at one instant: right after a start,
// for instants up to a year ahead and a week ago, and for the present after a slide has changed.
func on(ctx context.Context, b *bench) (err error) {
	size := fleetSize{Screens: 5000, Canvases: 10, Districts: 30, Mixes: 1, Slides: 100}
	data, err := b.filled(ctx, size)
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, filepath.Join(data, "ngatu.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	dir, err := os.MkdirTemp(b.dir, "layouts-")
	if err != nil {
		return err
	}
	layouts, err := blob.Open(dir)
	if err != nil {
		return err
	}
	units, err := area.Load(areas.Files)
	if err != nil {
		return err
	}
	answers := whatis.New(st, draw.New(units, paint.Faces(), layouts))
	profile, err := b.profileOf("on")
	if err != nil {
		return err
	}
	stop, err := profiled(profile)
	if err != nil {
		return err
	}
	defer stop()
	var first, changed, later []float64
	for n := range b.runs(61, 7) {
		ahead := time.Duration(0)
		switch {
		case n%2 == 0:
			_, err := st.Change(ctx, "bench", func(tx *store.Tx) error { return tx.PutSlide(ctx, words("notice-0000", n, "Cài đặt iHanoi")) })
			if err != nil {
				return err
			}
		case n > 0:
			ahead = time.Duration(rand.IntN(372)-7) * 24 * time.Hour
		}
		began := time.Now()
		s, err := answers.Snapshot(ctx)
		if err != nil {
			return err
		}
		all, err := s.Everywhere(ctx, began.Add(ahead))
		if err != nil || len(all) != size.Screens {
			return fmt.Errorf("%d screens were answered for: %w", len(all), err)
		}
		switch took := ms(time.Since(began)); {
		case n == 0:
			stop()
			first = append(first, took)
		case n%2 == 0:
			changed = append(changed, took)
		default:
			later = append(later, took)
		}
	}
	what := fmt.Sprintf("what is on at an instant, %d screens, %d audiences, %d slides", size.Screens, size.audiences(), size.Slides+size.Districts)
	b.report.add(what+": first, everything is read and laid out", "ms", first, goal{p99: onGoal})
	b.report.add(what+": now, after a change", "ms", changed, goal{p99: onGoal})
	b.report.add(what+": other instants", "ms", later, goal{p99: onGoal})
	return nil
}
