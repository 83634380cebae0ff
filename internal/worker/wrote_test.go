package worker

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// What a program made is read; a link that it left in its place, or above it, leads nowhere.
func TestLinksThatAProgramLeftAreNotFollowed(t *testing.T) {
	room, secret := t.TempDir(), t.TempDir()
	at := func(folder, name string) string { return filepath.Join(folder, name) }
	for _, err := range []error{
		os.WriteFile(at(room, "words.tsv"), []byte("made"), 0o600), os.WriteFile(at(secret, "key"), []byte("secret"), 0o600),
		os.Symlink(at(secret, "key"), at(room, "outside")), os.Symlink("words.tsv", at(room, "inside")), os.Symlink(secret, at(room, "out")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"outside", "inside", "out/key", "out", "../" + filepath.Base(secret) + "/key"} {
		if f, err := wrote(room, name); err == nil {
			f.Close()
			t.Errorf("%s was opened", name)
		}
	}
	f, err := wrote(room, "words.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := io.ReadAll(f); string(b) != "made" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
}
