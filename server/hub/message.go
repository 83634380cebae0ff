package hub

import (
	"encoding/binary"
	"fmt"

	"ngatu/player/protocol"
)

// The first byte of a websocket frame that is a whole message (RFC 6455, section 5.2; RFC 7692 for the bit that says
// "compressed").
const (
	firstText   = 0x80 | 0x1
	firstPacked = 0x80 | 0x40 | 0x1
	firstClose  = 0x80 | 0x8
	firstPing   = 0x80 | 0x9
	firstPong   = 0x80 | 0xA
)

// message is a frame as it goes out: the bytes of the websocket frame, made once for all players.
type message struct {
	frame  protocol.Frame // without its body
	thing  string
	plain  []byte
	packed []byte // nil: not worth compressing
}

// alone is from how many bytes on a frame for a single player is compressed: making a compressor ready costs more than
// sending a kilobyte, and when ten thousand come back at once it would be a tenth of their cost.
const alone = 4096

// encodeAlone makes the bytes of a frame for a single player.
func (h *Hub) encodeAlone(f protocol.Frame) (*message, error) {
	return h.encodeFrom(max(alone, h.options.Packed), f, nil)
}

// encode makes the bytes of a frame. body is its compressed body where another frame of the same batch has the same; nil
// otherwise.
func (h *Hub) encode(f protocol.Frame, body *packedBody) (*message, error) {
	return h.encodeFrom(h.options.Packed, f, body)
}

// encodeFrom compresses where the text has at least so many bytes.
func (h *Hub) encodeFrom(least int, f protocol.Frame, body *packedBody) (*message, error) {
	// The header comes to stand right before the text, where room for the longest is left, so that nothing is moved.
	framed, err := f.AppendTo(headerRoom[:])
	if err != nil {
		return nil, fmt.Errorf("encode for the hub: %w", err)
	}
	text := framed[mostHeader:]
	m := &message{frame: f, thing: f.Thing(), plain: headed(firstText, framed)}
	m.frame.Body = nil
	if f.Type == protocol.TypeCommand {
		m.thing += "/" + f.Hash // every command is a thing of its own: a newer one must not swallow it
	}
	if len(text) >= least {
		var p []byte
		if body == nil {
			h.count.packed.Add(1)
			p = pack(text)
		} else {
			p = body.behind(h, text[:len(text)-len(f.Body)-1], text[len(text)-len(f.Body)-1:])
		}
		if len(p) < len(text)*9/10 {
			m.packed = wire(firstPacked, p)
		}
	}
	h.count.encoded.Add(1)
	return m, nil
}

// lackedBy is [protocol.Frame.LackedBy], with a name that is written once and not for each of ten thousand.
func (m *message) lackedBy(has map[string]string) bool {
	return m.frame.Hash == "" || has[m.thing] != m.frame.Hash
}

// bytes are what a player gets that has or has not agreed to compression.
func (m *message) bytes(compress bool) []byte {
	if compress && m.packed != nil {
		return m.packed
	}
	return m.plain
}

// mostHeader is how long the header of an unmasked frame may be, in bytes.
const mostHeader = 10

// headerRoom is as long and full: what is appended to it stands in memory of its own.
var headerRoom [mostHeader]byte

// header appends the header of an unmasked frame whose payload has n bytes.
func header(to []byte, first byte, n int) []byte {
	switch {
	case n < 126:
		return append(to, first, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, first, 126), uint16(n))
	}
	return binary.BigEndian.AppendUint64(append(to, first, 127), uint64(n))
}

// wire is a payload behind its header.
func wire(first byte, payload []byte) []byte {
	return append(header(make([]byte, 0, mostHeader+len(payload)), first, len(payload)), payload...)
}

// headed is [wire] for a payload that has mostHeader bytes of room before it: no byte of it moves.
func headed(first byte, room []byte) []byte {
	var h [mostHeader]byte
	head := header(h[:0], first, len(room)-mostHeader)
	from := mostHeader - len(head)
	copy(room[from:], head)
	return room[from:]
}

// closeFrame is the frame that ends a socket with a code and a reason of at most 123 bytes.
func closeFrame(code int, reason string) []byte {
	reason = reason[:min(len(reason), 123)]
	return wire(firstClose, append(binary.BigEndian.AppendUint16(nil, uint16(code)), reason...))
}
