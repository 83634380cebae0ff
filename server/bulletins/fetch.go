package bulletins

import (
	"context"
	"net/url"
	"strings"
	"time"

	"ngatu/internal/cap"
	"ngatu/internal/outside"
)

// patience is how long an answer may take, the whole of it.
const patience = 20 * time.Second

// mostMessage is how many bytes a message that a feed links to may have.
const mostMessage = 1 << 20

// accepted are the kinds of documents that messages and feeds come as.
const accepted = "application/cap+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9"

// atOnce is how many links of a feed are read at a look.
const atOnce = 40

// mostTries is how often a link is read that brings what is no message. One that does not answer is
// tried for as long as the feed names it.
const mostTries = 3

// linked reads the messages that a feed links to and that were not read as they are now, and says
// what was made of each link. That is kept once the messages are.
func (b *Bulletins) linked(ctx context.Context, id, address, domains string, links []cap.Link) (out []cap.Document, kept map[string]mark, err error) {
	base, err := url.Parse(address)
	if err != nil {
		return nil, nil, err
	}
	read, kept := b.marksOf(id), map[string]mark{}
	left := atOnce
	for _, l := range links {
		ref, err := url.Parse(strings.TrimSpace(l.At))
		if err != nil {
			continue
		}
		at := base.ResolveReference(ref).String()
		was, known := read[at]
		if !known || was.text != l.Mark {
			was, known = mark{text: l.Mark}, false
		}
		if outside.CheckAddress(at, domains, b.Inside) != nil {
			continue
		}
		if known && !was.due(b.Now()) || left == 0 || ctx.Err() != nil {
			if known {
				kept[at] = was
			}
			if was.why != "" { // it is still not read, and people still see that
				out = append(out, cap.Document{Broken: 1, Why: was.why})
			}
			continue
		}
		left--
		var d cap.Document
		body, _, err := outside.Fetch(ctx, b.client, outside.Ask{Address: at, Accept: accepted, Most: mostMessage})
		if err == nil {
			d, err = b.Workers.Bulletin(ctx, body)
		}
		if err != nil {
			d = cap.Document{Broken: 1, Why: at + ": " + err.Error()}
		}
		kept[at], out = was.after(err, d.Why, b.Now()), append(out, d)
	}
	return out, kept, nil
}

func (b *Bulletins) marksOf(id string) map[string]mark {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.marks[id]
}
