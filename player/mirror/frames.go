package mirror

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"ngatu/content"
	"ngatu/internal/durable"
	"ngatu/player/protocol"
)

const frameEnd = ".frame"

// Keep writes a frame to the disk. It replaces the older one of the same thing in one step: after a
// power cut one of them is there.
func (m *Mirror) Keep(f protocol.Frame) error {
	b, err := f.Encode()
	if err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	return durable.Write(m.framePath(f.Thing()), b)
}

// Forget removes the frame of a thing.
func (m *Mirror) Forget(thing string) error {
	if err := os.Remove(m.framePath(thing)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("mirror: forget a frame: %w", err)
	}
	return nil
}

// ForgetAll removes all frames: the computer is not a screen's any more. Media stay, because only
// their digests name them.
func (m *Mirror) ForgetAll() error {
	entries, err := os.ReadDir(m.frames)
	for _, e := range entries {
		err = errors.Join(err, os.Remove(filepath.Join(m.frames, e.Name())))
	}
	if err != nil {
		return fmt.Errorf("mirror: forget the frames: %w", err)
	}
	return nil
}

// framePath is where the frame of a thing is; its name never comes from outside.
func (m *Mirror) framePath(thing string) string {
	return filepath.Join(m.frames, string(content.DigestOf([]byte(thing)))+frameEnd)
}

// Frames reads back what Keep wrote, screens first, because what a screen names decides about the
// others. Each frame is checked again: somebody may have opened the box in the street. A frame that
// fails is renamed, not used, and counted.
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
		case errors.Is(err, protocol.ErrExpired), errors.Is(err, protocol.ErrNotMine): // ended, or about the screen's earlier audience
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
