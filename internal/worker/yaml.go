package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"ngatu/content"
)

const jobYAML = "yaml"

// NodeKind is the kind of a [Node].
type NodeKind string

// The kinds of nodes. Aliases are dropped.
const (
	Scalar   NodeKind = "scalar"
	Mapping  NodeKind = "mapping"
	Sequence NodeKind = "sequence"
	Alias    NodeKind = "alias"
)

// Node is a part of a YAML document: a text, or a list of nodes. A mapping holds its keys and
// values in turn.
type Node struct {
	Kind    NodeKind `json:"k"`
	Line    int      `json:"l"` // the first is 1
	Value   string   `json:"v,omitempty"`
	Content []*Node  `json:"c,omitempty"`
}

// deepest limits the nesting of a document; people write four levels.
const deepest = 50

// YAML reads the documents of a YAML file in a worker, at most the first two. It does not follow
// aliases. If the text is not YAML, the error is a [content.Error] with code Invalid that names the
// line.
func (p *Pool) YAML(ctx context.Context, b []byte) ([]*Node, error) {
	var out []*Node
	w, err := p.begin(ctx, ask{Job: jobYAML, Name: "campaign.yaml", Size: int64(len(b))}, bytes.NewReader(b), &out)
	if err != nil {
		return nil, err
	}
	w.end()
	return out, nil
}

func yamlInside(d *desk) {
	b, err := io.ReadAll(io.NewSectionReader(d.file, 0, d.first.Size))
	var out []*Node
	if err == nil {
		out, err = Documents(b)
	}
	d.answer(d.first.ID, out, err)
}

// Documents does what [Pool.YAML] lets its worker do, for tests.
func Documents(b []byte) (documents []*Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(b))
	for range 2 {
		var doc yaml.Node
		err := decoder.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, &content.Error{
				Code: content.Invalid,
				Vi:   fmt.Sprintf("không đúng cú pháp YAML (%v)", err), En: fmt.Sprintf("it is not well-formed YAML (%v)", err),
			}
		}
		root := &doc
		if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
			root = doc.Content[0]
		}
		n, err := plain(root, deepest)
		if err != nil {
			return nil, err
		}
		documents = append(documents, n)
	}
	return documents, nil
}

// plain copies a node, at most so many levels deep.
func plain(n *yaml.Node, levels int) (*Node, error) {
	if levels == 0 {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("dòng %d: lồng nhau quá sâu", n.Line), En: fmt.Sprintf("line %d: nested too deep", n.Line),
		}
	}
	out := &Node{Line: n.Line, Value: n.Value}
	switch n.Kind {
	case yaml.MappingNode:
		out.Kind = Mapping
	case yaml.SequenceNode:
		out.Kind = Sequence
	case yaml.AliasNode:
		out.Kind = Alias
	default:
		out.Kind = Scalar
	}
	for _, inner := range n.Content {
		one, err := plain(inner, levels-1)
		if err != nil {
			return nil, err
		}
		out.Content = append(out.Content, one)
	}
	return out, nil
}
