package store

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
)

func TestDraftsBesideLiveVersions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		d := content.DraftOf[string]{ID: content.SettingHotline}.Saved("1022", "", "an", noon)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSettingDraft(ctx, d) })
		d = d.Saved("1900 1022", "", "binh", noon)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSettingDraft(ctx, d) })
		if diff := cmp.Diff([]content.DraftOf[string]{d}, must[[]content.DraftOf[string]](t)(s.SettingDrafts(ctx))); diff != "" {
			t.Error(diff)
		}
		if all := must[[]Setting](t)(s.Settings(ctx)); len(all) != 0 {
			t.Errorf("what waits is in force: %+v", all)
		}
		c := content.DraftOf[content.Campaign]{ID: "c"}.Saved(content.Campaign{ID: "c", Name: "Mới"}, content.Campaign{ID: "c", Name: "Cũ"}, "an", noon)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutCampaignDraft(ctx, c) })
		if diff := cmp.Diff(c, must[content.DraftOf[content.Campaign]](t)(s.CampaignDraft(ctx, "c"))); diff != "" {
			t.Error(diff)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.EndDraft(ctx, "return", NounSetting, d.ID, "Sai số")
		})
		_, err := s.SettingDraft(ctx, d.ID)
		refused(t, err, content.NotFound)
		_, err = s.Change(ctx, "an", func(tx *Tx) error { return tx.EndDraft(ctx, "approve", NounSetting, d.ID, "") })
		refused(t, err, content.NotFound)
	})
}

func TestADraftBesideASlide(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		live := content.Slide{ID: "a", Campaign: "c", Title: "Một", State: content.Approved, Author: "an", Approval: content.Approval{By: "binh", At: noon}}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlide(ctx, live) })
		d := must[content.SlideDraft](t)(s.SlideDraft(ctx, "a"))
		if d.Begun() {
			t.Errorf("a draft that nobody wrote: %+v", d)
		}
		doc := d.Doc
		doc.Title = "Hai"
		d = d.Save(doc, "an", noon)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlideDraft(ctx, "write", d) })
		if diff := cmp.Diff(d, must[content.SlideDraft](t)(s.SlideDraft(ctx, "a"))); diff != "" {
			t.Error(diff)
		}
		d = must[content.SlideDraft](t)(d.Submit("an"))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlideDraft(ctx, "submit", d) })
		for state, want := range map[content.State]int{content.Submitted: 1, content.Approved: 1, content.Draft: 0} {
			if got := must[[]content.Slide](t)(s.Slides(ctx, SlideQuery{State: state})); len(got) != want {
				t.Errorf("%s: %d slides", state, len(got))
			}
		}
		if counts := must[map[content.State]int](t)(s.CountSlideDrafts(ctx)); counts[content.Submitted] != 1 {
			t.Errorf("drafts by state: %v", counts)
		}
		if diff := cmp.Diff([]content.Slide{live}, must[[]content.Slide](t)(s.ApprovedSlides(ctx))); diff != "" {
			t.Error(diff)
		}
		now := d.Slide()
		now.State = content.Approved
		number := changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutLive(ctx, now) })
		if lines := must[[]Change](t)(s.Changes(ctx, number-1, 10)); len(lines) != 1 || lines[0].Verb != "approve" {
			t.Errorf("the approval is %+v", lines)
		}
		if d := must[content.SlideDraft](t)(s.SlideDraft(ctx, "a")); d.Begun() || d.Live.Title != "Hai" {
			t.Errorf("after the approval: %+v", d)
		}
	})
}

func TestUploadsByTokenBecomeTheirMakers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutToken(ctx, Token{ID: "k1", Hash: content.DigestOf([]byte("x")), Name: "Quận", Scope: ScopeSlides}); err != nil {
				return err
			}
			for _, one := range []content.Slide{
				{ID: "a", Title: `"author":"token:k1"`, Author: "token:k1"}, {ID: "b", Author: "token:k11"}, {ID: "c", Author: "binh"},
			} {
				if err := tx.PutSlide(ctx, one); err != nil {
					return err
				}
			}
			return tx.DeleteToken(ctx, "k1")
		})
		steps := must[[]step](t)(readSteps(migrations))
		at := slices.IndexFunc(steps, func(one step) bool { return one.name == "slide_drafts" })
		text := steps[at].text[strings.Index(steps[at].text, "UPDATE slides"):]
		if err := s.write(ctx, func(r Reader) error { _, err := r.q.ExecContext(ctx, text); return err }); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{"a": "an", "b": "token:k11", "c": "binh"} {
			if one := must[content.Slide](t)(s.Slide(ctx, id)); one.Author != want {
				t.Errorf("%s is %s's", id, one.Author)
			}
		}
		if one := must[content.Slide](t)(s.Slide(ctx, "a")); one.Title != `"author":"token:k1"` {
			t.Errorf("its title became %s", one.Title)
		}
	})
}
