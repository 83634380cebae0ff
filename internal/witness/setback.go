package witness

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/internal/durable"
)

// SetBack tells the server that older data were restored.
type SetBack struct {
	Because string    `json:"because"`           // RestoredBackup
	From    string    `json:"from,omitempty"`    // the backup's folder, for the sentence that staff read
	Taken   time.Time `json:"taken,omitzero"`    // when the backup was taken
	At      time.Time `json:"at"`                // when it was put back
	Highest int64     `json:"highest,omitempty"` // highest number known to have been given out, in Unix milliseconds; 0: not known
}

// RestoredBackup is why `ngatu restore` marks a folder.
const RestoredBackup = "restore"

// MarkPath returns the path of a data folder's mark.
func MarkPath(data string) string { return filepath.Join(data, "set-back.json") }

// MarkSetBack marks a data folder so that its server starts held: everything plays on, and nothing
// old is sent until a person has seen the difference. `ngatu restore` calls it before it reports
// success. The mark is on disk when MarkSetBack returns; the server removes it once it is held.
// Errors are [content.Error] sentences with code Missing.
func MarkSetBack(data string, s SetBack) error {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	path := MarkPath(data)
	if err := durable.Write(path, append(b, '\n')); err != nil {
		return &content.Error{
			Code: content.Missing, Err: err,
			Vi: "Không ghi được " + path + ". Hãy kiểm tra ổ đĩa và quyền ghi; chưa khởi động máy chủ trên thư mục này.",
			En: path + " cannot be written. Check the disk and who may write there; do not start the server on this folder yet.",
		}
	}
	return nil
}

// Marked reads the mark of a data folder; ok is false if there is none. An unreadable mark still
// counts: somebody has restored data.
func Marked(data string) (s SetBack, ok bool, err error) {
	b, err := os.ReadFile(MarkPath(data))
	if errors.Is(err, fs.ErrNotExist) {
		return SetBack{}, false, nil
	}
	if err != nil {
		return SetBack{}, false, fmt.Errorf("read the mark of a restored folder: %w", err)
	}
	if json.Unmarshal(b, &s) != nil {
		s = SetBack{Because: RestoredBackup}
	}
	return s, true, nil
}

// Unmark removes the mark. By then the held state is in the database.
func Unmark(data string) error {
	if err := os.Remove(MarkPath(data)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the mark of a restored folder: %w", err)
	}
	return nil
}
