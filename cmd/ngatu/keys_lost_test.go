package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
)

// Whatever of the keys is lost or damaged, the sentence names a way out, and the way leads out:
// with the recovery key, and in the end without it.
func TestLostKeys(t *testing.T) {
	damage := func(name string) func(*testing.T, string) {
		return func(t *testing.T, keys string) {
			if err := os.WriteFile(filepath.Join(keys, name), []byte("no key\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	lose := func(names ...string) func(*testing.T, string) {
		return func(t *testing.T, keys string) {
			for _, name := range names {
				if err := os.Remove(filepath.Join(keys, name)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	keeps := map[string]bool{"working key lost": true, "working key damaged": true, "chain damaged": true}
	for name, harm := range map[string]func(*testing.T, string){
		"working key lost": lose("working.key"), "working key damaged": damage("working.key"),
		"recovery half lost": lose("recovery.pub"), "recovery half damaged": damage("recovery.pub"),
		"chain damaged": damage("chain.json"), "all lost": lose("working.key", "recovery.pub", "chain.json"),
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			data := filepath.Join(folder, "data")
			a := testkit.Server(t, config.Config{Data: data})
			secret := a.RecoveryKey()
			testkit.Stop(t, a)
			run := func(stdin string, args ...string) (string, error) {
				var says bytes.Buffer
				cmd := ngatu(t, folder, append(args, "--data", data)...)
				cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &says, &says
				err := cmd.Run()
				return says.String(), err
			}
			if out, err := run("", "keys", "rotate"); err != nil { // so that there is a chain
				t.Fatal(out)
			}
			harm(t, filepath.Join(data, "keys"))
			if out, err := run("", "serve", "--listen", "127.0.0.1:0"); err == nil || !strings.Contains(out, "keys rotate --recovery") {
				t.Errorf("it starts, or names no way out: %v %s", err, out)
			}
			if keeps[name] { // else nothing is left to tell another's key by
				if out, err := run(strings.Repeat("A", 43)+"=\n", "keys", "rotate", "--recovery"); err == nil {
					t.Errorf("another's key is taken: %s", out)
				}
			}
			if out, err := run(secret+"\n", "keys", "rotate", "--recovery"); err != nil {
				t.Fatalf("the way out leads nowhere: %s", out)
			}
			testkit.Stop(t, testkit.Server(t, config.Config{Data: data}))
		})
	}
	t.Run("the recovery key too", func(t *testing.T) {
		folder := t.TempDir()
		data := filepath.Join(folder, "data")
		testkit.Stop(t, testkit.Server(t, config.Config{Data: data}))
		if out, err := said(t, folder, "keys", "new", "--data", data); err == nil || !strings.Contains(out, "keys rotate") {
			t.Errorf("good keys are put away: %v %s", err, out)
		}
		lose("working.key", "recovery.pub")(t, filepath.Join(data, "keys"))
		if out, err := said(t, folder, "keys", "new", "--data", data); err != nil || !strings.Contains(out, "enrol every screen again") {
			t.Errorf("%v %s", err, out)
		}
		testkit.Stop(t, testkit.Server(t, config.Config{Data: data}))
	})
}
