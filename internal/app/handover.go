package app

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/internal/durable"
	"ngatu/player/protocol"
)

// Keys is what may be shown of a data folder's keys: their names, never the keys.
type Keys struct {
	Working  string    // name of the working key; "" where its file is lost
	Since    time.Time // when it became that
	Recovery string
	Made     time.Time // when the folder's first keys were made
	Handed   int       // hand-overs so far
}

// ShowKeys names the keys of a data folder.
func ShowKeys(data string) (Keys, error) {
	dir := filepath.Join(data, "keys")
	k, err := readKeys(dir)
	if err != nil {
		return Keys{}, noKeys(dir, err)
	}
	return k.names(dir), nil
}

func (k keys) names(dir string) Keys {
	out := Keys{Recovery: protocol.KeyName(k.recovery), Handed: len(k.chain)}
	if info, err := os.Stat(filepath.Join(dir, recoveryFile)); err == nil {
		out.Made = info.ModTime()
	}
	out.Since = out.Made
	if n := len(k.chain); n > 0 {
		out.Since = time.UnixMilli(k.chain[n-1].From)
	}
	if len(k.working) > 0 {
		out.Working = protocol.KeyName(k.public())
	}
	return out
}

// RotateKeys makes a new working key for a data folder and hands over to it: signed by the current
// working key or, if recovery is not "", by the recovery key that was shown at the first start. The
// recovery key helps when the working key was lost or stolen: its thief can then no longer sign for
// screens that have heard of the hand-over. A running server keeps the old key until it is
// restarted.
func RotateKeys(data, recovery string, now time.Time) (Keys, error) {
	dir := filepath.Join(data, "keys")
	k, err := readKeys(dir)
	if err != nil && recovery != "" {
		k, err = salvage(dir, recovery, err)
	}
	if err != nil {
		return Keys{}, noKeys(dir, err)
	}
	by, err := k.signer(dir, recovery)
	if err != nil {
		return Keys{}, err
	}
	if err := k.mend(dir, now); err != nil {
		return Keys{}, keyError(dir, err)
	}
	pub, next, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Keys{}, keyError(dir, err)
	}
	from := now.UnixMilli()
	for _, h := range k.chain { // of two by the recovery key the later counts, whatever this machine's clock says
		from = max(from, h.From+1)
	}
	k.chain = append(k.chain, protocol.SignHandover(pub, from, by))
	if k.working, err = next, k.save(dir, next); err != nil {
		return Keys{}, keyError(dir, err)
	}
	return k.names(dir), nil
}

// save writes the new key beside the old one, then the chain, and then moves the key into place.
// The hand-over counts once the chain is written. If the power goes in between, the next reader of
// the keys completes it.
func (k keys) save(dir string, next ed25519.PrivateKey) error {
	if err := writeKey(filepath.Join(dir, nextFile), next.Seed()); err != nil {
		return err
	}
	b, err := json.MarshalIndent(k.chain, "", "  ")
	if err != nil {
		return err
	}
	if err := durable.Write(filepath.Join(dir, chainFile), append(b, '\n')); err != nil {
		return err
	}
	return durable.Rename(filepath.Join(dir, nextFile), filepath.Join(dir, workingFile))
}

// signer is the key that signs a hand-over.
func (k keys) signer(dir, recovery string) (ed25519.PrivateKey, error) {
	if recovery == "" {
		if len(k.working) == 0 {
			return nil, keyError(dir, k.lost)
		}
		if k.handedByItself() >= protocol.MaxChain-1 {
			return nil, &content.Error{
				Code: content.TooMany,
				Vi:   "Khóa làm việc đã đổi quá nhiều lần nên các màn hình tắt lâu ngày không theo kịp. Hãy đổi lần này bằng khóa khôi phục: ngatu keys rotate --recovery.",
				En:   "The working key was changed so often that screens which were off for long cannot follow. Change it with the recovery key this time: ngatu keys rotate --recovery.",
			}
		}
		return k.working, nil
	}
	key, err := recoveryKey(recovery)
	if err != nil {
		return nil, err
	}
	if !key.Public().(ed25519.PublicKey).Equal(k.recovery) {
		return nil, notRecovery()
	}
	return key, nil
}

// handedByItself is the most links that a player which was away has to follow: those since the
// recovery key signed last.
func (k keys) handedByItself() (n int) {
	for _, h := range k.chain {
		n++
		if h.By == protocol.KeyName(k.recovery) {
			n = 0
		}
	}
	return n
}

func notRecovery() error {
	return &content.Error{
		Code: content.Denied,
		Vi:   "Đây không phải khóa khôi phục của thư mục này. Hãy nhập đúng dòng đã được hiện một lần khi chạy lần đầu; chưa có gì bị thay đổi.",
		En:   "This is not the recovery key of this folder. Type the line that was shown once at the first start; nothing was changed.",
	}
}

// noKeys tells a folder that never had keys from one with unreadable keys.
func noKeys(dir string, err error) error {
	if content.CodeOf(err) != "" {
		return err
	}
	if _, gone := os.Stat(filepath.Join(dir, recoveryFile)); errors.Is(gone, fs.ErrNotExist) && !hasData(dir) {
		return &content.Error{
			Code: content.NotFound, Err: err,
			Vi: fmt.Sprintf("Thư mục %s không có khóa ký. Hãy chỉ đúng thư mục dữ liệu bằng --data.", dir),
			En: fmt.Sprintf("There are no signing keys in %s. Name the right data folder with --data.", dir),
		}
	}
	return keyError(dir, err)
}
