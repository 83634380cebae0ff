package inbox

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// Open opens a file of the inbox for reading by the name that [Event] calls Real. Use it rather than os.Open.
//
// The threat: who may write to the share puts a link named poster.png there, now or between our look and our opening, and
// the server publishes /etc/shadow. So nothing outside the root is reached whatever the links say, the name itself must not
// be a link, only a regular file is handed out, and a pipe that nobody writes to does not hold us up.
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
