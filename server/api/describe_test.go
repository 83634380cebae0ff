package api

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"image"
	"image/png"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"ngatu/content"
	"ngatu/internal/store"
)

// openapi is what an OpenAPI 3.1 description has to be, as the OpenAPI Initiative publishes it.
//
//go:embed testdata/openapi-3.1.json
var openapi string

// judge holds values against the schemas of the description, in which no field may stand that it
// does not name.
type judge struct {
	compiler *jsonschema.Compiler
	doc      *huma.OpenAPI
}

func newJudge(t *testing.T) judge {
	t.Helper()
	j := judge{jsonschema.NewCompiler(), New(Options{}).description()}
	j.compiler.DefaultDraft(jsonschema.Draft2020)
	j.compiler.AssertFormat()
	for _, s := range j.doc.Components.Schemas.Map() {
		s.AdditionalProperties = false
	}
	b, err := j.doc.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if err := j.compiler.AddResource("api.json", parsed(t, b)); err != nil {
		t.Fatal(err)
	}
	return j
}

func (j judge) operation(method, path string) *huma.Operation {
	if method == http.MethodGet {
		return j.doc.Paths[path].Get
	}
	return j.doc.Paths[path].Post
}

// holds is nil where a value is as the schema at a place of the description says.
func (j judge) holds(value any, at ...string) error {
	for i := range at {
		at[i] = url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(at[i]))
	}
	s, err := j.compiler.Compile("api.json#/" + strings.Join(at, "/"))
	if err != nil {
		return err
	}
	return s.Validate(value)
}

func parsed(t *testing.T, b []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return v
}

// The description is OpenAPI 3.1, in JSON and in YAML, and names every route that there is and no
// other.
func TestTheDescriptionIsThatOfTheRoutes(t *testing.T) {
	a := New(Options{})
	d, err := a.written()
	if err != nil {
		t.Fatal(err)
	}
	rules := jsonschema.NewCompiler()
	if err := rules.AddResource("openapi.json", parsed(t, []byte(openapi))); err != nil {
		t.Fatal(err)
	}
	if err := rules.MustCompile("openapi.json").Validate(parsed(t, d.json)); err != nil {
		t.Error(err)
	}
	var one, other any
	if err := json.Unmarshal(d.json, &one); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(d.yaml, &other); err != nil {
		t.Fatal(err)
	}
	plain, _ := json.Marshal(one)
	if again, err := json.Marshal(other); err != nil || !bytes.Equal(again, plain) {
		t.Errorf("the YAML says something else: %v", err)
	}
	j := newJudge(t)
	for name := range j.doc.Components.Schemas.Map() {
		if err := j.holds(0, "components", "schemas", name); err == nil || !strings.Contains(err.Error(), "got number") {
			t.Errorf("the schema %s does not hold for JSON Schema 2020-12: %v", name, err)
		}
	}
	web := fiber.New()
	a.Routes(web)
	there, described := map[string]bool{}, map[string]bool{}
	for _, r := range web.GetRoutes() {
		if r.Method != fiber.MethodHead && !slices.Contains([]string{pathJSON, pathYAML, pathPage, pathStyle}, r.Path) {
			there[r.Method+" "+r.Path] = true
		}
	}
	for path, item := range a.description().Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete, "PATCH": item.Patch} {
			if op != nil {
				described[method+" "+path] = true
			}
		}
	}
	if !maps.Equal(there, described) || len(there) == 0 {
		t.Errorf("there are %v, described are %v", there, described)
	}
}

// The description says of every field and parameter what it is, and no word of it is left over.
func TestTheDescriptionSaysWhatFieldsAre(t *testing.T) {
	d, used := New(Options{}).description(), map[string]bool{}
	for name, s := range d.Components.Schemas.Map() {
		for key, p := range s.Properties {
			used[name+"."+key] = true
			if p.Description == "" {
				t.Errorf("%s.%s has no description", name, key)
			}
			if len(p.Description) > 0 && strings.HasSuffix(p.Description, ".") {
				t.Errorf("%s.%s ends with a full stop, which the page adds", name, key)
			}
		}
	}
	for key := range words {
		if !used[key] {
			t.Errorf("no schema has %s", key)
		}
	}
	for path, item := range d.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				if p.Description == "" || p.Name == "" {
					t.Errorf("%s: the parameter %q has no description", path, p.Name)
				}
			}
		}
	}
}

