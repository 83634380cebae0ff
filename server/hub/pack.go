package hub

import (
	"bytes"
	"encoding/binary"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

var packers = sync.Pool{New: func() any {
	// Programmes come out as small as with the default level, in half of the time. The level is
	// valid, so there is no error.
	w, _ := flate.NewWriter(nil, flate.BestSpeed)
	return w
}}

// ended is what a flush leaves at the end of a compressed text: the rest of an empty block.
var ended = []byte{0, 0, 0xff, 0xff}

// pack appends a piece of a message, compressed so that another may follow: it ends at a byte border,
// and what follows does not refer to it ("no context takeover"). A whole message goes without the
// last four bytes, as RFC 7692 says: see ended.
func pack(to, text []byte) []byte {
	out := bytes.NewBuffer(to)
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(out)
	w.Write(text) // a bytes.Buffer never fails
	w.Flush()
	return out.Bytes()
}

var unpackers = sync.Pool{New: func() any { return flate.NewReader(nil) }}

// unpack is a message of so many bytes as it was before [pack].
func unpack(packed []byte, length int) []byte {
	text := make([]byte, length)
	r := unpackers.Get().(io.Reader)
	defer unpackers.Put(r)
	_ = r.(flate.Resetter).Reset(io.MultiReader(bytes.NewReader(packed), bytes.NewReader(ended)), nil)
	_, _ = io.ReadFull(r, text) // it was packed here, so it can be read
	return text
}

// stored appends a text of at most 64 kB as an uncompressed block (RFC 1951, section 3.2.4). A head
// is a name, a number, a hash and a signature, which hardly compress, and each of ten thousand
// screens has its own.
func stored(out, text []byte) []byte {
	n := uint16(len(text))
	out = binary.LittleEndian.AppendUint16(append(out, 0), n)
	return append(binary.LittleEndian.AppendUint16(out, ^n), text...)
}
