package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"ngatu/internal/durable"
)

const (
	doneFile = "done.json"
	maxDone  = 8 // IDs that a status holds
)

// done names the commands that the agent carried out last. They are on the disk, so that after a
// restart of the machine the agent can report the command that caused it.
type done struct {
	mu   sync.Mutex
	path string
	ids  []string
}

// load reads the file. One that cannot be read counts as empty.
func (d *done) load(dir string) {
	d.path = filepath.Join(dir, doneFile)
	b, err := os.ReadFile(d.path)
	if err != nil || json.Unmarshal(b, &d.ids) != nil {
		d.ids = nil
	}
	d.ids = d.ids[max(0, len(d.ids)-maxDone):]
}

func (d *done) list() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.ids)
}

func (d *done) add(id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !slices.Contains(d.ids, id) {
		d.ids = append(d.ids[max(0, len(d.ids)-maxDone+1):], id)
	}
	return d.save()
}

func (d *done) remove(id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ids = slices.DeleteFunc(d.ids, func(one string) bool { return one == id })
	return d.save()
}

// save writes the file. The caller holds mu; commands are rare.
func (d *done) save() error {
	b, err := json.Marshal(d.ids)
	if err != nil {
		return err
	}
	return durable.Write(d.path, b)
}

// finished notes a command as carried out.
func (r *Runner) finished(id string) {
	r.warn(r.done.add(id))
	r.cfg.Changed()
}

// unfinished takes back that a command was carried out.
func (r *Runner) unfinished(id string) { r.warn(r.done.remove(id)) }

func (r *Runner) warn(err error) {
	if err != nil {
		r.cfg.Logger.Warn("the commands carried out are not on the disk", "err", err)
	}
}
