package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
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
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlide(ctx, content.TakeOff(approved)) })
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

func TestInbox(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		nfc := norm.NFC.String("Đống Đa/ảnh.jpg")
		nfd := norm.NFD.String(nfc) // as macOS writes it
		file := InboxFile{
			Path: nfd, Size: 3 << 20, Modified: noon.Add(123456789), Changed: noon.Add(987654321), Digest: content.DigestOf([]byte("a")), State: Refused,
			Sentence: Notice{"Tệp không phải ảnh.", "Not a picture."},
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for _, path := range []string{"a.jpg", "Đống Đa-2/b.jpg", "Đống Đa/z/c.jpg", "Đống Đa0.jpg"} {
				if err := tx.PutInboxFile(ctx, InboxFile{Path: path, State: Taken}); err != nil {
					return err
				}
			}
			return tx.PutInboxFile(ctx, file)
		})
		for _, path := range []string{nfc, nfd} {
			got := must[InboxFile](t)(s.InboxFile(ctx, path))
			file.Path, file.At = nfc, got.At
			if diff := cmp.Diff(file, got); diff != "" {
				t.Error(diff)
			}
		}
		var below []string
		for after := ""; ; {
			page := must[[]InboxFile](t)(s.InboxFiles(ctx, "Đống Đa", after, 1))
			if len(page) == 0 {
				break
			}
			after = page[0].Path
			below = append(below, after)
		}
		if diff := cmp.Diff([]string{"Đống Đa/z/c.jpg", nfc}, below); diff != "" {
			t.Error(diff)
		}
		if all := must[[]InboxFile](t)(s.InboxFiles(ctx, "", "", 0)); len(all) != 5 {
			t.Errorf("%d files, want 5", len(all))
		}
		later := InboxFile{Path: "held.jpg", State: Held, Sentence: Notice{"Chờ.", "Waits."}}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			gone := InboxFile{Path: "gone.jpg", State: Vanished, Sentence: Notice{"Đã xóa.", "Deleted."}}
			return errors.Join(tx.PutInboxFile(ctx, later), tx.PutInboxFile(ctx, gone))
		})
		var told []string
		for last := (InboxFile{}); ; {
			page := must[[]InboxFile](t)(s.InboxTold(ctx, last, 1))
			if len(page) == 0 {
				break
			}
			last = page[0]
			told = append(told, last.Path)
		}
		if diff := cmp.Diff([]string{"held.jpg", nfc}, told); diff != "" {
			t.Error(diff)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteInboxFile(ctx, nfd) })
		if number := changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteInboxFile(ctx, nfc) }); number != 0 {
			t.Error("forgetting a file twice is a change")
		}
	})
}

func TestReleases(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		day := func(d int) time.Time { return time.Date(2024, 11, d, 17, 0, 0, 0, area.Local) }
		release := func(id string, asOf time.Time, sample bool, value int64) Release {
			r := Release{ID: id, Measure: "accounts", Period: area.Nov2024, AsOf: asOf, Source: "Báo cáo số 5", By: "Phòng Chính trị", Sample: sample}
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				return tx.PutRelease(ctx, r, []figure.Figure{
					{Area: area.Key{Period: area.Nov2024, Code: "006"}, Value: value, Target: 90, Denominator: 100, DenominatorName: "dân số từ 15 tuổi", Source: "Công an quận"},
					{Area: area.City(area.Nov2024), Value: 1633840},
				})
			})
			return r
		}
		_, err := s.LatestRelease(ctx, "accounts", area.Nov2024)
		refused(t, err, content.NotFound)
		release("first", day(21), false, 10)
		release("second", day(27), false, 20)
		release("late", day(20), false, 5)
		corrected := release("corrected", day(27), false, 21)
		release("sample", day(25), true, 99)

		latest := must[Release](t)(s.LatestRelease(ctx, "accounts", area.Nov2024))
		if latest.ID != "corrected" || !latest.AsOf.Equal(day(27)) || latest.AsOf.Location() != area.Local {
			t.Errorf("latest is %+v", latest)
		}
		if before := must[Release](t)(s.PreviousRelease(ctx, latest)); before.ID != "first" {
			t.Errorf("progress is computed from %+v, want the last real one of an earlier time", before)
		}
		_, err = s.PreviousRelease(ctx, must[Release](t)(s.Release(ctx, "sample")))
		refused(t, err, content.NotFound)
		_, err = s.LatestRelease(ctx, "accounts", area.Jan2025)
		refused(t, err, content.NotFound)

		want := []figure.Figure{
			{Area: area.Key{Period: area.Nov2024, Code: "006"}, Value: 21, Target: 90, Denominator: 100, DenominatorName: "dân số từ 15 tuổi", Source: "Công an quận"},
			{Area: area.City(area.Nov2024), Value: 1633840},
		}
		for i := range want {
			want[i].Measure, want[i].AsOf, want[i].ReleasedBy = "accounts", corrected.AsOf, corrected.By
		}
		if diff := cmp.Diff(want, must[[]figure.Figure](t)(s.Figures(ctx, latest))); diff != "" {
			t.Error(diff)
		}
		page := must[[]Release](t)(s.Releases(ctx, "accounts", 0, 2))
		if len(page) != 2 || page[0].ID != "sample" {
			t.Errorf("newest first: %+v", page)
		}
		if rest := must[[]Release](t)(s.Releases(ctx, "", page[1].Number, 10)); len(rest) != 3 {
			t.Errorf("%d on the next page, want 3", len(rest))
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteRelease(ctx, "corrected") })
		if latest := must[Release](t)(s.LatestRelease(ctx, "accounts", area.Nov2024)); latest.ID != "second" {
			t.Errorf("after withdrawing: %+v", latest)
		}
	})
}
