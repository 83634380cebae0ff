package store

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
	"ngatu/content/mandate"
)

func TestStaff(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		lan := Staff{ID: "lan", Name: "Nguyễn Thị Lan", Login: "Lan.Đống-Đa", Password: "$argon2id$x", MadeBy: "an", Mandates: []mandate.Mandate{{Role: "editor", Area: "2024-11/006"}}}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutStaff(ctx, lan) })
		got := must[Staff](t)(s.StaffByLogin(ctx, "  lan.đống-ĐA "))
		lan.Created = got.Created
		if diff := cmp.Diff(lan, got); diff != "" || got.Created.IsZero() {
			t.Errorf("signed in under another spelling: %s", diff)
		}
		_, err := s.StaffByLogin(ctx, "\xff")
		refused(t, err, content.Invalid)
		_, err = s.Change(ctx, "an", func(tx *Tx) error { return tx.PutStaff(ctx, Staff{ID: "other", Login: "LAN.ĐỐNG-ĐA"}) })
		refused(t, err, content.Conflict)
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutStaff(ctx, Staff{ID: "minh", Login: "minh"}); err != nil {
				return err
			}
			return tx.PutSession(ctx, content.DigestOf([]byte("t")), "lan", noon.AddDate(50, 0, 0))
		})
		if n := must[int](t)(s.CountStaff(ctx)); n != 2 {
			t.Errorf("%d accounts, want 2", n)
		}
		if page := must[[]Staff](t)(s.AllStaff(ctx, "lan", 5)); len(page) != 1 || page[0].ID != "minh" {
			t.Errorf("after lan: %+v", page)
		}
		for range 2 { // the second time changes nothing
			changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.EnterStaff(ctx, "lan") })
			in := must[Staff](t)(s.Staff(ctx, "lan")).Entered
			if in.IsZero() || !lan.Entered.IsZero() && !in.Equal(lan.Entered) {
				t.Errorf("entered at %s, before that %s", in, lan.Entered)
			}
			lan.Entered = in
		}
		lan.Disabled = true
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutStaff(ctx, lan) })
		_, err = s.Session(ctx, content.DigestOf([]byte("t")))
		refused(t, err, content.NotFound)
		if n := must[int](t)(s.CountStaff(ctx)); n != 1 {
			t.Errorf("%d accounts after one was disabled, want 1", n)
		}
		for _, c := range must[[]Change](t)(s.Changes(ctx, 0, 0)) {
			if strings.Contains(string(c.Detail), "argon2id") {
				t.Errorf("the log tells a password hash: %s", c.Detail)
			}
		}
	})
}

func TestSession(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), must[time.Time](t)(s.Now(t.Context()))
		good, old, other := content.DigestOf([]byte("good")), content.DigestOf([]byte("old")), content.DigestOf([]byte("other"))
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutStaff(ctx, Staff{ID: "lan", Login: "lan"}); err != nil {
				return err
			}
			for hash, end := range map[content.Digest]time.Time{good: now.Add(time.Hour), old: now.Add(-time.Second), other: now.Add(time.Hour)} {
				if err := tx.PutSession(ctx, hash, "lan", end); err != nil {
					return err
				}
			}
			return nil
		})
		_, err := s.Session(ctx, old)
		refused(t, err, content.NotFound)
		last := must[int64](t)(s.LastChange(ctx))
		if err := s.TouchSession(ctx, good, now.Add(2*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got := must[Session](t)(s.Session(ctx, good)); !got.Expires.Equal(now.Add(2*time.Hour)) || got.Seen.Before(got.Created) || got.Staff != "lan" {
			t.Errorf("got %+v", got)
		}
		if must[int64](t)(s.LastChange(ctx)) != last {
			t.Error("seeing a session is a change")
		}
		if list := must[[]Session](t)(s.SessionsOf(ctx, "lan")); len(list) != 2 {
			t.Errorf("signed in at %d places, want 2", len(list))
		}
		if err := s.SweepExpired(ctx); err != nil {
			t.Fatal(err)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteSessionsOf(ctx, "lan", good) })
		_, err = s.Session(ctx, other)
		refused(t, err, content.NotFound)
		must[Session](t)(s.Session(ctx, good))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteSession(ctx, good) })
		if number := changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteSession(ctx, good) }); number != 0 {
			t.Error("signing out twice is a change")
		}
	})
}

func TestLinkIsUsedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), must[time.Time](t)(s.Now(t.Context()))
		hash, old := content.DigestOf([]byte("link")), content.DigestOf([]byte("old"))
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutLink(ctx, Link{Hash: old, Purpose: "studio", Expires: now.Add(-time.Second)}); err != nil {
				return err
			}
			return tx.PutLink(ctx, Link{Hash: hash, Purpose: "studio", Subject: "lan", Expires: now.Add(time.Hour)})
		})
		if got := must[Link](t)(s.Link(ctx, hash, "studio")); got.Subject != "lan" {
			t.Errorf("got %+v", got)
		}
		for _, bad := range []struct {
			hash    content.Digest
			purpose string
		}{{old, "studio"}, {hash, "password"}, {content.DigestOf([]byte("guess")), "studio"}} {
			_, err := s.Change(ctx, "", func(tx *Tx) error { _, err := tx.UseLink(ctx, bad.hash, bad.purpose); return err })
			refused(t, err, content.Denied)
		}
		var used atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				_, err := s.Change(ctx, "", func(tx *Tx) error { _, err := tx.UseLink(ctx, hash, "studio"); return err })
				if err == nil {
					used.Add(1)
				} else {
					refused(t, err, content.Denied)
				}
			})
		}
		all.Wait()
		if used.Load() != 1 {
			t.Errorf("used %d times", used.Load())
		}
		next := content.DigestOf([]byte("next"))
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutLink(ctx, Link{Hash: next, Purpose: "studio", Subject: "lan", Expires: now.Add(time.Hour)})
		})
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DropLinks(ctx, "studio", "lan") })
		_, err := s.Link(ctx, next, "studio")
		refused(t, err, content.Denied)
	})
}

func TestToken(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		want := Token{ID: "t1", Hash: content.DigestOf([]byte("secret")), Name: "Bảng tính của Sở", Scope: "figures", By: "an"}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutToken(ctx, want) })
		if err := s.TouchToken(ctx, "t1"); err != nil {
			t.Fatal(err)
		}
		got := must[Token](t)(s.Token(ctx, want.Hash))
		if got.Used.IsZero() || got.Created.IsZero() {
			t.Errorf("times are missing: %+v", got)
		}
		want.Created, want.Used = got.Created, got.Used
		if diff := cmp.Diff([]Token{want}, must[[]Token](t)(s.Tokens(ctx))); diff != "" {
			t.Error(diff)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteToken(ctx, "t1") })
		_, err := s.Token(ctx, want.Hash)
		refused(t, err, content.NotFound)
	})
}
