package worker

import (
	"errors"
	"fmt"
	"os"
)

// wrote opens a file that a confined program wrote into its room. It opens no link: the server may
// read what the program may not, and would take that for what the program made.
func wrote(room, name string) (*os.File, error) {
	within, err := os.OpenRoot(room)
	if err != nil {
		return nil, err
	}
	defer within.Close()
	info, err := within.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("worker: a program left %s, which is no file but %s", name, info.Mode().Type())
	}
	f, err := within.Open(name)
	if err != nil {
		return nil, err
	}
	if now, err := f.Stat(); err != nil || !os.SameFile(info, now) {
		return nil, errors.Join(fmt.Errorf("worker: %s became another file", name), err, f.Close())
	}
	return f, nil
}
