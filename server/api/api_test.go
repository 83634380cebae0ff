package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
	"ngatu/server/copies"
)

// reply is all that the API may say.
type reply struct {
	status int
	ID     string        `json:"id"`
	Taken  bool          `json:"taken"`
	Units  int           `json:"units"`
	Title  string        `json:"title"`
	State  content.State `json:"state"`

	Outcome copies.Outcome `json:"outcome"`
	Error   *struct {
		Code     content.Code     `json:"code"`
		Vi       string           `json:"vi"`
		En       string           `json:"en"`
		Problems []figure.Problem `json:"problems"`
	} `json:"error"`
}

func post(t *testing.T, url, token, kind string, body io.Reader) (a reply) {
	t.Helper()
	req, err := http.NewRequest("POST", url, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Accept", "text/html,*/*") // whatever is asked for, JSON comes
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		t.Fatalf("status %d, no JSON: %v", resp.StatusCode, err)
	}
	a.status = resp.StatusCode
	if asks := resp.Header.Get("WWW-Authenticate"); (asks == "Bearer") != (a.status == 401) {
		t.Errorf("status %d asks for %q", a.status, asks)
	}
	if (a.Error == nil) != (a.status < 400) || a.Error != nil && (a.Error.Vi == "" || a.Error.En == "") {
		t.Errorf("status %d with error %+v", a.status, a.Error)
	}
	return a
}

const sheetText = "Tính đến: 21/11/2024 17:00\nNguồn: Công an thành phố\nĐơn vị;Số tài khoản;Chỉ tiêu\nQuận Ba Đình;1200;5000\nQuận Đống Đa;900;4000\n"

const rowsText = `{"rows":[{"name":"Quận Ba Đình","value":1200,"target":5000,"as_of":"2024-11-21T17:00:00+07:00","source":"Công an"},
{"code":"006","value":"900","as_of":"2024-11-21T17:00:00+07:00","source":"Công an"}]}`

func workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"Tính đến: 21/11/2024 17:00"}, {"Nguồn: Công an"}, {"Đơn vị", "Số tài khoản"}, {"Quận Ba Đình", 1200}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFigures(t *testing.T) {
	base, st := serve(t)
	url := base + "/api/figures"
	tests := map[string]struct {
		query, token, kind, body string
		status, units, problems  int
		taken                    bool
	}{
		"csv":               {"", figuresToken, "text/csv", sheetText, 201, 2, 0, true},
		"xlsx":              {"", figuresToken, "application/octet-stream", string(workbook(t)), 201, 1, 0, true},
		"rows":              {"", figuresToken, "application/json; charset=utf-8", rowsText, 201, 2, 0, true},
		"only looked at":    {"?dry_run=1", figuresToken, "text/csv", sheetText, 200, 2, 0, false},
		"unknown unit":      {"", figuresToken, "text/csv", strings.Replace(sheetText, "Ba Đình", "Xyz", 1), 422, 0, 1, false},
		"a slip of the pen": {"", figuresToken, "text/csv", strings.Replace(sheetText, "Ba Đình", "Ba Dinhh", 1), 202, 0, 0, false},
		"a question":        {"", figuresToken, "text/csv", strings.Replace(sheetText, "Số tài khoản", "Kết quả", 1), 202, 0, 0, false},
		"its answer":        {"?value=K%E1%BA%BFt%20qu%E1%BA%A3", figuresToken, "text/csv", strings.NewReplacer("Số tài khoản", "Kết quả", "17:00", "18:00").Replace(sheetText), 201, 2, 0, true},
		"another column":    {"?value=K%E1%BA%BFt", figuresToken, "text/csv", strings.Replace(sheetText, "Số tài khoản", "Kết quả", 1), 202, 0, 0, false},
		"unknown parameter": {"?dryrun=1", figuresToken, "text/csv", sheetText, 422, 0, 0, false},
		"other base":        {"?base=r-none", figuresToken, "text/csv", sheetText, 409, 0, 0, false},
		"two bad rows":      {"", figuresToken, "application/json", `{"rows":[{"name":"Quận X","value":1},{"name":"Quận Ba Đình","value":-2}]}`, 422, 0, 6, false},
		"misspelt key":      {"", figuresToken, "application/json", `{"rows":[{"name":"Quận Ba Đình","valeu":1}]}`, 422, 0, 0, false},
		"no JSON":           {"", figuresToken, "application/json", `{"rows":`, 422, 0, 0, false},
		"empty":             {"", figuresToken, "text/csv", "", 422, 0, 0, false},
		"no token":          {"", "", "text/csv", sheetText, 401, 0, 0, false},
		"unknown token":     {"", "ngatu_other", "text/csv", sheetText, 401, 0, 0, false},
		"token of slides":   {"", slidesToken, "text/csv", sheetText, 403, 0, 0, false},
		"unknown period":    {"?period=2023-01", figuresToken, "text/csv", sheetText, 422, 0, 0, false},
	}
	taken := 0
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := post(t, url+test.query, test.token, test.kind, strings.NewReader(test.body))
			if a.status != test.status || a.Units != test.units || a.Taken != test.taken {
				t.Errorf("answered %+v %+v", a, a.Error)
			}
			if test.problems > 0 && (a.Error == nil || len(a.Error.Problems) == 0 || a.Error.Problems[0].Vi == "") {
				t.Errorf("no rows named: %+v", a.Error)
			}
		})
		if test.taken {
			taken++
		}
	}
	all, err := st.Releases(context.Background(), "", 0, 0)
	if err != nil || len(all) != taken {
		t.Errorf("%d releases, want %d (%v)", len(all), taken, err)
	}
	for _, r := range all {
		if r.By != "Hệ thống quận" || r.Measure != figure.Accounts.ID {
			t.Errorf("released as %+v", r)
		}
	}
	if tok, err := st.Token(context.Background(), content.DigestOf([]byte(figuresToken))); err != nil || tok.Used.IsZero() {
		t.Errorf("the use of the token was not noted: %+v, %v", tok, err)
	}
}

func TestSlides(t *testing.T) {
	base, st := serve(t)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 60, 30))); err != nil {
		t.Fatal(err)
	}
	send := func(token, name string, body []byte, fields ...string) reply {
		t.Helper()
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		for i := 0; i < len(fields); i += 2 {
			w.WriteField(fields[i], fields[i+1])
		}
		f, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		f.Write(body)
		w.Close()
		return post(t, base+"/api/slides", token, w.FormDataContentType(), &form)
	}
	a := send(slidesToken, "Xin chào.png", b.Bytes(), "fit", "cover")
	if a.status != 201 || a.State != content.Draft || a.Title != "Xin chào" {
		t.Errorf("answered %+v %+v", a, a.Error)
	}
	if again := send(slidesToken, "Xin chào.png", b.Bytes(), "fit", "cover"); again.ID != a.ID {
		t.Error("the same file became two slides")
	}
	if s, err := st.Slide(context.Background(), a.ID); err != nil || s.Author != "p-an" || s.Fit != content.Cover {
		t.Errorf("kept as %+v, %v", s, err)
	}
	phone, err := os.ReadFile("../../internal/worker/testdata/phone.heic")
	if err != nil {
		t.Fatal(err)
	}
	if a := send(slidesToken, "IMG_0001.HEIC", phone, "campaign", "inbox"); a.status != 201 || a.State != content.Draft || a.Title != "IMG 0001" {
		t.Errorf("an iPhone's picture: %+v %+v", a, a.Error)
	}
	for name, a := range map[string]reply{
		"token of figures": send(figuresToken, "a.png", b.Bytes()),
		"no picture":       send(slidesToken, "a.png", []byte("<html>")),
		"no such campaign": send(slidesToken, "b.png", b.Bytes(), "campaign", "none"),
		"no such fit":      send(slidesToken, "b.png", b.Bytes(), "fit", "stretch"),
		"no file":          post(t, base+"/api/slides", slidesToken, "text/plain", strings.NewReader("x")),
	} {
		if a.status < 400 || a.status >= 500 {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if all, err := st.Slides(context.Background(), store.SlideQuery{}); err != nil || len(all) != 2 {
		t.Errorf("%d slides, %v", len(all), err)
	}
}

// announce says that a body of n bytes is coming, sends its beginning, and gives the first line of
// the answer.
func announce(t *testing.T, base string, n int) string {
	t.Helper()
	host := strings.TrimPrefix(base, "http://")
	c, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(30 * time.Second))
	fmt.Fprintf(c, "POST /api/figures HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", host, figuresToken, n)
	c.Write(make([]byte, 16<<10))
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func TestTooLargeAndTooOften(t *testing.T) {
	base, _ := serve(t)
	a := post(t, base+"/api/figures", figuresToken, "text/csv", io.MultiReader(strings.NewReader(sheetText))) // chunked: no length
	if a.status != 413 {
		t.Errorf("a body without a length: %d", a.status)
	}
	if got := announce(t, base, sheet.MaxBytes+1); !strings.Contains(got, " 413 ") {
		t.Errorf("a body that is too long: %s", got)
	}
	for range slidesAMinute {
		post(t, base+"/api/slides", slidesToken, "text/plain", strings.NewReader("x"))
	}
	a = post(t, base+"/api/slides", slidesToken, "text/plain", strings.NewReader("x"))
	b := post(t, base+"/api/slides", slidesToken, "text/plain", strings.NewReader("x"))
	if a.status != 429 && b.status != 429 { // the minute may have turned in between
		t.Errorf("request %d of the minute: %d, %d", slidesAMinute+1, a.status, b.status)
	}
	if a := post(t, base+"/api/figures?dry_run=1", figuresToken, "text/csv", strings.NewReader(sheetText)); a.status != 200 {
		t.Errorf("another token is held up: %d", a.status)
	}
}

func FuzzReadRows(f *testing.F) {
	f.Add([]byte(rowsText))
	f.Add([]byte(`{"rows":[{"value":1e400}]}`))
	f.Add([]byte(`{"rows":null}{}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, err := readRows(bytes.NewReader(body))
		if err != nil && content.CodeOf(err) != content.Invalid {
			t.Fatalf("no sentence: %v", err)
		}
		for i, r := range rows {
			if r.Line == 0 {
				t.Fatalf("row %d has no number", i)
			}
		}
	})
}
