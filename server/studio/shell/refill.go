package shell

import (
	"bytes"
	"net/url"
	"slices"

	"golang.org/x/net/html"
)

// refill puts what was typed back into the form of a page that was sent to a path, as it was typed,
// and marks the fields that are wrong; without sent it only marks. It keeps also what no field of a
// struct could hold, for all forms alike.
func refill(page []byte, l Language, path string, sent url.Values, wrong []FaultLine) ([]byte, error) {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	form := formOf(doc, path, sent)
	if form == nil {
		return page, nil
	}
	for n := range form.Descendants() {
		if name := attr(n, "name"); name != "" && sent != nil {
			fillIn(n, sent[name])
		}
	}
	for _, one := range slices.Backward(wrong) {
		mark(doc, form, l, one)
	}
	var out bytes.Buffer
	err = html.Render(&out, doc)
	return out.Bytes(), err
}

// formOf is the form that is sent to the path; of several, the one whose hidden fields are those
// that were sent.
func formOf(doc *html.Node, path string, sent url.Values) *html.Node {
	for form := range doc.Descendants() {
		if form.Data != "form" || attr(form, "method") != "post" {
			continue
		}
		goes, same := attr(form, "action") == path, true
		for n := range form.Descendants() {
			goes = goes || n.Data == "button" && attr(n, "formaction") == path
			name := attr(n, "name")
			if attr(n, "type") == "hidden" && sent.Has(name) && !slices.Contains(sent[name], attr(n, "value")) {
				same = false
			}
		}
		if goes && same {
			return form
		}
	}
	return nil
}

func fillIn(n *html.Node, values []string) {
	first := ""
	if len(values) > 0 {
		first = values[0]
	}
	switch n.Data {
	case "input":
		switch attr(n, "type") {
		case "hidden", "password", "file":
		case "checkbox", "radio":
			set(n, "checked", slices.Contains(values, attr(n, "value")))
		default:
			if len(values) > 0 {
				setAttr(n, "value", first)
			}
		}
	case "textarea":
		if len(values) > 0 {
			for n.FirstChild != nil {
				n.RemoveChild(n.FirstChild)
			}
			n.AppendChild(&html.Node{Type: html.TextNode, Data: first})
		}
	case "select":
		for o := range n.Descendants() {
			if o.Data == "option" && len(values) > 0 {
				set(o, "selected", attr(o, "value") == first)
			}
		}
	}
}

// mark says at a field what is wrong with it, and gives it the name that the summary leads to.
// Without such a field the summary's line is no link.
func mark(doc, form *html.Node, l Language, one FaultLine) {
	for n := range form.Descendants() {
		if one.Field == "" || attr(n, "name") != one.Field || attr(n, "type") == "hidden" {
			continue
		}
		setAttr(n, "id", "f-"+one.Field)
		setAttr(n, "aria-invalid", "true")
		setAttr(n, "aria-describedby", "e-"+one.Field)
		said := &html.Node{Type: html.ElementNode, Data: "span", Attr: []html.Attribute{{Key: "class", Val: "wrong"}, {Key: "id", Val: "e-" + one.Field}}}
		said.AppendChild(&html.Node{Type: html.TextNode, Data: Text{one.Vi, one.En}.In(l)})
		if n.Parent.Data == "label" && attr(n, "type") != "radio" && attr(n, "type") != "checkbox" {
			n.Parent.InsertBefore(said, n.NextSibling)
		} else if set := above(n, "fieldset"); set != nil && set.FirstChild != nil {
			set.InsertBefore(said, set.FirstChild.NextSibling) // after its legend
		} else {
			n.Parent.InsertBefore(said, n.NextSibling)
		}
		for d := above(n, "details"); d != nil; d = above(d, "details") {
			setAttr(d, "open", "")
		}
		return
	}
	for n := range doc.Descendants() {
		if n.Data == "a" && attr(n, "href") == "#f-"+one.Field {
			set(n, "href", false)
		}
	}
}

func above(n *html.Node, name string) *html.Node {
	for n = n.Parent; n != nil && n.Data != name; n = n.Parent {
	}
	return n
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, key, value string) {
	set(n, key, true)
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
	n.Attr[i].Val = value
}

// set has an attribute without a value there, or takes an attribute away.
func set(n *html.Node, key string, there bool) {
	has := func(a html.Attribute) bool { return a.Key == key }
	if !there {
		n.Attr = slices.DeleteFunc(n.Attr, has)
	} else if !slices.ContainsFunc(n.Attr, has) {
		n.Attr = append(n.Attr, html.Attribute{Key: key})
	}
}