// A list of values that the description gives as whole has every constant of its type.
func TestListsOfValuesAreWhole(t *testing.T) {
	for of, listed := range values {
		files, err := filepath.Glob("../../" + strings.TrimPrefix(of.PkgPath(), "ngatu/") + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		var there []string
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			there = append(there, constants(file, of.Name())...)
		}
		there = slices.DeleteFunc(there, func(s string) bool { return s == "" })
		for _, one := range there {
			if !slices.ContainsFunc(listed, func(l any) bool { return fmt.Sprint(l) == one }) {
				t.Errorf("%s: %q is not listed", of, one)
			}
		}
		if len(there) == 0 {
			t.Errorf("%s has no constants", of)
		}
	}
}

// constants are the values of the constants of a named type in a file.
func constants(file *ast.File, name string) (out []string) {
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, s := range group.Specs {
			v := s.(*ast.ValueSpec)
			if of, ok := v.Type.(*ast.Ident); !ok || of.Name != name {
				continue
			}
			for _, e := range v.Values {
				if lit, ok := e.(*ast.BasicLit); ok {
					value, _ := strconv.Unquote(lit.Value)
					out = append(out, value)
				}
			}
		}
	}
	return out
}

// call is a request to the API.
type call struct {
	path, token, kind, body string
	status                  int
	odd                     bool // the request is not as described, on purpose
}

