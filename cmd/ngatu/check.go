package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/content/reading"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

type checkCmd struct {
	File     string    `arg:"" help:"A picture, a clip (MP4), a PDF, a deck or a text, a sheet of figures, or slides as JSON." type:"existingfile"`
	Canvas   string    `help:"Pixels of the screen." default:"1920x1080" placeholder:"WIDTHxHEIGHT"`
	Pitch    float64   `help:"Millimetres from pixel to pixel." default:"0.63" placeholder:"MM"`
	Distance float64   `help:"Metres from which it is read." default:"3" placeholder:"M"`
	Street   bool      `help:"It stands in the street: still pictures, no sound, few words."`
	Domains  string    `help:"Domains that links may lead to, separated by spaces." placeholder:"DOMAINS"`
	Hotline  string    `help:"The number to call, as it is printed." placeholder:"NUMBER"`
	Phones   []string  `help:"Other numbers that may be printed, with whose they are." placeholder:"LABEL: NUMBER" sep:"none"`
	Budget   int64     `help:"Megabytes of it that a screen should fetch at most." default:"30" placeholder:"MB"`
	App      string    `help:"The app's name." default:"iHanoi" placeholder:"NAME"`
	Until    time.Time `help:"When it goes off the screens." format:"2006-01-02" placeholder:"DAY"`
	JSON     bool      `help:"Print the findings as JSON."`
}

// checked is one slide, or a sheet of figures, with what was found.
type checked struct {
	Slide    string              `json:"slide"`
	Findings []preflight.Finding `json:"findings"`
	Notes    []store.Notice      `json:"notes,omitempty"` // notices about the file, on its first slide
	Asks     []reading.Ask       `json:"asks,omitempty"`  // what would be asked about a sheet
}

// Run prints what the studio would say of a file before it is sent for approval, or ask about a
// sheet of figures. The exit status is not zero if there is an error among the findings, or the
// file would be refused.
func (c *checkCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	canvas := content.Canvas{PitchMM: c.Pitch, DistanceM: c.Distance}
	if n, err := fmt.Sscanf(c.Canvas, "%dx%d", &canvas.Width, &canvas.Height); n != 2 || err != nil {
		return &content.Error{Code: content.Invalid, Vi: "Hãy ghi cỡ màn hình như 432x216.", En: "Write the size of the screen as 432x216."}
	}
	if err := canvas.Check(); err != nil {
		return err
	}
	bad, out, err := c.check(ctx, canvas)
	if err != nil {
		return err
	}
	if err := c.print(out); err != nil {
		return err
	}
	if bad > 0 {
		return &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("%d lỗi: chưa chiếu được trên màn hình này.", bad),
			En:   fmt.Sprintf("Errors: %d. It cannot be shown on this screen yet.", bad),
		}
	}
	return nil
}

// check looks at what the file holds, and counts the errors.
func (c *checkCmd) check(ctx context.Context, canvas content.Canvas) (bad int, out []checked, err error) {
	if slices.Contains(sheets, strings.ToLower(filepath.Ext(c.File))) {
		out, err = c.sheet(ctx)
		return 0, out, err
	}
	all, notes, err := c.facts(ctx, canvas)
	if err != nil {
		return 0, nil, err
	}
	for _, f := range all {
		found := preflight.Check(f)
		bad += len(preflight.Of(preflight.Error, found))
		out = append(out, checked{Slide: f.Slide.Title, Findings: append([]preflight.Finding{}, found...)})
	}
	if len(out) > 0 {
		out[0].Notes = notes
	}
	return bad, out, nil
}

// facts are those of what the file holds, with the notices about it.
func (c *checkCmd) facts(ctx context.Context, canvas content.Canvas) (all []preflight.Facts, notes []store.Notice, err error) {
	if strings.EqualFold(filepath.Ext(c.File), ".json") {
		all, err = c.slides(canvas)
		return all, nil, err
	}
	workers := worker.New(worker.Options{Cache: cache(), Log: slog.New(slog.DiscardHandler)})
	defer workers.Close()
	file, err := os.Open(c.File)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	l := look{c, workers, canvas}
	name, size := filepath.Base(c.File), info.Size()
	switch kind, err := media.DocumentOf(name, file, size); {
	case err != nil:
		return nil, nil, err
	case kind == media.PDF:
		all, err = l.pages(ctx, name, file, size)
		return all, nil, err
	case kind == media.Office:
		return l.document(ctx, name, file, size)
	}
	f, notes, err := l.medium(ctx, name, file, size)
	return []preflight.Facts{f}, notes, err
}

// cache keeps the machine code that draws PDFs for the next time, which saves seconds; "": nowhere.
func cache() string {
	folder, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(folder, "ngatu", "worker")
}

func (c *checkCmd) print(all []checked) error {
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		return out.Encode(all)
	}
	for _, one := range all {
		for _, f := range one.Findings {
			where := ""
			if len(f.At) > 0 {
				where = fmt.Sprintf(" [%d,%d %d×%d]", f.At[0].X, f.At[0].Y, f.At[0].W, f.At[0].H)
			}
			fmt.Printf("%-7s %-10s %s:%s %s · %s\n", f.Level, f.Rule, one.Slide, where, f.Vi, f.En)
		}
		for _, n := range one.Notes {
			fmt.Printf("%-7s %s: %s · %s\n", "note", one.Slide, n.Vi, n.En)
		}
		for _, a := range one.Asks {
			fmt.Printf("%-7s %-10s %s: %s · %s\n", "ask", a.Role, one.Slide, a.Vi, a.En)
		}
		if len(one.Findings)+len(one.Asks) == 0 {
			fmt.Printf("%-7s %s\n", "ok", one.Slide)
		}
	}
	return nil
}
