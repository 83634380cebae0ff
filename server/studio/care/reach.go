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

	Several bool       // more than one area may be chosen, one after the other
	Also    []NamedKey // those that are chosen already, to be left out again
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

// AlsoIn lets a question be answered with several areas: those of something that was chosen before.
func (r Reach) AlsoIn(s *shell.Shell, keys []string) Reach {
	r.Several = true
	for _, key := range keys {
		r.Choice = "area"
		r.Also = append(r.Also, NamedKey{key, s.AreaName(key)})
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

// ReadReaches is what a form answers that lets several areas be chosen; none: every screen.
func ReadReaches(f shell.Form, units *area.Set, now area.Period) (keys []string, err error) {
	if f.Field("reach") == "area" {
		for _, also := range f.Values["also"] {
			key, err := area.ParseKey(also)
			if _, known := units.Area(key); err != nil || !known {
				return nil, shell.At("area_name", shell.Invalidf("Không có đơn vị “%s”. Hãy tìm và chọn lại.", "There is no unit “%s”. Look it up again.", also))
			}
			if !slices.Contains(keys, key.String()) {
				keys = append(keys, key.String())
			}
		}
		if len(keys) > 0 && !f.Has("area") && !f.Has("area_name") {
			return keys, nil
		}
	}
	key, err := ReadReach(f, units, now)
	if err == nil && key != "" && !slices.Contains(keys, key) {
		keys = append(keys, key)
	}
	return keys, err
}
