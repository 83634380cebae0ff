package care

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Reach is what a form asks of where something is to be.
type Reach struct {
	Asks   shell.Text // the question
	Hint   shell.Text // below it; empty: none
	Kept   shell.Text // the targets that it has and the form cannot ask; empty: none
	Choice string     // "kept", "all", "area"; "": nothing is chosen yet
	Area   string     // the one that is chosen, as "period/code"
	City   bool       // every screen may be chosen
	Areas  []NamedKey // to pick from without a search
}

// NamedKey is a unit with its name.
type NamedKey struct {
	Key  string
	Name shell.Text
}

// ReachOf is the question as it is put to the person here, for an act. It is answered already where
// chosen says so, with an area or "" for every screen. Else it begins with the person's own area.
// Whoever has the whole city chooses it themselves.
func ReachOf(s *shell.Shell, c *fiber.Ctx, act signin.Act, chosen bool, key string) Reach {
	own := signin.From(c).Areas(act)
	r := Reach{Asks: shell.Say("Trên những màn hình nào", "On which screens"), Area: key, City: slices.Contains(own, "")}
	if r.City {
		own = nil
	}
	switch {
	case key != "":
		r.Choice = "area"
	case chosen:
		r.Choice, r.City = "all", true
	case len(own) > 0:
		r.Choice, r.Area = "area", own[0]
	}
	if r.Area != "" && !slices.Contains(own, r.Area) {
		own = append(own, r.Area)
	}
	for _, one := range own {
		r.Areas = append(r.Areas, NamedKey{one, s.AreaName(one)})
	}
	return r
}

// Typed is the area of the search field.
func (r Reach) Typed() shell.Text {
	for _, one := range r.Areas {
		if one.Key == r.Area {
			return one.Name
		}
	}
	return shell.Text{}
}

// ReachOfTargets is [ReachOf] for something that has targets. Those that are more than one area stay
// unless another answer is chosen.
func ReachOfTargets(s *shell.Shell, c *fiber.Ctx, act signin.Act, chosen bool, targets []content.Target) Reach {
	key, asked := oneArea(targets)
	r := ReachOf(s, c, act, chosen && asked, key)
	if !asked {
		r.Choice, r.Kept = "kept", Targets(s, targets, shell.Text{})
	}
	return r
}

// oneArea is what the form can ask: an area, or "" for every screen; false for other targets.
func oneArea(targets []content.Target) (key string, asked bool) {
	if len(targets) == 0 {
		return "", true
	}
	key = targets[0].Area
	return key, len(targets) == 1 && key != "" && targets[0] == content.Target{Area: key}
}

// ReadTargets is what a form answers, of something that had targets: those, where they are kept or
// the answer is wrong.
func ReadTargets(f shell.Form, units *area.Set, now area.Period, had []content.Target) ([]content.Target, error) {
	if _, asked := oneArea(had); !asked && f.Field("reach") == "kept" {
		return had, nil
	}
	key, err := ReadReach(f, units, now)
	switch {
	case err != nil:
		return had, err
	case key == "":
		return nil, nil
	}
	return []content.Target{{Area: key}}, nil
}

// ReadReach is what a form answers: an area, or "" for every screen. Nobody gets every screen by
// leaving something out.
func ReadReach(f shell.Form, units *area.Set, now area.Period) (key string, err error) {
	switch f.Field("reach") {
	case "all":
		return "", nil
	case "area":
		place, err := f.Area(units, now, content.Place{})
		return place.Area, err
	}
	return "", shell.At("reach", shell.Invalid("Hãy chọn trên những màn hình nào.", "Choose on which screens."))
}
