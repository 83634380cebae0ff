package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
	"ngatu/content/hours"
)

func TestCampaign(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		peak := content.Campaign{
			ID: "peak", Name: "Tháng cao điểm", Order: 2, Pool: "city", Weight: 3,
			Hours: hours.Set{Parts: []hours.Part{{Days: hours.Mon, From: 390, Until: 1410}}}, Targets: []content.Target{{Venue: content.Mall}},
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutCampaign(ctx, peak); err != nil {
				return err
			}
			if err := tx.PutSlide(ctx, content.Slide{ID: "s", Campaign: "peak"}); err != nil {
				return err
			}
			return tx.PutCampaign(ctx, content.Campaign{ID: "z", Order: 1})
		})
		if diff := cmp.Diff(peak, must[content.Campaign](t)(s.Campaign(ctx, "peak"))); diff != "" {
			t.Error(diff)
		}
		if all := must[[]content.Campaign](t)(s.Campaigns(ctx)); len(all) != 2 || all[0].ID != "z" {
			t.Errorf("in order: %+v", all)
		}
		_, err := s.Change(ctx, "an", func(tx *Tx) error { return tx.DeleteCampaign(ctx, "peak") })
		refused(t, err, content.Conflict)
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.DeleteSlide(ctx, "s"); err != nil {
				return err
			}
			return tx.DeleteCampaign(ctx, "peak")
		})
	})
}

func TestSlide(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		medium := content.DigestOf([]byte("jpeg"))
		first := content.Slide{
			ID: "b1", Campaign: "peak", Kind: content.Picture, Order: 1, Title: "Mời cài iHanoi", Medium: medium,
			Fit: content.Cover, FocusX: 0.25, Dwell: 8 * time.Second, AtOnce: noon, State: content.Draft, Author: "an", Source: "inbox:Đống Đa/a.jpg",
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlide(ctx, first) })
		submitted := must[content.Slide](t)(content.Submit(first))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlide(ctx, submitted) })
		approved := must[content.Slide](t)(content.Approve(submitted, content.Approval{By: "binh", At: noon}, false))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlide(ctx, approved) })
		if diff := cmp.Diff([]content.Slide{approved}, must[[]content.Slide](t)(s.ApprovedSlides(ctx))); diff != "" {
			t.Error(diff)
		}
		if from := must[[]content.Slide](t)(s.SlidesFrom(ctx, "inbox:Đống Đa/a.jpg")); len(from) != 1 {
			t.Errorf("%d slides from the file", len(from))
		}
		if none := must[[]content.Slide](t)(s.SlidesFrom(ctx, "")); len(none) != 0 {
			t.Errorf("%d slides from nowhere", len(none))
		}
		if with := must[[]content.Slide](t)(s.SlidesWith(ctx, medium)); len(with) != 1 {
			t.Errorf("%d slides show the medium", len(with))
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlide(ctx, content.FileGone(approved)) })
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteSlide(ctx, "b1") })
		_, err := s.Slide(ctx, "b1")
		refused(t, err, content.NotFound)
		verbs := ""
		for _, c := range must[[]Change](t)(s.Changes(ctx, 0, 0)) {
			verbs += c.Verb + " "
		}
		if verbs != "create submit approve take_off delete " {
			t.Errorf("the log says %q", verbs)
		}
	})
}

func TestSlidesByPages(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var want []string
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for i := range 30 {
				slide := content.Slide{ID: fmt.Sprintf("s%02d", i), Campaign: fmt.Sprint("c", i/10), Order: (i % 10) / 3, State: content.Draft}
				if i%2 == 0 {
					slide.State = content.Approved
				}
				if slide.Campaign == "c1" && slide.State == content.Approved {
					want = append(want, slide.ID)
				}
				if err := tx.PutSlide(ctx, slide); err != nil {
					return err
				}
			}
			return nil
		})
		walk := func(q SlideQuery) (ids []string) {
			for {
				page := must[[]content.Slide](t)(s.Slides(t.Context(), q))
				if len(page) == 0 {
					return ids
				}
				for _, slide := range page {
					ids = append(ids, slide.ID)
				}
				q.After = KeyOf(page[len(page)-1])
			}
		}
		if diff := cmp.Diff(want, walk(SlideQuery{Campaign: "c1", State: content.Approved, Limit: 2})); diff != "" {
			t.Error(diff)
		}
		if n := len(walk(SlideQuery{Limit: 7})); n != 30 {
			t.Errorf("all pages hold %d slides, want 30", n)
		}
		if counts := must[map[content.State]int](t)(s.CountSlides(t.Context())); counts[content.Draft] != 15 || counts[content.Approved] != 15 {
			t.Errorf("counts %v", counts)
		}
	})
}

