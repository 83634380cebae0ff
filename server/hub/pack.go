package hub

import (
	"bytes"
	"encoding/binary"
	"sync"

	"github.com/klauspost/compress/flate"
)

var packers = sync.Pool{New: func() any {
	// Programmes come out as small as with the default level, in half of the time. The level is
	// valid, so there is no error.
	w, _ := flate.NewWriter(nil, flate.BestSpeed)
	return w
}}

// pack compresses a message by itself ("no context takeover"), without the last four bytes, as RFC
// 7692 says.
func pack(text []byte) []byte {
	var out bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	w.Write(text) // a bytes.Buffer never fails
	w.Flush()
	return bytes.TrimSuffix(out.Bytes(), []byte{0, 0, 0xff, 0xff})
}

// packedBody is the end of a message, compressed once for all frames that share this body and
// differ only in their heads. A compressed stream may be joined from pieces that end at a byte
// border and do not refer to anything before them.
type packedBody struct {
	once sync.Once
	tail []byte
}

// behind joins a head with the shared tail.
func (b *packedBody) behind(h *Hub, head, tail []byte) []byte {
	b.once.Do(func() {
		h.count.packed.Add(1)
		b.tail = pack(tail)
	})
	out := stored(make([]byte, 0, len(head)+len(b.tail)+8), head)
	return append(out, b.tail...)
}

// stored appends a text of at most 64 kB as an uncompressed block (RFC 1951, section 3.2.4). A head
// is a name, a number, a hash and a signature, which hardly compress, and each of ten thousand
// screens has its own.
func stored(out, text []byte) []byte {
	n := uint16(len(text))
	out = binary.LittleEndian.AppendUint16(append(out, 0), n)
	return append(binary.LittleEndian.AppendUint16(out, ^n), text...)
}
