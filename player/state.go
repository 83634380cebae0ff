package player

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"ngatu/content"
	"ngatu/player/protocol"
)

const stateFile = "screen.json"

// identity is who the screen is, as its enrolment said.
type identity struct {
	Server  string              `json:"server"`
	Screen  string              `json:"screen"`
	Trusted []ed25519.PublicKey `json:"trusted"` // the working key and the recovery key, as pinned at enrolment

	Chain []protocol.Handover `json:"chain,omitempty"` // hand-overs followed since
}

// keys are those that the pinned ones have led to. A chain that does not hold leads nowhere: then the pinned ones count.
func (i identity) keys() (protocol.Keys, error) {
	keys, _, err := protocol.NewKeys(i.Trusted).Follow(i.Chain)
	return keys, err
}

// sound says whether an identity can be played with.
func (i identity) sound() bool {
	for _, k := range i.Trusted {
		if len(k) != ed25519.PublicKeySize {
			return false
		}
	}
	return i.Screen != "" && len(i.Screen) <= 64 && len(i.Trusted) > 0 && len(i.Trusted) <= 8
}

// readIdentity gives the identity in a folder, the zero one where there is none yet.
func readIdentity(dir string) (identity, error) {
	path := filepath.Join(dir, stateFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return identity{}, nil
	}
	var i identity
	if err == nil {
		err = json.Unmarshal(b, &i)
	}
	if err == nil && !i.sound() {
		err = errors.New("no screen or no keys in it")
	}
	if err != nil {
		return identity{}, &content.Error{
			Code: content.Damaged,
			Vi:   fmt.Sprintf("Tệp %q cho biết đây là màn hình nào đã hỏng. Hãy xóa tệp này và đăng ký lại màn hình.", path),
			En:   fmt.Sprintf("The file %q that says which screen this is is damaged. Delete it and enrol the screen again.", path),
			Err:  err,
		}
	}
	return i, nil
}

func (i identity) save(dir string) error {
	b, err := json.MarshalIndent(i, "", "  ")
	if err != nil {
		return err
	}
	return replaceFile(filepath.Join(dir, stateFile), b)
}

// openFolder makes the data folder and says now, not in a night weeks later, that it cannot be written.
func openFolder(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(dir, ".new-*"); err == nil {
			probe.Close()
			err = os.Remove(probe.Name())
		}
	}
	if err == nil {
		return nil
	}
	return &content.Error{
		Code: content.Missing,
		Vi:   fmt.Sprintf("Không ghi được vào thư mục dữ liệu %q. Hãy chọn thư mục khác bằng --data hoặc cấp quyền ghi.", dir),
		En:   fmt.Sprintf("The data folder %q cannot be written. Choose another with --data or give the right to write in it.", dir),
		Err:  err,
	}
}

// replaceFile writes b to path, readable by this user alone, so that a power cut leaves the old file or the new one.
func replaceFile(path string, b []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".new-*") // 0600
	if err != nil {
		return fmt.Errorf("player: write %s: %w", filepath.Base(path), err)
	}
	_, err = part.Write(b)
	if err == nil {
		err = part.Sync()
	}
	err = errors.Join(err, part.Close())
	if err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		os.Remove(part.Name())
		return fmt.Errorf("player: write %s: %w", filepath.Base(path), err)
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(dir string) error {
	h, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("player: flush: %w", err)
	}
	defer h.Close()
	if err := h.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("player: flush: %w", err)
	}
	return nil
}
