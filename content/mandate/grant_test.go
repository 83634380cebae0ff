package mandate

import (
	"testing"
	"time"

	"ngatu/content"
)

func TestGrant(t *testing.T) {
	set := units(t)
	approver := []Mandate{{Role: Approver, Area: baDinh}}
	handed := []Mandate{{Role: Approver, For: "hoa", Until: noon.Add(time.Hour)}}
	soon := noon.Add(time.Hour)
	for _, c := range []struct {
		name string
		m    Mandate
		to   string
		of   []Mandate
		want content.Code
	}{
		{"the whole city", Mandate{Role: Editor}, "lan", nil, ""},
		{"an area for a time", Mandate{Role: Editor, Area: phucXa, From: noon, Until: soon}, "lan", nil, ""},
		{"an owner's airtime", Mandate{Role: Approver, Area: phucXa, Pool: "mall"}, "lan", nil, ""},
		{"accounts of an owner", Mandate{Role: Admin, Pool: "mall"}, "lan", nil, content.Invalid},
		{"to oneself", Mandate{Role: Editor}, "admin", nil, content.Denied},
		{"no role", Mandate{Role: "king"}, "lan", nil, content.Invalid},
		{"no area", Mandate{Role: Editor, Area: "2024-11/999"}, "lan", nil, content.Invalid},
		{"over already", Mandate{Role: Editor, Until: noon}, "lan", nil, content.Invalid},
		{"over before it begins", Mandate{Role: Editor, From: soon, Until: soon}, "lan", nil, content.Invalid},
		{"a deputy", Mandate{Role: Approver, For: "minh", Until: soon}, "lan", approver, ""},
		{"a deputy without an end", Mandate{Role: Approver, For: "minh"}, "lan", approver, content.Invalid},
		{"a deputy of oneself", Mandate{Role: Approver, For: "lan", Until: soon}, "lan", approver, content.Invalid},
		{"a deputy of a deputy", Mandate{Role: Approver, For: "minh", Until: soon}, "lan", handed, content.Conflict},
		{"a deputy of another role", Mandate{Role: Editor, For: "minh", Until: soon}, "lan", approver, content.Conflict},
	} {
		got, err := Grant(c.m, c.to, "admin", c.of, noon, set)
		if content.CodeOf(err) != c.want || err == nil && (got.By != "admin" || !got.At.Equal(noon) || !got.Holds(noon)) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	if got, err := Grant(Mandate{Role: Editor, Area: theCity}, "lan", "admin", nil, noon, set); err != nil || got.Area != "" {
		t.Errorf("the city as an area: %+v, %v", got, err)
	}
}

func TestEnd(t *testing.T) {
	all := []Mandate{{Role: Editor}, {Role: Approver, Area: baDinh}}
	left, err := End(all, all[1].Mark(), noon)
	if err != nil || !left[0].Holds(noon) || left[1].Holds(noon) || !left[1].Holds(noon.Add(-1)) {
		t.Errorf("%+v, %v", left, err)
	}
	if _, err := End(left, left[1].Mark(), noon.Add(time.Hour)); content.CodeOf(err) != content.NotFound {
		t.Errorf("ended twice: %v", err)
	}
}
