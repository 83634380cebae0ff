//go:build linux

package main

import (
	"bytes"
	"slices"
	"syscall"
	"testing"
)

// pair is a player and the server's end of its connection.
func pair(t *testing.T) (*player, int) {
	t.Helper()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(fds[0]); _ = syscall.Close(fds[1]) })
	return &player{fd: fds[0]}, fds[1]
}

func text(n int) []byte {
	switch {
	case n < 126:
		return append([]byte{0x81, byte(n)}, bytes.Repeat([]byte{'x'}, n)...)
	case n < 1<<16:
		return append([]byte{0x81, 126, byte(n >> 8), byte(n)}, bytes.Repeat([]byte{'x'}, n)...)
	}
	return append([]byte{0x81, 127, 0, 0, 0, 0, 0, byte(n >> 16), byte(n >> 8), byte(n)}, bytes.Repeat([]byte{'x'}, n)...)
}

// However the bytes are cut, every frame is counted once.
func TestFramesAreCountedHoweverTheyAreCut(t *testing.T) {
	short := slices.Concat(text(2), text(1024), text(0), text(125), text(126), text(300))
	long := slices.Concat(text(2), text(1024), text(0), text(70_000), text(125), text(126))
	for _, c := range []struct {
		stream []byte
		cut    int
	}{{short, 1}, {short, 3}, {short, 7}, {long, 1000}, {long, 4096}, {long, len(long)}} {
		stream, cut := c.stream, c.cut
		p, server := pair(t)
		for part := range slices.Chunk(stream, cut) {
			if _, err := syscall.Write(server, part); err != nil {
				t.Fatal(err)
			}
			if err := p.take(make([]byte, 128<<10)); err != nil {
				t.Fatal(err)
			}
		}
		if p.got != 6 || len(p.rest) != 0 {
			t.Errorf("cut into %d: %d frames, %d bytes left", cut, p.got, len(p.rest))
		}
	}
}

func TestPingIsAnsweredAndNotCounted(t *testing.T) {
	p, server := pair(t)
	if _, err := syscall.Write(server, append([]byte{0x89, 4}, "here"...)); err != nil {
		t.Fatal(err)
	}
	if err := p.take(make([]byte, 64)); err != nil || p.got != 0 {
		t.Fatal(p.got, err)
	}
	b := make([]byte, 64)
	n, err := syscall.Read(server, b)
	if want := append([]byte{0x8A, 0x84, 0, 0, 0, 0}, "here"...); err != nil || !bytes.Equal(b[:n], want) {
		t.Errorf("%x %v", b[:n], err)
	}
}

func FuzzFrames(f *testing.F) {
	f.Add(text(200))
	f.Add([]byte{0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, b []byte) {
		p := &player{fd: -1}
		if left, err := p.frames(b); err == nil && len(left) > len(b) {
			t.Fatal("more left than came")
		}
	})
}
