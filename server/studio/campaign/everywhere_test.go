package campaign_test

import (
	"strings"
	"testing"

	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// Every screen is offered for a new campaign to whoever has the whole city, and to nobody else.
func TestEverywhereIsOfferedToWhoHasTheCity(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	wide, narrow := r.Other("rong", signin.Editor), r.Other("hep", signin.Editor)
	r.Bound("hep", mandate.Mandate{Role: signin.Editor, Area: "2024-11/006"})
	const all = `name="reach" value="all"`
	if !strings.Contains(wide.Get("/studio/campaigns/new").HTML, all) || strings.Contains(narrow.Get("/studio/campaigns/new").HTML, all) {
		t.Error("every screen is offered to the wrong people")
	}
}
