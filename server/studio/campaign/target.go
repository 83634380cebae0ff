package campaign

import (
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/studio/shell"
)

// maxTargets is far beyond what somebody chooses by hand; each is one more reason for screens to
// have programmes of their own.
const maxTargets = 60

// readTargets reads what screens the form picks.
func (s *Campaigns) readTargets(f shell.Form) ([]content.Target, error) {
	var b box
	var bad shell.Faults
	if f.Field("reach") == "area" {
		keys := f.Values["area"]
		if len(keys) == 0 {
			keys = []string{""} // what was typed must name one
		}
		period, _ := area.PeriodAt(s.Now())
		for _, key := range keys {
			one := shell.Form{Values: map[string][]string{"area": {key}, "area_name": f.Values["area_name"]}}
			place, err := one.Area(s.Areas, period, content.Place{})
			if err == nil {
				b.Areas = known(b.Areas, place.Area)
			}
			bad.Add(err)
		}
	}
	for _, v := range f.Values["venue"] {
		if _, ok := shell.VenueNames[content.Venue(v)]; ok {
			b.Venues = known(b.Venues, content.Venue(v))
		}
	}
	for _, v := range f.Values["kind"] {
		if _, ok := shell.ScreenKindNames[content.ScreenKind(v)]; ok {
			b.Kinds = known(b.Kinds, content.ScreenKind(v))
		}
	}
	for _, tag := range f.Values["tag"] {
		if tag = strings.TrimSpace(tag); tag != "" {
			b.Tags = known(b.Tags, tag)
		}
	}
	out := b.targets()
	if len(out) > maxTargets {
		bad.Add(shell.At("reach", shell.Invalidf(
			"Chọn như vậy thành %d nhóm màn hình, nhiều nhất %d. Hãy chọn đơn vị cấp trên, hoặc bớt loại nơi, loại màn hình, nhãn.",
			"That makes %d groups of screens, %d at most. Choose the area above, or fewer venues, kinds and tags.", len(out), maxTargets)))
	}
	return out, bad.Err()
}

// targetsText says which screens targets pick; empty: every screen.
func (s *Campaigns) targetsText(targets []content.Target) shell.Text {
	b, plain := boxOf(targets)
	if !plain {
		return shell.Textf("%d nhóm màn hình của campaign.yaml", "%d groups of screens of its campaign.yaml", len(targets))
	}
	var vi, en [][]string
	add := func(names []shell.Text) {
		if len(names) > 0 {
			var v, e []string
			for _, n := range names {
				v, e = append(v, n.Vi), append(e, n.In(shell.English))
			}
			vi, en = append(vi, v), append(en, e)
		}
	}
	var areas, venues, kinds, tags []shell.Text
	for _, key := range b.Areas {
		areas = append(areas, s.AreaName(key))
	}
	for _, v := range b.Venues {
		venues = append(venues, shell.VenueNames[v])
	}
	for _, k := range b.Kinds {
		kinds = append(kinds, shell.ScreenKindNames[k])
	}
	for _, t := range b.Tags {
		tags = append(tags, shell.Textf("nhãn %s", "tag %s", t))
	}
	for _, names := range [][]shell.Text{areas, venues, kinds, tags} {
		add(names)
	}
	return shell.Say(said(vi), said(en))
}

// said joins what is any of with commas, and what all must hold with dots.
func said(all [][]string) string {
	var out []string
	for _, some := range all {
		out = append(out, strings.Join(some, "; "))
	}
	return strings.Join(out, " · ")
}
