package app

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ngatu/content"
)

// keys sign what goes on air. The working key lies in a file of its own, outside the database; of the recovery key only the
// public half is kept here.
type keys struct {
	working  ed25519.PrivateKey
	recovery ed25519.PublicKey
	shown    string // the recovery key in text, on the first start only: it goes into a safe
}

const (
	workingFile  = "working.key"
	recoveryFile = "recovery.pub"
)

// trusted are the public keys that players pin.
func (k keys) trusted() []ed25519.PublicKey {
	return []ed25519.PublicKey{k.working.Public().(ed25519.PublicKey), k.recovery}
}

// openKeys reads the keys of a data folder, and makes both where there are none and the folder is fresh.
func openKeys(dir string, fresh bool) (keys, error) {
	seed, err := os.ReadFile(filepath.Join(dir, workingFile))
	if errors.Is(err, fs.ErrNotExist) && fresh {
		return makeKeys(dir)
	}
	if err != nil {
		return keys{}, keyError(dir, err)
	}
	raw, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(seed)))
	if err != nil || len(raw) != ed25519.SeedSize {
		return keys{}, keyError(dir, errors.New("the working key is damaged"))
	}
	pub, err := os.ReadFile(filepath.Join(dir, recoveryFile))
	if err != nil {
		return keys{}, keyError(dir, err)
	}
	rawPub, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(pub)))
	if err != nil || len(rawPub) != ed25519.PublicKeySize {
		return keys{}, keyError(dir, errors.New("the recovery key is damaged"))
	}
	return keys{working: ed25519.NewKeyFromSeed(raw), recovery: rawPub}, nil
}

// makeKeys writes the recovery key's public half first: a working key without it would never be completed.
func makeKeys(dir string) (keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return keys{}, keyError(dir, err)
	}
	_, working, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return keys{}, keyError(dir, err)
	}
	pub, recovery, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return keys{}, keyError(dir, err)
	}
	if err := writeKey(filepath.Join(dir, recoveryFile), pub); err != nil {
		return keys{}, keyError(dir, err)
	}
	if err := writeKey(filepath.Join(dir, workingFile), working.Seed()); err != nil {
		return keys{}, keyError(dir, err)
	}
	return keys{working: working, recovery: pub, shown: base64.StdEncoding.EncodeToString(recovery.Seed())}, nil
}

// writeKey writes a file that only its owner may read, whole or not at all.
func writeKey(path string, key []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already where the rename went well
	if _, err := f.WriteString(base64.StdEncoding.EncodeToString(key) + "\n"); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if folder, err := os.Open(filepath.Dir(path)); err == nil { // not every system lets a folder be synced
		folder.Sync()
		folder.Close()
	}
	return nil
}

func keyError(dir string, err error) error {
	return &content.Error{
		Code: content.Damaged, Err: err,
		Vi: fmt.Sprintf("Không đọc hoặc ghi được khóa ký trong thư mục %s. Hãy khôi phục thư mục này từ bản sao lưu; không có khóa thì các màn hình không tin máy chủ.", dir),
		En: fmt.Sprintf("The signing keys in %s cannot be read or written. Restore that folder from a backup; without its keys screens do not trust the server.", dir),
	}
}
