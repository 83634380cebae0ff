package bulletin

import (
	"regexp"
	"slices"
	"strings"

	"ngatu/content/area"
)

// between are the signs and words that part the names of a list: "Ba Đình, Đống Đa và Hai Bà
// Trưng".
var between = regexp.MustCompile(`\s*[,;/\n]\s*|\s+(?:và|and)\s+`)

// mostNamed is how many areas a bulletin names.
const mostNamed = 40

// placeOf is where a message is for among the areas of a period: sure only where each of its areas
// is exactly one of ours, by its code or by its name. known reports whether it names any of ours at
// all. There are no outlines of areas to hold a polygon against, so one alone is never sure.
func placeOf(all []Area, f Feed, period area.Period, units *area.Set) (keys, said []string, sure, known bool) {
	sure = len(all) > 0
	add := func(a area.Area) {
		known = true
		if key := a.Key().String(); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, one := range all {
		if text := clipped(plain(one.Text), 200); text != "" && len(said) < mostNamed {
			said = appendNew(said, text)
		}
		coded := false
		for _, c := range one.Codes {
			if f.Codes == "" || !strings.EqualFold(c.List, f.Codes) {
				continue
			}
			coded = true
			if unit, ok := units.FindCode(period, c.Value).One(); ok {
				add(unit)
			} else {
				sure = false
			}
		}
		if coded {
			continue
		}
		names := between.Split(strings.TrimSpace(plain(one.Text)), mostNamed+1)
		// A whole may have its parents behind a comma: "Thanh Xuân Trung, Thanh Xuân".
		if unit, ok := units.Find(area.Query{Period: period, Name: plain(one.Text)}).One(); ok && len(names) < 3 {
			if many := len(names) > 1 && apart(names, period, units); !many {
				add(unit)
				continue
			}
		}
		for _, name := range names {
			if unit, ok := units.Find(area.Query{Period: period, Name: name}).One(); ok {
				add(unit)
			} else {
				sure = false
			}
		}
	}
	slices.Sort(keys)
	return bounded(keys, f, units, sure, said, known)
}

// apart reports whether two names can be two units beside each other as well: then nobody can tell
// which is meant.
func apart(names []string, period area.Period, units *area.Set) bool {
	for _, name := range names {
		if units.Find(area.Query{Period: period, Name: name}).Unknown() {
			return false
		}
	}
	a, _ := units.Find(area.Query{Period: period, Name: names[0]}).One()
	b, _ := units.Find(area.Query{Period: period, Name: names[1]}).One()
	return !units.Within(a.Key(), b.Key())
}

// bounded keeps a place within the area that the feed speaks for. The whole city is no area.
func bounded(keys []string, f Feed, units *area.Set, sure bool, said []string, known bool) ([]string, []string, bool, bool) {
	if !sure || len(keys) > mostNamed {
		return nil, said, false, known
	}
	own, err := area.ParseKey(f.Area)
	var out []string
	for _, key := range keys {
		k, _ := area.ParseKey(key)
		switch {
		case f.Area == "" && k.Code == area.CityCode:
			return nil, said, true, known
		case f.Area == "" || err == nil && units.Within(k, own):
			out = append(out, key)
		case err == nil && units.Within(own, k):
			return []string{f.Area}, said, true, known
		default:
			return nil, said, false, known // of elsewhere, or of another time
		}
	}
	return out, said, len(out) > 0, known
}
