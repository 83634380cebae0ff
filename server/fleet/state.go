package fleet

import (
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// State is how a screen is. It is in one of them at a time; they are never counted together.
type State string

// The states of a screen.
const (
	On            State = "on"             // a player of its is here and shows the programme
	Closed        State = "closed"         // here, and dark by its own hours
	Overridden    State = "overridden"     // here, and a takeover rules it
	Silent        State = "silent"         // enrolled, and no player of its is here
	Joining       State = "joining"        // enrolled a moment ago, and about to connect for the first time
	NeverEnrolled State = "never_enrolled" // no player has a credential of its that is good
)

// States are all states, in the order in which lists have them.
var States = []State{On, Overridden, Closed, Silent, Joining, NeverEnrolled}

// joinsIn is how long a screen that was just enrolled may take to connect before it counts as
// silent.
const joinsIn = 2 * time.Minute

// Status is how one screen is.
type Status struct {
	Screen   content.Screen
	Place    content.Place // where it stands now
	Stands   bool          // it stands somewhere
	State    State
	Since    time.Time        // here: since when its player is connected; Silent: when it was last heard from; else zero
	Enrolled time.Time        // when it got its newest credential that is good; zero: it has none
	Ruled    Ruled            // by which takeover, also where nobody can show it
	Here     *Here            // nil: no player of its is connected
	Said     *protocol.Status // what it said of itself before it fell silent; nil: that is not known
}

// Ruled is the takeover that rules a screen's place.
type Ruled struct {
	Takeover string    // ID; "": none does
	Press    string    // which of its presses it is; see [content.Takeover.PressID]
	Area     string    // "period/code" for which that was put on; "": all that it was prepared for
	Until    time.Time // when that ends, as far as is known now
}

// Of is how a screen is.
func (v *View) Of(s content.Screen) Status {
	out := Status{Screen: s, Enrolled: v.enrolled[s.Code]}
	out.Place, out.Stands = s.PlaceAt(v.now)
	takeover, ruled := content.Takeover{}, false
	if out.Stands {
		takeover, ruled = v.snapshot.Ruling(out.Place, v.now)
		if ruled {
			out.Ruled = Ruled{takeover.ID, takeover.PressID(), takeover.In, takeover.Until()}
		}
	}
	if here, is := v.here[s.Code]; is {
		out.Here, out.Since, out.State = &here, here.Since, On
		closed := out.Stands && out.Place.Closed(v.now)
		switch {
		case ruled && (!closed || !takeover.Drill): // a drill does not light a closed screen
			out.State = Overridden
		case closed:
			out.State = Closed
		}
		return out
	}
	heard, said := v.fleet.recorder.last(s.Code)
	switch {
	case out.Enrolled.IsZero():
		out.State = NeverEnrolled
	case heard.Before(out.Enrolled) && v.now.Sub(out.Enrolled) < joinsIn:
		out.State = Joining
	default:
		out.State, out.Since, out.Said = Silent, heard, said
		if heard.Before(out.Enrolled) {
			out.Since = out.Enrolled
		}
	}
	return out
}

// Screen is the screen with a code as the view has it.
func (v *View) Screen(code string) (content.Screen, bool) { return v.snapshot.Screen(code) }

// Screens is every screen as the view has it, by code.
func (v *View) Screens() []content.Screen { return v.snapshot.Screens() }

// Connected says whether a player of a screen is connected.
func (v *View) Connected(screen string) bool { return len(v.players[screen]) > 0 }

// At is the moment that the view is of.
func (v *View) At() time.Time { return v.now }

// All is how every screen is, by code.
func (v *View) All() (out []Status) {
	for _, s := range v.snapshot.Screens() {
		out = append(out, v.Of(s))
	}
	return out
}

// Count is how many screens that stand somewhere are in each state.
func (v *View) Count() map[State]int { return Count(v.All()) }

// Count is how many of some screens that stand somewhere are in each state; every state is named.
func Count(all []Status) map[State]int {
	out := map[State]int{}
	for _, state := range States {
		out[state] = 0
	}
	for _, s := range all {
		if s.Stands {
			out[s.State]++
		}
	}
	return out
}
