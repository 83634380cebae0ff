package hours

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	from, until := instant(t, "2026-11-01T00:00:00Z"), instant(t, "2026-12-01T00:00:00Z")
	before, inside := from.Add(-1), until.Add(-1)
	tests := []struct {
		name string
		span Span
		at   time.Time
		in   bool
		next time.Time // zero: none
	}{
		{"always", Span{}, inside, true, time.Time{}},
		{"before", Span{from, until}, before, false, from},
		{"at the beginning", Span{from, until}, from, true, until},
		{"last instant", Span{from, until}, inside, true, until},
		{"at the end", Span{from, until}, until, false, time.Time{}},
		{"open beginning", Span{Until: until}, before, true, until},
		{"open end", Span{From: from}, until, true, time.Time{}},
		{"open end, before", Span{From: from}, before, false, from},
		{"the wrong way round never opens", Span{until, from}, before, false, time.Time{}},
	}
	for _, test := range tests {
		next, ok := test.span.Next(test.at)
		if got := test.span.Contains(test.at); got != test.in || ok == test.next.IsZero() || !next.Equal(test.next) {
			t.Errorf("%s: in %v, next %s %v", test.name, got, next, ok)
		}
	}
	if err := (Span{until, from}).Check(); err == nil {
		t.Error("an end before the beginning was accepted")
	}
	if got, ok := (Span{From: from}).Cut(Span{Until: until}); !ok || got != (Span{from, until}) {
		t.Errorf("cut is %v %v", got, ok)
	}
	if _, ok := (Span{Until: from}).Cut(Span{From: from}); ok {
		t.Error("spans that only touch have something in common")
	}
}

func TestJSON(t *testing.T) {
	text := `{"parts":[{"days":["mon","sun"],"from":"06:30","until":"24:00"},{"from":"22:00","until":"05:00"}],` +
		`"except":[{"date":"2026-12-31"},{"date":"2027-01-01","parts":[{"from":"00:00","until":"00:00"}]}]}`
	var set Set
	if err := json.Unmarshal([]byte(text), &set); err != nil {
		t.Fatal(err)
	}
	if set.Parts[0].Days != Mon|Sun || set.Parts[0].From != 390 || set.Parts[0].Until != Midnight || set.Parts[1].Days != 0 {
		t.Fatalf("read as %+v", set)
	}
	if b, err := json.Marshal(set); err != nil || string(b) != text {
		t.Fatalf("written as %s %v", b, err)
	}
	if b, _ := json.Marshal(Set{}); string(b) != "{}" {
		t.Fatalf("the empty set is written as %s", b)
	}
}

func TestPeopleWriteTimesAndDays(t *testing.T) {
	for text, want := range map[string]Clock{"6:30": 390, "6h30": 390, "6h": 360, "00:00": 0, "24:00": 1440, "23h59": 1439} {
		if got, err := ParseClock(text); err != nil || got != want {
			t.Errorf("%q is %v %v", text, got, err)
		}
	}
	for _, text := range []string{"", "6", "6:3", "6:", "24:01", "25:00", "12:60", "-1:00", "12:345", "123:00", "6h3", "６:30", "12:30 "} {
		if got, err := ParseClock(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
	for text, want := range map[string]Weekdays{"mon-fri": Mon | Tue | Wed | Thu | Fri, "T7-CN": Sat | Sun, "sat-mon": Sat | Sun | Mon, "t2": Mon} {
		if got, err := ParseWeekdays(text); err != nil || got != want {
			t.Errorf("%q is %v %v", text, got.Names(), err)
		}
	}
	for _, text := range []string{"", "t8", "mon-", "monday", "mon-fri-sat"} {
		if got, err := ParseWeekdays(text); err == nil {
			t.Errorf("%q was read as %v", text, got.Names())
		}
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	tests := []struct {
		name string
		set  Set
		says string
	}{
		{"parts", Set{Parts: make([]Part, MaxParts+1)}, "51 dayparts"},
		{"exceptions", Set{Except: make([]Exception, MaxExceptions+1)}, "401 exception dates"},
		{"starts at 24:00", Set{Parts: []Part{{From: Midnight}}}, "24:00–00:00"},
		{"beyond the day", Set{Parts: []Part{{Until: Midnight + 1}}}, "24:01"},
		{"weekday eight", Set{Parts: []Part{{Days: 128}}}, "daypart"},
		{"no date", Set{Except: []Exception{{Date: "31/12/2026"}}}, "31/12/2026"},
		{"no such day", Set{Except: []Exception{{Date: "2026-02-29"}}}, "2026-02-29"},
		{"date twice", Set{Except: []Exception{{Date: "2026-12-31"}, {Date: "2026-12-31"}}}, "comes twice"},
		{"inside an exception", Set{Except: []Exception{{"2026-12-31", []Part{{From: -1}}}}}, "daypart"},
	}
	for _, test := range tests {
		var told *Error
		if err := test.set.Check(); !errors.As(err, &told) || !strings.Contains(told.En, test.says) || told.Vi == "" {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"06:30", "24:00", "6h", "2026-12-31", "0000-00-00", "mon-fri", `["mon"]`, "cn-t2", "9999-12-31"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := ParseClock(text); err == nil {
			if again, err := ParseClock(c.String()); err != nil || again != c {
				t.Errorf("%q: %v became %v %v", text, c, again, err)
			}
		}
		if day, ok := Date(text).day(); ok {
			if back := written(day); string(back[:]) != text {
				t.Errorf("%q came back as %q", text, back)
			}
		}
		if set, err := ParseWeekdays(text); err == nil {
			if again, err := ParseWeekdays(set.Names()...); err != nil || again != set {
				t.Errorf("%q: %v became %v", text, set.Names(), again.Names())
			}
		}
		var set Set
		if json.Unmarshal([]byte(text), &set) == nil && set.Check() == nil {
			if _, err := json.Marshal(set); err != nil {
				t.Errorf("%q was read and cannot be written: %v", text, err)
			}
		}
	})
}
