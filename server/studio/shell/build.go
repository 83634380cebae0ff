package shell

import (
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template/parse"
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
			page, err := b.page(l, r, p.Name, t.parts)
			if err != nil {
				return t, err
			}
			t.pages[p.Name] = page
		}
	}
	return t, nil
}

// page reads a page and joins it with what it uses of the parts. It does not take all of them:
// escaping changes a tree, so each page needs its own copies, and copies of everything for every
// page are 80 MB.
func (b *built) page(l Language, r Room, name string, parts *template.Template) (*template.Template, error) {
	page, err := template.New("studio").Option("missingkey=error").Funcs(b.functions(l)).ParseFS(r.Files, name+".html")
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
	for len(wanted) > 0 {
		next := wanted[0]
		wanted = wanted[1:]
		if page.Lookup(next) != nil {
			continue
		}
		part := parts.Lookup(next)
		if part == nil {
			return nil, fmt.Errorf("studio: %s/%s.html uses the template %q, which nobody defines", r.Name, name, next)
		}
		if _, err := page.AddParseTree(next, part.Tree.Copy()); err != nil {
			return nil, fmt.Errorf("join the studio's page %s with %s: %w", name, next, err)
		}
		wanted = append(wanted, used(part.Tree.Root)...)
	}
	return page, nil
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
