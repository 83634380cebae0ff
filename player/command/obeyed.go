package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"ngatu/content"
	"ngatu/internal/durable"
)

// obeyedFile holds the commands that were begun and have not expired. Without it, a power cut could
// make a restart of the machine a command that is obeyed after every restart.
const obeyedFile = "commands.json"

// Obeyed reads the commands that an earlier agent began, by hash, each with its expiry in Unix
// milliseconds. An unreadable file is reported and counts as empty: it is no reason to keep the
// screen dark.
func (r *Runner) Obeyed() map[string]int64 {
	var obeyed map[string]int64
	b, err := os.ReadFile(filepath.Join(r.cfg.Dir, obeyedFile))
	if err == nil {
		err = json.Unmarshal(b, &obeyed)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		r.cfg.Trouble(fmt.Sprintf("commands obeyed before the restart are not known: %v", err))
	}
	return obeyed
}

// keepObeyed notes a command before it is carried out.
func (r *Runner) keepObeyed(obeyed map[string]int64) error {
	b, err := json.Marshal(obeyed)
	if err != nil {
		return err
	}
	if err := durable.Write(filepath.Join(r.cfg.Dir, obeyedFile), b); err != nil {
		return &content.Error{
			Code: content.Exhausted,
			Vi:   "Không ghi được lệnh vừa nhận xuống đĩa nên lệnh không được thực hiện. Hãy kiểm tra dung lượng đĩa của màn hình.",
			En:   "The command just received could not be noted on the disk, so it is not carried out. Check the disk of the screen.",
			Err:  err,
		}
	}
	return nil
}

func (r *Runner) forgetObeyed() error {
	err := os.Remove(filepath.Join(r.cfg.Dir, obeyedFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
