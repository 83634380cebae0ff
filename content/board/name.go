package board

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
)

// Name is what a board shows: a measure, of the parts of an area, and what of it.
type Name struct {
	Measure string
	Parent  area.Key
	What    string    // "": the usual; see [ngatu/content.AllAreas]
	Until   time.Time // what [ngatu/content.NeededPace] counts to
}

// ParseName reads the name of a board, as [ngatu/content.Slide.BoardName] writes it.
func ParseName(name string) (n Name, err error) {
	var rest, key string
	n.Measure, rest, _ = strings.Cut(name, "@")
	key, n.What, _ = strings.Cut(rest, "@")
	if what, until, dated := strings.Cut(n.What, "."); dated {
		seconds, err := strconv.ParseInt(until, 10, 64)
		if err != nil {
			return n, fmt.Errorf("board: %q counts to no instant: %w", name, err)
		}
		n.What, n.Until = what, time.Unix(seconds, 0)
	}
	n.Parent, err = area.ParseKey(key)
	return n, err
}

// everyone says whether the board has a row for every area.
func (n Name) everyone() bool { return n.What == content.AllAreas || n.What == content.AllCommunes }

// units are the areas that the board is of, by code: the parts of its own, or all communes in it.
func (n Name) units(areas *area.Set) []area.Area {
	if n.What != content.AllCommunes {
		return areas.Children(n.Parent)
	}
	return slices.DeleteFunc(areas.At(n.Parent.Period, area.CommuneLevel), func(a area.Area) bool {
		for at := a; at.Key() != n.Parent; {
			up, known := areas.Area(at.ParentKey())
			if !known {
				return true
			}
			at = up
		}
		return false
	})
}

// shortNames are the names of units without their kind. Those that share one are told apart by
// their district, and where that is the same by their kind.
func shortNames(areas *area.Set, units []area.Area) map[area.Key]string {
	times, out := map[string]int{}, map[area.Key]string{}
	within := func(a area.Area, name string) string {
		up, _ := areas.Area(a.ParentKey())
		return name + " (" + up.Short + ")"
	}
	for _, a := range units {
		times[a.Short]++
		times[within(a, a.Short)]++
	}
	for _, a := range units {
		switch {
		case times[within(a, a.Short)] > 1:
			out[a.Key()] = a.Short + " (" + strings.ToLower(strings.TrimSuffix(a.Name, " "+a.Short)) + ")"
		case times[a.Short] > 1:
			out[a.Key()] = within(a, a.Short)
		default:
			out[a.Key()] = a.Short
		}
	}
	return out
}
