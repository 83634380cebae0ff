package store

import (
	"context"
	"slices"
	"testing"

	"ngatu/content"
)

// A draft that is submitted is in one submission, whatever happens to it, and each item keeps what
// became of it.
func TestSubmissionsFollowDrafts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		slide := func(id string, state content.State, verb, why string) {
			t.Helper()
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				one := content.Slide{ID: id, Campaign: "c", Title: id, State: state, Author: "an", Returned: why}
				return tx.PutSlideDraft(ctx, verb, content.SlideDraft{DraftOf: content.DraftOf[content.Slide]{ID: id, Doc: one, By: []string{"an"}}})
			})
		}
		open := func(want ...int) (all []Submission) {
			t.Helper()
			all = must[[]Submission](t)(s.Submissions(ctx))
			var waits []int
			for _, one := range all {
				waits = append(waits, len(one.Waits()))
			}
			slices.Sort(waits)
			if !slices.Equal(waits, want) {
				t.Fatalf("%v wait, want %v: %+v", waits, want, all)
			}
			return all
		}
		a, b := DraftKey{NounSlide, "a"}, DraftKey{NounSetting, content.SettingHotline}
		slide("a", content.Draft, "create", "")
		open()
		slide("a", content.Submitted, "submit", "")
		first := open(1)[0]
		if first.By != "an" || first.Items[0].DraftKey != a {
			t.Errorf("%+v", first)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutSettingDraft(ctx, content.DraftOf[string]{ID: b.ID}.Saved("1022", "", "binh", noon))
		})
		open(1, 1)
		var both string
		changed(t, s, func(ctx context.Context, tx *Tx) (err error) {
			both, err = tx.Gather(ctx, []DraftKey{a, b})
			return err
		})
		if got := open(2)[0]; got.ID != both || got.Items[0].DraftKey != a || got.Items[1].DraftKey != b {
			t.Errorf("gathered is %+v", got)
		}
		_, err := s.Submission(ctx, first.ID)
		refused(t, err, content.NotFound)

		// One is returned, the other is edited; the next submission of each names what was before.
		slide("a", content.Draft, "return", "Sai số")
		open(1)
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutSettingDraft(ctx, content.DraftOf[string]{ID: b.ID}.Saved("1900", "", "an", noon))
		})
		if got := open(1)[0]; got.ID == both || got.Items[0].After != "" {
			t.Errorf("edited, it waits in %+v", got)
		}
		slide("a", content.Draft, "change", "")
		slide("a", content.Submitted, "submit", "")
		if i := must[Item](t)(s.Waiting(ctx, a)); i.After != both {
			t.Errorf("sent again it is %+v", i)
		}
		old := must[Submission](t)(s.Submission(ctx, both))
		if old.Items[0].Outcome != ItemReturned || old.Items[0].Why != "Sai số" || old.Items[1].Outcome != ItemWithdrawn {
			t.Errorf("what became of them: %+v", old.Items)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutLive(ctx, content.Slide{ID: "a", Campaign: "c", State: content.Approved, Approval: content.Approval{By: "binh"}})
		})
		open(1)

		// Of a draft beside a live slide the slide itself can change meanwhile.
		live := must[content.SlideDraft](t)(s.SlideDraft(ctx, "a"))
		doc := live.Doc
		doc.Title = "mới"
		sent := must[content.SlideDraft](t)(live.Save(doc, "an", noon).Submit("an"))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlideDraft(ctx, "submit", sent) })
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlide(ctx, content.FileGone(live.Live)) })
		open(1, 1)
		_, err = s.Change(ctx, "an", func(tx *Tx) error { _, err := tx.Gather(ctx, []DraftKey{{NounSlide, "none"}}); return err })
		refused(t, err, content.Conflict)
		if done := must[[]Submission](t)(s.DecidedSubmissions(ctx, Submission{}, 10)); len(done) == 0 || len(done[0].Waits()) != 0 {
			t.Errorf("decided: %+v", done)
		}
	})
}
