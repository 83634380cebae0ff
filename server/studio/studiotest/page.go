package studiotest

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is what a browser got in the end.
type Page struct {
	Status int
	Path   string // with its query
	Head   http.Header
	HTML   string
}

// Value is what the fields of a name hold in the page's forms: of a choice the chosen one, of a
// text what is in it.
func (p Page) Value(name string) (value string) {
	doc, err := html.Parse(strings.NewReader(p.HTML))
	if err != nil {
		return err.Error()
	}
	for n := range doc.Descendants() {
		switch {
		case n.Data == "option" && attr(choiceOf(n), "name") == name && has(n, "selected"):
			value = attr(n, "value")
		case attr(n, "name") != name:
		case n.Data == "textarea" && n.FirstChild != nil:
			value = n.FirstChild.Data
		case attr(n, "type") == "radio" || attr(n, "type") == "checkbox":
			if has(n, "checked") {
				value = attr(n, "value")
			}
		case n.Data == "input":
			value = attr(n, "value")
		}
	}
	return value
}

// choiceOf is the list that an option is of, also one in a group.
func choiceOf(option *html.Node) *html.Node {
	if option.Parent.Data == "optgroup" {
		return option.Parent.Parent
	}
	return option.Parent
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// Says fails where a page does not hold all the texts, as people read them.
func (p Page) Says(t *testing.T, status int, texts ...string) Page {
	t.Helper()
	if p.Status != status {
		t.Errorf("status %d at %s, want %d\n%s", p.Status, p.Path, status, TextOf(p.HTML))
	}
	for _, want := range texts {
		if !strings.Contains(TextOf(p.HTML), want) {
			t.Errorf("the page %s does not say %q:\n%s", p.Path, want, TextOf(p.HTML))
		}
	}
	return p
}

// Lacks fails where a page holds one of the texts.
func (p Page) Lacks(t *testing.T, texts ...string) {
	t.Helper()
	for _, bad := range texts {
		if strings.Contains(TextOf(p.HTML), bad) {
			t.Errorf("the page %s says %q:\n%s", p.Path, bad, TextOf(p.HTML))
		}
	}
}

var tags = regexp.MustCompile(`(?s)<head.*?</head>|<[^>]*>`)

// TextOf is what people read of a page.
func TextOf(html string) string {
	plain := strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(tags.ReplaceAllString(html, " "))
	return strings.Join(strings.Fields(plain), " ")
}
