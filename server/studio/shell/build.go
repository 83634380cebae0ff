package shell

import (
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"text/template/parse"
)

// built is all of the templates and assets, ready to answer with.
type built struct {
	assets assets
	done   map[string]Text
	in     map[Language]templates
}

// templates are those of one language, by name. Each is put together when it is first asked for: most
// of a studio's pages are looked at by nobody for days, and together they weigh more than all else
// that a server at rest holds.
type templates struct {
	pages map[string]func() (*template.Template, error)
	parts map[string]func() (*template.Template, error)
}

// frame is the template of the frame of every page.
const frame = "layout.html"

// build looks at what the rooms declare; dev is a checkout to read them from instead of the binary.
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

// templatesIn reads the parts of all rooms for a language, and says how the pages are read.
func (b *built) templatesIn(l Language, rooms []Room) (templates, error) {
	t := templates{pages: map[string]func() (*template.Template, error){}, parts: map[string]func() (*template.Template, error){}}
	all := b.empty(l) // nothing in it is ever filled in, which would change it
	for _, r := range rooms {
		for _, name := range r.Parts {
			if all.Lookup(name) != nil {
				return t, fmt.Errorf("studio: two parts are called %q", name)
			}
			if _, err := all.ParseFS(r.Files, name+".html"); err != nil {
				return t, fmt.Errorf("read the studio's part %s: %w", name, err)
			}
			if all.Lookup(name) == nil {
				return t, fmt.Errorf("studio: %s/%s.html does not define the template %q", r.Name, name, name)
			}
		}
	}
	if _, err := all.ParseFS(rooms[0].Files, frame); err != nil {
		return t, fmt.Errorf("read the studio's layout: %w", err)
	}
	for _, part := range all.Templates() {
		if part.Tree == nil || part.Name() == frame {
			continue
		}
		t.parts[part.Name()] = sync.OnceValues(func() (*template.Template, error) {
			return joined(b.empty(l), []string{part.Name()}, part.Name(), all)
		})
	}
	for _, r := range rooms {
		for _, p := range r.Pages {
			if t.pages[p.Name] != nil {
				return t, fmt.Errorf("studio: two pages are called %q", p.Name)
			}
			t.pages[p.Name] = sync.OnceValues(func() (*template.Template, error) { return b.page(l, r, p.Name, all) })
		}
	}
	return t, nil
}

// empty is a set of templates with nothing in it yet.
func (b *built) empty(l Language) *template.Template {
	return template.New("studio").Option("missingkey=error").Funcs(b.functions(l))
}

// page reads a page and joins it with its frame and what both use of the parts.
func (b *built) page(l Language, r Room, name string, parts *template.Template) (*template.Template, error) {
	page, err := b.empty(l).ParseFS(r.Files, name+".html")
	if err != nil {
		return nil, fmt.Errorf("read the studio's page %s: %w", name, err)
	}
	if page.Lookup("main") == nil {
		return nil, fmt.Errorf("studio: %s/%s.html does not define the template \"main\"", r.Name, name)
	}
	wanted := []string{frame}
	for _, own := range page.Templates() {
		if own.Tree != nil {
			wanted = append(wanted, used(own.Tree.Root)...)
		}
	}
	return joined(page, wanted, r.Name+"/"+name, parts)
}

// joined puts copies of the wanted parts, and of what these use, beside what t has. Filling a template
// in changes it, so each set needs copies of its own; copies of everything for every page are 80 MB.
func joined(t *template.Template, wanted []string, where string, parts *template.Template) (*template.Template, error) {
	for len(wanted) > 0 {
		next := wanted[0]
		wanted = wanted[1:]
		if t.Lookup(next) != nil {
			continue
		}
		part := parts.Lookup(next)
		if part == nil {
			return nil, fmt.Errorf("studio: %s.html uses the template %q, which nobody defines", where, next)
		}
		if _, err := t.AddParseTree(next, part.Tree.Copy()); err != nil {
			return nil, fmt.Errorf("join %s.html of the studio with %s: %w", where, next, err)
		}
		wanted = append(wanted, used(part.Tree.Root)...)
	}
	return t, nil
}

// used are the names of the templates that a tree calls.
func used(n parse.Node) []string {
	switch n := n.(type) {
	case *parse.ListNode:
		var names []string
		if n != nil {
			for _, each := range n.Nodes {
				names = append(names, used(each)...)
			}
		}
		return names
	case *parse.TemplateNode:
		return []string{n.Name}
	case *parse.IfNode:
		return append(used(n.List), used(n.ElseList)...)
	case *parse.RangeNode:
		return append(used(n.List), used(n.ElseList)...)
	case *parse.WithNode:
		return append(used(n.List), used(n.ElseList)...)
	}
	return nil
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
