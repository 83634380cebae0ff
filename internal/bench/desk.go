package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"ngatu/internal/worker/workertest"
	shown "ngatu/server/studio/picture"
)

// What may pass, in milliseconds, from the beginning of an upload until its drafts are seen on all
// canvases.
const (
	photoGoal     = 1000
	pdfGoal       = 8000
	firstPageGoal = 1500
	deckGoal      = 15000
)

// deskPages is how many pages the documents have.
const deskPages = 20

// fromDesk measures files on their way from a clerk's desk: sent to the studio until every draft that
// comes of them is seen on all canvases.
func fromDesk(ctx context.Context, b *bench) error {
	s, err := startServer(ctx, b, "seed")
	if err != nil {
		return err
	}
	s.stop()
	if err := signIn(ctx, s.data); err != nil {
		return err
	}
	if s, err = startServerIn(ctx, b, "desk", s.data); err != nil {
		return err
	}
	defer s.stop()
	d := clerksDesk{address: s.address}
	if err := d.enter(ctx); err != nil {
		return err
	}
	if _, _, err := d.send(ctx, "warm.pdf", printed(1, -1)); err != nil { // the engine of PDFs is made once
		return err
	}
	for _, kind := range []struct {
		what, name string
		runs       int
		goal, soon float64 // of all, and of the first page
		made       func(run int) ([]byte, error)
	}{
		{"a JPEG of 12 megapixels", "a.jpg", b.runs(12, 2), photoGoal, 0, func(run int) ([]byte, error) { return photograph(4000, 3000, uint64(run+50)), nil }},
		{"a PDF of 20 pages", "a.pdf", b.runs(7, 1), pdfGoal, firstPageGoal, func(run int) ([]byte, error) { return printed(deskPages, run), nil }},
		{"a PPTX of 20 slides", "a.pptx", b.runs(5, 1), deckGoal, 0, func(run int) ([]byte, error) { return slides(deskPages, run), nil }},
		{"a clip of 30 s", "a.mp4", b.runs(5, 1), 0, 0, func(run int) ([]byte, error) { return filmed(ctx, b, 30, run) }},
	} {
		var all, first []float64
		for run := range kind.runs {
			file, err := kind.made(run)
			if err != nil {
				return err
			}
			soon, took, err := d.send(ctx, kind.name, file)
			if err != nil {
				return fmt.Errorf("%s: %w", kind.what, err)
			}
			all, first = append(all, ms(took)), append(first, ms(soon))
		}
		b.report.add(kind.what+": upload → its drafts seen on all canvases", "ms", all, goal{p99: kind.goal})
		if kind.soon > 0 {
			b.report.add("the same → its first page is done", "ms", first, goal{p99: kind.soon})
		}
	}
	return nil
}

// clerksDesk is the browser of somebody who is signed in to the studio.
type clerksDesk struct{ address, csrf string }

var csrfIn = regexp.MustCompile(`data-csrf="([^"]+)"`)

// enter reads what a form of the studio needs.
func (d *clerksDesk) enter(ctx context.Context) error {
	page, err := d.ask(ctx, http.MethodGet, "/studio/upload", nil, "")
	if err != nil {
		return err
	}
	defer page.Close()
	text, err := io.ReadAll(page)
	m := csrfIn.FindSubmatch(text)
	if err != nil || m == nil {
		return fmt.Errorf("the form of uploads: %d bytes: %w", len(text), err)
	}
	d.csrf = string(m[1])
	return nil
}

func (d *clerksDesk) ask(ctx context.Context, method, path string, body io.Reader, kind string) (io.ReadCloser, error) {
	r, err := http.NewRequestWithContext(ctx, method, d.address+path, body)
	if err != nil {
		return nil, err
	}
	r.AddCookie(&http.Cookie{Name: "ngatu_studio", Value: session})
	r.Header.Set("Origin", d.address)
	r.Header.Set("X-CSRF-Token", d.csrf)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Accept", "application/json")
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		resp.Body.Close()
		return nil, fmt.Errorf("%s: status %d: %s", path, resp.StatusCode, said)
	}
	return resp.Body, nil
}

