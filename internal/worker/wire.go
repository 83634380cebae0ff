package worker

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
)

// Limits of an answer. Whatever the file, the server's own memory grows by no more than a few of
// these.
const (
	maxValue = 8 << 20  // bytes of a result as JSON
	maxBody  = 24 << 20 // bytes of one rendition: the largest canvas, full of noise
	maxAsk   = 64 << 10
	chunk    = 256 << 10 // bytes of one piece of a streamed answer
)

// ready is a worker's first message, sent once it is confined.
type ready struct {
	Missing []string // protections that the kernel lacks
}

// ask is a request to a worker. The first one names the job and the file; an open picture gets
// more.
type ask struct {
	ID    int
	Job   string // of the first
	Name  string // of the file, for sentences
	Size  int64  // of the file, bytes
	Spec  *media.Spec
	Still bool
	Grey  bool // its lights alone, a byte a pixel
	Front bool // the video with its index in front
	Films bool // clips that no screen plays as they came are taken
	Bare  bool // the JPEG without what its camera noted
	Page  int  // of a PDF, or the picture of a document, from 1
	Side  int  // of a page's picture, pixels
}

// answer is a worker's reply to one request. Its body, if any, follows.
type answer struct {
	ID    int
	Fault *fault          `json:",omitempty"`
	Value json.RawMessage `json:",omitempty"`
	Type  string          `json:",omitempty"` // media type of the body
	More  bool            `json:",omitempty"` // another piece follows
	Spent time.Duration   `json:",omitempty"` // processor time of the worker so far
}

// fault is the error of a job. Code is empty if it has no sentence for staff.
type fault struct {
	Code   content.Code
	Vi, En string
	Cause  string
}

func faultOf(err error) *fault {
	if err == nil {
		return nil
	}
	var e *content.Error
	if !errors.As(err, &e) {
		return &fault{Cause: clip(err.Error(), 500)}
	}
	f := &fault{Code: e.Code, Vi: clip(e.Vi, maxSentence), En: clip(e.En, maxSentence)}
	if e.Err != nil {
		f.Cause = clip(e.Err.Error(), 500)
	}
	return f
}

// maxSentence bounds a sentence from a worker, in bytes.
const maxSentence = 16 << 10

// err returns the error for the server. It accepts only codes that are about the file: a worker may
// be hostile.
func (f *fault) err() error {
	if f == nil {
		return nil
	}
	var cause error
	if f.Cause != "" {
		cause = errors.New(f.Cause)
	}
	switch f.Code {
	case content.Invalid, content.TooLarge:
		return &content.Error{Code: f.Code, Vi: clip(f.Vi, maxSentence), En: clip(f.En, maxSentence), Err: cause}
	}
	return fmt.Errorf("worker: %s %s", f.En, f.Cause)
}

// clip cuts s to at most n bytes without splitting a letter.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// maxThings bounds how many JSON values an answer may hold, such as cells of a sheet: decoded,
// small values take far more memory than their text.
const maxThings = 500_000

// decode reads a result.
func decode(b json.RawMessage, out any) error {
	if bytes.Count(b, []byte("{")) > maxThings {
		return errTooMuch
	}
	return json.Unmarshal(b, out)
}

// write sends a message: lengths, JSON, body.
func write(w io.Writer, v any, body []byte) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	head := make([]byte, 8, 8+len(b))
	binary.BigEndian.PutUint32(head, uint32(len(b)))
	binary.BigEndian.PutUint32(head[4:], uint32(len(body)))
	if _, err := w.Write(append(head, b...)); err != nil || len(body) == 0 {
		return err
	}
	_, err = w.Write(body)
	return err
}

// errTooMuch means that the other end sent more than its limit.
var errTooMuch = errors.New("worker: a message is longer than it may be")

// read reads a message. It allocates nothing for one that is too long.
func read(r io.Reader, v any, longest, longestBody int) ([]byte, error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n, m := int64(binary.BigEndian.Uint32(head[:])), int64(binary.BigEndian.Uint32(head[4:]))
	if n > int64(longest) || m > int64(longestBody) {
		return nil, errTooMuch
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return nil, err
	}
	if m == 0 {
		return nil, nil
	}
	body := make([]byte, m)
	_, err := io.ReadFull(r, body)
	return body, err
}
