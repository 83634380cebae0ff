package press

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ngatu/internal/durable"
)

// folder keeps the files of acts. There are few: each is somebody's press during one outage.
type folder string

const (
	ending  = ".press"
	setAway = ".unreadable" // of a file that is no act of this server
)

// mostActs bounds how many acts wait for the database.
const mostActs = 100

func (f folder) file(id string) string { return filepath.Join(string(f), id+ending) }

// keep writes an act. When it returns without an error the act survives a power cut.
func (f folder) keep(a act) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return durable.Write(f.file(a.ID), b)
}

// drop removes an act that has entered.
func (f folder) drop(id string) error {
	if err := os.Remove(f.file(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return durable.SyncFolder(string(f))
}

// read reads all acts, in the order in which they were made. What this server did not sign is set
// aside under another name.
func (f folder) read(key ed25519.PublicKey, log *slog.Logger) (all []act, err error) {
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		id, is := strings.CutSuffix(e.Name(), ending)
		if !is || !e.Type().IsRegular() {
			continue
		}
		one, err := f.one(id, key)
		if errors.Is(err, errAct) || errors.Is(err, errSign) || err == nil && len(all) >= mostActs {
			log.Error("a press that was made while the database was away cannot be read, and does not enter", "file", e.Name(), "error", err)
			if err := durable.Rename(f.file(id), filepath.Join(string(f), id+setAway)); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b act) int { return int(a.Number - b.Number) })
	return all, nil
}

func (f folder) one(id string, key ed25519.PublicKey) (act, error) {
	info, err := os.Lstat(f.file(id))
	if err != nil {
		return act{}, err
	}
	if info.Size() > maxAct {
		return act{}, errAct
	}
	b, err := os.ReadFile(f.file(id))
	if err != nil {
		return act{}, err
	}
	one, err := readAct(b, key)
	if err == nil && one.ID != id {
		return act{}, errAct
	}
	return one, err
}
