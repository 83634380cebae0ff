// Package cap reads messages of the Common Alerting Protocol, alone or in a feed (Atom, RSS, or any
// document that holds some), and the links by which a feed names more.
//
// It owns the format: CAP 1.2 and 1.1, which differ in nothing that is read here. What a message
// means is content/bulletin's. Documents come from outside: no document type, no entity but the
// five of XML, and a limit on everything.
package cap

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/content/bulletin"
)

// Limits of a document.
const (
	MaxBytes    = 4 << 20 // of a feed; a message alone has some kilobytes
	maxMessages = 200
	maxLinks    = 500
	maxInfos    = 20
	maxAreas    = 200
	maxCodes    = 200
	maxRefers   = 200
	maxText     = 4000 // bytes of one text
	maxDepth    = 60
)

// Document is what a document holds.
type Document struct {
	Messages []bulletin.Message `json:",omitempty"`
	Links    []Link             `json:",omitempty"` // to messages that are not in the document
	Broken   int                `json:",omitempty"` // messages that lack what each must have
	Why      string             `json:",omitempty"` // of the first of these, for the operator
}

// Link is one that a feed has to a message.
type Link struct {
	At   string // address, as it is written
	Mark string // when it was changed last, as it is written: another one means that it is to be read again
}

// namespaces are those of messages that are understood.
var namespaces = map[string]bool{"urn:oasis:names:tc:emergency:cap:1.2": true, "urn:oasis:names:tc:emergency:cap:1.1": true}

// Read reads a document. The error of one that is no XML, or has nothing of CAP in it and is no
// feed, is a [content.Error] with code Invalid.
func Read(b []byte) (Document, error) {
	if len(b) > MaxBytes {
		return Document{}, &content.Error{
			Code: content.TooLarge,
			Vi:   fmt.Sprintf("Nguồn cảnh báo trả về hơn %d MB nên không đọc.", MaxBytes>>20), En: fmt.Sprintf("The feed is longer than %d MB and is not read.", MaxBytes>>20),
		}
	}
	r := reader{d: xml.NewDecoder(bytes.NewReader(b))}
	r.d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") {
			return in, nil
		}
		return nil, fmt.Errorf("the encoding %q is not read: use UTF-8", charset)
	}
	if err := r.walk(); err != nil {
		return Document{}, malformed(err)
	}
	if !r.feed && len(r.out.Messages) == 0 && r.out.Broken == 0 {
		return Document{}, &content.Error{
			Code: content.Invalid,
			Vi:   "Địa chỉ này không có bản tin CAP 1.1 hay 1.2, cũng không phải nguồn Atom hay RSS.", En: "There is no message of CAP 1.1 or 1.2 at this address, nor an Atom or RSS feed.",
		}
	}
	return r.out, nil
}

func malformed(err error) error {
	var said *content.Error
	if errors.As(err, &said) {
		return err
	}
	return &content.Error{
		Code: content.Invalid, Err: err,
		Vi: fmt.Sprintf("Nguồn cảnh báo không phải XML đúng cú pháp (%v).", err), En: fmt.Sprintf("The feed is not well-formed XML (%v).", err),
	}
}

// reader walks through one document.
type reader struct {
	d    *xml.Decoder
	out  Document
	feed bool
}

func (r *reader) walk() error {
	depth, roots := 0, 0
	var entry *entry
	for {
		token, err := r.d.Token()
		if errors.Is(err, io.EOF) {
			if roots == 0 {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive:
			return errors.New("a document type is not read")
		case xml.StartElement:
			if depth == 0 {
				roots++
				r.feed = r.feed || t.Name.Local == "feed" || t.Name.Local == "rss" || t.Name.Local == "RDF"
			}
			if t.Name.Local == "alert" && namespaces[t.Name.Space] {
				if err := r.alert(t); err != nil {
					return err
				}
				if entry != nil {
					entry.inside = true
				}
				continue
			}
			if depth++; depth > maxDepth {
				return errors.New("it is nested too deep")
			}
			switch {
			case t.Name.Local == "entry" || t.Name.Local == "item":
				entry = newEntry(depth)
			case entry != nil && depth == entry.depth+1:
				closed, err := entry.part(r.d, t)
				if err != nil {
					return err
				}
				if closed {
					depth--
				}
			}
		case xml.EndElement:
			if entry != nil && depth == entry.depth {
				r.link(*entry)
				entry = nil
			}
			depth--
		}
	}
}

// link keeps the link of an entry whose message is not in the feed itself.
func (r *reader) link(e entry) {
	if at := e.best(); !e.inside && at != "" && len(at) <= maxText && len(r.out.Links) < maxLinks {
		r.out.Links = append(r.out.Links, Link{At: at, Mark: clip(e.mark)})
	}
}

func (r *reader) alert(start xml.StartElement) error {
	var a alert
	if err := r.d.DecodeElement(&a, &start); err != nil {
		return err
	}
	m, err := a.message()
	switch {
	case err != nil:
		if r.out.Broken++; r.out.Why == "" {
			r.out.Why = err.Error()
		}
	case len(r.out.Messages) < maxMessages:
		r.out.Messages = append(r.out.Messages, m)
	}
	return nil
}

// clip cuts a text to what one may have, between letters.
func clip(s string) string {
	s = strings.TrimSpace(s)
	if len(s) <= maxText {
		return s
	}
	n := maxText
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// instant reads a time of CAP: a date and time with its distance from UTC.
func instant(s string) (time.Time, error) {
	return time.Parse(time.RFC3339, strings.TrimSpace(s))
}
