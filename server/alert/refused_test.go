package alert

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Who put a takeover on while the database was away, and all who may put it on there, hear at any
// hour that the press did not enter, and why.
func TestPeopleAreToldOfAPressThatDidNotEnter(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	r.clock(23) // in quiet hours
	r.change("an", func(tx *store.Tx) error {
		if err := tx.PutStaff(ctx, store.Staff{ID: "chi", Name: "Vũ Chi", Login: "chi", Language: "en", Mandates: []mandate.Mandate{{Role: mandate.Operator, Area: "2024-11/006"}}}); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, content.Takeover{ID: "t-flood", Title: "Ngập nặng", State: content.TakenOff, Targets: []content.Target{{Area: "2024-11/01"}}})
	})
	r.looks()
	r.box.taken()
	r.ear.taken()
	r.change("an", func(tx *store.Tx) error {
		return tx.RefusePress(ctx, "t-flood", store.RefusedPress{
			Press: content.Press{Key: "abc", Begun: time.Now().Add(-time.Minute), By: "an", In: "2024-11/006"},
			Vi:    "Phê duyệt đã được gỡ.", En: "Its approval was taken back.",
		})
	})
	r.looks()
	told := map[string]bool{}
	for _, one := range r.box.taken() {
		who, _, _ := strings.Cut(one.to, "@")
		told[who] = true
		says := []string{"Lần phát không được giữ lại, đã dừng: thông báo khẩn “Ngập nặng”", "Lê An", "Phê duyệt đã được gỡ.", "/studio/takeovers/t-flood"}
		if who == "chi" {
			says = []string{"A press was refused, and has ended: takeover “Ngập nặng”", "Lê An", "Its approval was taken back.", "/studio/takeovers/t-flood"}
		}
		for _, want := range says {
			if !strings.Contains(one.subject+"\n"+one.text, want) {
				t.Errorf("%s does not read %q: %s\n%s", who, want, one.subject, one.text)
			}
		}
	}
	if !told["an"] || !told["chi"] || len(told) != 3 { // Bình may put on everything as an approver
		t.Errorf("told: %v", told)
	}
	if hooks := r.ear.taken(); len(hooks) != 1 || !strings.Contains(hooks[0], "takeover.press_refused") {
		t.Errorf("webhooks: %v", hooks)
	}
	r.looks()
	if again := r.box.taken(); len(again) > 0 {
		t.Errorf("told again: %+v", again)
	}
}
