package shell

import (
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// everything builds rooms and reads all of their pages and parts in both languages, which a server does
// when they are asked for.
func everything(rooms ...Room) error {
	b, err := build(rooms, "")
	if err != nil {
		return err
	}
	for _, in := range b.in {
		for _, all := range []map[string]func() (*template.Template, error){in.pages, in.parts} {
			for name, read := range all {
				t, err := read()
				if err == nil && t.Lookup(name) == nil && t.Lookup(frame) == nil {
					err = fmt.Errorf("%s is not in its templates", name)
				}
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// What is not declared, missing or broken is found, whichever room it is in.
func TestUndeclaredTemplatesAreFound(t *testing.T) {
	room := func(files map[string]string) Room {
		m := fstest.MapFS{}
		for name, body := range files {
			m[name] = &fstest.MapFile{Data: []byte(body)}
		}
		return Room{
			Name: "test", Files: m, Pages: []Page{{Name: "things"}}, Parts: []string{"piece"},
			Done: map[string]Text{"thing": {"Đã xong.", "Done."}},
		}
	}
	const page, part = `{{define "main"}}{{template "piece"}}{{end}}`, `{{define "piece"}}{{say "Một" "One"}}{{end}}`
	good := map[string]string{"things.html": page, "piece.html": part}
	if err := everything(own, room(good)); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(map[string]string){
		"a template more": func(m map[string]string) { m["secret.html"] = page },
		"a page less":     func(m map[string]string) { delete(m, "things.html") },
		"a part less":     func(m map[string]string) { delete(m, "piece.html") },
		"not a page":      func(m map[string]string) { m["things.html"] = "x" },
		"not its part":    func(m map[string]string) { m["piece.html"] = `{{define "other"}}{{end}}` },
		"an unknown part": func(m map[string]string) {
			m["things.html"] = `{{define "main"}}{{with 1}}{{template "gone"}}{{end}}{{end}}`
		},
		"bad template": func(m map[string]string) { m["things.html"] = `{{define "main"}}{{nope}}` },
	} {
		m := map[string]string{"things.html": page, "piece.html": part}
		spoil(m)
		if err := everything(own, room(m)); err == nil {
			t.Errorf("%s: it was not found", name)
		}
	}
	two := room(good)
	two.Pages[0].Name = "things"
	if err := everything(own, room(good), two); err == nil || !strings.Contains(err.Error(), "two") {
		t.Errorf("two rooms with the same names: %v", err)
	}
}

// Lines of templates stay short enough to read.
func TestTemplatesAreReadable(t *testing.T) {
	all, err := filepath.Glob("../*/*.html")
	if err != nil || len(all) < 30 {
		t.Fatalf("%d templates, %v", len(all), err)
	}
	for _, name := range all {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if n := utf8.RuneCountInString(line); n > 160 {
				t.Errorf("%s:%d has %d letters; 160 is the most", name, i+1, n)
			}
		}
	}
}

// All styles are one sheet: a class that two rooms lay out on their own is laid out wrongly in one.
func TestRoomsStyleNoClassTwice(t *testing.T) {
	all, err := filepath.Glob("../*/style.css")
	if err != nil || len(all) < 15 {
		t.Fatalf("%d styles, %v", len(all), err)
	}
	alone := regexp.MustCompile(`(?m)^(\.[a-z_-]+) \{`)
	room := map[string]string{}
	for _, name := range all {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range alone.FindAllSubmatch(b, -1) {
			class := string(found[1])
			if of := room[class]; of != "" && of != name {
				t.Errorf("%s is styled in %s and in %s", class, of, name)
			}
			room[class] = name
		}
	}
}
