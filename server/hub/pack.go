package hub

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"sync"
)

var packers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.DefaultCompression) // the level is valid, so there is no error
	return w
}}

// pack compresses a message by itself ("no context takeover"), without the four bytes that RFC 7692 leaves out.
func pack(text []byte) []byte {
	var out bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	w.Write(text) // a bytes.Buffer takes everything
	w.Flush()
	return bytes.TrimSuffix(out.Bytes(), []byte{0, 0, 0xff, 0xff})
}

// packedBody is the end of a message, compressed once for all frames that have this body and differ in their heads only: a
// compressed stream may be put together from pieces that each end at a byte border and refer to nothing before them.
type packedBody struct {
	once sync.Once
	tail []byte
}

// behind is a message put together of a head of its own and the shared tail.
func (b *packedBody) behind(h *Hub, head, tail []byte) []byte {
	b.once.Do(func() {
		h.count.packed.Add(1)
		b.tail = pack(tail)
	})
	out := stored(make([]byte, 0, len(head)+len(b.tail)+8), head)
	return append(out, b.tail...)
}

// stored appends a text of at most 64 kB as a block that is not compressed (RFC 1951, section 3.2.4): a head is a name, a number, a hash
// and a signature, which hardly get shorter, and there is one for each of ten thousand screens.
func stored(out, text []byte) []byte {
	n := uint16(len(text))
	out = binary.LittleEndian.AppendUint16(append(out, 0), n)
	return append(binary.LittleEndian.AppendUint16(out, ^n), text...)
}
