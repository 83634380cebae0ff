package shell

import (
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// built is all of the templates and assets, ready to answer with.
type built struct {
	assets assets
	done   map[string]Text
	in     map[Language]templates
}

// templates are those of one language.
type templates struct {
	pages map[string]*template.Template
	parts *template.Template
}

// frame is the template of the frame of every page.
const frame = "layout.html"

// build reads the rooms; dev is a checkout to read them from instead of the binary.
func build(rooms []Room, dev string) (*built, error) {
	if dev != "" {
		rooms = slices.Clone(rooms)
		for i := range rooms {
			rooms[i].Files = os.DirFS(filepath.Join(dev, "server", "studio", rooms[i].Name))
		}
	}
	b := &built{done: map[string]Text{}, in: map[Language]templates{}}
	for _, r := range rooms {
		if err := r.check(); err != nil {
			return nil, err
		}
		for key, said := range r.Done {
			if _, twice := b.done[key]; twice {
				return nil, fmt.Errorf("studio: two sentences are called %q", key)
			}
			b.done[key] = said
		}
	}
	var err error
	if b.assets, err = collect(rooms); err != nil {
		return nil, err
	}
	for _, l := range languages {
		if b.in[l], err = b.templatesIn(l, rooms); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// templatesIn reads the templates of all rooms for a language.
func (b *built) templatesIn(l Language, rooms []Room) (templates, error) {
	t := templates{
		pages: map[string]*template.Template{},
		parts: template.New("studio").Option("missingkey=error").Funcs(b.functions(l)),
	}
	for _, r := range rooms {
		for _, name := range r.Parts {
			if t.parts.Lookup(name) != nil {
				return t, fmt.Errorf("studio: two parts are called %q", name)
			}
			if _, err := t.parts.ParseFS(r.Files, name+".html"); err != nil {
				return t, fmt.Errorf("read the studio's part %s: %w", name, err)
			}
			if t.parts.Lookup(name) == nil {
				return t, fmt.Errorf("studio: %s/%s.html does not define the template %q", r.Name, name, name)
			}
		}
	}
	if _, err := t.parts.ParseFS(rooms[0].Files, frame); err != nil {
		return t, fmt.Errorf("read the studio's layout: %w", err)
	}
	for _, r := range rooms {
		for _, p := range r.Pages {
			if t.pages[p.Name] != nil {
				return t, fmt.Errorf("studio: two pages are called %q", p.Name)
			}
			page, err := template.Must(t.parts.Clone()).ParseFS(r.Files, p.Name+".html")
			if err != nil {
				return t, fmt.Errorf("read the studio's page %s: %w", p.Name, err)
			}
			if page.Lookup("main") == nil {
				return t, fmt.Errorf("studio: %s/%s.html does not define the template \"main\"", r.Name, p.Name)
			}
			t.pages[p.Name] = page
		}
	}
	return t, nil
}

// check compares the templates of a room with what it declares.
func (r Room) check() error {
	names := slices.Clone(r.Parts)
	for _, p := range r.Pages {
		names = append(names, p.Name)
	}
	entries, err := fs.ReadDir(r.Files, ".")
	if err != nil {
		return fmt.Errorf("studio: %w", err)
	}
	there := map[string]bool{}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".html")
		if !ok || r.Name == own.Name && e.Name() == frame {
			continue
		}
		if !slices.Contains(names, name) {
			return fmt.Errorf("studio: the template %s/%s is not declared", r.Name, e.Name())
		}
		there[name] = true
	}
	for _, name := range names {
		if !there[name] {
			return fmt.Errorf("studio: the template %s/%s.html is declared but missing", r.Name, name)
		}
	}
	return nil
}
