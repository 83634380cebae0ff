package player

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ngatu/content"
	"ngatu/internal/durable"
)

const (
	keyFile = "device.key"
	keyType = "PRIVATE KEY"
)

// deviceKey reads the device's key, or makes it. It never leaves the folder: the server gets only
// the public half.
func deviceKey(dir string) (ed25519.PrivateKey, error) {
	path := filepath.Join(dir, keyFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path)
	}
	if err != nil {
		return nil, badKey(path, err)
	}
	// A copy from a backup may have wider rights.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, badKey(path, err)
	}
	block, _ := pem.Decode(b)
	if block == nil || block.Type != keyType {
		return nil, badKey(path, errors.New("no key in the file"))
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, badKey(path, err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, badKey(path, fmt.Errorf("a key of type %T", parsed))
	}
	return key, nil
}

func makeKey(path string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, durable.Write(path, pem.EncodeToMemory(&pem.Block{Type: keyType, Bytes: der}))
}

func badKey(path string, cause error) error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   fmt.Sprintf("Không đọc được khóa của thiết bị trong tệp %q. Hãy xóa thư mục dữ liệu và đăng ký lại màn hình.", path),
		En:   fmt.Sprintf("The device's key in file %q cannot be read. Delete the data folder and enrol the screen again.", path),
		Err:  cause,
	}
}
