package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Limits on one message, in bytes of JSON after decompression.
const (
	MaxHello = 4 << 10   // before a hello the peer is unknown, so little is read
	MaxPlays = 256 << 10 // the largest message of a player
	MaxFrame = 8 << 20   // the largest message of a server: a programme of thousands of slides
	MaxDepth = 32        // nesting of objects and arrays; more is an attack on the parser's stack
)

// Why a message could not be read.
var (
	ErrTooLarge = errors.New("the message is larger than its type may be")
	ErrDepth    = errors.New("the message nests too deep")
	ErrType     = errors.New("the message is of a type that this version does not know")
	ErrText     = errors.New("the message is not a JSON frame in UTF-8")
)

// Limit is the largest message of this type, in bytes; 0 for an unknown type.
func (t Type) Limit() int {
	switch t {
	case TypeHello, TypeClock, TypeStatus, TypeAcked, TypeCommand, TypeLine:
		return MaxHello
	case TypePlays, TypeAnswer, TypeWelcome, TypeScreen, TypeFigures, TypeReleased:
		return MaxPlays
	case TypeProgramme, TypeTakeover:
		return MaxFrame
	}
	return 0
}

// Encode writes the frame for the wire. It leaves Body's bytes exactly as they are, because Hash
// covers them. It fails if an unsigned Body is not JSON; an empty Body travels as null.
func (f Frame) Encode() ([]byte, error) { return f.AppendTo(nil) }

// AppendTo is [Frame.Encode], appended to b. After an error b is unchanged. The body of a signed
// frame is not looked at again: whoever signed it had written it as JSON, and with thousands of
// programmes at a time reading it takes as long as all else here.
func (f Frame) AppendTo(b []byte) ([]byte, error) {
	body := []byte(f.Body)
	if len(body) == 0 {
		body = []byte("null")
	}
	if len(f.Sig) == 0 && !json.Valid(body) {
		return b, fmt.Errorf("body of a %s frame: %w", f.Type, ErrText)
	}
	if f.isReply() {
		b = append(slices.Grow(b, len(body)+40), `{"type":"`...)
		b = append(append(b, f.Type...), `","body":`...)
		return append(append(b, body...), '}'), nil
	}
	f.Body = json.RawMessage("0") // a stand-in: Marshal would rewrite the spaces and escapes of the real one
	head, err := json.Marshal(f)
	if err != nil {
		return b, fmt.Errorf("write a %s frame: %w", f.Type, err)
	}
	b = append(slices.Grow(b, len(head)+len(body)), head[:len(head)-len("0}")]...)
	return append(append(b, body...), '}'), nil
}

// isReply says whether the frame has a known type and nothing but its body, as [Reply] makes it.
func (f Frame) isReply() bool {
	return f.Type.Limit() > 0 && f.For == "" && f.Number == 0 && f.From == 0 && f.Until == 0 && f.Hash == "" && f.Key == "" && len(f.Sig) == 0
}

// Decode reads one message from outside. It copies b's bytes. An unknown type comes back with
// ErrType and its frame, and should be ignored: a newer peer may send it. Unknown fields are
// ignored.
func Decode(b []byte) (Frame, error) {
	if err := sane(b, MaxFrame); err != nil {
		return Frame{}, err
	}
	var f Frame
	if err := json.Unmarshal(b, &f); err != nil {
		return Frame{}, fmt.Errorf("%w: %w", ErrText, err)
	}
	if f.Type == "" || len(bytes.TrimSpace(b)) == 0 || bytes.TrimSpace(b)[0] != '{' {
		return Frame{}, ErrText
	}
	limit := f.Type.Limit()
	if limit == 0 {
		return f, ErrType
	}
	if len(b) > limit {
		return Frame{}, ErrTooLarge
	}
	return f, nil
}

// sane checks a message before it is parsed.
func sane(b []byte, limit int) error {
	switch {
	case len(b) > limit:
		return ErrTooLarge
	case !utf8.Valid(b):
		return ErrText
	case depth(b) > MaxDepth:
		return ErrDepth
	}
	return nil
}

// Open reads the body into v. Unknown fields are ignored.
func (f Frame) Open(v any) error {
	if err := json.Unmarshal(f.Body, v); err != nil {
		return fmt.Errorf("body of a %s frame: %w: %w", f.Type, ErrText, err)
	}
	return nil
}

// depth is how deep objects and arrays nest in b, not counting brackets inside strings.
func depth(b []byte) int {
	deepest, now, text := 0, 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

// Reply makes a frame that is no thing: unsigned and without a hash, such as a clock or an acked.
func Reply(t Type, body any) (Frame, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return Frame{}, fmt.Errorf("write the body of a %s frame: %w", t, err)
	}
	return Frame{Type: t, Body: b}, nil
}
