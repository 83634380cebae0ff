package content

import (
	"fmt"
	"testing"
	"time"
)

// A press that was made while the database was away enters beside what was put on meanwhile, once,
// and keeps to the bound on areas.
func TestEnter(t *testing.T) {
	at := time.Date(2026, 9, 1, 5, 0, 0, 0, time.UTC)
	anywhere := func(string, string) bool { return true }
	one := Takeover{ID: "t", Title: "Bão", State: Approved, Words: Words{Head: "Bão"}}
	apart, err := PutOnApart(one, "2024-11/006", "abc", "an", at, time.Hour, false, anywhere)
	if err != nil || apart.PressID() != "t.abc" || !apart.On(at) {
		t.Fatalf("%+v %v", apart, err)
	}
	meanwhile := func(n int) Takeover {
		t.Helper()
		out := one
		for i := range n {
			if out, err = out.Aim(fmt.Sprint("2024-11/", i), at.Add(time.Minute), anywhere); err == nil {
				out, err = PutOn(out, "binh", at.Add(time.Minute), time.Hour, false)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return out
	}
	back := at.Add(2 * time.Minute)
	for n, want := range map[int]int{0: 1, 1: 2, MostPresses - 1: MostPresses} {
		got, err := Enter(meanwhile(n), apart.Press, one.Sight(), back)
		if err != nil || len(got.Presses()) != want || !got.On(back) {
			t.Errorf("beside %d: %d presses, %v", n, len(got.Presses()), err)
		}
		press, err := got.PressOf("abc")
		if err != nil || !press.Entered.Equal(back) || n > 0 && got.Key == "abc" {
			t.Errorf("beside %d: %+v %v", n, press.Press, err)
		}
		again, err := Enter(got, apart.Press, one.Sight(), back.Add(time.Minute))
		if err != nil || len(again.Presses()) != want {
			t.Errorf("again beside %d: %d presses, %v", n, len(again.Presses()), err)
		}
	}
	if _, err := Enter(meanwhile(MostPresses), apart.Press, one.Sight(), back); CodeOf(err) != Conflict {
		t.Errorf("in one area too many: %v", err)
	}
	for name, not := range map[string]Takeover{"free": {ID: "t", State: Approved, Free: true}, "warned": {ID: "t", State: Approved, Warned: &Warned{}}, "a draft": {ID: "t", State: Draft}} {
		if _, err := PutOnApart(not, Everywhere, "abc", "an", at, time.Hour, false, anywhere); CodeOf(err) != Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	next, err := PutOn(EndApart(apart, "abc", "chi", back), "binh", back.Add(time.Minute), time.Hour, false)
	if err != nil || next.EndedBy != "" || next.On(at) {
		t.Errorf("put on again: %+v %v", next.Press, err)
	}
}
