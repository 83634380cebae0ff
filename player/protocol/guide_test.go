package protocol_test

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

const soundGuide = `{"id":"g","kind":"pages","icon":"phone","title":{"vi":"Cài đặt","en":"Install"},"pages":[{"steps":[{"vi":"Tìm “iHanoi”","en":"Search “iHanoi”"}],"code":"screen.code"}]}`

func TestReadGuide(t *testing.T) {
	g, err := protocol.ReadGuide([]byte(soundGuide))
	if err != nil || g.Pages[0].Steps[0].En != "Search “iHanoi”" {
		t.Fatalf("%+v %v", g, err)
	}
	for name, change := range map[string][2]string{
		"no name":          {`"id":"g"`, `"id":""`},
		"unknown kind":     {`"pages","icon"`, `"form","icon"`},
		"unknown icon":     {`"phone"`, `"../x"`},
		"unknown field":    {`"icon"`, `"input":1,"icon"`},
		"one language":     {`"en":"Install"`, `"en":" "`},
		"an address":       {`Search “iHanoi”`, `Open https://example.com`},
		"a bare address":   {`Search “iHanoi”`, `Open www.example.com`},
		"markup":           {`Search “iHanoi”`, `<b>Search</b>`},
		"too long a text":  {`Search “iHanoi”`, strings.Repeat("a", 401)},
		"no pages":         {`[{"steps"`, `[],"x":[{"steps"`},
		"not JSON":         {`{"id"`, `{id`},
		"too large":        {`"Install"`, `"` + strings.Repeat("a", protocol.MaxGuide) + `"`},
		"nameless answers": {`"kind":"pages"`, `"kind":"questions"`},
	} {
		if _, err := protocol.ReadGuide([]byte(strings.Replace(soundGuide, change[0], change[1], 1))); content.CodeOf(err) != content.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadGuide(f *testing.F) {
	f.Add([]byte(soundGuide))
	f.Add([]byte(`{"id":"a","kind":"area","title":{"vi":"a","en":"b"},"pages":[{}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := protocol.ReadGuide(b)
		if err == nil && (g.ID == "" || g.Title.Vi == "" || len(g.Pages) == 0) {
			t.Errorf("taken: %+v", g)
		}
	})
}
