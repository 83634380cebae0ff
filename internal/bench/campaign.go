package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// campaignGoal is how long the page of a campaign with 500 slides may take, in milliseconds.
const campaignGoal = 300

// session is the token of somebody who is signed in while pages are measured.
const session = "the session of the bench"

// campaignPage measures the page of a campaign with 500 slides, with its slides in order and what
// they would show on every size of screen: again and again, and right after a slide has changed.
func campaignPage(ctx context.Context, b *bench) error {
	size := fleetSize{Screens: 1000, Canvases: 10, Districts: 30, Mixes: 1, Slides: 500}
	data, err := b.filled(ctx, size)
	if err != nil {
		return err
	}
	if err := signIn(ctx, data); err != nil {
		return err
	}
	f, err := b.serve(ctx, "campaign", size)
	if err != nil {
		return err
	}
	defer f.stop()
	if err := f.ask(ctx, http.MethodPost, "/profile", nil); err != nil {
		return err
	}
	var again, changed []float64
	for n := range b.runs(61, 7) {
		if n%2 == 0 {
			if err := f.ask(ctx, http.MethodGet, "/change?kind=words", nil); err != nil {
				return err
			}
		}
		took, err := f.page(ctx, "/studio/campaigns/bench", "notice-0000")
		if err != nil {
			return err
		}
		switch {
		case n == 0: // nothing is laid out yet
		case n%2 == 0:
			changed = append(changed, took)
		default:
			again = append(again, took)
		}
	}
	what := fmt.Sprintf("the page of a campaign with %d slides, %d screens in %d audiences", size.Slides, size.Screens, size.audiences())
	b.report.add(what, "ms", again, goal{p99: campaignGoal})
	b.report.add(what+": right after a change, while the change goes on air", "ms", changed, goal{})
	return nil
}

// signIn has an editor of the whole city signed in to the studio of a folder.
func signIn(ctx context.Context, data string) error {
	st, err := store.Open(ctx, filepath.Join(data, "ngatu.db"))
	if err != nil {
		return err
	}
	_, err = st.Change(ctx, "bench", func(tx *store.Tx) error {
		editor := store.Staff{ID: "bench", Login: "bench", Name: "Bench", Mandates: []mandate.Mandate{{Role: mandate.Editor}}}
		if err := tx.PutStaff(ctx, editor); err != nil {
			return err
		}
		return tx.PutSession(ctx, content.DigestOf([]byte(session)), editor.ID, tx.Time().Add(time.Hour))
	})
	return errors.Join(err, st.Close())
}

// page fetches a page of the studio, which has to show a text, and says how many milliseconds it
// took.
func (f *fleet) page(ctx context.Context, path, shows string) (float64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, f.address+path, nil)
	if err != nil {
		return 0, err
	}
	r.AddCookie(&http.Cookie{Name: "ngatu_studio", Value: session})
	began := time.Now()
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	took := ms(time.Since(began))
	if err != nil || resp.StatusCode != http.StatusOK || !bytes.Contains(text, []byte(shows)) {
		return 0, fmt.Errorf("%s: status %d, %d bytes: %w", path, resp.StatusCode, len(text), err)
	}
	return took, nil
}
