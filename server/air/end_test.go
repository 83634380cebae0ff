package air

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// One change of a campaign's end moves the days that its countdown shows, also after the end: no
// slide is touched.
func TestACountdownFollowsTheEndOfItsCampaign(t *testing.T) {
	count := notice("count", "Còn lại")
	count.Kind, count.Style, count.ToEnd = content.Countdown, "", true
	count.Words = content.Words{Head: "Tháng cao điểm"}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return tx.PutSlide(ctx, count)
	})
	end := func(at time.Time) {
		r.change(func(ctx context.Context, tx *store.Tx) error {
			c, err := tx.Campaign(ctx, "c")
			if err != nil {
				return err
			}
			c.Valid.Until = at
			return tx.PutCampaign(ctx, c)
		})
		r.calm()
	}
	look := func() content.Ref {
		r.mu.Lock()
		stand := r.scene.Crowds.Stands["HK-1"]
		r.mu.Unlock()
		sent, err := r.store.NewestFrame(t.Context(), protocol.TypeProgramme, stand.Key)
		if err != nil {
			t.Fatal(err)
		}
		var p content.Programme
		if err := sent.Open(&p); err != nil {
			t.Fatal(err)
		}
		if slot := p.At(time.Now().UnixMilli()); slot.Slide >= 0 {
			return p.Slides[slot.Slide].Medium
		}
		return content.Ref{}
	}
	if look() != (content.Ref{}) {
		t.Error("it counts to nothing, and is on")
	}
	if lacks, err := r.snapshot().Lacks(t.Context(), count); err != nil || len(lacks) != 1 {
		t.Errorf("it lacks %+v, %v", lacks, err)
	}
	soon := time.Now().Add(5 * 24 * time.Hour)
	end(soon)
	first := look()
	if first == (content.Ref{}) {
		t.Fatal("it has an end to count to, and is not on")
	}
	end(soon.Add(10 * 24 * time.Hour))
	second := look()
	if second == first || second == (content.Ref{}) {
		t.Errorf("the end moved, and the countdown is %v after %v", second, first)
	}
	end(time.Now().Add(-time.Hour))
	if look() != (content.Ref{}) {
		t.Error("its campaign is over, and it is on")
	}
	end(soon)
	if look() != first {
		t.Error("the end came back, and the countdown did not")
	}
}
