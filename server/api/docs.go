package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// pageView is the page that people read.
type pageView struct {
	*huma.Info
	Operations []operationView
	Schemas    []schemaView
}

type operationView struct {
	*huma.Operation
	Vi, Scope, Curl string
	Inputs          []fieldView
	Bodies          []mediaView
	Replies         []replyView
}

type mediaView struct {
	Kind string
	Of   typeView
}

type replyView struct {
	Status, Means string
	Of            []typeView
}

type schemaView struct {
	Name   string
	Fields []fieldView
}

type fieldView struct {
	Name, Means string
	Of          typeView
	Required    bool
}

// typeView is a type in words; Ref is the schema that they lead to.
type typeView struct{ Words, Ref string }

// typeOf says a schema in words.
func typeOf(s *huma.Schema) typeView {
	if s == nil {
		return typeView{Words: "anything"}
	}
	if name := s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]; name != "" {
		return typeView{name, name}
	}
	if s.Type == huma.TypeArray {
		of := typeOf(s.Items)
		return typeView{"list of " + of.Words, of.Ref}
	}
	var parts []string
	for _, one := range s.AnyOf {
		parts = append(parts, typeOf(one).Words)
	}
	for _, one := range s.Enum {
		parts = append(parts, fmt.Sprint(one))
	}
	if len(parts) > 0 {
		return typeView{Words: strings.Join(parts, " | ")}
	}
	switch {
	case s.Format == "binary":
		return typeView{Words: "the bytes of a file"}
	case s.Format == "date-time":
		return typeView{Words: "instant"}
	}
	return typeView{Words: s.Type}
}

// viewOf is what the page shows of a description.
func viewOf(d *huma.OpenAPI) pageView {
	v := pageView{Info: d.Info}
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		for _, op := range []*huma.Operation{d.Paths[path].Get, d.Paths[path].Post} {
			if op != nil {
				v.Operations = append(v.Operations, operationOf(op))
			}
		}
	}
	all := d.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		one := schemaView{Name: name}
		for _, key := range slices.Sorted(maps.Keys(all[name].Properties)) {
			p := all[name].Properties[key]
			one.Fields = append(one.Fields, fieldView{key, p.Description, typeOf(p), slices.Contains(all[name].Required, key)})
		}
		v.Schemas = append(v.Schemas, one)
	}
	return v
}

func operationOf(op *huma.Operation) operationView {
	v := operationView{Operation: op}
	v.Vi, _ = op.Extensions["x-summary-vi"].(string)
	v.Scope, _ = op.Extensions["x-token-scope"].(string)
	if calls, _ := op.Extensions["x-codeSamples"].([]map[string]string); len(calls) > 0 {
		v.Curl = calls[0]["source"]
	}
	for _, p := range op.Parameters {
		v.Inputs = append(v.Inputs, fieldView{p.Name, p.Description, typeOf(p.Schema), p.Required})
	}
	if op.RequestBody != nil {
		for _, kind := range slices.Sorted(maps.Keys(op.RequestBody.Content)) {
			v.Bodies = append(v.Bodies, mediaView{kind, typeOf(op.RequestBody.Content[kind].Schema)})
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		r := replyView{Status: status, Means: op.Responses[status].Description}
		for _, m := range op.Responses[status].Content {
			if len(m.Schema.AnyOf) == 0 {
				r.Of = append(r.Of, typeOf(m.Schema))
			}
			for _, one := range m.Schema.AnyOf {
				r.Of = append(r.Of, typeOf(one))
			}
		}
		v.Replies = append(v.Replies, r)
	}
	return v
}
