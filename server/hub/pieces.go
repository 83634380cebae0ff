package hub

import (
	"bytes"
	"hash/crc32"
	"hash/maphash"
	"sync"

	"ngatu/internal/spread"
)

// pieces are the bodies of a batch, cut so that what several of them have in common is compressed
// once: all of an equal body, and of programmes that differ in one slide everything else. Where to
// cut is decided by the text itself (between two objects of a list), so that equal stretches are cut
// alike wherever they stand.
type pieces struct {
	runs [][]run // by post; none: nothing of it is shared

	mu     sync.Mutex
	packed map[string]*packedPiece // what is shared, by its text
}

// run is a stretch of a body that as many bodies have throughout.
type run struct {
	length int // in bytes
	shared bool
}

type packedPiece struct {
	once sync.Once
	text []byte // compressed
}

// cut is a piece of a body. Bodies that have it are counted by its hash: one that is wrong by chance
// cuts in another place, and changes no text.
type cut struct {
	length int
	hash   uint64
}

// A piece has at least so many bytes, and then ends behind one object in so many: shorter pieces share
// more, and each costs its own codes and whatever it repeats of the one before.
const (
	shortest = 1024
	oneIn    = 4
)

var (
	seed  = maphash.MakeSeed()
	table = crc32.MakeTable(crc32.Castagnoli)
)

// border is where a text may be cut, after its first sign.
var border = []byte("},{")

func cutsOf(body []byte) (out []cut) {
	begin, object := 0, 0
	for {
		n := bytes.Index(body[object:], border)
		if n < 0 {
			return append(out, cut{len(body) - begin, maphash.Bytes(seed, body[begin:])})
		}
		end := object + n + 1
		if end-begin >= shortest && crc32.Checksum(body[object:end], table)%oneIn == 0 {
			out = append(out, cut{end - begin, maphash.Bytes(seed, body[begin:end])})
			begin = end
		}
		object = end
	}
}

// piecesOf cuts the bodies that are long enough to be compressed.
func (h *Hub) piecesOf(posts []Post) *pieces {
	p := &pieces{runs: make([][]run, len(posts)), packed: map[string]*packedPiece{}}
	if len(posts) == 1 {
		return p
	}
	cuts := make([][]cut, len(posts))
	spread.Over(len(posts), func(i int) {
		if body := posts[i].Frame.Body; len(body) >= h.options.Packed {
			cuts[i] = cutsOf(body)
		}
	})
	uses := map[uint64]int{}
	for _, some := range cuts {
		for _, c := range some {
			uses[c.hash]++
		}
	}
	for i, some := range cuts {
		last := 1
		for _, c := range some {
			if n := uses[c.hash]; n == last && len(p.runs[i]) > 0 {
				p.runs[i][len(p.runs[i])-1].length += c.length
			} else {
				p.runs[i], last = append(p.runs[i], run{c.length, n > 1}), n
			}
		}
		if len(p.runs[i]) == 1 && !p.runs[i][0].shared {
			p.runs[i] = nil
		}
	}
	return p
}

// pack appends a message, compressed; its body begins at some byte of the text and is followed by one
// more. What is before the body goes as it is.
func (p *pieces) pack(h *Hub, i int, to, text []byte, body int) []byte {
	if len(p.runs[i]) == 0 {
		return h.packWhole(to, text, body)
	}
	out := stored(to, text[:body])
	rest := text[body:]
	for k, r := range p.runs[i] {
		n := r.length
		if k == len(p.runs[i])-1 {
			n = len(rest)
		}
		if r.shared {
			out = append(out, p.once(h, rest[:n])...)
		} else {
			h.count.packed.Add(1)
			out = pack(out, rest[:n])
		}
		rest = rest[n:]
	}
	return out
}

// once compresses a text that several bodies have.
func (p *pieces) once(h *Hub, text []byte) []byte {
	p.mu.Lock()
	one := p.packed[string(text)]
	if one == nil {
		one = &packedPiece{}
		p.packed[string(text)] = one
	}
	p.mu.Unlock()
	one.once.Do(func() {
		h.count.packed.Add(1)
		one.text = pack(nil, text)
	})
	return one.text
}