// What the running server answers is as described: every status of every operation, in all of its
// fields; and so is every request that it takes.
func TestAnswersAreAsDescribed(t *testing.T) {
	base, st := serve(t)
	stand(t, st)
	_, err := st.Change(t.Context(), "test", func(tx *store.Tx) error {
		ctx := context.Background()
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "c", Name: "c", Pool: "city", Weight: 1}); err != nil {
			return err
		}
		on := content.Slide{ID: "s-on", Campaign: "c", Kind: content.Notice, Style: content.Slogan, Title: "Cài đặt", Words: content.Words{Head: "Cài đặt"}, State: content.Approved}
		draft := on
		draft.ID, draft.State = "s-draft", content.Draft
		for id, campaign := range map[string]string{"f-a": "c", "f-lost": "none"} {
			if err := tx.PutForm(ctx, content.Form{
				ID: id, Name: "Tiếp dân", Days: 9, Until: tx.Time().Add(time.Hour), By: maker, At: tx.Time(),
				Slide: content.Slide{Kind: content.Notice, Style: content.Slogan, Campaign: campaign, Words: content.Words{Head: "Tiếp dân ở {phòng}, {giờ}"}},
				Fields: []content.FormField{
					{Name: "phòng", Kind: content.FieldChoice, Options: []string{"phòng 1"}}, {Name: "giờ", Kind: content.FieldHours, From: "07:30", To: "17:00"},
				},
			}); err != nil {
				return err
			}
		}
		if err := tx.PutSlide(ctx, on); err != nil {
			return err
		}
		return tx.PutSlide(ctx, draft)
	})
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(sheetText, "Ba Đình", "Xyz", 1)
	calls := map[string][]call{
		"POST": {
			{"/api/figures?dry_run=1", figuresToken, "text/csv", sheetText, 200, false},
			{"/api/figures", figuresToken, "text/csv", sheetText, 201, false},
			{"/api/figures", figuresToken, "application/octet-stream", string(workbook(t)), 201, false},
			{"/api/figures", figuresToken, "application/json", rowsText, 201, false},
			{"/api/figures", figuresToken, "application/json", rowsText, 200, false},
			{"/api/figures", figuresToken, "text/csv", strings.Replace(sheetText, "Số tài khoản", "Kết quả", 1), 202, false},
			{"/api/figures?ignored=A&ignored=B&unit=C", figuresToken, "text/csv", sheetText, 202, false},
			{"/api/figures?base=r-none", figuresToken, "text/csv", sheetText, 409, false},
			{"/api/figures", figuresToken, "text/csv", wrong, 422, false},
			{"/api/figures?dryrun=1", figuresToken, "text/csv", sheetText, 422, true},
			{"/api/figures", figuresToken, "application/json", `{"rows":[{"valeu":1}]}`, 422, true},
			{"/api/figures", "", "text/csv", sheetText, 401, true},
			{"/api/figures", slidesToken, "text/csv", sheetText, 403, false},
			{"/api/figures", figuresToken, "text/csv", "", 413, true},
			{"/api/holds", holdsToken, "application/json", `{"scope":"install","until":"2999-01-01T08:00:00+07:00","why":"iHanoi bảo trì"}`, 201, false},
			{"/api/holds", holdsToken, "application/json", `{"scope":"slide","slide":"s-on","area":"2024-11/006"}`, 201, false},
			{"/api/holds", holdsToken, "application/json", `{"scope":"slide","slide":"none"}`, 404, false},
			{"/api/holds", holdsToken, "application/json", `{"scope":"everything"}`, 422, true},
			{"/api/holds", "ngatu_other", "application/json", `{"scope":"install"}`, 401, false},
			{"/api/holds", onToken, "application/json", `{"scope":"install"}`, 403, false},
			{"/api/holds", holdsToken, "application/json", "", 413, true},
			{"/api/forms", formsToken, "application/json", `{"form":"f-a","values":{"phòng":"phòng 1","giờ":"08:00-09:00"},"areas":["2024-11/006"]}`, 201, false},
			{"/api/forms", formsToken, "application/json", `{"form":"none","values":{}}`, 404, false},
			{"/api/forms", formsToken, "application/json", `{"form":"f-lost","values":{"phòng":"phòng 1","giờ":"08:00-09:00"}}`, 409, false},
			{"/api/forms", formsToken, "application/json", `{"form":"f-a","values":{"phòng":"phòng 1"}}`, 422, false},
			{"/api/forms", formsToken, "application/json", "", 413, true},
			{"/api/forms", "", "application/json", "{}", 401, true},
			{"/api/forms", slidesToken, "application/json", `{"form":"f-a","values":{}}`, 403, false},
			uploaded(t, 201, "fit", "cover", "ai", "no", "title", "Xin chào"),
			uploaded(t, 404, "campaign", "none"),
			uploaded(t, 422, "fit", "stretch"),
			{"/api/slides", "", "text/plain", "x", 401, true},
			{"/api/slides", onToken, "multipart/form-data; boundary=x", "--x--\r\n", 403, true},
			{"/api/slides", slidesToken, "multipart/form-data; boundary=x", "", 413, true},
		},
		"GET": {
			{"/api/forms", formsToken, "", "", 200, false},
			{"/api/forms", "", "", "", 401, true},
			{"/api/forms", slidesToken, "", "", 403, false},
			{"/api/holds", holdsToken, "", "", 200, false},
			{"/api/holds", "", "", "", 401, true},
			{"/api/holds", onToken, "", "", 403, false},
			{"/api/on", onToken, "", "", 200, false},
			{"/api/on?screen=A-ON&at=2026-11-20+18:30", onToken, "", "", 200, false},
			{"/api/on?screen=nowhere", onToken, "", "", 404, false},
			{"/api/on?at=bao+gio", onToken, "", "", 422, false},
			{"/api/on", "", "", "", 401, true},
			{"/api/on", holdsToken, "", "", 403, false},
			{"/api/slides?slide=s-on", slidesToken, "", "", 200, false},
			{"/api/slides?slide=none", slidesToken, "", "", 404, false},
			{"/api/slides?slide=s-on", "", "", "", 401, true},
			{"/api/slides?slide=s-on", onToken, "", "", 403, false},
			{"/api/screens", screensToken, "", "", 200, false},
			{"/api/screens?state=silent&area=2024-11/001&limit=1&after=A", screensToken, "", "", 200, false},
			{"/api/screens?limit=2000", screensToken, "", "", 422, true},
			{"/api/screens", "", "", "", 401, true},
			{"/api/screens", holdsToken, "", "", 403, false},
		},
	}
	v, seen := newJudge(t), map[string]bool{}
	for method, some := range calls {
		for _, c := range some {
			seen[asDescribed(t, v, base, method, c)] = true
		}
	}
	for range 2 * holdsAMinute {
		asDescribed(t, v, base, "GET", call{path: "/api/holds", token: holdsToken})
	}
	for path, item := range New(Options{}).description().Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post} {
			if op == nil {
				continue
			}
			for status := range op.Responses {
				if status != "429" && status != "default" && !seen[method+" "+path+" "+status] {
					t.Errorf("nothing was answered with: %s %s %s", method, path, status)
				}
			}
		}
	}
}

