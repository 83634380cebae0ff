package protocol

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
)

// DecodeHello reads the first message of a connection. It is [Decode] and [Frame.Open] in one,
// because ten thousand players that reconnect at once all say hello. ErrType says that the message
// has another type.
func DecodeHello(b []byte) (Hello, error) {
	if err := sane(b, MaxHello); err != nil {
		return Hello{}, err
	}
	if hi, ok := plainHello(b); ok {
		return hi, nil
	}
	return anyHello(b)
}

// anyHello reads a hello in any JSON.
func anyHello(b []byte) (Hello, error) {
	var f struct {
		Type Type   `json:"type"`
		Body *Hello `json:"body"`
	}
	switch err := json.Unmarshal(b, &f); {
	case err != nil:
		return Hello{}, fmt.Errorf("%w: %w", ErrText, err)
	case f.Type != TypeHello:
		return Hello{}, ErrType
	case f.Body == nil:
		return Hello{}, ErrText
	}
	return *f.Body, nil
}

// plainHello reads a hello as our players write it: without spaces, escapes, doubled or unknown
// names. It leaves everything else to encoding/json, which takes four times as long
// (BenchmarkDecodeHello). What both read, they read the same (FuzzHello).
func plainHello(b []byte) (hi Hello, ok bool) {
	t := plain{left: string(b)} // a copy of all of it, because b is reused
	typed, filled := false, false
	t.object(func(name string) bool {
		switch {
		case name == "type" && !typed:
			typed = t.text() == string(TypeHello)
			return typed
		case name == "body" && !filled:
			filled = true
			return t.hello(&hi)
		}
		return false
	})
	return hi, typed && filled && !t.bad && len(t.left) == 0
}

// plain is the rest of a text that is read from the front; bad if it is not of the plain kind.
type plain struct {
	left string
	bad  bool
}

func (t *plain) hello(hi *Hello) bool {
	return t.object(func(name string) bool {
		switch name {
		case "v":
			hi.Version = t.number()
		case "screen":
			hi.Screen = t.text()
		case "token":
			hi.Token = t.text()
		case "proof":
			var err error
			hi.Proof, err = base64.StdEncoding.DecodeString(t.text())
			return err == nil && len(hi.Proof) > 0
		case "has":
			if hi.Has != nil {
				return false
			}
			hi.Has = make(map[string]string, 4)
			return t.object(func(thing string) bool {
				hi.Has[thing] = t.text()
				return !t.bad
			})
		case "w":
			hi.Width = t.number()
		case "h":
			hi.Height = t.number()
		case "build":
			hi.Build = t.text()
		case "relay":
			hi.Relay = t.skip("true")
			return hi.Relay
		case "ranks":
			hi.Ranks = t.skip("true")
			return hi.Ranks
		case "key":
			hi.Key = t.text()
		case "nonce":
			hi.Nonce = t.text()
		case "head":
			if hi.Head != nil {
				return false
			}
			hi.Head = &Head{}
			return t.head(hi.Head)
		default:
			return false
		}
		return !t.bad
	})
}

func (t *plain) head(h *Head) bool {
	return t.object(func(name string) bool {
		switch name {
		case "type":
			h.Type = Type(t.text())
		case "for":
			h.For = t.text()
		case "number":
			h.Number = t.instant()
		case "from":
			h.From = t.instant()
		case "until":
			h.Until = t.instant()
		case "hash":
			h.Hash = t.text()
		case "key":
			h.Key = t.text()
		case "sig":
			var err error
			h.Sig, err = base64.StdEncoding.DecodeString(t.text())
			return err == nil && len(h.Sig) > 0
		default:
			return false
		}
		return !t.bad
	})
}

// object reads {"name":value,…} and calls value where each value begins.
func (t *plain) object(value func(name string) bool) bool {
	if !t.skip("{") {
		return false
	}
	if t.next('}') {
		return true
	}
	for {
		name := t.text()
		if !t.skip(":") || !value(name) {
			t.bad = true
			return false
		}
		if !t.next(',') {
			return t.skip("}")
		}
	}
}

// text reads a string without escapes.
func (t *plain) text() string {
	if !t.skip(`"`) {
		return ""
	}
	for i := range len(t.left) {
		switch c := t.left[i]; {
		case c == '"':
			s := t.left[:i]
			t.left = t.left[i+1:]
			return s
		case c == '\\' || c < ' ':
			t.bad = true
			return ""
		}
	}
	t.bad = true
	return ""
}

// number reads a whole number of at most nine digits.
func (t *plain) number() int { return int(t.digits(9)) }

// instant reads Unix milliseconds.
func (t *plain) instant() int64 { return t.digits(18) }

func (t *plain) digits(most int) int64 {
	n := 0
	for n < len(t.left) && t.left[n] >= '0' && t.left[n] <= '9' {
		n++
	}
	if n == 0 || n > most || n > 1 && t.left[0] == '0' {
		t.bad = true
		return 0
	}
	v, err := strconv.ParseInt(t.left[:n], 10, 64)
	t.left, t.bad = t.left[n:], t.bad || err != nil
	return v
}

// next takes one byte if it is c.
func (t *plain) next(c byte) bool {
	if len(t.left) == 0 || t.left[0] != c {
		return false
	}
	t.left = t.left[1:]
	return true
}

// skip takes exactly this text.
func (t *plain) skip(what string) bool {
	if t.bad || len(t.left) < len(what) || t.left[:len(what)] != what {
		t.bad = true
		return false
	}
	t.left = t.left[len(what):]
	return true
}
