package store

import (
	"context"
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
