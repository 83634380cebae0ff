package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a reader can hold in mind. Tests may be longer: nobody reads one to the end.
const (
	maxFileLines    = 350
	maxPackageLines = 2500 // of a package in server
	maxMethods      = 40   // of one receiver
)

func TestRoomsStaySmall(t *testing.T) {
	lines, methods := map[string]int{}, map[string]int{}
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		n := strings.Count(string(b), "\n")
		if lines[dir] += n; n > maxFileLines {
			t.Errorf("%s has %d lines, more than %d: it holds more than one noun", file, n, maxFileLines)
		}
		parsed, err := parser.ParseFile(files, file, b, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				methods[dir+"."+receiver(f.Recv.List[0].Type)]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if lines["server/hub"] == 0 || methods["server/hub.Hub"] == 0 {
		t.Fatal("nothing was counted")
	}
	for dir, n := range lines {
		if strings.HasPrefix(dir, "server/") && n > maxPackageLines {
			t.Errorf("%s has %d lines, more than %d: find the noun that can leave", dir, n, maxPackageLines)
		}
	}
	for name, n := range methods {
		if n > maxMethods {
			t.Errorf("%s has %d methods, more than %d", name, n, maxMethods)
		}
	}
}

// receiver is the name of a receiver's type.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}
