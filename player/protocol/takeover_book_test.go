package protocol_test

import (
	"errors"
	"fmt"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

// What a player keeps of takeovers does not depend on the order of their frames, and what the roll
// has ended does not come back.
func TestBookFollowsTheRoll(t *testing.T) {
	here := content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 30}
	on := func(id string, number, begun int64, area string) protocol.Frame {
		f := frameOf(t, protocol.TypeTakeover, id+"/"+area, number, protocol.Takeover{
			ID: id, Rank: 6, Reach: &protocol.Reach{Area: area, Canvas: here}, Programme: &content.Programme{From: begun, Until: begun + 1000},
		})
		f.Until = begun + 1000
		return f
	}
	roll := func(number int64, partly bool, on map[string]int64) protocol.Frame {
		return frameOf(t, protocol.TypeTakeover, protocol.RollName, number, protocol.Takeover{Roll: &protocol.Roll{Number: number, On: on, Partly: partly}})
	}
	alone := func(number int64) protocol.Frame {
		return frameOf(t, protocol.TypeTakeover, "S", number, protocol.Takeover{})
	}
	type step struct {
		frame protocol.Frame
		now   int64
		err   error
	}
	for name, c := range map[string]struct {
		steps []step
		keeps map[string]bool
	}{
		"on, and ended": {
			[]step{{on("a", 10, 10, ""), 0, nil}, {roll(20, false, nil), 0, nil}, {on("a", 10, 10, ""), 0, protocol.ErrExpired}},
			map[string]bool{"a/": false},
		},
		"ended before it came": {[]step{{roll(20, false, nil), 0, nil}, {on("a", 10, 10, ""), 0, protocol.ErrExpired}}, map[string]bool{"a/": false}},
		"later than the roll":  {[]step{{roll(20, false, nil), 0, nil}, {on("a", 30, 30, ""), 0, nil}}, map[string]bool{"a/": true}},
		"one of two goes on": {
			[]step{{on("a", 10, 10, ""), 0, nil}, {on("b", 11, 11, "x"), 0, nil}, {roll(20, false, map[string]int64{"b": 11}), 0, nil}},
			map[string]bool{"a/": false, "b/x": true},
		},
		"put on again": {
			[]step{{roll(30, false, map[string]int64{"a": 30}), 0, nil}, {on("a", 10, 10, ""), 0, protocol.ErrExpired}, {on("a", 30, 30, ""), 0, nil}},
			map[string]bool{"a/": true},
		},
		"a server that does not know of others": {
			[]step{{on("a", 10, 10, ""), 0, nil}, {on("b", 11, 11, ""), 0, nil}, {roll(20, true, map[string]int64{"b": 0}), 0, nil}},
			map[string]bool{"a/": true, "b/": false},
		},
		"its own end":                  {[]step{{on("a", 10, 10, ""), 1010, protocol.ErrExpired}, {on("a", 10, 10, ""), 1009, nil}}, map[string]bool{"a/": true}},
		"a server of before ends all":  {[]step{{on("a", 10, 10, ""), 0, nil}, {alone(20), 0, nil}}, map[string]bool{"a/": false}},
		"a frame that reaches nowhere": {[]step{{frameOf(t, protocol.TypeTakeover, "T", 5, protocol.Takeover{ID: "a"}), 0, protocol.ErrNotMine}}, nil},
		"a roll of another name":       {[]step{{frameOf(t, protocol.TypeTakeover, "S", 5, protocol.Takeover{Roll: &protocol.Roll{}}), 0, protocol.ErrNotMine}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := protocol.NewBook("S")
			for i, s := range c.steps {
				if _, err := b.Accept(s.frame, s.now); !errors.Is(err, s.err) {
					t.Errorf("step %d: %v, want %v", i+1, err, s.err)
				}
			}
			for of, want := range c.keeps {
				if b.Keeps("takeover/"+of) != want {
					t.Errorf("keeps %s: %v", of, !want)
				}
			}
		})
	}
}

// However many takeovers of elsewhere somebody passes on, there is room for those that concern the
// screen, and the hello stays small.
func TestBookHasRoomForItsOwnTakeovers(t *testing.T) {
	b := protocol.NewBook("S")
	take := func(f protocol.Frame) error {
		_, err := b.Accept(f, 0)
		return err
	}
	if err := take(frameOf(t, protocol.TypeScreen, "S", 1, protocol.Screen{Code: "S", Areas: []string{"here"}})); err != nil {
		t.Fatal(err)
	}
	over := func(area string, n int64) protocol.Frame {
		return frameOf(t, protocol.TypeTakeover, fmt.Sprint(area, n), n, protocol.Takeover{
			ID: fmt.Sprint(area, n), Reach: &protocol.Reach{Area: area}, Programme: &content.Programme{From: n, Until: n + 1000},
		})
	}
	refused := 0
	for n := range int64(40) {
		if take(over("elsewhere", 10+n)) != nil {
			refused++
		}
	}
	for n := range int64(3) {
		if err := take(over("here", 100+n)); err != nil {
			t.Error(err)
		}
	}
	if n := len(b.Has()); n != 1+protocol.MaxTakeovers || refused != 40-protocol.MaxTakeovers {
		t.Errorf("it keeps %d things and refused %d", n, refused)
	}
}

// A frame's name alone says whom it concerns, as its body does.
func TestNamesFor(t *testing.T) {
	here := content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 30}
	other := here
	other.PitchMM = 2.5
	screen := protocol.Screen{Code: "S", Canvas: here, Areas: []string{"2024-11/006", "2024-11/01"}}
	for _, area := range []string{"", "2024-11/006", "2024-11/01", "2024-11/002", "006", "1"} {
		for _, c := range []content.Canvas{here, other} {
			r := protocol.Reach{Area: area, Canvas: c}
			for _, id := range []string{"storm", "storm.2"} {
				if got, want := protocol.NamesFor(r.Name(id), screen), r.Concerns(screen); got != want {
					t.Errorf("%s: %v, want %v", r.Name(id), got, want)
				}
			}
		}
	}
	for _, name := range []string{"", "S", protocol.RollName, protocol.Reach{Canvas: here}.Name("")} {
		if protocol.NamesFor(name, screen) {
			t.Errorf("%q is for areas", name)
		}
	}
}