func TestStanding(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), must[time.Time](t)(s.Now(t.Context()))
		put := func(a content.Standing) {
			changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutStanding(ctx, a) })
		}
		old := content.Standing{ID: "1", Folder: "Đống Đa", By: "binh", At: now.Add(-3 * time.Hour)}
		newer := content.Standing{ID: "2", Folder: "Đống Đa", By: "chi", At: now.Add(-time.Hour), Document: "12/GP-SVHTT", Until: now.Add(time.Hour)}
		put(old)
		put(newer)
		put(content.Standing{ID: "3", Folder: "Đống Đa", By: "dung", At: now, Until: now.Add(-time.Second)})
		if diff := cmp.Diff(newer, must[content.Standing](t)(s.StandingFor(ctx, "Đống Đa"))); diff != "" {
			t.Error(diff)
		}
		_, err := s.StandingFor(ctx, "")
		refused(t, err, content.NotFound)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteStanding(ctx, "2") })
		if got := must[content.Standing](t)(s.StandingFor(ctx, "Đống Đa")); got.ID != "1" {
			t.Errorf("got %+v", got)
		}
		if n := len(must[[]content.Standing](t)(s.Standings(ctx))); n != 2 {
			t.Errorf("%d are listed, want 2", n)
		}
	})
}

func TestMediaAndRenditions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		clip := Medium{
			Digest: content.DigestOf([]byte("mp4")), Kind: content.Video, Type: "video/mp4", Width: 1920, Height: 1080,
			Duration: 12345 * time.Millisecond, Bytes: 5 << 30, Codec: "avc1.64001f", Name: "Cài đặt iHanoi.mp4", Notices: []Notice{{"Không có tiếng.", "No sound."}},
			Text: "THÔNG BÁO", Lines: []content.Line{{T: "THÔNG BÁO", X: 10, Y: 20, W: 300, H: 40, Cap: 31.5}},
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutMedium(ctx, clip) })
		if number := changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutMedium(ctx, clip) }); number != 0 {
			t.Error("the same file twice is a change")
		}
		got := must[Medium](t)(s.Medium(ctx, clip.Digest))
		clip.Created = got.Created
		if diff := cmp.Diff(clip, got); diff != "" || got.Created.IsZero() {
			t.Error(diff)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for i := range 5 {
				if err := tx.PutMedium(ctx, Medium{Digest: content.DigestOf([]byte{byte(i)})}); err != nil {
					return err
				}
			}
			return nil
		})
		seen := map[content.Digest]bool{}
		for after := (Medium{}); ; {
			page := must[[]Medium](t)(s.Media(ctx, after, 2))
			if len(page) == 0 {
				break
			}
			for _, m := range page {
				seen[m.Digest] = true
			}
			after = page[len(page)-1]
		}
		if len(seen) != 6 {
			t.Errorf("pages hold %d media, want 6", len(seen))
		}

		quick := Rendition{Medium: clip.Digest, Width: 432, Height: 216, Fit: "cover:0.50,0.50", Ref: content.Ref{Digest: content.DigestOf([]byte("q")), Type: "video/mp4", Size: 9}, Grade: Quick}
		fine := quick
		fine.Ref.Digest, fine.Grade = content.DigestOf([]byte("f")), Fine
		for _, r := range []Rendition{quick, fine} {
			changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutRendition(ctx, r) })
		}
		if got := must[Rendition](t)(s.Rendition(ctx, clip.Digest, 432, 216, "cover:0.50,0.50")); got != fine {
			t.Errorf("got %+v", got)
		}
		_, err := s.Rendition(ctx, clip.Digest, 192, 96, "cover:0.50,0.50")
		refused(t, err, content.NotFound)
		if must[bool](t)(s.HasRendition(ctx, quick.Ref.Digest)) || !must[bool](t)(s.HasRendition(ctx, fine.Ref.Digest)) {
			t.Error("the fine rendition has not taken the quick one's place")
		}
		if r := must[[]Rendition](t)(s.RenditionsFor(ctx, 432, 216)); len(r) != 0 {
			t.Errorf("renditions that nothing approved shows: %+v", r)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutSlide(ctx, content.Slide{ID: "s", Medium: clip.Digest, State: content.Approved})
		})
		if r := must[[]Rendition](t)(s.RenditionsFor(ctx, 432, 216)); len(r) != 1 || r[0] != fine {
			t.Errorf("renditions for the canvas: %+v", r)
		}
		_, err = s.Change(ctx, "an", func(tx *Tx) error { return tx.DeleteMedium(ctx, clip.Digest) })
		refused(t, err, content.Conflict)
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.DeleteSlide(ctx, "s"); err != nil {
				return err
			}
			return tx.DeleteMedium(ctx, clip.Digest)
		})
		if r := must[[]Rendition](t)(s.Renditions(ctx, clip.Digest)); len(r) != 0 {
			t.Errorf("renditions outlive their medium: %+v", r)
		}
	})
}
