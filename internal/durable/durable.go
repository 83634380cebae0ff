// Package durable writes files so that a power cut leaves either the old file or the complete new
// one.
//
// It owns the order of the steps: write a temporary file, flush it, rename it, flush the folder. It
// must not know what a file is for; callers decide what a failure means.
package durable

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Write replaces the file at path by b in one step, with mode 0600. When it returns without an
// error the file survives a power cut; otherwise the old file is unchanged.
func Write(path string, b []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".new-*") // 0600
	if err != nil {
		return err
	}
	if _, err := part.Write(b); err != nil {
		return errors.Join(err, part.Close(), os.Remove(part.Name()))
	}
	if err := Place(part, path); err != nil {
		os.Remove(part.Name())
		return err
	}
	return nil
}

// Place flushes and closes part, a file in the same folder, and renames it to path. On an error
// part keeps its name.
func Place(part *os.File, path string) error {
	if err := errors.Join(part.Sync(), part.Close()); err != nil {
		return err
	}
	return Rename(part.Name(), path)
}

// Rename renames a file that is already flushed, and waits until the disk has the new name.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(to))
}

// SyncFolder waits until the names in a folder are on the disk. Some file systems (network shares,
// Windows) cannot flush a folder; that is not an error, for a rename is as safe as it gets there.
func SyncFolder(dir string) error {
	h, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer h.Close()
	err = h.Sync()
	for _, cannot := range []error{syscall.EINVAL, errors.ErrUnsupported, os.ErrPermission} {
		if errors.Is(err, cannot) {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("flush the folder %s: %w", dir, err)
	}
	return nil
}

// Writable returns the system's error if files cannot be created in a folder, so that the start
// fails and not the first upload.
func Writable(dir string) error {
	probe, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}
