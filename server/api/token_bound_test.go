package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// A token that is for an area does nothing elsewhere, whatever its maker may do; one whose time is
// over does nothing at all, and says so.
func TestATokenHasBounds(t *testing.T) {
	base, st := serve(t)
	const own, foreign = "2024-11/006", "2024-11/001"
	_, err := st.Change(t.Context(), maker, func(tx *store.Tx) error {
		for secret, one := range map[string]store.Token{
			"ngatu_own":  {ID: "t-own", Scope: store.ScopeHolds, Area: own, Expires: tx.Time().Add(time.Hour)},
			"ngatu_over": {ID: "t-over", Scope: store.ScopeHolds, Expires: tx.Time()},
		} {
			one.Hash, one.Name = content.DigestOf([]byte(secret)), "Hệ thống quận"
			if err := tx.PutToken(t.Context(), one); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	hold := func(token, area string) reply {
		return post(t, base+"/api/holds", token, "application/json", strings.NewReader(`{"scope":"install","area":"`+area+`"}`))
	}
	for what, c := range map[string]struct {
		got  reply
		want int
	}{
		"in its area":                         {hold("ngatu_own", own), http.StatusCreated},
		"in another area":                     {hold("ngatu_own", foreign), http.StatusForbidden},
		"in the whole city":                   {hold("ngatu_own", ""), http.StatusForbidden},
		"elsewhere by one that has no bounds": {hold(holdsToken, foreign), http.StatusCreated},
		"by one whose time is over":           {hold("ngatu_over", own), http.StatusUnauthorized},
	} {
		if c.got.status != c.want {
			t.Errorf("a hold %s: %d, not %d: %+v", what, c.got.status, c.want, c.got.Error)
		}
	}
	if a := hold("ngatu_over", own); !strings.Contains(a.Error.Vi, "đã hết hạn") {
		t.Errorf("it says %q", a.Error.Vi)
	}
}
