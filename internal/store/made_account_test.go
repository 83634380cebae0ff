package store

import (
	"context"
	"testing"

	"ngatu/content"
)

// An approval keeps which of the authors had made the approver's account, or could sign in as them.
func TestWhoMadeTheApproversAccount(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for _, p := range []Staff{{ID: "made", Login: "made", MadeBy: "an"}, {ID: "opened", Login: "opened", MadeBy: "chi", OpenedBy: "an"}, {ID: "free", Login: "free", MadeBy: "chi", OpenedBy: "free"}} {
				if err := tx.PutStaff(ctx, p); err != nil {
					return err
				}
			}
			return nil
		})
		for who, want := range map[string]string{"made": "an", "opened": "an", "free": "", "nobody": ""} {
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				d := content.DraftOf[string]{ID: content.SettingHotline}.Saved("1022 "+who, "", "binh", tx.Time()).Sent("an")
				return tx.PutSettingDraft(ctx, d)
			})
			if _, err := s.Change(t.Context(), who, func(tx *Tx) error {
				return tx.EndDraft(t.Context(), "approve", NounSetting, content.SettingHotline, "")
			}); err != nil {
				t.Fatal(err)
			}
			item := must[Item](t)(s.Decided(t.Context(), DraftKey{NounSetting, content.SettingHotline}))
			if item.By != who || item.Made != want {
				t.Errorf("approved by %s, %q made the account: want %q", item.By, item.Made, want)
			}
		}
	})
}
