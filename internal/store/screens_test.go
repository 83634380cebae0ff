package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
	"ngatu/content/hours"
)

var ledScreen = content.Screen{Code: "HN-LED-1", Name: "Ngã tư Chùa Bộc", Places: []content.Place{{
	From: noon, Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Hà Nội"},
	Venue: content.Intersection, Kind: content.LED, Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 20},
	Zone: content.DefaultZone, Pools: content.DefaultPools(), Dimming: []content.Dim{{From: hours.Clock(22 * 60), Level: 40}},
}}}

func TestScreen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for i := range 5 {
				if err := tx.PutScreen(ctx, content.Screen{Code: fmt.Sprint("K", i)}); err != nil {
					return err
				}
			}
			return tx.PutScreen(ctx, ledScreen)
		})
		if diff := cmp.Diff(ledScreen, must[content.Screen](t)(s.Screen(ctx, "HN-LED-1"))); diff != "" {
			t.Error(diff)
		}
		var codes []string
		for after := ""; ; {
			page := must[[]content.Screen](t)(s.Screens(ctx, after, 4))
			if len(page) == 0 {
				break
			}
			for _, screen := range page {
				codes = append(codes, screen.Code)
			}
			after = codes[len(codes)-1]
		}
		if diff := cmp.Diff([]string{"HN-LED-1", "K0", "K1", "K2", "K3", "K4"}, codes); diff != "" {
			t.Error(diff)
		}
		if n := len(must[[]content.Screen](t)(s.AllScreens(ctx))); n != 6 || must[int](t)(s.CountScreens(ctx)) != 6 {
			t.Errorf("%d screens, want 6", n)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutScreen(ctx, ledScreen) })
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteScreen(ctx, "HN-LED-1") })
		_, err := s.Screen(ctx, "HN-LED-1")
		refused(t, err, content.NotFound)
		_, err = s.Change(ctx, "an", func(tx *Tx) error { return tx.DeleteScreen(ctx, "HN-LED-1") })
		refused(t, err, content.NotFound)
		verbs := ""
		for _, c := range must[[]Change](t)(s.ChangesOf(ctx, "screen", "HN-LED-1", 0, 0)) {
			verbs += c.Verb + " "
		}
		if verbs != "delete change create " {
			t.Errorf("the log says %q", verbs)
		}
	})
}

// Keyset pages need every database to order text in the same way: by bytes.
func TestTextIsOrderedByBytes(t *testing.T) {
	want := []string{"A", "Z", "a", "a-b", "a/b", "ab", "z", "Đ", "đ", "ậ"}
	onBoth(t, func(t *testing.T, s *Store) {
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for _, code := range []string{"ậ", "ab", "a/b", "a-b", "a", "Z", "A", "đ", "Đ", "z"} {
				if err := tx.PutScreen(ctx, content.Screen{Code: code}); err != nil {
					return err
				}
			}
			return nil
		})
		var got []string
		for _, screen := range must[[]content.Screen](t)(s.AllScreens(t.Context())) {
			got = append(got, screen.Code)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCredential(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		key, token := make([]byte, 32), []byte{1, 0, 255}
		give := func(c Credential) error {
			_, err := s.Change(ctx, "an", func(tx *Tx) error { return tx.PutCredential(ctx, c) })
			return err
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutScreen(ctx, ledScreen) })
		for _, c := range []Credential{{ID: "c1", Screen: "HN-LED-1", Kind: ByKey, Value: key}, {ID: "c2", Screen: "HN-LED-1", Kind: ByToken, Value: token}} {
			if err := give(c); err != nil {
				t.Fatal(err)
			}
			if got := must[Credential](t)(s.Credential(ctx, c.Kind, c.Value)); got.ID != c.ID || !cmp.Equal(got.Value, c.Value) || got.Created.IsZero() {
				t.Errorf("got %+v", got)
			}
		}
		refused(t, give(Credential{ID: "c3", Screen: "HN-LED-1", Kind: ByKey, Value: key}), content.Conflict)
		if give(Credential{ID: "c4", Screen: "nowhere", Kind: ByKey, Value: []byte("x")}) == nil {
			t.Error("a screen that is not there has a credential")
		}
		_, err := s.Credential(ctx, ByToken, key)
		refused(t, err, content.NotFound)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.RevokeCredential(ctx, "c1") })
		_, err = s.Credential(ctx, ByKey, key)
		refused(t, err, content.NotFound)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.RevokeCredentials(ctx, "HN-LED-1") })
		for _, c := range must[[]Credential](t)(s.Credentials(ctx, "HN-LED-1")) {
			if c.Revoked.IsZero() {
				t.Errorf("%s is still good", c.ID)
			}
		}
	})
}

// An agent keeps its key. Once staff have confirmed it again it is good again, as whichever screen
// they said, and its old name opens nothing.
func TestRevokedKeyIsGoodAgainOnceConfirmed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, key := t.Context(), make([]byte, 32)
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutScreen(ctx, content.Screen{Code: "K1"}); err != nil {
				return err
			}
			if err := tx.PutScreen(ctx, content.Screen{Code: "K2"}); err != nil {
				return err
			}
			return tx.PutCredential(ctx, Credential{ID: "c1", Screen: "K1", Kind: ByKey, Value: key})
		})
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.RevokeCredential(ctx, "c1") })
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutCredential(ctx, Credential{ID: "c2", Screen: "K2", Kind: ByKey, Value: key})
		})
		if c := must[Credential](t)(s.Credential(ctx, ByKey, key)); c.ID != "c2" || c.Screen != "K2" || !c.Revoked.IsZero() {
			t.Errorf("got %+v", c)
		}
		if left := must[[]Credential](t)(s.Credentials(ctx, "K1")); len(left) != 0 {
			t.Errorf("the screen that it was still has %+v", left)
		}
		_, err := s.Change(ctx, "an", func(tx *Tx) error { return tx.RevokeCredential(ctx, "c1") })
		refused(t, err, content.NotFound)
	})
}

