package player

import (
	"crypto/ed25519"
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

const stateFile = "screen.json"

// identity is which screen this is, as its enrolment said; or, with a Was and no Screen, which one
// it was until it was released.
type identity struct {
	Server  string              `json:"server"`
	Screen  string              `json:"screen"`
	Was     string              `json:"was,omitempty"`   // the screen that the server released it from
	Since   int64               `json:"since,omitempty"` // when it was enrolled, Unix milliseconds by the server's clock
	Trusted []ed25519.PublicKey `json:"trusted"`         // the working key and the recovery key, as pinned at enrolment

	Chain []protocol.Handover `json:"chain,omitempty"` // hand-overs accepted since
}

// keys are the keys that the hand-overs lead to. If the chain is not sound, they are the pinned
// ones.
func (i identity) keys() (protocol.Keys, error) {
	keys, _, err := protocol.NewKeys(i.Trusted).Follow(i.Chain)
	return keys, err
}

// maxTrusted is the most keys that an agent pins.
const maxTrusted = 8

// sound says whether an identity is complete.
func (i identity) sound() bool {
	for _, k := range i.Trusted {
		if len(k) != ed25519.PublicKeySize {
			return false
		}
	}
	return i.Screen != "" && len(i.Screen) <= 64 && len(i.Trusted) > 0 && len(i.Trusted) <= maxTrusted
}

// readIdentity reads the identity in a folder; the zero one if there is none yet.
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
	if err == nil && i.Was != "" && i.Screen == "" {
		return identity{Server: i.Server, Was: i.Was}, nil
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
	return durable.Write(filepath.Join(dir, stateFile), b)
}

// openFolder makes the data folder. It says now that the folder cannot be written, not some night
// weeks later.
func openFolder(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = durable.Writable(dir)
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
