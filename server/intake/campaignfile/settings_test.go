package campaignfile

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/worker"
)

var units = sync.OnceValue(func() *area.Set {
	set, err := area.Load(areas.Files)
	if err != nil {
		panic(err)
	}
	return set
})

const everything = `# chiến dịch mẫu
name: Tháng cao điểm
from: 2024-11-01
until: 2024-12-31
dayparts:
  - {days: [mon-fri], from: "06:30", until: 22:00}
  - days: t7, cn
    from: 8h
except:
  - 2024-12-25
  - date: 2024-12-31
    dayparts: [{from: "06:00", until: "12:00"}]
pool: ward
share: 20
weight: 3
targets:
  - {area: "Quận Ba Đình", period: 2024-11, venue: reception}
  - {area: "268"}
  - {kind: kiosk, tag: pilot}
dwell: 12s
fit: cover
order: [B.png, sub\a.pdf]
`

func TestSettingsOfAWholeFile(t *testing.T) {
	got, err := Parse([]byte(everything), worker.Documents, units(), area.Nov2024)
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Name: "Tháng cao điểm", Pool: "ward", Percent: 20, Weight: 3, Dwell: 12 * time.Second, Fit: content.Cover, Order: []string{"b.png", "sub/a.pdf"},
		// the last day belongs to the campaign
		Valid: hours.Span{From: time.Date(2024, 11, 1, 0, 0, 0, 0, area.Local), Until: time.Date(2025, 1, 1, 0, 0, 0, 0, area.Local)},
		Hours: hours.Set{
			Parts: []hours.Part{
				{Days: hours.Mon | hours.Tue | hours.Wed | hours.Thu | hours.Fri, From: 390, Until: 1320},
				{Days: hours.Sat | hours.Sun, From: 480, Until: hours.Midnight},
			},
			Except: []hours.Exception{{Date: "2024-12-25"}, {Date: "2024-12-31", Parts: []hours.Part{{From: 360, Until: 720}}}},
		},
		Targets: []content.Target{
			{Area: "2024-11/001", Venue: content.Reception}, {Area: "2024-11/268"}, {Kind: content.Kiosk, Tag: "pilot"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSettingsNameTheLineAndTheKey(t *testing.T) {
	cases := map[string][]string{ // what staff read of it
		"name: A\nwieght: 3\n":                                        {"dòng 2", "“wieght”", "line 2", "weight"},
		"name: A\n\nfrom: 31/12/2024\n":                               {"dòng 3", "“from”", "31/12/2024"},
		"weight: nhiều\n":                                             {"dòng 1", "“weight”", "nhiều"},
		"name: A\nname: B\n":                                          {"dòng 2", "hai lần"},
		"dayparts:\n  - {from: 6h, util: 8h}":                         {"dòng 2", "“util”", "until"},
		"dayparts:\n  - {days: [moon]}":                               {"dòng 2", "“days”"},
		"targets:\n  - area: Thanh Xuan Bac Nam\n    period: 2024-11": {"dòng 2", "“area”"},
		"targets:\n  - area: Thanh Xuân\n    period: 2024-11":         {"dòng 2", "nhiều đơn vị"},
		"targets:\n  - venue: street":                                 {"dòng 2", "“venue”", "intersection"},
		"from: 2024-12-31\nuntil: 2024-12-01":                         {"dòng 1"},
		"fit: stretch":                                                {"dòng 1", "contain, cover"},
		"share: 120":                                                  {"dòng 1", "“share”", "1 đến 100"},
		"dwell: 2h":                                                   {"dòng 1", "“dwell”"},
		"order: [a.png, b.png, A.png]":                                {"dòng 1", "“order”", "hai lần"},
		"order:\n  - a.png\n  - {b: c}":                               {"dòng 3", "“order”"},
		"- a\n- b":                                                    {"dòng 1"},
		"":                                                            {"trống"},
		"a: [":                                                        {"YAML", "line 1"},
		"name: A\n---\nname: B":                                       {"---"},
		"except: [2024-02-30]":                                        {"dòng 1", "“except”"},
		"name: &a A\npool: *a\n":                                      {"dòng 2", "“pool”"},
		strings.Repeat("# dài\n", 12_000):                             {"64 kB"},
	}
	for text, want := range cases {
		_, err := Parse([]byte(text), worker.Documents, units(), area.Nov2024)
		if content.CodeOf(err) != content.Invalid {
			t.Errorf("%.40q was taken: %v", text, err)
			continue
		}
		for _, words := range want {
			if !strings.Contains(err.Error(), words) {
				t.Errorf("%.40q: %q is not in\n%v", text, words, err)
			}
		}
	}
}

// The order of a file is that of its slides, pages follow each other, and what it does not name is
// left to its own place.
func TestTheOrderOfSlides(t *testing.T) {
	s := Settings{Order: []string{"b.png", "sổ tay.pdf", "gone.png", "sub/a#1.png"}}
	var slides []content.Slide
	for id, source := range map[string]string{
		"1": "inbox:x/B.png", "2": "inbox:x/sổ tay.pdf#10", "3": "inbox:x/so\u0302\u0309 tay.pdf#9", "4": "inbox:x/sub/a#1.png",
		"5": "inbox:x/a.png", "6": "inbox:y/b.png", "7": "", "8": "inbox:x/b.png#x",
	} {
		slides = append(slides, content.Slide{ID: id, Source: source})
	}
	if got := strings.Join(s.Sequence("inbox:x/", "#", slides), " "); got != "1 3 2 4" {
		t.Errorf("the sequence is %s", got)
	}
	if !s.Names("SUB/A#1.PNG") || s.Names("a.png") {
		t.Error("files are not known by their names")
	}
}

func FuzzSettings(f *testing.F) {
	f.Add([]byte(everything))
	f.Add([]byte("name: A\nwieght: 3\n"))
	f.Add([]byte("a: &a [*a, *a]\n"))
	f.Add([]byte("? {a: b}\n: c"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Parse(b, worker.Documents, units(), area.Nov2024)
		if err != nil {
			if content.CodeOf(err) != content.Invalid {
				t.Fatalf("%v", err)
			}
			return
		}
		if s.Weight < 1 || s.Dwell < 0 || s.Valid.Check() != nil || s.Hours.Check() != nil {
			t.Fatalf("taken: %+v", s)
		}
		for _, target := range s.Targets {
			if _, err := area.ParseKey(target.Area); err != nil {
				t.Fatal(err)
			}
		}
	})
}
