package hub

import (
	"bytes"
	"compress/flate"
	"sync"
)

var packers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.DefaultCompression) // the level is valid, so there is no error
	return w
}}

// headPackers compress what is short and hardly repeats itself: they have no tables to be cleared for each text.
var headPackers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.HuffmanOnly)
	return w
}}

// pack compresses a message by itself ("no context takeover"), without the four bytes that RFC 7692 leaves out.
func pack(text []byte) []byte {
	return bytes.TrimSuffix(flushed(&packers, text), []byte{0, 0, 0xff, 0xff})
}

// flushed is text compressed up to a byte border, so that more may follow.
func flushed(from *sync.Pool, text []byte) []byte {
	var out bytes.Buffer
	w := from.Get().(*flate.Writer)
	defer from.Put(w)
	w.Reset(&out)
	w.Write(text) // a bytes.Buffer takes everything
	w.Flush()
	return out.Bytes()
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
	return append(flushed(&headPackers, head), b.tail...)
}
