package store

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"ngatu/content"
)

// Of a matter a receiver gets one message; what is over is not sent, and may come again.
func TestAlerts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, now := t.Context(), time.UnixMilli(1_800_000_000_000).UTC()
		if _, err := s.AlertsRead(ctx); content.CodeOf(err) != content.NotFound {
			t.Fatalf("before the first there is a mark: %v", err)
		}
		alert := func(id, matter, whom string) Alert {
			return Alert{ID: id, Matter: matter, Channel: "email", Whom: whom, Made: now, Due: now, Doc: json.RawMessage(`{"a":1}`)}
		}
		put := func(read int64, over []string, all ...Alert) {
			t.Helper()
			if err := s.PutAlerts(ctx, read, over, all...); err != nil {
				t.Fatal(err)
			}
		}
		due := func(at time.Time, want ...string) {
			t.Helper()
			all := must[[]Alert](t)(s.DueAlerts(ctx, at, 0))
			var ids []string
			for _, a := range all {
				ids = append(ids, a.ID)
			}
			if len(ids) != len(want) {
				t.Fatalf("due are %v, want %v", ids, want)
			}
			for i := range ids {
				if ids[i] != want[i] {
					t.Fatalf("due are %v, want %v", ids, want)
				}
			}
		}
		put(7, nil, alert("1", "m", "an"), alert("2", "m", "binh"), alert("3", "m", "an"), alert("4", "n", "an"))
		if n := must[int64](t)(s.AlertsRead(ctx)); n != 7 {
			t.Errorf("read up to %d", n)
		}
		due(now.Add(-time.Millisecond))
		due(now, "1", "2", "4")
		if err := s.EndAlert(ctx, "1", true, now); err != nil {
			t.Fatal(err)
		}
		if err := s.PutOffAlert(ctx, "2", 1, now.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		put(8, []string{"n"}, alert("5", "m", "an")) // an was told
		due(now)
		due(now.Add(time.Minute), "2")
		put(9, []string{"m"}, alert("6", "m", "an"))
		due(now.Add(time.Minute), "6")
		if err := s.EndAlert(ctx, "6", false, now.Add(keptAlerts)); err != nil {
			t.Fatal(err)
		}
		due(now.Add(keptAlerts))

		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutStaff(ctx, Staff{ID: "an", Name: "An", Login: "an"})
		})
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.SetEmail(ctx, "an", "an@phuong.example.vn") })
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutStaff(ctx, Staff{ID: "an", Name: "Lê An", Login: "an"})
		})
		if p := must[Staff](t)(s.Staff(ctx, "an")); p.Email != "an@phuong.example.vn" || p.Name != "Lê An" {
			t.Errorf("the person is %+v", p)
		}
		if _, err := s.Change(ctx, "test", func(tx *Tx) error { return tx.SetEmail(ctx, "nobody", "x@y.z") }); content.CodeOf(err) != content.NotFound {
			t.Errorf("nobody has an address: %v", err)
		}
	})
}
