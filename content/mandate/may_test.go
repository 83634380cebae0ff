package mandate

import (
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
)

const (
	dongDa  = "2024-11/006"
	baDinh  = "2024-11/001"
	phucXa  = "2024-11/00001" // in Ba Đình
	theCity = "2024-11/01"
	ward    = "2025-07/00004"
)

var noon = time.Date(2024, 11, 21, 5, 0, 0, 0, time.UTC)

func units(t *testing.T) *area.Set {
	t.Helper()
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func bearer(all ...Mandate) Bearer { return Bearer{ID: "lan", Mandates: all} }

// What is named decides: the area and what lies below it, of one period, in the airtime of the
// mandate.
func TestMay(t *testing.T) {
	set := units(t)
	in := func(role Role, area string) Bearer { return bearer(Mandate{Role: role, Area: area}) }
	owner := bearer(Mandate{Role: Approver, Pool: "vincom"})
	both := bearer(Mandate{Role: Editor, Area: dongDa}, Mandate{Role: Editor, Area: baDinh})
	for _, c := range []struct {
		name string
		who  Bearer
		act  Act
		on   Subject
		want bool
	}{
		{"own area", in(Editor, baDinh), Edit, In(baDinh), true},
		{"below", in(Editor, baDinh), Edit, In(phucXa), true},
		{"above", in(Editor, phucXa), Edit, In(baDinh), false},
		{"foreign", in(Editor, dongDa), Edit, In(baDinh), false},
		{"the whole city", in(Editor, baDinh), Edit, City, false},
		{"the city as an area is the whole city", in(Editor, baDinh), Edit, In(theCity), false},
		{"a mandate for the city as an area", in(Editor, theCity), Edit, City, true},
		{"a mandate without an area", in(Editor, ""), Edit, In(phucXa), true},
		{"another period", in(Editor, baDinh), Edit, In(ward), false},
		{"an area that does not exist", in(Editor, baDinh), Edit, In("nowhere"), false},
		{"an area that does not exist, of the city", in(Editor, ""), Edit, In("nowhere"), true},
		{"a mandate for what is no area", in(Editor, "nowhere"), Edit, In("nowhere"), false},
		{"two areas, one mandate", in(Editor, baDinh), Edit, Subject{Areas: []string{dongDa, baDinh}}, false},
		{"two areas, a mandate for each", both, Edit, Subject{Areas: []string{dongDa, phucXa}}, true},
		{"another role", in(Editor, baDinh), Approve, In(baDinh), false},
		{"anybody looks", in(Auditor, dongDa), Look, City, true},
		{"an act of the city", in(Admin, baDinh), Tokens, In(baDinh), false},
		{"an act of the city, for the city", in(Admin, ""), Tokens, In(baDinh), true},
		{"an owner's airtime", in(Approver, ""), Approve, Subject{Pool: "vincom"}, false},
		{"an owner's airtime, with its mandate", owner, Approve, Subject{Pool: "vincom"}, true},
		{"another owner's", owner, Approve, Subject{Pool: "aeon"}, false},
		{"the city's airtime, with an owner's mandate", owner, Approve, Subject{Pool: "city"}, false},
		{"the city's airtime by its name", in(Approver, ""), Approve, Subject{Pool: "city"}, true},
		{"to take off what an owner shows", in(Editor, baDinh), TakeOff, Subject{Areas: []string{phucXa}, Pool: "vincom"}, true},
		{"to take off in the own airtime", owner, TakeOff, Subject{Pool: "vincom"}, true},
		{"to take off the city's, with an owner's mandate", owner, TakeOff, City, false},
		{"to take off the city's by its name, with an owner's mandate", owner, TakeOff, Subject{Pool: "city"}, false},
		{"to take off another owner's", owner, TakeOff, Subject{Pool: "aeon"}, false},
		{"exclusive in the own area", in(Approver, baDinh), Approve, Subject{Areas: []string{baDinh}, Above: true}, false},
		{"exclusive below", in(Approver, baDinh), Approve, Subject{Areas: []string{phucXa}, Above: true}, true},
		{"exclusive, the whole city's approver", in(Approver, ""), Approve, Subject{Areas: []string{baDinh}, Above: true}, true},
		{"exclusive, to edit", in(Editor, baDinh), Edit, Subject{Areas: []string{baDinh}, Above: true}, true},
	} {
		if got := May(c.who, c.act, c.on, noon, set); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
		if May(c.who, c.act, c.on, noon, set) && !Somewhere(c.who, c.act, noon, set) {
			t.Errorf("%s: may there, and nowhere", c.name)
		}
	}
}

func TestMandatesHaveTimes(t *testing.T) {
	set := units(t)
	who := bearer(Mandate{Role: Operator, From: noon, Until: noon.Add(time.Hour)})
	for after, want := range map[time.Duration]bool{-time.Second: false, 0: true, time.Hour - 1: true, time.Hour: false} {
		if got := May(who, Screens, City, noon.Add(after), set); got != want {
			t.Errorf("%s after its beginning: %t", after, got)
		}
		if got := Somewhere(who, Screens, noon.Add(after), set); got != want {
			t.Errorf("%s after its beginning, anywhere: %t", after, got)
		}
	}
}

// A deputy has what the principal has, while the principal has it, never for the principal's own
// work, and hands nothing on.
func TestDeputies(t *testing.T) {
	set := units(t)
	approver := Mandate{Role: Approver, Area: baDinh}
	deputy := func(of ...Mandate) Bearer {
		return Bearer{
			ID: "lan", Mandates: []Mandate{{Role: Approver, For: "minh", Until: noon.Add(time.Hour)}},
			Principals: map[string][]Mandate{"minh": of},
		}
	}
	theirs := In(phucXa)
	theirs.By = []string{"hoa", "minh"}
	others := In(phucXa)
	others.By = []string{"hoa"}
	over, handed := approver, approver
	over.Until, handed.For = noon, "hoa"
	for _, c := range []struct {
		name string
		who  Bearer
		on   Subject
		want bool
	}{
		{"others' work", deputy(approver), others, true},
		{"the principal's work", deputy(approver), theirs, false},
		{"beyond the principal's area", deputy(approver), In(dongDa), false},
		{"the principal's mandate is over", deputy(over), others, false},
		{"the principal has none", deputy(), others, false},
		{"the principal is a deputy too", deputy(handed), others, false},
		{"the principal has another role", deputy(Mandate{Role: Editor}), others, false},
	} {
		if got := May(c.who, Approve, c.on, noon, set); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
	own := deputy(approver)
	own.Mandates = append(own.Mandates, Mandate{Role: Approver})
	if May(own, Approve, theirs, noon, set) {
		t.Error("a deputy with a mandate of their own approves the principal's work")
	}
	if May(deputy(approver), Approve, others, noon.Add(time.Hour), set) {
		t.Error("a deputy approves after the time")
	}
}

// A slide is for what its targets name, else for what its campaign's do.
func TestSubjects(t *testing.T) {
	main, local := content.Campaign{Pool: "city"}, content.Campaign{Pool: "vincom", Targets: []content.Target{{Area: dongDa}}}
	mall := []content.Target{{Venue: content.Mall}}
	for name, c := range map[string]struct {
		got  Subject
		area string // the only one; "": the whole city
	}{
		"no targets":             {OfSlide(content.Slide{}, main), ""},
		"its own":                {OfSlide(content.Slide{Targets: []content.Target{{Area: baDinh}}}, local), baDinh},
		"its campaign's":         {OfSlide(content.Slide{}, local), dongDa},
		"a venue is everywhere":  {OfSlide(content.Slide{Targets: mall}, main), ""},
		"a venue in an area":     {OfSlide(content.Slide{Targets: mall}, local), dongDa},
		"one of two is no area":  {For([]content.Target{{Area: baDinh}, {Kind: content.LED}}), ""},
		"twice the same":         {For([]content.Target{{Area: baDinh}, {Area: baDinh, Venue: content.Mall}}), baDinh},
		"a hold of a slide":      {OfHold(content.Hold{Scope: content.HoldSlide}, In(dongDa)), dongDa},
		"a hold of it somewhere": {OfHold(content.Hold{Scope: content.HoldSlide, Area: baDinh}, In(dongDa)), baDinh},
		"a hold of all":          {OfHold(content.Hold{Scope: content.HoldInstalls}, City), ""},
		"a screen":               {OfPlace(content.Place{Area: phucXa, Areas: []string{phucXa, baDinh}}), phucXa},
	} {
		if c.area == "" && len(c.got.Areas) > 0 || c.area != "" && (len(c.got.Areas) != 1 || c.got.Areas[0] != c.area) {
			t.Errorf("%s is for %q, not for %q", name, c.got.Areas, c.area)
		}
	}
	if s := OfSlide(content.Slide{Exclusive: true, Author: "an"}, local); !s.Above || s.Pool != "vincom" || s.By[0] != "an" {
		t.Errorf("an exclusive slide: %+v", s)
	}
	if s := OfSlide(content.Slide{AtOnce: noon}, main); !s.Above {
		t.Error("a slide that cuts in does not need who stands above")
	}
}

// Somebody is alone until another who may has signed in; after that only the operator makes them.
func TestAlone(t *testing.T) {
	me := Account{ID: "me", Mandates: []Mandate{{Role: Approver}}, Entered: noon}
	other := func(entered time.Time, m Mandate) []Account {
		return []Account{me, {ID: "other", Mandates: []Mandate{m}, Entered: entered}}
	}
	hour := time.Hour
	for name, c := range map[string]struct {
		all  []Account
		want bool
	}{
		"nobody else":                    {[]Account{me}, true},
		"another role":                   {other(noon, Mandate{Role: Editor}), true},
		"never signed in":                {other(time.Time{}, Mandate{Role: Approver}), true},
		"signed in":                      {other(noon, Mandate{Role: Approver}), false},
		"for an area":                    {other(noon, Mandate{Role: Approver, Area: baDinh}), false},
		"ended since":                    {other(noon.Add(-2*hour), Mandate{Role: Approver, Until: noon.Add(-hour)}), false},
		"ended before they signed in":    {other(noon, Mandate{Role: Approver, Until: noon.Add(-hour)}), true},
		"begins later":                   {other(noon, Mandate{Role: Approver, From: noon.Add(hour)}), true},
		"I may not":                      {[]Account{{ID: "me", Entered: noon}}, false},
		"I may no longer":                {[]Account{{ID: "me", Mandates: []Mandate{{Role: Approver, Until: noon}}}}, false},
		"another has an admin's mandate": {other(noon, Mandate{Role: Admin}), true},
	} {
		if got := Alone("me", Approve, c.all, noon, false); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if !Alone("me", Approve, other(noon, Mandate{Role: Approver}), noon, true) || Alone("none", Approve, []Account{me}, noon, true) {
		t.Error("the operator lets whoever may be alone, and nobody else")
	}
}

// What is in somebody's care is what lies within a mandate of theirs, whatever its role.
func TestMine(t *testing.T) {
	set := units(t)
	who := bearer(Mandate{Role: Editor, Area: baDinh}, Mandate{Role: Reporter, Area: dongDa, Until: noon})
	for name, c := range map[string]struct {
		on           Subject
		mine, partly bool
	}{
		"own": {In(baDinh), true, true}, "below": {In(phucXa), true, true}, "above": {City, false, true}, "foreign": {In(dongDa), false, false},
		"two areas": {Subject{Areas: []string{dongDa, phucXa}}, true, true}, "an owner's": {Subject{Areas: []string{baDinh}, Pool: "vincom"}, false, true},
		"another period": {In(ward), false, false},
	} {
		if mine, partly := Mine(who, c.on, noon, set), Partly(who, TakeOff, c.on, noon, set); mine != c.mine || partly != c.partly {
			t.Errorf("%s: mine %t, partly %t", name, mine, partly)
		}
	}
	wide := bearer(Mandate{Role: Auditor, Area: theCity})
	if !Narrow(who, noon, set) || Narrow(wide, noon, set) || !Mine(wide, Subject{Pool: "vincom"}, noon, set) || !Narrow(bearer(), noon, set) {
		t.Error("who has the whole city has all of it in their care, and nobody else")
	}
	if mall := bearer(Mandate{Role: Editor, Area: baDinh, Pool: "vincom"}); !Sees(mall, phucXa, noon, set) || Sees(mall, dongDa, noon, set) {
		t.Error("who has an owner's airtime in an area sees that area, and no other")
	} else if Partly(who, Edit, Subject{Pool: "vincom"}, noon, set) || !Partly(mall, Edit, Subject{Pool: "vincom"}, noon, set) || Partly(mall, Edit, Subject{}, noon, set) {
		t.Error("what is an owner's airtime is edited by who has that, and the city's is not")
	}
	deputy := Bearer{ID: "lan", Mandates: []Mandate{{Role: Editor, For: "minh"}}, Principals: map[string][]Mandate{"minh": {{Role: Editor, Area: phucXa}}}}
	for want, b := range map[string]Bearer{baDinh: who, "": bearer(Mandate{Role: Editor, Area: phucXa}, Mandate{Role: Editor}), phucXa: deputy} {
		if got := Areas(b, Edit, noon, set); len(got) != 1 || got[0] != want {
			t.Errorf("the areas are %q, not %q", got, want)
		}
	}
}
