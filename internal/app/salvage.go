package app

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/durable"
	"ngatu/player/protocol"
)

// hasData says whether the keys' folder belongs to existing data: then its keys were lost. The
// database may be elsewhere; media, or copies of those in S3, are there from the first start on.
func hasData(dir string) bool {
	_, err := os.Stat(filepath.Join(filepath.Dir(dir), "ngatu.db"))
	return err == nil || holdsFiles(mediaFolder(filepath.Dir(dir))) || holdsFiles(config.CacheDir(filepath.Dir(dir)))
}

// recoveryKey reads the line from the safe.
func recoveryKey(text string) (ed25519.PrivateKey, error) {
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, notRecovery()
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// salvage reads what is left of unreadable keys, for a hand-over by the recovery key: screens know
// that key whatever was lost here. If its public half is lost, the key that was typed counts,
// unless a hand-over names another.
func salvage(dir, recovery string, cause error) (keys, error) {
	if !hasData(dir) {
		return keys{}, cause
	}
	key, err := recoveryKey(recovery)
	if err != nil {
		return keys{}, err
	}
	k := keys{harmed: true, lost: cause}
	if k.recovery, err = readKey(dir, recoveryFile, ed25519.PublicKeySize); err != nil {
		k.recovery = key.Public().(ed25519.PublicKey)
	}
	k.chain, err = readChain(dir)
	if err != nil {
		k.chain = nil
	}
	names := map[string]bool{protocol.KeyName(k.recovery): true}
	for i, h := range k.chain { // the first may be signed by a working key that is not known any more
		if i > 0 && !names[h.By] {
			return keys{}, notRecovery()
		}
		names[protocol.KeyName(h.Key)] = true
	}
	return k, nil
}

// keyFiles are all files of the keys.
var keyFiles = []string{workingFile, nextFile, recoveryFile, chainFile}

// mend sets damaged files aside and writes the public half of the recovery key again.
func (k keys) mend(dir string, now time.Time) error {
	if !k.harmed {
		return nil
	}
	if err := setAside(dir, now); err != nil {
		return err
	}
	return writeKey(filepath.Join(dir, recoveryFile), k.recovery)
}

// setAside renames the files of the keys; it does not delete them.
func setAside(dir string, now time.Time) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, name := range keyFiles {
		path := filepath.Join(dir, name)
		err := durable.Rename(path, fmt.Sprintf("%s.lost-%d", path, now.Unix()))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// NewKeys makes entirely new keys for a data folder that has lost both its working key and its
// recovery key. It gives the new recovery key. Screens do not trust the new keys until each has
// been enrolled again. Conflict while there is a working key.
func NewKeys(data string, now time.Time) (recovery string, err error) {
	dir := filepath.Join(data, "keys")
	if !hasData(dir) {
		return "", noKeys(dir, fs.ErrNotExist)
	}
	if k, err := readKeys(dir); err == nil && len(k.working) > 0 {
		return "", &content.Error{
			Code: content.Conflict,
			Vi:   "Thư mục này còn khóa làm việc. Hãy dùng ngatu keys rotate.",
			En:   "This folder has its working key. Use ngatu keys rotate.",
		}
	}
	if err := setAside(dir, now); err != nil {
		return "", keyError(dir, err)
	}
	k, err := makeKeys(dir)
	if err != nil {
		return "", err
	}
	return k.shown, nil
}

// CheckKeys says what is wrong with the keys of a data folder, and what to do; nil if a server can
// sign with them.
func CheckKeys(data string) error {
	dir := filepath.Join(data, "keys")
	k, err := readKeys(dir)
	if err == nil && len(k.working) == 0 {
		err = k.lost
	}
	if err != nil {
		return noKeys(dir, err)
	}
	return nil
}
