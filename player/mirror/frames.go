package mirror

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"

	"ngatu/content"
	"ngatu/player/protocol"
)

const frameEnd = ".frame"

// Keep puts a frame on the disk in the place of the older one of the same thing, in one step: after a power cut the
// one or the other is there.
func (m *Mirror) Keep(f protocol.Frame) error {
	b, err := f.Encode()
	if err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	return replace(m.framePath(f.Thing()), b)
}

// Forget removes the frame of a thing.
func (m *Mirror) Forget(thing string) error {
	if err := os.Remove(m.framePath(thing)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("mirror: forget a frame: %w", err)
	}
	return nil
}

// framePath is where the frame of a thing lies; its name never comes from outside.
func (m *Mirror) framePath(thing string) string {
	return filepath.Join(m.frames, string(content.DigestOf([]byte(thing)))+frameEnd)
}

// Frames reads back what Keep put down, screens first, for the others are judged by what a screen names. Each frame
// passes check again, because a box in the street can be opened; what does not is renamed, not used, and counted.
func (m *Mirror) Frames(check func(protocol.Frame) error) (good []protocol.Frame, refused int) {
	entries, err := os.ReadDir(m.frames)
	if err != nil {
		return nil, 0
	}
	var read []protocol.Frame
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), frameEnd) {
			continue
		}
		path := filepath.Join(m.frames, e.Name())
		f, err := readFrame(path)
		if err != nil || path != m.framePath(f.Thing()) {
			refused += m.setAside(path)
			continue
		}
		read = append(read, f)
	}
	sort.SliceStable(read, func(a, b int) bool {
		return read[a].Type == protocol.TypeScreen && read[b].Type != protocol.TypeScreen
	})
	for _, f := range read {
		err := check(f)
		switch {
		case err == nil:
			good = append(good, f)
		case errors.Is(err, protocol.ErrExpired), errors.Is(err, protocol.ErrNotMine): // over, or of where the screen was
			m.Forget(f.Thing())
		default:
			m.log.Warn("frame on disk refused", "thing", f.Thing(), "err", err)
			refused += m.setAside(m.framePath(f.Thing()))
		}
	}
	return good, refused
}

func readFrame(path string) (protocol.Frame, error) {
	info, err := os.Stat(path)
	if err != nil {
		return protocol.Frame{}, err
	}
	if info.Size() > protocol.MaxFrame {
		return protocol.Frame{}, protocol.ErrTooLarge
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return protocol.Frame{}, err
	}
	return protocol.Decode(b)
}

func (m *Mirror) setAside(path string) int {
	os.Rename(path, strings.TrimSuffix(path, frameEnd)+".refused")
	return 1
}

// replace writes b to path so that a power cut leaves the old file or the new one, whole.
func replace(path string, b []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("mirror: write: %w", err)
	}
	_, err = part.Write(b)
	if err == nil {
		err = part.Sync()
	}
	err = errors.Join(err, part.Close())
	if err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		os.Remove(part.Name())
		return fmt.Errorf("mirror: write: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	h, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("mirror: flush: %w", err)
	}
	defer h.Close()
	if err := h.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("mirror: flush: %w", err)
	}
	return nil
}
