//go:build linux

package main

import (
	"bytes"
	"compress/flate"
	"hash/maphash"
	"io"
	"strconv"
)

// thing is what a frame is the whole truth of, and the hash of that.
type thing struct{ kind, about, hash string }

// head is what of a frame is looked at.
type head struct {
	thing
	number int64
}

// reader reads the heads of frames. A compressed frame that goes to thousands is unpacked once: it
// is known again by a digest of its bytes.
type reader struct {
	seed   maphash.Seed
	known  map[uint64]head
	source bytes.Reader
	flate  io.ReadCloser
	buffer [1024]byte
}

func newReader() *reader {
	return &reader{seed: maphash.MakeSeed(), known: map[uint64]head{}, flate: flate.NewReader(bytes.NewReader(nil))}
}

// mostKnown bounds the frames that are remembered.
const mostKnown = 10_000

func (r *reader) head(packed bool, payload []byte) head {
	if !packed && len(payload) < 4<<10 {
		return headOf(payload)
	}
	sum := maphash.Bytes(r.seed, payload)
	h, ok := r.known[sum]
	if ok {
		return h
	}
	h = headOf(r.beginning(packed, payload))
	if len(r.known) >= mostKnown {
		clear(r.known)
	}
	r.known[sum] = h
	return h
}

func (r *reader) beginning(packed bool, payload []byte) []byte {
	if !packed {
		return payload[:min(len(payload), len(r.buffer))]
	}
	r.source.Reset(payload)
	_ = r.flate.(flate.Resetter).Reset(&r.source, nil) // it says so of no other than a broken dictionary
	n, _ := io.ReadFull(r.flate, r.buffer[:])
	return r.buffer[:n]
}

// headOf finds the fields that stand before the body, as the server writes them: nothing in
// them needs an escape.
func headOf(b []byte) head {
	if i := bytes.Index(b, []byte(`"body":`)); i >= 0 {
		b = b[:i]
	}
	field := func(name, end string) string {
		_, rest, ok := bytes.Cut(b, []byte(`"`+name+`":`))
		if !ok {
			return ""
		}
		value, _, _ := bytes.Cut(rest, []byte(end))
		return string(bytes.Trim(value, `"`))
	}
	h := head{thing: thing{kind: field("type", ","), about: field("for", ","), hash: field("hash", ",")}}
	h.number, _ = strconv.ParseInt(field("number", ","), 10, 64)
	return h
}
