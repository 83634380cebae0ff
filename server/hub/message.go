package hub

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"

	"ngatu/player/protocol"
)

// The first byte of a websocket frame that is a whole message (RFC 6455, section 5.2; the bit for
// "compressed" is from RFC 7692).
const (
	firstText   = 0x80 | 0x1
	firstPacked = 0x80 | 0x40 | 0x1
	firstClose  = 0x80 | 0x8
	firstPing   = 0x80 | 0x9
	firstPong   = 0x80 | 0xA
)

// message is a frame as bytes of a websocket frame, made once for all players.
type message struct {
	frame  protocol.Frame // without its body
	thing  string
	packed []byte // nil: not worth compressing
	length int    // of the text, in bytes

	unpacked sync.Once
	plain    []byte // where the text is packed, only once a player wants it: nearly all agree to compression
}

// alone is the size in bytes from which a frame for a single player is compressed. Preparing a
// compressor costs more than sending a kilobyte, and when ten thousand players reconnect at once it
// would be a tenth of their cost.
const alone = 4096

// encodeAlone makes the bytes of a frame for a single player.
func (h *Hub) encodeAlone(f protocol.Frame) (*message, error) {
	return h.encodeFrom(max(alone, h.options.Packed), f, h.packWhole)
}

// encode makes the bytes of a frame.
func (h *Hub) encode(f protocol.Frame) (*message, error) {
	return h.encodeFrom(h.options.Packed, f, h.packWhole)
}

// packWhole is a [packer] for a frame by itself.
func (h *Hub) packWhole(to, text []byte, _ int) []byte {
	h.count.packed.Add(1)
	return pack(to, text)
}

// packer appends a message, compressed; its body begins at some byte of the text.
type packer func(to, text []byte, body int) []byte

// texts are for what is compressed, which nobody keeps.
var texts = sync.Pool{New: func() any { return new([]byte) }}

// encodeFrom compresses a text of at least so many bytes.
func (h *Hub) encodeFrom(least int, f protocol.Frame, packed packer) (*message, error) {
	room := texts.Get().(*[]byte)
	defer texts.Put(room)
	// The header goes right before the text, into room for the longest one, so that nothing has to
	// move.
	framed, err := f.AppendTo(append((*room)[:0], headerRoom[:]...))
	if err != nil {
		return nil, fmt.Errorf("encode for the hub: %w", err)
	}
	*room = framed
	text := framed[maxHeader:]
	m := &message{frame: f, thing: f.Thing(), length: len(text)}
	m.frame.Body = nil
	if f.Type == protocol.TypeCommand {
		m.thing += "/" + f.Hash // every command is a thing of its own, or a newer one would replace it
	}
	h.count.encoded.Add(1)
	if len(text) >= least {
		out := make([]byte, maxHeader, maxHeader+len(text)/2)
		p := bytes.TrimSuffix(packed(out, text, len(text)-len("}")-len(f.Body)), ended)
		if len(p) < len(text)*9/10 {
			m.packed = headed(firstPacked, p)
			return m, nil
		}
	}
	m.plain = headed(firstText, bytes.Clone(framed))
	return m, nil
}

// lackedBy is [protocol.Frame.LackedBy] with a name that is made once, not once for each of ten
// thousand players.
func (m *message) lackedBy(has map[string]string) bool {
	return m.frame.Hash == "" || has[m.thing] != m.frame.Hash
}

// bytes are what a player gets, depending on whether it has agreed to compression.
func (m *message) bytes(compress bool) []byte {
	if m.packed == nil {
		return m.plain
	}
	if compress {
		return m.packed
	}
	m.unpacked.Do(func() { m.plain = wire(firstText, unpack(m.packed[headerLength(m.packed):], m.length)) })
	return m.plain
}

// maxHeader is the length of the longest header of an unmasked frame, in bytes.
const maxHeader = 10

// headerRoom is appended where a header is to go.
var headerRoom [maxHeader]byte

// header appends the header of an unmasked frame with n bytes of payload.
func header(to []byte, first byte, n int) []byte {
	switch {
	case n < 126:
		return append(to, first, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, first, 126), uint16(n))
	}
	return binary.BigEndian.AppendUint64(append(to, first, 127), uint64(n))
}

// headerLength is the length of what [header] made.
func headerLength(framed []byte) int {
	switch framed[1] {
	case 126:
		return 4
	case 127:
		return maxHeader
	}
	return 2
}

// wire is a payload with its header.
func wire(first byte, payload []byte) []byte {
	return append(header(make([]byte, 0, maxHeader+len(payload)), first, len(payload)), payload...)
}

// headed is [wire] for a payload with maxHeader bytes of room before it, so that nothing has to
// move.
func headed(first byte, room []byte) []byte {
	var h [maxHeader]byte
	head := header(h[:0], first, len(room)-maxHeader)
	from := maxHeader - len(head)
	copy(room[from:], head)
	return room[from:]
}

// closeFrame is the frame that closes a socket with a code and a reason of at most 123 bytes.
func closeFrame(code int, reason string) []byte {
	reason = reason[:min(len(reason), 123)]
	return wire(firstClose, append(binary.BigEndian.AppendUint16(nil, uint16(code)), reason...))
}
