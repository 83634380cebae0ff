package cap

import (
	"encoding/xml"
	"strings"
)

// entry is one of an Atom feed, or an item of RSS.
type entry struct {
	depth  int
	inside bool // the message is in it
	links  map[string]string
	mark   string
}

func newEntry(depth int) *entry { return &entry{depth: depth, links: map[string]string{}} }

// The kinds of links, the best first.
var linkKinds = []string{"cap", "xml", "plain"}

// part takes in an element of the entry. closed reports that it has read its end, too.
func (e *entry) part(d *xml.Decoder, t xml.StartElement) (closed bool, err error) {
	attr := func(name string) string {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return strings.TrimSpace(a.Value)
			}
		}
		return ""
	}
	add := func(kind, at string) {
		if e.links[kind] == "" {
			e.links[kind] = strings.TrimSpace(at)
		}
	}
	switch t.Name.Local {
	case "link":
		href := attr("href")
		if href == "" { // RSS writes it as text
			var text string
			if err := d.DecodeElement(&text, &t); err != nil {
				return false, err
			}
			add("plain", text)
			return true, nil
		}
		// The feeds of the U.S. Geological Survey call the message itself "related".
		switch kind := kindOf(attr("type")); attr("rel") {
		case "", "alternate", "via", "enclosure":
			add(kind, href)
		case "related":
			if kind == "cap" {
				add(kind, href)
			}
		}
	case "enclosure":
		add(kindOf(attr("type")), attr("url"))
	case "updated", "pubDate", "published":
		var text string
		if err := d.DecodeElement(&text, &t); err != nil {
			return false, err
		}
		if t.Name.Local != "published" || e.mark == "" {
			e.mark = text
		}
		return true, nil
	}
	return false, nil
}

// kindOf is how sure a link leads to a message, by the type that the feed gives it.
func kindOf(media string) string {
	switch media = strings.ToLower(media); {
	case strings.Contains(media, "cap+xml"):
		return "cap"
	case strings.HasSuffix(media, "/xml"):
		return "xml"
	}
	return "plain"
}

// best is the link that leads to the message; "": none does.
func (e entry) best() string {
	for _, kind := range linkKinds {
		if e.links[kind] != "" {
			return e.links[kind]
		}
	}
	return ""
}