// uploaded is a call with a picture and fields.
func uploaded(t *testing.T, status int, fields ...string) call {
	t.Helper()
	var form, picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 60, 30))); err != nil {
		t.Fatal(err)
	}
	w := multipart.NewWriter(&form)
	for i := 0; i < len(fields); i += 2 {
		w.WriteField(fields[i], fields[i+1])
	}
	f, err := w.CreateFormFile("file", "Xin chào.png")
	if err != nil {
		t.Fatal(err)
	}
	f.Write(picture.Bytes())
	w.Close()
	return call{"/api/slides", slidesToken, w.FormDataContentType(), form.String(), status, status == 422}
}

// asDescribed sends a request and holds it and its answer against the description. A body that is
// to be refused for its length is sent without one. It gives the operation and the status.
func asDescribed(t *testing.T, j judge, base, method string, c call) string {
	t.Helper()
	var body io.Reader = strings.NewReader(c.body)
	if c.status == 413 {
		body = io.MultiReader(strings.NewReader("x"))
	}
	req, err := http.NewRequest(method, base+c.path, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", c.kind)
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	what := fmt.Sprintf("%s %s: %d", method, c.path, resp.StatusCode)
	if c.status != 0 && resp.StatusCode != c.status {
		t.Errorf("%s, not %d: %s", what, c.status, said)
	}
	path, kind := req.URL.Path, strings.SplitN(c.kind, ";", 2)[0]
	operation := []string{"paths", path, strings.ToLower(method)}
	if !c.odd {
		for name, values := range req.URL.Query() {
			n := slices.IndexFunc(j.operation(method, path).Parameters, func(p *huma.Param) bool { return p.Name == name })
			if n < 0 {
				t.Errorf("%s: the parameter %s is not described", what, name)
				continue
			}
			var value any = values[0]
			if whole, err := strconv.Atoi(values[0]); err == nil && name == "limit" {
				value = whole
			}
			if name == "ignored" {
				value = []any{values[0]}
			}
			if err := j.holds(value, append(slices.Clone(operation), "parameters", strconv.Itoa(n), "schema")...); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		if kind == "application/json" {
			if err := j.holds(parsed(t, []byte(c.body)), append(slices.Clone(operation), "requestBody", "content", kind, "schema")...); err != nil {
				t.Errorf("the request %s: %v", what, err)
			}
		} else if kind != "" && j.operation(method, path).RequestBody.Content[kind] == nil {
			t.Errorf("%s: a body of %s is not described", what, kind)
		}
	}
	if err := j.holds(parsed(t, said), append(operation, "responses", strconv.Itoa(resp.StatusCode), "content", "application/json", "schema")...); err != nil {
		t.Errorf("the answer %s: %v\n%s", what, err, said)
	}
	return fmt.Sprintf("%s %s %d", method, req.URL.Path, resp.StatusCode)
}

// People read the description on a page without scripts, which nobody has to sign in for.
func TestTheDescriptionIsServed(t *testing.T) {
	base, _ := serve(t)
	for path, want := range map[string][]string{
		pathJSON:  {"application/json", `"openapi":"3.1.0"`},
		pathYAML:  {"application/yaml", "openapi: 3.1.0"},
		pathPage:  {"text/html", `<h2 id="setHold">`, "Tạm ngừng chiếu", `href="#Hold"`, "slide | not_sober | install", "At most 30 requests"},
		pathStyle: {"text/css", "--ground"},
	} {
		resp, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), want[0]) || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %v, %v", path, resp.StatusCode, resp.Header, err)
		}
		for _, w := range want[1:] {
			if !strings.Contains(string(b), w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
		if strings.Contains(string(b), "<script") || strings.Contains(string(b), "style=") {
			t.Errorf("%s has what its policy forbids", path)
		}
	}
}
