package protocol_test

import (
	"errors"
	"fmt"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

func frameOf(t testing.TB, typ protocol.Type, whom string, number int64, body any) protocol.Frame {
	t.Helper()
	f, err := protocol.Seal(protocol.Frame{Type: typ, For: whom, Number: number}, body, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestBookTakesTheNewest(t *testing.T) {
	screen := func(n int64, audience string) protocol.Frame {
		return frameOf(t, protocol.TypeScreen, "S", n, protocol.Screen{Code: "S", Audience: audience})
	}
	programme := func(n, from int64, audience string, slides int) protocol.Frame {
		f := frameOf(t, protocol.TypeProgramme, audience, n, content.Programme{From: from, Slides: make([]content.Shown, slides)})
		f.From = from
		return f
	}
	takeover := func(n, until int64) protocol.Frame {
		f := frameOf(t, protocol.TypeTakeover, "S", n, protocol.Takeover{ID: fmt.Sprint(n)})
		f.Until = until
		return f
	}
	type step struct {
		frame   protocol.Frame
		now     int64
		changed bool
		err     error
	}
	for _, c := range []struct {
		name  string
		steps []step
	}{
		{"older is refused", []step{
			{screen(5, "a"), 0, true, nil},
			{programme(5, 0, "a", 1), 0, true, nil},
			{programme(7, 0, "a", 2), 0, true, nil},
			{programme(6, 0, "a", 3), 0, false, protocol.ErrOlder},
		}},
		{"equal hash changes nothing but counts", []step{
			{screen(5, "a"), 0, true, nil},
			{programme(5, 0, "a", 1), 0, true, nil},
			{programme(9, 0, "a", 1), 0, false, nil},
			{programme(8, 0, "a", 2), 0, false, protocol.ErrOlder},
		}},
		{"a new week with the same number", []step{
			{screen(5, "a"), 0, true, nil},
			{programme(5, 100, "a", 1), 0, true, nil},
			{programme(5, 200, "a", 1), 0, true, nil},
			{programme(5, 100, "a", 1), 0, false, protocol.ErrOlder},
		}},
		{"no programme before a screen names the audience", []step{{programme(5, 0, "a", 1), 0, false, protocol.ErrNotMine}}},
		{"another audience", []step{{screen(5, "a"), 0, true, nil}, {programme(5, 0, "b", 1), 0, false, protocol.ErrNotMine}}},
		{"a move", []step{
			{screen(5, "a"), 0, true, nil},
			{programme(5, 0, "a", 1), 0, true, nil},
			{screen(6, "b"), 0, true, nil},
			{programme(9, 0, "a", 2), 0, false, protocol.ErrNotMine},
			{programme(2, 0, "b", 1), 0, true, nil},
			{screen(5, "a"), 0, false, protocol.ErrOlder},
		}},
		{"another screen's", []step{
			{frameOf(t, protocol.TypeScreen, "T", 5, protocol.Screen{Code: "T"}), 0, false, protocol.ErrNotMine},
			{frameOf(t, protocol.TypeScreen, "S", 5, protocol.Screen{Code: "T"}), 0, false, protocol.ErrNotMine},
			{frameOf(t, protocol.TypeCommand, "T", 5, protocol.Command{}), 0, false, protocol.ErrNotMine},
		}},
		{"over", []step{
			{takeover(5, 1000), 1000, false, protocol.ErrExpired}, {takeover(5, 1000), 999, true, nil},
		}},
		{"nothing is over while the clock is unknown", []step{{takeover(5, 1000), 0, true, nil}}},
		{"not a thing", []step{{protocol.Frame{Type: protocol.TypeWelcome}, 0, false, protocol.ErrType}}},
		{"commands once each, in any order", []step{
			{frameOf(t, protocol.TypeCommand, "S", 6, protocol.Command{ID: "2"}), 0, true, nil},
			{frameOf(t, protocol.TypeCommand, "S", 5, protocol.Command{ID: "1"}), 0, true, nil},
			{frameOf(t, protocol.TypeCommand, "S", 6, protocol.Command{ID: "2"}), 0, false, nil},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := protocol.NewBook("S")
			for i, s := range c.steps {
				changed, err := b.Accept(s.frame, s.now)
				if changed != s.changed || !errors.Is(err, s.err) {
					t.Errorf("step %d: changed %v, error %v; want %v, %v", i+1, changed, err, s.changed, s.err)
				}
			}
		})
	}
}

func TestBookSaysWhatItHas(t *testing.T) {
	b := protocol.NewBook("S")
	s := frameOf(t, protocol.TypeScreen, "S", 5, protocol.Screen{Code: "S", Audience: "a"})
	p := frameOf(t, protocol.TypeProgramme, "a", 7, content.Programme{})
	for _, f := range []protocol.Frame{s, p} {
		if _, err := b.Accept(f, 0); err != nil {
			t.Fatal(err)
		}
	}
	if left := protocol.Lacks(b.Has(), s, p); len(left) != 0 || b.Highest("") != 7 || b.Audience() != "a" {
		t.Errorf("lacks %d, highest %d, audience %q", len(left), b.Highest(""), b.Audience())
	}
	b.Drop(p.Thing())
	if left := protocol.Lacks(b.Has(), s, p); len(left) != 1 {
		t.Error("what was dropped is not asked for again")
	}
	if _, err := b.Accept(frameOf(t, protocol.TypeProgramme, "a", 6, content.Programme{From: 1}), 0); !errors.Is(err, protocol.ErrOlder) {
		t.Errorf("older than what was dropped: %v", err)
	}
	if changed, err := b.Accept(p, 0); !changed || err != nil {
		t.Errorf("the dropped one again: %v %v", changed, err)
	}
}

func TestBoardsAreBounded(t *testing.T) {
	b := protocol.NewBook("S")
	for i := range protocol.MaxBoards + 5 {
		_, err := b.Accept(frameOf(t, protocol.TypeFigures, fmt.Sprint("b", i), 1, protocol.Figures{AsOf: int64(i)}), 0)
		if (err != nil) != (i >= protocol.MaxBoards) {
			t.Fatalf("board %d: %v", i, err)
		}
	}
	if _, err := b.Accept(frameOf(t, protocol.TypeFigures, "b0", 2, protocol.Figures{AsOf: 9}), 0); err != nil {
		t.Errorf("a board that is known: %v", err)
	}
	p := content.Programme{Slides: []content.Shown{{Board: "x"}, {}, {Board: "y"}, {Board: "x"}}}
	if got := fmt.Sprint(protocol.Boards(p)); got != "[x y]" {
		t.Error(got)
	}
}

// Frames of a thing are in the order of the place of their key, their number and their beginning.
func TestBookOrdersByPlaceNumberAndFrom(t *testing.T) {
	place := map[string]int{"old": 0, "new": 1}
	over := func(key string, number, from int64) protocol.Frame {
		f := frameOf(t, protocol.TypeTakeover, "S", number, protocol.Takeover{ID: fmt.Sprint(key, number, from)})
		f.Key, f.From = key, from
		return f
	}
	b := protocol.NewBook("S")
	b.Place = func(key string) int {
		if at, ok := place[key]; ok {
			return at
		}
		return -1
	}
	for _, c := range []struct {
		f    protocol.Frame
		want error
	}{
		{over("old", 5, 10), nil},
		{over("old", 5, 20), nil},                   // by time alone
		{over("old", 5, 10), protocol.ErrOlder},     // replayed
		{over("old", 1<<62, 0), nil},                // a thief's
		{over("old", 9, 0), protocol.ErrOlder},      // deaf, as long as that key counts
		{over("new", 6, 0), nil},                    // numbers start again
		{over("old", 1<<62, 99), protocol.ErrOlder}, // the thief's is of yesterday
		{over("nobody's", 1<<62, 99), protocol.ErrOlder},
		{over("new", 7, 0), nil},
		{over("new", 6, 50), protocol.ErrOlder},
	} {
		if _, err := b.Accept(c.f, 0); !errors.Is(err, c.want) {
			t.Errorf("%s %d from %d: %v, want %v", c.f.Key, c.f.Number, c.f.From, err, c.want)
		}
	}
	if got := b.Highest("new"); got != 7 {
		t.Errorf("highest under the new key %d", got)
	}
}
