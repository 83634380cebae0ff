package inbox

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// Open opens a file of the inbox for reading by the name that [Event] calls Real. Use it rather
// than os.Open.
//
// The threat: someone with write access to the share puts a link named poster.png there, perhaps
// just before we open it, and the server publishes /etc/shadow. So Open reaches nothing outside the
// root whatever links say, refuses a name that is a link, returns only regular files, and does not
// block on a pipe.
func Open(root, real string) (*os.File, error) {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	named, err := dir.Lstat(real)
	if err != nil {
		return nil, err
	}
	if !named.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w: not a regular file", real, fs.ErrInvalid)
	}
	file, err := dir.OpenFile(real, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if opened, err := file.Stat(); err != nil || !os.SameFile(named, opened) {
		file.Close()
		return nil, fmt.Errorf("%s: %w: replaced while it was opened", real, fs.ErrInvalid)
	}
	return file, nil
}
