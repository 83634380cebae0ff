package backup

import (
	"encoding/json"
	"os"
	"path/filepath"

	"ngatu/internal/durable"
)

// lastFile is in the data folder, so that the server knows about backups that another process made.
const lastFile = "backup.json"

// note records a good backup in the data folder. A backup that lacks media is not recorded.
func note(data string, m Made, bad int) error {
	if bad > 0 {
		return nil
	}
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	path := filepath.Join(data, lastFile)
	if err := durable.Write(path, append(b, '\n')); err != nil {
		return unwritable(path, err)
	}
	return nil
}

// Last returns the last good backup of a data folder; ok is false if there was none.
func Last(data string) (m Made, ok bool) {
	b, err := os.ReadFile(filepath.Join(data, lastFile))
	return m, err == nil && json.Unmarshal(b, &m) == nil && !m.Made.IsZero()
}
