package reserve_test

import (
	"os"
	"path/filepath"
	"testing"

	"ngatu/content"
	"ngatu/internal/reserve"
	"ngatu/internal/testkit"
)

// What is kept back on a disk of 48 MB: the least there is, and half of that behind each file.
const (
	least = 4 << 20
	tail  = least / 2
)

// The space is kept from others, given up once, and taken again when there is room.
func TestReserve(t *testing.T) {
	disk := testkit.SmallDisk(t, 48<<20)
	r := reserve.Open(disk.Dir)
	if s := r.State(); !s.Held || r.Tight() != nil {
		t.Fatalf("on an empty disk: %+v, %v", s, r.Tight())
	}
	disk.Fill(t)
	if err := r.Tight(); content.CodeOf(err) != content.Exhausted {
		t.Errorf("on a full disk: %v", err)
	}
	path := filepath.Join(disk.Dir, "small")
	if err := os.WriteFile(path, make([]byte, least/2), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	if !r.Release() || r.Release() {
		t.Error("it is given up once")
	}
	if err := os.WriteFile(path, make([]byte, least/2), 0o600); err != nil {
		t.Errorf("what was kept back is not there: %v", err)
	}
	r.Take()
	if r.State().Held {
		t.Error("it was taken again from a disk that has no room")
	}
	disk.Empty(t)
	if r.Take(); !r.State().Held || r.Tight() != nil {
		t.Errorf("with room again: %+v, %v", r.State(), r.Tight())
	}
	disk.Fill(t)
	if again := reserve.Open(disk.Dir); again.State().Held || again.State().Free < least/2 {
		t.Errorf("a start on a full disk has no room: %+v", again.State())
	}
}

// Nobody else can take the room behind a file's end.
func TestTail(t *testing.T) {
	disk := testkit.SmallDisk(t, 48<<20)
	r := reserve.Open(disk.Dir)
	defer r.Close()
	path := filepath.Join(disk.Dir, "log")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r.Behind(path, filepath.Join(disk.Dir, "not there"))
	disk.Fill(t)
	if info, err := f.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("the file's end has moved: %v %v", info.Size(), err)
	}
	if _, err := f.Write(make([]byte, tail)); err != nil {
		t.Errorf("the room behind the file is gone: %v", err)
	}
	if _, err := f.Write(make([]byte, 1<<20)); err == nil {
		t.Error("the disk is not full")
	}
	disk.Empty(t)
	r.Take()
	disk.Fill(t)
	if _, err := f.Write(make([]byte, tail)); err != nil {
		t.Errorf("the room was not taken again: %v", err)
	}
}

// A disk of which nothing is known holds nothing up.
func TestNone(t *testing.T) {
	var r *reserve.Reserve
	r.Take()
	r.Behind("x")
	if r.Release() || r.Tight() != nil || !r.State().Held {
		t.Error("a reserve that is none refuses something")
	}
	r.Close()
}
