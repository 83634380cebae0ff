package content_test

import (
	"testing"
	"time"

	"ngatu/content"
)

// Words that one person wrote and put on hold for half an hour; a second person can let them go on,
// and has then reviewed them. They are for one time.
func TestFreeText(t *testing.T) {
	at := time.Date(2026, 9, 7, 20, 0, 0, 0, time.UTC)
	one := content.Takeover{ID: "t", Title: "Cháy", Gravity: content.Danger, Words: content.Words{Head: "Cháy ở chợ"}}
	if _, err := content.PutOnFree(one, "an", at, time.Hour, false); content.CodeOf(err) != content.Invalid {
		t.Errorf("an hour by one person: %v", err)
	}
	one, err := content.PutOnFree(one, "an", at, 20*time.Minute, false)
	if err != nil || !one.On(at) || !one.Approval.Alone {
		t.Fatal(one, err)
	}
	if _, err := content.PutOn(one, "an", at.Add(15*time.Minute), 20*time.Minute, false); content.CodeOf(err) != content.Denied {
		t.Errorf("35 minutes by one person: %v", err)
	}
	one, err = content.PutOn(one, "an", at.Add(15*time.Minute), 15*time.Minute, false)
	if err != nil || !one.Until().Equal(at.Add(content.FreeLasts)) {
		t.Errorf("30 minutes by one person: until %v, %v", one.Until(), err)
	}
	if _, err := content.Review(one, "an", at); content.CodeOf(err) != content.Denied {
		t.Errorf("reviewed by its author: %v", err)
	}
	moved, err := one.Aim("2024-11/00076", at.Add(20*time.Minute), below)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := content.PutOn(moved, "an", at.Add(20*time.Minute), 20*time.Minute, false); content.CodeOf(err) != content.Denied {
		t.Errorf("in a part too, by their author, they are on for 40 minutes: %v", err)
	}
	if moved, err = content.PutOn(moved, "an", at.Add(20*time.Minute), 10*time.Minute, false); err != nil || !moved.Until().Equal(at.Add(content.FreeLasts)) {
		t.Errorf("in a part too, by their author for what is left: until %v, %v", moved.Until(), err)
	}
	if moved, err = content.PutOn(moved, "binh", at.Add(25*time.Minute), 2*time.Hour, false); err != nil || !moved.Reviewed.IsZero() {
		t.Errorf("in a part too, and then confirmed there by a second person: reviewed %+v, %v", moved.Reviewed, err)
	}
	if one, err = content.PutOn(one, "binh", at.Add(20*time.Minute), 2*time.Hour, false); err != nil {
		t.Errorf("confirmed by a second person: %v", err)
	}
	if _, err := content.PutOn(one, "an", at.Add(30*time.Minute), 2*time.Hour, false); content.CodeOf(err) != content.Denied {
		t.Errorf("and then by the first, though nobody reviewed them: %v", err)
	}
	if one, err = content.Review(one, "binh", at.Add(25*time.Minute)); err != nil || one.Reviewed.By != "binh" {
		t.Errorf("reviewed by a second person: %+v, %v", one.Reviewed, err)
	}
	if one, err = content.PutOn(one, "an", at.Add(30*time.Minute), 2*time.Hour, false); err != nil || !one.On(at.Add(2*time.Hour)) {
		t.Errorf("and then by the first: %v", err)
	}
	if _, err := content.PutOn(content.End(one, at.Add(time.Hour)), "binh", at.Add(2*time.Hour), time.Hour, false); content.CodeOf(err) != content.Conflict {
		t.Errorf("a second time: %v", err)
	}
}