// send uploads a file and looks at all that comes of it: soon is when the first page was done, all
// when every draft was seen on every canvas.
func (d *clerksDesk) send(ctx context.Context, name string, file []byte) (soon, all time.Duration, err error) {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("campaign", "starter")
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		return 0, 0, err
	}
	if _, err = part.Write(file); err != nil {
		return 0, 0, err
	}
	if err = w.Close(); err != nil {
		return 0, 0, err
	}
	began := time.Now()
	answer, err := d.ask(ctx, http.MethodPost, "/studio/upload", &form, w.FormDataContentType())
	if err != nil {
		return 0, 0, err
	}
	defer answer.Close()
	var said struct {
		Done   int
		ID     string
		Slides []struct{ ID string }
		Error  *struct{ En string }
	}
	for lines := bufio.NewScanner(answer); lines.Scan(); {
		if err := json.Unmarshal(lines.Bytes(), &said); err != nil {
			return 0, 0, err
		}
		if soon == 0 && (said.Done > 0 || said.ID != "") {
			soon = time.Since(began)
		}
	}
	if said.ID == "" || said.Error != nil {
		return 0, 0, fmt.Errorf("%s was not taken: %+v", name, said)
	}
	ids := []string{said.ID}
	for _, s := range said.Slides {
		if s.ID != said.ID {
			ids = append(ids, s.ID)
		}
	}
	for _, id := range ids {
		for _, c := range shown.Standard {
			seen, err := d.ask(ctx, http.MethodGet, fmt.Sprintf("/studio/slides/%s/preview/%s.png?of=draft", id, string(c.Size())), nil, "")
			if err != nil {
				return 0, 0, err
			}
			n, err := io.Copy(io.Discard, seen)
			if seen.Close(); err != nil || n == 0 {
				return 0, 0, fmt.Errorf("the preview of %s on %v: %d bytes: %w", id, c, n, err)
			}
		}
	}
	return soon, time.Since(began), nil
}

// printed is a PDF of pages full of text, another for every run.
func printed(pages, run int) []byte {
	all := make([]workertest.Sheet, pages)
	for i := range all {
		draws := "1 g 0 0 595 842 re f "
		for line := range 40 {
			draws += fmt.Sprintf("BT 0 g /F1 11 Tf 50 %d Td (Uy ban nhan dan phuong thong bao lich tiep cong dan, trang %d, dong %d, lan %d) Tj ET ", 790-18*line, i+1, line, run)
		}
		all[i] = workertest.Sheet{Width: 595, Height: 842, Draws: draws, Resources: "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"}
	}
	return workertest.PDF(all...)
}

// slides is a deck of a title and three lines a slide, another for every run.
func slides(n, run int) []byte {
	all := make([]workertest.Slide, n)
	for i := range all {
		all[i] = workertest.Slide{Title: fmt.Sprintf("Phần %d, lần %d", i+1, run), Lines: []string{"Cài đặt iHanoi", "Đăng nhập bằng VNeID", "Gọi 1022, nhánh 8"}}
	}
	return workertest.Deck(all...)
}

// filmed is a clip of so many seconds, as ffmpeg makes it, another for every run.
func filmed(ctx context.Context, b *bench, seconds, run int) ([]byte, error) {
	path := filepath.Join(b.dir, fmt.Sprintf("clip-%d-%d.mp4", seconds, run))
	out, err := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("testsrc=size=1280x720:rate=25:duration=%d", seconds),
		"-metadata", fmt.Sprintf("comment=%d", run), "-pix_fmt", "yuv420p", "-y", path).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("ffmpeg, which makes the clip: %w: %s", err, out)
	}
	return os.ReadFile(path)
}
