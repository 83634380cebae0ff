package journal

import (
	"bytes"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

// FuzzScan feeds the reader with anything: it ends, reads nothing twice and counts every byte.
func FuzzScan(f *testing.F) {
	for _, b := range seeds() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := newScanner(bytes.NewReader(b))
		var whole, end int64
		for {
			_, off, size, err := s.next()
			if err != nil {
				break
			}
			if off < end || size < headSize {
				t.Fatalf("a record at %d of %d bytes after one that ended at %d", off, size, end)
			}
			whole, end = whole+size, off+size
		}
		if whole+s.lost != int64(len(b)) || s.off != int64(len(b)) {
			t.Fatalf("%d in records and %d lost of %d", whole, s.lost, len(b))
		}
	})
}

func seeds() [][]byte {
	good, _ := encode(nil, record{Begin: &begin{Journal: "abc", Next: 3}})
	run := protocol.Run{Seq: 3, From: 1, Until: 2}
	good, _ = encode(good, record{ID: "abc", Run: &run, From: &protocol.Acked{Journal: "p", Seq: 1}})
	good, _ = encode(good, record{Acked: &protocol.Acked{Journal: "abc", Seq: 3}})
	return [][]byte{{}, good, good[:len(good)-3], append([]byte("\x1eNJ1\xff\xff\xff\x7f0000"), good...), bytes.Repeat(mark, 30)}
}

func FuzzOpen(f *testing.F) {
	for _, b := range seeds() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		write(t, dir, b)
		j := open(t, dir, 0)
		if _, err := j.Append(plays("fuzz", 1, 2)); err != nil && content.CodeOf(err) != content.Exhausted {
			t.Fatal(err)
		}
		if _, err := j.Pending(10); err != nil {
			t.Fatal(err)
		}
	})
}
