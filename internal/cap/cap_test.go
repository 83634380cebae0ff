package cap_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/cap"
)

func corpus(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Each document of the corpus is read as a person reads it.
func TestCorpus(t *testing.T) {
	for name, want := range map[string]struct {
		messages, links, broken int
		first                   string // what is there to see of the first
	}{
		"storm.xml":      {1, 0, 0, "Actual Alert Public Bão số 8 đổ bộ đêm nay Severe Immediate Likely"},
		"earthquake.xml": {1, 0, 0, "Actual Alert Public Động đất mạnh 4,1 độ Moderate Past Observed"},
		"flood_two.xml":  {2, 0, 0, "Actual Alert Public Ngập sâu tại quận Ba Đình Severe Expected Observed"},
		"exercise.xml":   {1, 0, 0, "Exercise Alert Public Diễn tập sơ tán Extreme Immediate Observed"},
		"test.xml":       {1, 0, 0, "Test Alert Public Thử hệ thống Unknown Unknown Unknown"},
		"update.xml":     {1, 0, 0, "Actual Update Public Bão số 8 mạnh thêm Extreme Immediate Likely"},
		"cancel.xml":     {1, 0, 0, "Actual Cancel Public"},
		"languages.xml":  {1, 0, 0, "Actual Alert Public Thunderstorms this evening Moderate Expected Likely"},
		"old.xml":        {1, 0, 0, "Actual Alert Public Nắng nóng gay gắt Moderate Expected Likely"}, // 1.1
		"unfinished.xml": {0, 0, 2, ""},                                                               // no sent; no scope
		"atom.xml":       {1, 2, 0, "Actual Alert Public Mưa đá Severe Immediate Observed"},
		"rss.xml":        {0, 2, 0, ""},
	} {
		d, err := cap.Read(corpus(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(d.Messages) != want.messages || len(d.Links) != want.links || d.Broken != want.broken || (d.Why != "") != (d.Broken > 0) || !d.Possible() {
			t.Errorf("%s: %d messages, links %+v, %d broken (%s)", name, len(d.Messages), d.Links, d.Broken, d.Why)
			continue
		}
		if want.messages > 0 {
			m := d.Messages[0]
			got := strings.Join([]string{m.Status, m.Kind, m.Scope}, " ")
			if len(m.Infos) > 0 {
				i := m.Infos[0]
				got += " " + strings.Join([]string{i.Headline, i.Severity, i.Urgency, i.Certainty}, " ")
			}
			if got != want.first {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

func TestParts(t *testing.T) {
	d, err := cap.Read(corpus(t, "update.xml"))
	if err != nil {
		t.Fatal(err)
	}
	m := d.Messages[0]
	if len(m.Refers) != 2 || m.Refers[0].Identifier != "BAO-8-01" || m.Refers[0].Sender != "dubao@khituong.example.vn" || m.Refers[0].Sent.UTC().Hour() != 8 {
		t.Errorf("it refers to %+v", m.Refers)
	}
	a := m.Infos[0].Areas
	if len(a) != 2 || a[0].Text != "Thành phố Hà Nội" || len(a[0].Codes) != 1 || a[0].Codes[0].List != "MA_DVHC" || a[0].Codes[0].Value != "01" || a[0].Shape || !a[1].Shape {
		t.Errorf("it is for %+v", a)
	}
	if i := m.Infos[0]; i.Expires.IsZero() || i.Instruction != "Ở trong nhà." || len(i.Responses) != 1 || i.Responses[0] != "Shelter" {
		t.Errorf("it says %+v", i)
	}
	d, err = cap.Read(corpus(t, "atom.xml"))
	if err != nil || d.Links[0].At != "ban-tin/17.xml" || d.Links[0].Mark != "2026-11-29T09:00:00+07:00" || d.Links[1].At != "https://khituong.example.vn/cap/18" {
		t.Errorf("links %+v, %v", d.Links, err)
	}
}

// What is no CAP, and what attacks, is refused with a sentence, at once.
func TestRefused(t *testing.T) {
	begin := time.Now()
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&lol2;</identifier></alert>`
	for name, text := range map[string]string{
		"nothing":            "",
		"no XML":             "Bão số 8 đổ bộ",
		"HTML":               "<!doctype html><html><body>404</body></html>",
		"cut off":            string(corpus(t, "storm.xml")[:400]),
		"another namespace":  strings.ReplaceAll(string(corpus(t, "storm.xml")), "cap:1.2", "cap:9.9"),
		"CAP 1.0":            `<alert xmlns="http://www.incident.com/cap/1.0"><identifier>x</identifier></alert>`,
		"no namespace":       `<alert><identifier>x</identifier></alert>`,
		"another document":   `<svg xmlns="http://www.w3.org/2000/svg"/>`,
		"entities":           laughs,
		"a file of ours":     `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>`,
		"an unknown entity":  `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&nbsp;</identifier></alert>`,
		"another encoding":   `<?xml version="1.0" encoding="utf-7"?><alert/>`,
		"broken letters":     "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>\xff\xfe</identifier></alert>",
		"nested without end": strings.Repeat("<a>", 100_000),
		"huge":               "<feed>" + strings.Repeat("x", cap.MaxBytes) + "</feed>",
	} {
		_, err := cap.Read([]byte(text))
		if c := content.CodeOf(err); c != content.Invalid && (c != content.TooLarge || name != "huge") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("it took %v", d)
	}
}

// A message may be long, and have more of everything than anybody writes: it is cut, and says
// nothing else than it did.
func TestLongMessages(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>x</identifier><sender>a</sender><sent>2026-11-29T08:00:00+07:00</sent>
<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>`)
	for range 60 {
		b.WriteString(`<info><event>` + strings.Repeat("Ngập ", 2000) + `</event>`)
		for range 300 {
			b.WriteString(`<area><areaDesc>Ba Đình</areaDesc></area>`)
		}
		b.WriteString(`</info>`)
	}
	b.WriteString(`</alert>`)
	d, err := cap.Read([]byte(b.String()))
	if err != nil || len(d.Messages) != 1 || !d.Possible() || len(d.Messages[0].Infos) == 60 || !strings.HasPrefix(d.Messages[0].Infos[0].Event, "Ngập Ngập") {
		t.Errorf("%d messages, %v", len(d.Messages), err)
	}
}

func FuzzRead(f *testing.F) {
	for _, folder := range []string{"", "public"} {
		all, err := filepath.Glob(filepath.Join("testdata", folder, "*.xml"))
		if err != nil || len(all) == 0 {
			f.Fatal(err)
		}
		for _, path := range all {
			f.Add(corpus(f, filepath.Join(folder, filepath.Base(path))))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := cap.Read(b)
		if c := content.CodeOf(err); err != nil && c != content.Invalid && c != content.TooLarge {
			t.Fatalf("no sentence for staff: %v", err)
		}
		if !d.Possible() {
			t.Fatalf("beyond its limits: %+v", d)
		}
	})
}
