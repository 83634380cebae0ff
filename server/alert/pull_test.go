package alert

import (
	"context"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/pulls"
)

// Whoever may release figures is told once of an address that brings none, and not at all where it
// answers again before the message went out.
func TestAnAddressBringsNoFigures(t *testing.T) {
	r := newRig(t)
	r.change("an", func(tx *store.Tx) error {
		if err := tx.PutStaff(t.Context(), store.Staff{ID: "bao", Name: "Bảo", Login: "bao", Mandates: []mandate.Mandate{{Role: mandate.Reporter}}}); err != nil {
			return err
		}
		return tx.SetEmail(t.Context(), "bao", "bao@phuong.example.vn")
	})
	since := r.Now()
	failing := []pulls.Failing{{
		Measure: figure.Accounts, Pull: figure.Pull{Name: "Công an"}, Since: since,
		Why: &content.Error{Code: content.Away, Vi: "Địa chỉ này trả lời 404.", En: "The address answers 404."},
	}}
	r.Pulls = func(context.Context) ([]pulls.Failing, error) { return failing, nil }
	r.looks()
	r.looks()
	all := r.box.taken()
	if len(all) != 1 || all[0].to != "bao@phuong.example.vn" || !strings.Contains(all[0].subject, "Cần người xem: địa chỉ số liệu “Công an”") ||
		!strings.Contains(all[0].text, "Địa chỉ này trả lời 404.") || !strings.Contains(all[0].text, "/studio/measures/accounts") {
		t.Errorf("%+v", all)
	}
	failing = nil
	r.looks()
	r.box.set(true) // nothing goes out yet
	failing = []pulls.Failing{{Measure: figure.Accounts, Pull: figure.Pull{Name: "Công an"}, Since: since.Add(1e9), Why: &content.Error{Vi: "a", En: "a"}}}
	r.looks()
	r.box.set(false)
	failing, r.later = nil, r.later+2*3600e9
	r.looks()
	r.is(r.got())
}
