package app

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// fresh is a data folder with keys, and them.
func fresh(t *testing.T) (data string, k keys) {
	t.Helper()
	data = t.TempDir()
	k, err := openKeys(filepath.Join(data, "keys"), true)
	if err != nil {
		t.Fatal(err)
	}
	return data, k
}

func reopened(t *testing.T, data string) keys {
	t.Helper()
	k, err := openKeys(filepath.Join(data, "keys"), false)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var now = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func TestRotateKeys(t *testing.T) {
	for name, c := range map[string]struct{ recovery, lost, damaged bool }{
		"by the working key": {}, "by the recovery key": {recovery: true}, "the working key is lost": {recovery: true, lost: true},
		"the working key is damaged": {recovery: true, damaged: true},
	} {
		t.Run(name, func(t *testing.T) {
			data, before := fresh(t)
			working := filepath.Join(data, "keys", workingFile)
			if c.lost {
				os.Remove(working)
			}
			if c.damaged {
				os.WriteFile(working, []byte("xin chào"), 0o600)
			}
			secret := ""
			if c.recovery {
				secret = before.shown + "\n"
			}
			told, err := RotateKeys(data, secret, now)
			if err != nil {
				t.Fatal(err)
			}
			after := reopened(t, data)
			if told.Working != protocol.KeyName(after.public()) || told.Handed != 1 || !told.Since.Equal(now) ||
				after.public().Equal(before.public()) || !after.recovery.Equal(before.recovery) {
				t.Errorf("told %+v", told)
			}
			player := protocol.NewKeys(before.trusted())
			player, _, err = player.Follow(after.chain)
			if err != nil || !player.Working.Equal(after.public()) {
				t.Errorf("a player that pinned the first keys does not follow: %v", err)
			}
			stolen, _ := protocol.Seal(protocol.Frame{Type: protocol.TypeScreen, For: "S", Number: 1}, protocol.Screen{}, before.working)
			if err := player.Verify(stolen); !errors.Is(err, protocol.ErrSignature) {
				t.Errorf("the old key signs on: %v", err)
			}
			private(t, filepath.Join(data, "keys"))
			if _, err := RotateKeys(data, "", now); err != nil { // the machine's clock stands still
				t.Fatal(err)
			}
			if _, _, err := player.Follow(reopened(t, data).chain); err != nil {
				t.Errorf("the second: %v", err)
			}
		})
	}
}

// private checks that nobody else reads what lies beside the keys, and that nothing
// half-written is left.
func private(t *testing.T, dir string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil || len(all) != 3 {
		t.Errorf("%d files beside the keys (%v), want three", len(all), err)
	}
	for _, one := range all {
		if info, err := one.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", one.Name(), info.Mode(), err)
		}
	}
}

func TestRotateKeysRefuses(t *testing.T) {
	data, k := fresh(t)
	_, foreign, _ := ed25519.GenerateKey(nil)
	_, other := fresh(t)
	for name, secret := range map[string]string{
		"no key": "xin chào", "another's": base64.StdEncoding.EncodeToString(foreign.Seed()), "another folder's": other.shown,
		"the working key": base64.StdEncoding.EncodeToString(k.working.Seed()), "cut": k.shown[:20],
	} {
		if _, err := RotateKeys(data, secret, now); content.CodeOf(err) != content.Denied {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := reopened(t, data); !after.public().Equal(k.public()) || len(after.chain) != 0 {
		t.Error("a refused hand-over changed the keys")
	}
	if _, err := RotateKeys(t.TempDir(), "", now); content.CodeOf(err) != content.NotFound {
		t.Errorf("a folder without keys: %v", err)
	}
	os.Remove(filepath.Join(data, "keys", workingFile))
	if _, err := RotateKeys(data, "", now); content.CodeOf(err) != content.Damaged {
		t.Errorf("without a working key: %v", err)
	}
	if told, err := ShowKeys(data); err != nil || told.Working != "" || told.Recovery != protocol.KeyName(k.recovery) {
		t.Errorf("told %+v, %v", told, err)
	}
}

// The power goes at each step of a hand-over: either the old key still rules, or the new one does.
func TestRotateCutOff(t *testing.T) {
	data, k := fresh(t)
	dir := filepath.Join(data, "keys")
	_, next, _ := ed25519.GenerateKey(nil)
	if err := writeKey(filepath.Join(dir, nextFile), next.Seed()); err != nil {
		t.Fatal(err)
	}
	if after := reopened(t, data); !after.public().Equal(k.public()) {
		t.Error("a key that nothing hands over to rules")
	}
	old, err := os.ReadFile(filepath.Join(dir, workingFile))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := RotateKeys(data, "", now); err != nil { // whatever an earlier one left is in nobody's way
		t.Fatal(err)
	}
	after := reopened(t, data)
	if err := errors.Join(os.Rename(filepath.Join(dir, workingFile), filepath.Join(dir, nextFile)), os.WriteFile(filepath.Join(dir, workingFile), old, 0o600)); err != nil {
		t.Fatal(err)
	}
	if again := reopened(t, data); !again.public().Equal(after.public()) {
		t.Error("the hand-over was not brought to its end")
	}
	if _, err := os.Stat(filepath.Join(dir, nextFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the new key lies about")
	}
	// A folder that was put together from two backups.
	if err := os.WriteFile(filepath.Join(dir, workingFile), old, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openKeys(dir, false); content.CodeOf(err) != content.Damaged {
		t.Errorf("a chain that leads elsewhere: %v", err)
	}
	if now, err := os.ReadFile(filepath.Join(dir, workingFile)); err != nil || !bytes.Equal(now, old) {
		t.Error("what was refused was touched")
	}
}

func TestRotateOftenIsRefusedByTheWorkingKeyAlone(t *testing.T) {
	data, k := fresh(t)
	for i := range protocol.MaxChain - 1 {
		if _, err := RotateKeys(data, "", now); err != nil {
			t.Fatalf("hand-over %d: %v", i+1, err)
		}
	}
	if _, err := RotateKeys(data, "", now); content.CodeOf(err) != content.TooMany {
		t.Errorf("one too many: %v", err)
	}
	if _, err := RotateKeys(data, k.shown, now); err != nil {
		t.Errorf("by the recovery key: %v", err)
	}
	if _, err := RotateKeys(data, "", now); err != nil {
		t.Errorf("and on from there: %v", err)
	}
}
