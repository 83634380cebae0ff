package store

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// Accounts from before it was kept count as opened by whoever made their last used link, or them.
// Links of which nobody knows the maker can be used no more.
func TestAccountsOfBeforeSayWhoOpenedThem(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		hash := func(of string) content.Digest { return content.DigestOf([]byte(of)) }
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for _, id := range []string{"lan", "minh"} {
				if err := tx.PutStaff(ctx, Staff{ID: id, Name: id, Login: id, MadeBy: "an"}); err != nil {
					return err
				}
			}
			for of, subject := range map[string]string{"used": "minh", "new": "minh", "old": "lan"} {
				if err := tx.PutLink(ctx, Link{Hash: hash(of), Purpose: "password", Subject: subject, Expires: time.Now().AddDate(50, 0, 0)}); err != nil {
					return err
				}
			}
			if _, err := tx.exec(ctx, `UPDATE links SET who = '' WHERE hash = $1`, string(hash("old"))); err != nil {
				return err
			}
			_, err := tx.UseLink(ctx, hash("used"), "password")
			return err
		})
		maker := must[Link](t)(s.Link(t.Context(), hash("new"), "password")).By
		steps := must[[]step](t)(readSteps(migrations))
		at := slices.IndexFunc(steps, func(one step) bool { return one.name == "opened_by" })
		for _, text := range strings.Split(steps[at].text, ";\n")[1:] {
			if err := s.write(t.Context(), func(r Reader) error { _, err := r.q.ExecContext(t.Context(), text); return err }); err != nil {
				t.Fatal(err)
			}
		}
		for id, want := range map[string]string{"lan": "an", "minh": maker} {
			if p := must[Staff](t)(s.Staff(t.Context(), id)); p.OpenedBy != want {
				t.Errorf("%s was opened by %q, want %q", id, p.OpenedBy, want)
			}
		}
		_, err := s.Link(t.Context(), hash("old"), "password")
		refused(t, err, content.Denied)
	})
}
