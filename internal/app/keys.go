package app

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ngatu/content"
	"ngatu/internal/durable"
	"ngatu/player/protocol"
)

// keys sign what goes on air. The working key has a file of its own, outside the database. Only the
// public half of the recovery key is kept here. The chain is every hand-over to another working
// key, oldest first.
type keys struct {
	working  ed25519.PrivateKey
	recovery ed25519.PublicKey
	chain    []protocol.Handover
	lost     error  // why there is no working key
	harmed   bool   // recovery.pub or chain.json was lost or damaged, and is to be rewritten
	shown    string // the recovery key in text, on the first start only: it goes into a safe
}

const (
	workingFile  = "working.key"
	nextFile     = "next.key" // a working key whose hand-over is not in the chain yet, or whose file is not in place yet
	recoveryFile = "recovery.pub"
	chainFile    = "chain.json"
)

var (
	errDamagedKey = errors.New("the file holds no key")
	errChain      = errors.New("the chain of hand-overs does not lead to the working key")
)

// public is the public half of the working key.
func (k keys) public() ed25519.PublicKey { return k.working.Public().(ed25519.PublicKey) }

// trusted are the public keys that players pin.
func (k keys) trusted() []ed25519.PublicKey { return []ed25519.PublicKey{k.public(), k.recovery} }

// openKeys reads the keys of a data folder. It makes both if there are none and the folder is
// fresh, and completes an interrupted hand-over.
func openKeys(dir string, fresh bool) (keys, error) {
	if _, err := os.Stat(filepath.Join(dir, workingFile)); errors.Is(err, fs.ErrNotExist) && fresh {
		return makeKeys(dir)
	}
	k, err := readKeys(dir)
	if err == nil && len(k.working) == 0 {
		err = k.lost
	}
	if err != nil {
		return keys{}, keyError(dir, err)
	}
	return k, nil
}

// readKeys reads what there is. If the working key is lost, working is nil, and the recovery key
// helps.
func readKeys(dir string) (k keys, err error) {
	if k.recovery, err = readKey(dir, recoveryFile, ed25519.PublicKeySize); err != nil {
		return k, err
	}
	if k.chain, err = readChain(dir); err != nil {
		return k, err
	}
	seed, lost := readKey(dir, workingFile, ed25519.SeedSize)
	if k.lost = lost; lost == nil {
		k.working = ed25519.NewKeyFromSeed(seed)
	}
	if len(k.chain) == 0 || lost == nil && k.public().Equal(k.newest()) {
		return k, nil
	}
	return k.complete(dir)
}

// newest is the public key that the chain leads to.
func (k keys) newest() ed25519.PublicKey { return k.chain[len(k.chain)-1].Key }

// complete moves the key that the chain leads to into place: the power went before that.
func (k keys) complete(dir string) (keys, error) {
	seed, err := readKey(dir, nextFile, ed25519.SeedSize)
	if errors.Is(err, fs.ErrNotExist) && len(k.working) == 0 {
		return k, nil
	}
	if err != nil {
		return k, errors.Join(errChain, err)
	}
	next := ed25519.NewKeyFromSeed(seed)
	if !next.Public().(ed25519.PublicKey).Equal(k.newest()) {
		return k, errChain
	}
	k.working, k.lost = next, nil
	return k, durable.Rename(filepath.Join(dir, nextFile), filepath.Join(dir, workingFile))
}

func readKey(dir, name string, size int) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(b)))
	if err != nil || len(raw) != size {
		return nil, fmt.Errorf("%s: %w", name, errDamagedKey)
	}
	return raw, nil
}

func readChain(dir string) (chain []protocol.Handover, err error) {
	b, err := os.ReadFile(filepath.Join(dir, chainFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &chain)
	}
	for _, h := range chain {
		if len(h.Key) != ed25519.PublicKeySize {
			err = errChain
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", chainFile, err)
	}
	return chain, nil
}

// makeKeys writes the recovery key's public half first: a working key without it would
// never be completed.
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

func writeKey(path string, key []byte) error {
	return durable.Write(path, []byte(base64.StdEncoding.EncodeToString(key)+"\n"))
}

func keyError(dir string, err error) error {
	return &content.Error{
		Code: content.Damaged, Err: err,
		Vi: fmt.Sprintf("Không đọc hoặc ghi được khóa ký trong thư mục %s. Hãy khôi phục thư mục này từ bản sao lưu; không có khóa thì các màn hình không tin máy chủ. Nếu không có bản sao lưu, hãy dùng khóa khôi phục trong két: ngatu keys rotate --recovery. Nếu mất cả khóa khôi phục: ngatu keys new, rồi ghi danh lại từng màn hình.", dir),
		En: fmt.Sprintf("The signing keys in %s cannot be read or written. Restore that folder from a backup; without its keys screens do not trust the server. Without a backup, use the recovery key from the safe: ngatu keys rotate --recovery. If that is lost too: ngatu keys new, and enrol every screen again.", dir),
	}
}
