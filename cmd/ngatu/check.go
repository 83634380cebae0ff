package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"ngatu/content"
	"ngatu/content/preflight"
)

type checkCmd struct {
	File     string    `arg:"" help:"A picture, a clip (MP4), or a slide or several as JSON." type:"existingfile"`
	Canvas   string    `help:"Pixels of the screen." default:"1920x1080" placeholder:"WIDTHxHEIGHT"`
	Pitch    float64   `help:"Millimetres from pixel to pixel." default:"0.63" placeholder:"MM"`
	Distance float64   `help:"Metres from which it is read." default:"3" placeholder:"M"`
	Street   bool      `help:"It stands in the street: still pictures, no sound, few words."`
	Domains  string    `help:"Domains that links may lead to, separated by spaces." placeholder:"DOMAINS"`
	Hotline  string    `help:"The number to call, as it is printed." placeholder:"NUMBER"`
	App      string    `help:"The app's name." default:"iHanoi" placeholder:"NAME"`
	Until    time.Time `help:"When it goes off the screens." format:"2006-01-02" placeholder:"DAY"`
	JSON     bool      `help:"Print the findings as JSON."`
}

// checked is one slide with what was found.
type checked struct {
	Slide    string              `json:"slide"`
	Findings []preflight.Finding `json:"findings"`
}

// Run prints what the studio would say of a slide before it is sent for approval. The exit status
// is not zero if there is an error among the findings.
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
	all, err := c.facts(ctx, canvas)
	if err != nil {
		return err
	}
	bad, out := 0, []checked{}
	for _, f := range all {
		found := preflight.Check(f)
		bad += len(preflight.Of(preflight.Error, found))
		out = append(out, checked{f.Slide.Title, append([]preflight.Finding{}, found...)})
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

// facts are those of what the file holds.
func (c *checkCmd) facts(ctx context.Context, canvas content.Canvas) ([]preflight.Facts, error) {
	if strings.EqualFold(filepath.Ext(c.File), ".json") {
		return c.slides(canvas)
	}
	f, err := c.medium(ctx, canvas)
	return []preflight.Facts{f}, err
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
		if len(one.Findings) == 0 {
			fmt.Printf("%-7s %s\n", "ok", one.Slide)
		}
	}
	return nil
}
