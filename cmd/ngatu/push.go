package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

type pushCmd struct {
	Files     []string      `arg:"" help:"Pictures, clips, PDFs, decks or texts." type:"existingfile"`
	Server    string        `help:"Address of the server." default:"http://127.0.0.1:4080" env:"NGATU_SERVER" placeholder:"URL"`
	Campaign  string        `help:"ID of the campaign that they are for." placeholder:"ID"`
	AI        string        `help:"Whether AI made or altered them: yes or no; without it the files decide." enum:",yes,no" default:""`
	Fit       string        `help:"contain or cover." enum:",contain,cover" default:""`
	TokenFile string        `help:"File with a token of the scope slides; else it is in NGATU_TOKEN. It is no option, as others see those." type:"existingfile" placeholder:"FILE"`
	Patience  time.Duration `help:"How long one file may take." default:"30m"`
	JSON      bool          `help:"Print what became of each file as JSON."`
}

// pushed is what became of a file.
type pushed struct {
	File  string         `json:"file"`
	ID    string         `json:"id,omitempty"`
	Title string         `json:"title,omitempty"`
	Notes []store.Notice `json:"notices,omitempty"`
	Pages []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	} `json:"pages,omitempty"`
	Error *unsent `json:"error,omitempty"`
}

// unsent is why a file was not taken.
type unsent struct {
	Code content.Code `json:"code"`
	Vi   string       `json:"vi"`
	En   string       `json:"en"`
}

func (u *unsent) Error() string { return u.Vi + " · " + u.En }

// Run sends each file as drafts. The exit status is not zero if one of them was not taken; the same
// files sent again are the same drafts.
func (p *pushCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	token, err := p.token()
	if err != nil {
		return err
	}
	bad, all := 0, []pushed{}
	for _, file := range p.Files {
		one := pushed{File: file}
		if err := p.send(ctx, token, file, &one); err != nil {
			bad++
			one.Error = spoken(file, err)
		}
		all = append(all, one)
		if !p.JSON {
			one.print()
		}
		if ctx.Err() != nil {
			break
		}
	}
	if p.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		if err := out.Encode(all); err != nil {
			return err
		}
	}
	if bad > 0 {
		return &content.Error{Code: content.Invalid, Vi: fmt.Sprintf("%d tệp chưa được nhận.", bad), En: fmt.Sprintf("Files that were not taken: %d.", bad)}
	}
	return nil
}

// token is read from a file or from the environment.
func (p *pushCmd) token() (string, error) {
	token := os.Getenv("NGATU_TOKEN")
	if p.TokenFile != "" {
		b, err := os.ReadFile(p.TokenFile)
		if err != nil {
			return "", err
		}
		token = string(b)
	}
	if fields := strings.Fields(token); len(fields) > 0 {
		return fields[len(fields)-1], nil
	}
	return "", &content.Error{
		Code: content.Invalid,
		Vi:   "Thiếu mã API. Hãy đặt vào biến môi trường NGATU_TOKEN hoặc chỉ tệp bằng --token-file. Mã được tạo ở Cài đặt → Mã API, hoặc bằng ngatu token make.",
		En:   "The API token is missing. Put it into the environment as NGATU_TOKEN or name its file with --token-file. The studio makes one under API tokens, or ngatu token make.",
	}
}

// send sends a file; what the server says becomes out.
func (p *pushCmd) send(ctx context.Context, token, path string, out *pushed) error {
	ctx, cancel := context.WithTimeout(ctx, p.Patience)
	defer cancel()
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var around bytes.Buffer
	form := multipart.NewWriter(&around)
	for name, value := range map[string]string{"campaign": p.Campaign, "ai": p.AI, "fit": p.Fit} {
		if value != "" {
			_ = form.WriteField(name, value)
		}
	}
	if _, err := form.CreateFormFile("file", filepath.Base(path)); err != nil {
		return err
	}
	before := bytes.Clone(around.Bytes())
	if err := form.Close(); err != nil {
		return err
	}
	after := around.Bytes()[len(before):]
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(p.Server, "/")+"/api/slides", io.MultiReader(bytes.NewReader(before), f, bytes.NewReader(after)))
	if err != nil {
		return err
	}
	q.ContentLength = int64(len(before)) + info.Size() + int64(len(after))
	q.Header.Set("Content-Type", form.FormDataContentType())
	q.Header.Set("Authorization", "Bearer "+token)
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
	if err != nil {
		return err
	}
	if json.Unmarshal(b, out) == nil && r.StatusCode == http.StatusCreated {
		return nil
	}
	if out.Error != nil && out.Error.Vi != "" {
		return out.Error
	}
	return fmt.Errorf("%s", r.Status)
}

// spoken is an error with sentences.
func spoken(file string, err error) *unsent {
	if e := (*unsent)(nil); errors.As(err, &e) {
		return e
	}
	return &unsent{
		Code: content.Away,
		Vi:   fmt.Sprintf("Chưa gửi được %s: %v. Hãy kiểm tra địa chỉ máy chủ và mạng rồi gửi lại.", file, err),
		En:   fmt.Sprintf("%s was not sent: %v. Check the server's address and the network, then send it again.", file, err),
	}
}

func (one pushed) print() {
	switch {
	case one.Error != nil:
		fmt.Printf("%-7s %s: %s · %s\n", "error", one.File, one.Error.Vi, one.Error.En)
	case len(one.Pages) > 1:
		fmt.Printf("%-7s %s: %d bản nháp · drafts: %s … %s\n", "ok", one.File, len(one.Pages), one.Pages[0].ID, one.Pages[len(one.Pages)-1].ID)
	default:
		fmt.Printf("%-7s %s: %s\n", "ok", one.File, one.ID)
	}
	for _, n := range one.Notes {
		fmt.Printf("%-7s %s: %s · %s\n", "note", one.File, n.Vi, n.En)
	}
}
