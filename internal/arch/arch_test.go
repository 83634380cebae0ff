package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// imports reads the imports of every package of the module, tests left out: a test may reach for
// what it compares with.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2) {
			return fs.SkipDir
		}
		if _, err := os.Stat(filepath.Join(file, "go.mod")); d.IsDir() && file != root && err == nil {
			return fs.SkipDir // a module of its own, with rules of its own
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		for _, i := range parsed.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			found[pkg] = append(found[pkg], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func names(pattern, pkg string) bool {
	if pattern == "*" {
		return true
	}
	if folder, ok := strings.CutSuffix(pattern, "/*"); ok {
		return strings.HasPrefix(pkg, folder+"/")
	}
	return pattern == pkg
}

func namesAny(patterns []string, pkg string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return names(p, pkg) })
}

func TestEveryImportIsInTheTable(t *testing.T) {
	for pkg, list := range imports(t) {
		at := slices.IndexFunc(Table, func(r Row) bool { return names(r.Package, pkg) })
		if at < 0 {
			t.Errorf("%s has no row: give it one with a reason, or another room", pkg)
			continue
		}
		for _, i := range list {
			if inside, ok := strings.CutPrefix(i, "ngatu/"); ok && !namesAny(Table[at].May, inside) {
				t.Errorf("%s imports %s; its row (%s) does not allow that", pkg, inside, Table[at].Why)
			}
			for family, may := range Families {
				if (i == family || strings.HasPrefix(i, family+"/")) && !namesAny(may, pkg) {
					t.Errorf("%s imports %s, which is for %s", pkg, i, strings.Join(may, ", "))
				}
			}
		}
	}
}

// A wildcard would let the packages of server grow into each other unseen.
func TestServerRowsNamePackages(t *testing.T) {
	for _, r := range Table {
		if strings.HasPrefix(r.Package, "server/") && strings.HasSuffix(r.Package, "*") {
			t.Errorf("the row %s names no package", r.Package)
		}
		for _, may := range r.May {
			if strings.HasPrefix(r.Package, "server/") && strings.HasSuffix(may, "*") && (may == "*" || strings.HasPrefix(may, "server/")) {
				t.Errorf("the row of %s lets in %s", r.Package, may)
			}
		}
	}
	for family, may := range Families {
		for _, p := range may {
			if strings.HasPrefix(p, "server/") && strings.HasSuffix(p, "*") {
				t.Errorf("%s is for %s, which names no package", family, p)
			}
		}
	}
}

func TestTheDomainImportsTheStandardLibraryOnly(t *testing.T) {
	for pkg, list := range imports(t) {
		if pkg != "content" && !strings.HasPrefix(pkg, "content/") && pkg != "player/protocol" {
			continue
		}
		for _, i := range list {
			if first, _, _ := strings.Cut(i, "/"); strings.Contains(first, ".") {
				t.Errorf("%s imports %s", pkg, i)
			}
		}
	}
}

func TestNoRoomIsNamedAfterNothing(t *testing.T) {
	for pkg := range imports(t) {
		switch path.Base(pkg) {
		case "util", "utils", "common", "helper", "helpers", "manager", "service", "tools", "misc":
			t.Errorf("%s: name it after what it holds", pkg)
		}
	}
}