// Anybody may ask for a code, for years: what is over must not stay.
func TestAskingClearsWhatIsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), must[time.Time](t)(s.Now(t.Context()))
		rows := func() (n int) {
			if err := s.q.QueryRowContext(ctx, `SELECT count(*) FROM enrolments`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		put := func(code string, expires time.Time) {
			if err := s.PutEnrolment(ctx, Enrolment{Code: code, Secret: content.DigestOf([]byte(code)), Expires: expires}); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 5 {
			put(fmt.Sprint("OLD", i), now.Add(-time.Second))
		}
		put("NEW1", now.Add(time.Hour))
		put("NEW2", now.Add(time.Hour))
		if n := rows(); n != 2 {
			t.Errorf("%d rows, want the two that are good", n)
		}
		must[Enrolment](t)(s.Enrolment(ctx, "NEW1"))
	})
}

func TestEnrolment(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), must[time.Time](t)(s.Now(t.Context()))
		secret := content.DigestOf([]byte("poll"))
		want := Enrolment{
			Secret: secret, Kind: "agent", Key: []byte{1, 2}, Commit: []byte{3}, Nonce: []byte{4}, Shown: []byte{},
			Width: 432, Height: 216, Build: "b1", Expires: now.Add(10 * time.Minute),
		}
		if err := s.PutEnrolment(ctx, want); err != nil {
			t.Fatal(err)
		}
		_, err := s.Enrolment(ctx, "")
		refused(t, err, content.NotFound)
		if waiting := must[[]Enrolment](t)(s.Enrolments(ctx, 0)); len(waiting) != 0 {
			t.Error("one without a code waits for staff")
		}
		want.Code, want.Shown = "7K3Q", []byte{5}
		for range 2 {
			if err := s.OpenEnrolment(ctx, secret, want.Shown, want.Code); err != nil {
				t.Fatal(err)
			}
		}
		refused(t, s.OpenEnrolment(ctx, secret, []byte{6}, "OTHER"), content.Conflict)
		refused(t, s.OpenEnrolment(ctx, "unknown", []byte{6}, "OTHER"), content.NotFound)
		if err := s.PutEnrolment(ctx, Enrolment{Secret: "second", Expires: want.Expires}); err != nil {
			t.Fatal(err)
		}
		refused(t, s.OpenEnrolment(ctx, "second", []byte{7}, want.Code), content.Conflict)
		refused(t, s.PutEnrolment(ctx, Enrolment{Code: "7K3Q", Secret: "other", Expires: want.Expires}), content.Conflict)
		if err := s.PutEnrolment(ctx, Enrolment{Code: "OLD", Secret: "old", Expires: now.Add(-time.Second)}); err != nil {
			t.Fatal(err)
		}
		_, err = s.Enrolment(ctx, "OLD")
		refused(t, err, content.NotFound)
		if err := s.PutEnrolment(ctx, Enrolment{Code: "OLD", Secret: "new", Expires: now.Add(-time.Second)}); err != nil {
			t.Errorf("a code that expired cannot be used again: %v", err)
		}
		waiting := must[[]Enrolment](t)(s.Enrolments(ctx, 0))
		if len(waiting) != 1 {
			t.Fatalf("%d wait, want 1", len(waiting))
		}
		want.Created = waiting[0].Created
		if diff := cmp.Diff(want, waiting[0]); diff != "" {
			t.Error(diff)
		}
		take := func() error {
			_, err := s.Change(ctx, "7K3Q", func(tx *Tx) error {
				e, err := tx.TakeEnrolment(ctx, secret)
				if err != nil {
					return err
				}
				return tx.PutCredential(ctx, Credential{ID: "c" + e.Code, Screen: e.Screen, Kind: ByKey, Value: e.Key})
			})
			return err
		}
		refused(t, take(), content.Conflict) // nobody has confirmed it
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutScreen(ctx, ledScreen); err != nil {
				return err
			}
			_, err := tx.ConfirmEnrolment(ctx, "7K3Q", "HN-LED-1")
			return err
		})
		_, err = s.Change(ctx, "an", func(tx *Tx) error { _, err := tx.ConfirmEnrolment(ctx, "7K3Q", "K1"); return err })
		refused(t, err, content.Conflict)
		var given atomic.Int64
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if err := take(); err == nil {
					given.Add(1)
				} else {
					refused(t, err, content.Conflict)
				}
			})
		}
		all.Wait()
		if given.Load() != 1 {
			t.Errorf("the credential was given %d times", given.Load())
		}
		if len(must[[]Credential](t)(s.Credentials(ctx, "HN-LED-1"))) != 1 {
			t.Error("the screen has not exactly one credential")
		}
		if err := s.SweepExpired(ctx); err != nil {
			t.Fatal(err)
		}
		must[Enrolment](t)(s.EnrolmentBySecret(ctx, secret))
	})
}
