package content

import (
	"reflect"
	"testing"
	"time"

	"ngatu/content/hours"
)

// Whatever differs in a plan gives another digest, also in fields that are added later: an audience
// whose plan seems to be the one before goes on with the old programme.
func TestWhateverDiffersInAPlanGivesAnotherDigest(t *testing.T) {
	at := time.Date(2026, 11, 29, 8, 0, 0, 5, time.UTC)
	span := hours.Span{From: at, Until: at.Add(time.Hour)}
	full := func() *Plan {
		return &Plan{
			Zone: "Asia/Ho_Chi_Minh", Street: true, Canvas: Canvas{432, 216, 5, 15}, Pools: []Pool{{"city", 60}, {"owner", 40}},
			Campaigns: []PlanCampaign{{
				ID: "c", Pool: "city", Weight: 1, Valid: span,
				Hours: hours.Set{Parts: []hours.Part{{From: 60, Until: 120}}, Except: []hours.Exception{{Date: "2026-12-01", Parts: []hours.Part{{From: 1, Until: 2}}}}},
			}},
			Slides: []PlanSlide{
				{
					Shown: Shown{ID: "a", Campaign: "c", Kind: Picture, Dwell: 8000, Medium: Ref{"d", "image/webp", 1}, Still: &Ref{"e", "image/webp", 2}, Board: "b"},
					Valid: span, Exclusive: true, AtOnce: 7, Evergreen: true, Held: []hours.Span{span, span},
				},
				{Shown: Shown{ID: "b"}},
			},
		}
	}
	seen := map[PlanSum]string{full().Sum(at): "the plan itself"}
	note := func(what string, sum PlanSum) {
		if other, ok := seen[sum]; ok {
			t.Errorf("%s gives the digest of %s", what, other)
		}
		seen[sum] = what
	}
	if full().Sum(at) != full().Sum(at.In(time.FixedZone("elsewhere", 3600))) {
		t.Error("the same instant in another zone gives another digest")
	}
	note("a later window", full().Sum(at.Add(time.Nanosecond)))
	n := len(alterations(reflect.ValueOf(full()), "plan"))
	for i := range n {
		p := full()
		one := alterations(reflect.ValueOf(p), "plan")[i]
		one.make()
		note(one.name, p.Sum(at))
	}
	if n < 45 {
		t.Errorf("only %d things were altered", n)
	}
}

type alteration struct {
	name string
	make func()
}

// alterations are one for each value in v that can be another, and for each list that can be
// shorter.
func alterations(v reflect.Value, name string) (all []alteration) {
	add := func(make func()) { all = append(all, alteration{name, make}) }
	switch v.Kind() {
	case reflect.Pointer:
		if v.CanSet() && !v.IsNil() {
			add(func() { v.SetZero() })
		}
		if !v.IsNil() {
			all = append(all, alterations(v.Elem(), name)...)
		}
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			add(func() { v.Set(reflect.ValueOf(at.Add(time.Nanosecond))) })
			return all
		}
		for i := range v.NumField() {
			all = append(all, alterations(v.Field(i), name+"."+v.Type().Field(i).Name)...)
		}
	case reflect.Slice:
		add(func() { v.Set(v.Slice(0, max(0, v.Len()-1))) })
		if v.Len() > 0 {
			all = append(all, alterations(v.Index(0), name+"[0]")...)
		}
	case reflect.String:
		add(func() { v.SetString(v.String() + "x") })
	case reflect.Int, reflect.Int64:
		add(func() { v.SetInt(v.Int() + 3) })
	case reflect.Uint8:
		add(func() { v.SetUint(v.Uint() + 1) })
	case reflect.Float64:
		add(func() { v.SetFloat(v.Float() + 1e-9) })
	case reflect.Bool:
		add(func() { v.SetBool(!v.Bool()) })
	default:
		panic("a plan has a field of a kind that is not altered: " + name)
	}
	return all
}
