package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// Starter is the first campaign of an installation, as assets/starter writes it.
type Starter struct {
	Campaigns []content.Campaign `json:"campaigns"`
	Slides    []content.Slide    `json:"slides"`

	media []store.Medium // of its guides, once they are kept
}

// deadlineNeed is what a slide of the starter names that waits for the campaign's last instant.
const deadlineNeed = "deadline"

// ReadStarter reads a starter campaign. Where deadline is not zero, countdowns count to it
// and go off with it.
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

// firstGuide is the place of the starter's guides in its first campaign: behind its slides,
// with room before them.
const firstGuide = 100

// Keep adds the guides of touch screens, a JSON list of [protocol.Guide] in their order, to the
// first campaign, and keeps their documents in the folder of media.
func (s *Starter) Keep(ctx context.Context, bucket blob.Bucket, guides []byte) error {
	var all []protocol.Guide
	if err := json.Unmarshal(guides, &all); err != nil {
		return fmt.Errorf("read the guides of the starter campaign: %w", err)
	}
	for i, g := range all {
		m, err := KeepGuide(ctx, bucket, g)
		if err != nil {
			return err
		}
		s.media = append(s.media, m)
		s.Slides = append(s.Slides, content.Slide{
			ID: "starter-guide-" + g.ID, Campaign: s.Campaigns[0].ID, Kind: content.Guide, Order: firstGuide + i, Title: g.Title.Vi,
			Medium: m.Digest, State: content.Draft, Source: "starter",
		})
	}
	return nil
}

// Put stores the campaign as drafts: nothing of it is on air before somebody approves it.
func (s Starter) Put(ctx context.Context, tx *store.Tx) error {
	for _, c := range s.Campaigns {
		if err := tx.PutCampaign(ctx, c); err != nil {
			return err
		}
	}
	for _, m := range s.media {
		if err := tx.PutMedium(ctx, m); err != nil {
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
