package store

import (
	"context"
	"strconv"
	"testing"
	"time"

	"ngatu/content"
)

// Whoever guesses gains nothing by another link: codes are counted by submission and by person.
func TestNewLinksBringNoMoreCodes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutStaff(ctx, Staff{ID: "lan", Name: "Lan", Login: "lan"})
		})
		n := 0
		code := func(submission string) error {
			n++
			id := strconv.Itoa(n)
			_, err := s.Change(t.Context(), "an", func(tx *Tx) error {
				l := ApprovalLink{
					ID: id, Hash: content.DigestOf([]byte(id)), Submission: submission, Staff: "lan",
					Expires: tx.Time().Add(time.Hour),
				}
				if err := tx.PutApprovalLink(t.Context(), l); err != nil {
					return err
				}
				return tx.PutApprovalCode(t.Context(), l, ApprovalCode{Hash: "h", Until: tx.Time().Add(time.Minute)})
			})
			return err
		}
		for range MaxCodes {
			for _, submission := range []string{"a", "b"} {
				if err := code(submission); err != nil {
					t.Fatal(err)
				}
			}
		}
		refused(t, code("a"), content.TooMany)
		refused(t, code("c"), content.TooMany) // ten in a day
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if _, err := tx.exec(ctx, `UPDATE staff SET codes_since = $1`, ms(tx.Time().Add(-24*time.Hour))); err != nil {
				return err
			}
			return tx.EnterStaff(ctx, "lan") // what leaves no line is not committed
		})
		refused(t, code("a"), content.TooMany)
		if err := code("c"); err != nil {
			t.Errorf("on the next day: %v", err)
		}
	})
}
