package e2e

import (
	"net/http"
	"path"
	"strings"
	"testing"

	"ngatu/server/studio"
)

// notWalked are the routes of the studio that the walk through all pages leaves out, and why.
var notWalked = map[string]string{
	"/signin":                     "whoever walks is signed in: the test looks at it before",
	"/begin":                      "TestTheFirstHour looks at it",
	"/bylink":                     "TestALeaderDecidesOnAPhone looks at it",
	"/bylink/slides/:id/original": "a picture",
	"/slides/:id/original":        "a picture or a clip",
	"/onair/picture":              "a picture",
	"/profile/:name":              "a file for a program",
	"/upload/known":               "an answer for a script",
	"/typed":                      "an answer for a script",
	"/areas":                      "a part of forms with an area",
	"/onair/moment":               "a part of /onair",
	"/slides/:id/conversion":      "a part of a clip's page: TestAnUploadOutlastsACutLine looks at that",
	"/takeovers/:id/seen":         "a part of a takeover's page",
	"/takeovers/:id/screens":      "a part of a takeover's page",
	"/holds/:id/waits":            "a part of a hold's page",
	"/campaigns/:id/count":        "a part of a campaign's page",
	"/screens/:code/state":        "a part of a screen's page",
	"/screens/:code/commands":     "a part of a screen's page",
}

// walksEveryRoute fails where a page of the studio is neither among the paths of the walk nor left
// out with a reason.
func walksEveryRoute(t *testing.T, paths []string) {
	t.Helper()
	pages := map[string]bool{} // whether the walk comes there
	for _, route := range new(studio.Studio).Table() {
		if route.Method == http.MethodGet && path.Ext(route.Path) == "" { // an ending: a picture or a table
			pages[route.Path] = false
		}
	}
	for _, p := range paths {
		p, _, _ = strings.Cut(strings.TrimPrefix(p, "/studio"), "?")
		if route := leadsTo(p, pages); route != "" {
			pages[route] = true
		}
	}
	for route, walked := range pages {
		why, left := notWalked[route]
		if walked && left {
			t.Errorf("the walk comes to %s, which it should leave out: %s", route, why)
		}
		if !walked && !left {
			t.Errorf("the walk does not come to %s: add a page of it, or a reason why not", route)
		}
	}
	for route := range notWalked {
		if _, there := pages[route]; !there {
			t.Errorf("%s is left out and is no page", route)
		}
	}
}

// leadsTo is the route that answers at a path: one that names all of it goes before one with a gap.
func leadsTo(at string, routes map[string]bool) (found string) {
	if at == "" {
		at = "/"
	}
	if _, whole := routes[at]; whole {
		return at
	}
	parts := strings.Split(at, "/")
	for route := range routes {
		names := strings.Split(route, "/")
		same := len(names) == len(parts)
		for i := 0; same && i < len(names); i++ {
			same = strings.HasPrefix(names[i], ":") && parts[i] != "" || names[i] == parts[i]
		}
		if same && (found == "" || strings.Count(route, ":") < strings.Count(found, ":")) {
			found = route
		}
	}
	return found
}
