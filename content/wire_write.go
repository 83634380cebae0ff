package content

import (
	"encoding/json"
	"strconv"
	"strings"
)

// AppendJSON appends the programme as players read it, byte for byte as encoding/json writes a
// wireProgramme: hashes and signatures of what is on air hold to these bytes. It is written by hand
// because a change for a whole city makes thousands of programmes. The error is about a canvas with
// a number that JSON does not have.
func (p Programme) AppendJSON(b []byte) ([]byte, error) {
	w := p.wire()
	canvas, err := json.Marshal(w.Canvas)
	if err != nil {
		return b, err
	}
	b = appendString(append(b, `{"zone":`...), w.Zone)
	if w.Street {
		b = append(b, `,"street":true`...)
	}
	b = append(append(b, `,"canvas":`...), canvas...)
	b = strconv.AppendInt(append(b, `,"from":`...), w.From, 10)
	b = strconv.AppendInt(append(b, `,"until":`...), w.Until, 10)
	b = appendList(append(b, `,"slides":`...), w.Slides, Shown.appendJSON)
	b = appendList(append(b, `,"loops":`...), w.Loops, wireLoop.appendJSON)
	b = appendList(append(b, `,"spans":`...), w.Spans, wireSpan.appendJSON)
	b = strconv.AppendInt(append(b, `,"evergreen":`...), int64(w.Evergreen), 10)
	return append(b, '}'), nil
}

// MarshalJSON writes the programme as players read it.
func (p Programme) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil) }

func (s Shown) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"id":`...), s.ID)
	b = appendString(append(b, `,"c":`...), s.Campaign)
	b = appendString(append(b, `,"k":`...), string(s.Kind))
	b = strconv.AppendInt(append(b, `,"ms":`...), s.Dwell, 10)
	b = s.Medium.appendJSON(append(b, `,"m":`...))
	if s.Still != nil {
		b = s.Still.appendJSON(append(b, `,"s":`...))
	}
	if s.Board != "" {
		b = appendString(append(b, `,"b":`...), s.Board)
	}
	return append(b, '}')
}

func (r Ref) appendJSON(b []byte) []byte {
	b = appendString(append(b, `{"d":`...), string(r.Digest))
	b = appendString(append(b, `,"t":`...), r.Type)
	return append(strconv.AppendInt(append(b, `,"n":`...), r.Size, 10), '}')
}

func (w wireLoop) appendJSON(b []byte) []byte {
	if w.turns == nil {
		return appendInts(b, w.slots)
	}
	b = appendList(append(b, `{"of":`...), w.of, func(slides []int, b []byte) []byte { return appendInts(b, slides) })
	return append(appendInts(append(b, `,"turns":`...), w.turns), '}')
}

func (w wireSpan) appendJSON(b []byte) []byte {
	b = strconv.AppendInt(append(b, `{"ms":`...), w.Length, 10)
	b = strconv.AppendInt(append(b, `,"l":`...), int64(w.Loop), 10)
	if w.Offset != nil {
		b = strconv.AppendInt(append(b, `,"o":`...), *w.Offset, 10)
	}
	if w.Days != nil {
		b = strconv.AppendInt(append(b, `,"d":`...), *w.Days, 10)
	}
	if w.Exclusive {
		b = append(b, `,"x":true`...)
	}
	return append(b, '}')
}

// appendList appends a list as encoding/json does: null for one that is nil.
func appendList[T any](b []byte, list []T, one func(T, []byte) []byte) []byte {
	if list == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(v, b)
	}
	return append(b, ']')
}

func appendInts(b []byte, list []int) []byte {
	return appendList(b, list, func(n int, b []byte) []byte { return strconv.AppendInt(b, int64(n), 10) })
}

// appendString appends a string as encoding/json does, with the signs escaped that mean something
// in HTML.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if !asItIs[s[i]] {
			text, _ := json.Marshal(s) // there is no string that it cannot write
			return append(b, text...)
		}
	}
	b = append(append(b, '"'), s...)
	return append(b, '"')
}

// asItIs are the bytes that stand for themselves in a string of encoding/json.
var asItIs = func() (all [256]bool) {
	for c := byte(' '); c <= '~'; c++ {
		all[c] = !strings.ContainsRune(`"\<>&`, rune(c))
	}
	return all
}()
