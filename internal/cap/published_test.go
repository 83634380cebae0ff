package cap_test

import (
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/content/preflight"
	"ngatu/internal/cap"
)

// Each message that others published is read whole, and becomes what a person on duty would make of
// it in the minute after it was sent: its words, how grave it is, until when, and where, by the
// sender's words. None of it is of this city.
func TestPublished(t *testing.T) {
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	facts := preflight.Facts{Areas: units, Leads: func(string) bool { return false }}
	wants := map[string]struct {
		head, gravity, until, said string
		cut                        []string // parts of sentences that may not be shown
		ends                       int      // how many messages it is about
	}{
		"nws-blizzard.xml": {
			"Blizzard Warning issued December 27 at 10:08AM CST until December 27 at 6:00PM CST by NWS Duluth. Travel should be restricted to emergencies only.",
			"danger", "2021-12-28T00:00:00Z", "Southern Cook, North Shore",
			[]string{"511mn.org"},
			0,
		},
		"usgs-earthquake.xml": {"EQ 5.3 Neiafu, Tonga - PRELIMINARY REPORT", "notice", "2010-09-02T05:09:25Z", "185 miles (298 km) NNE of Neiafu", nil, 0},
		"nws-tsunami.xml":     {"", "", "2013-01-06T10:58:23Z", "", nil, 3}, // it takes three back, and proposes nothing
		"nws-feed.xml":        {},
		"usgs-feed.xml":       {},
	}
	all, err := filepath.Glob(filepath.Join("testdata", "public", "*.xml"))
	if err != nil || len(all) != len(wants) {
		t.Fatalf("%d documents, %v", len(all), err)
	}
	for name, want := range wants {
		d, err := cap.Read(corpus(t, path.Join("public", name)))
		if err != nil || d.Broken > 0 || !d.Possible() {
			t.Errorf("%s: %+v, %v", name, d, err)
			continue
		}
		if strings.HasSuffix(name, "-feed.xml") {
			if len(d.Messages) > 0 || len(d.Links) == 0 {
				t.Errorf("%s: %+v", name, d)
			}
			continue
		}
		if len(d.Messages) != 1 {
			t.Errorf("%s: %d messages", name, len(d.Messages))
			continue
		}
		m := d.Messages[0]
		b, why := bulletin.Read(m, bulletin.Feed{ID: "f"}, facts, m.Sent.Add(time.Minute))
		if why != "" {
			t.Errorf("%s is ignored: %s", name, why)
			continue
		}
		said := strings.Join(b.Said, "; ")
		if b.Words.Head != want.head || string(b.Gravity) != want.gravity || b.Expires.UTC().Format(time.RFC3339) != want.until || len(b.Refers) != want.ends ||
			(b.State == bulletin.Noted) != (want.head == "") {
			t.Errorf("%s: %q, %s, until %v, about %d, %s", name, b.Words.Head, b.Gravity, b.Expires.UTC(), len(b.Refers), b.State)
		}
		if b.Sure || len(b.Areas) > 0 || !strings.HasPrefix(m.Infos[0].Areas[0].Text, want.said) {
			t.Errorf("%s is for %q, %v", name, said, b.Areas)
		}
		for _, part := range want.cut {
			if !strings.Contains(strings.Join(b.Cut, " "), part) {
				t.Errorf("%s: %q is not cut: %q", name, part, b.Cut)
			}
		}
	}
}

// A feed leads to its messages, not to the pages that people read.
func TestPublishedFeeds(t *testing.T) {
	for name, want := range map[string][]cap.Link{
		"nws-feed.xml": {
			{At: "https://alerts.weather.gov/cap/wwacapget.php?x=AK125AB652A170.HighWindWarning.125AB660BDF0AK.AFGNPWNSB.e9d4afdcacb3b7015f58bccc1db60d46", Mark: "2018-08-15T14:52:00-08:00"},
			{At: "https://alerts.weather.gov/cap/wwacapget.php?x=AL125AB65298D8.FloodAdvisory.125AB652BFE8AL.BMXFLSBMX.07e061df695c1ce966d84d5bc99fe762", Mark: "2018-08-15T17:30:00-05:00"},
		},
		"usgs-feed.xml": {{At: "http://earthquake.usgs.gov/earthquakes/eventpage/usb000qfgs.cap", Mark: "2014-05-09T21:57:52Z"}},
	} {
		d, err := cap.Read(corpus(t, path.Join("public", name)))
		if err != nil || len(d.Links) != len(want) {
			t.Errorf("%s: %+v, %v", name, d.Links, err)
			continue
		}
		for n := range want {
			if d.Links[n] != want[n] {
				t.Errorf("%s: %+v", name, d.Links[n])
			}
		}
	}
}
