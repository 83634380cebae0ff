package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// CopyKeys gives a node the keys of another, as an operator copies them: not the witness, which is
// each node's own. Both are data folders.
func CopyKeys(t testing.TB, from, to string) {
	t.Helper()
	keys := filepath.Join(to, "keys")
	if err := os.CopyFS(keys, os.DirFS(filepath.Join(from, "keys"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(keys, "witness")); err != nil {
		t.Fatal(err)
	}
}
