package api

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// description is the table of routes as OpenAPI 3.1, its schemas made from the types of Go that
// requests are read into and answers are written from.
func (a *API) description() *huma.OpenAPI {
	types := newTypes()
	out := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Ngatu", Version: "1", License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			Description: "What programs send to a city's screens and ask of them. A token, made in the studio or by ngatu token make, has one scope, " +
				"an end, and for slides, forms, holds and screens may have an area; it acts as whoever made it. Instants are RFC 3339; areas are " +
				"written as period/code. Errors carry a sentence in Vietnamese and in English. Answers may get more fields.",
		},
		Components: &huma.Components{
			Schemas:         types.Registry,
			SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token of the scope that the operation names"}},
		},
	}
	for _, r := range a.table() {
		op := &huma.Operation{
			Method: r.method, Path: r.path, OperationID: r.says.id, Summary: r.says.en,
			Description: r.says.more + " At most " + strconv.Itoa(r.meter.Most()) + " requests a minute for each token.",
			Security:    []map[string][]string{{"token": {}}},
			Responses:   map[string]*huma.Response{},
			Extensions: map[string]any{
				"x-summary-vi": r.says.vi, "x-token-scope": r.scope,
				"x-codeSamples": []map[string]string{{"lang": "Shell", "source": r.says.curl}},
			},
		}
		if r.says.query != nil {
			op.Parameters = types.parameters(r.says.query)
		}
		if len(r.says.takes) > 0 {
			op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}, Description: "At most " + bytesOf(r.most)}
			for _, b := range r.says.takes {
				op.RequestBody.Content[b.kind] = &huma.MediaType{Schema: types.schema(b.of)}
			}
		}
		for _, s := range r.says.answers {
			op.Responses[strconv.Itoa(s.status)] = types.answer(s)
		}
		for status, s := range types.always(r) {
			op.Responses[status] = s
		}
		out.AddOperation(op)
	}
	types.finish()
	return out
}

// parameters are those that the fields of a struct describe.
func (t types) parameters(of any) (out []*huma.Param) {
	for f := range fields(of) {
		p := &huma.Param{Name: f.Tag.Get("query"), In: "query", Description: f.Tag.Get("doc"), Schema: huma.SchemaFromField(t.Registry, f, "")}
		p.Schema.Description, p.Schema.Nullable = "", false
		out = append(out, p)
	}
	return out
}

// namesOf are the names of the parameters that the fields of a struct describe.
func namesOf(of any) (out []string) {
	for f := range fields(of) {
		out = append(out, f.Tag.Get("query"))
	}
	return out
}

func fields(of any) func(func(reflect.StructField) bool) {
	return slices.Values(reflect.VisibleFields(reflect.TypeOf(of)))
}

// schema is that of a value's type; of nil, the bytes of a file.
func (t types) schema(of any) *huma.Schema {
	if of == nil {
		return &huma.Schema{Type: huma.TypeString, Format: "binary"}
	}
	return t.Schema(reflect.TypeOf(of), true, "")
}

func (t types) answer(s said) *huma.Response {
	schema := t.schema(s.of)
	if _, figures := s.of.(figuresRefusal); figures { // before anything was read there is no more to say
		schema = &huma.Schema{AnyOf: []*huma.Schema{schema, t.schema(refusal{})}}
	}
	return &huma.Response{Description: s.means, Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
}

// always are the answers that every route may give.
func (t types) always(r route) map[string]*huma.Response {
	out := map[string]*huma.Response{
		"401":     t.answer(said{0, "The token is missing, unknown or over", refusal{}}),
		"403":     t.answer(said{0, "The token has another scope (this needs " + r.scope + "), or its maker may not do this there", refusal{}}),
		"429":     t.answer(said{0, "Too many requests in a minute", refusal{}}),
		"default": t.answer(said{0, "The server cannot do it now (500, 503, 507): the sentence says what to do", refusal{}}),
	}
	out["401"].Headers = map[string]*huma.Param{http.CanonicalHeaderKey("WWW-Authenticate"): {
		Description: "Bearer", Schema: &huma.Schema{Type: huma.TypeString},
	}}
	return out
}

// bytesOf is a number of bytes as people read it.
func bytesOf(n int) string {
	if n >= 1<<20 {
		return strconv.Itoa(n>>20) + " MB"
	}
	return strconv.Itoa(n>>10) + " kB"
}

// finish says of each field what it is, and what huma cannot know: lists are never null, and an
// answer may get more fields, while what is sent is read strictly.
func (t types) finish() {
	for name, s := range t.Map() {
		if !slices.Contains([]string{"Row", "FigureRows", "SlideForm"}, name) {
			s.AdditionalProperties = nil
		}
		for key, p := range s.Properties {
			p.Nullable = false
			if said, ok := words[name+"."+key]; ok {
				p.Description = said
			}
		}
	}
	t.Map()["Row"].Required = []string{"value"} // what else is missing is told row by row
}
