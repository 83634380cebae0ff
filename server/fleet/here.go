package fleet

import (
	"time"

	"ngatu/server/hub"
)

// Here is what is connected of one screen: the connection that was heard from last, and how many
// computers there are.
type Here struct {
	hub.Presence
	Computers int // more than one: a disk was copied, or somebody else has the key
}

// overlap is how long after a new connection an old one may still be heard from, because of what
// was on its way. A moment later the hub asks it whether it still lives.
const overlap = 5 * time.Second

// hereOf sorts connections by screen. A computer that comes back leaves its old connection silent.
// Where both are heard from, and each proved the screen's credential, two computers have one
// identity.
func hereOf(all []hub.Presence) map[string]Here {
	out := map[string]Here{}
	newest := map[string]time.Time{} // when the newest connection of a screen that proved itself began
	for _, p := range all {
		h := out[p.Screen]
		if p.Heard.After(h.Heard) {
			h.Presence = p
		}
		out[p.Screen] = h
		if p.Proved && p.Since.After(newest[p.Screen]) {
			newest[p.Screen] = p.Since
		}
	}
	for _, p := range all {
		since := newest[p.Screen]
		if h := out[p.Screen]; p.Proved && (p.Since.Equal(since) || p.Heard.After(since.Add(overlap))) {
			h.Computers++
			out[p.Screen] = h
		}
	}
	return out
}
