package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// Starter is the first campaign of an installation, as assets/starter writes it.
type Starter struct {
	Campaigns []content.Campaign `json:"campaigns"`
	Slides    []content.Slide    `json:"slides"`
}

// deadlineNeed is what a slide of the starter names that waits for the campaign's last instant.
const deadlineNeed = "deadline"

// ReadStarter reads a starter campaign. Where deadline is not zero, countdowns count to it and go off with it.
func ReadStarter(b []byte, deadline time.Time) (Starter, error) {
	var s Starter
	if err := json.Unmarshal(b, &s); err != nil {
		return s, fmt.Errorf("read the starter campaign: %w", err)
	}
	for i := range s.Slides {
		slide := &s.Slides[i]
		if at := slices.Index(slide.Needs, deadlineNeed); at >= 0 && !deadline.IsZero() {
			slide.Needs = slices.Delete(slide.Needs, at, at+1)
			slide.Deadline, slide.Valid.Until = deadline, deadline
		}
		slide.State, slide.Source = content.Draft, "starter"
	}
	return s, nil
}

// Put stores the campaign as drafts: nothing of it is on air before somebody approves it.
func (s Starter) Put(ctx context.Context, tx *store.Tx) error {
	for _, c := range s.Campaigns {
		if err := tx.PutCampaign(ctx, c); err != nil {
			return err
		}
	}
	for _, slide := range s.Slides {
		slide.Author = tx.Who()
		if err := tx.PutSlide(ctx, slide); err != nil {
			return err
		}
	}
	return nil
}
