// Package gallery photographs every look that Ngatu has: each kind of slide in each style, on five
// canvases, with words and figures that are long, short, missing, old and made up. The real page
// paints them in a real Chromium, and internal/paint paints the same, so that the two can be held
// against each other.
//
// It owns the made-up data, the contact sheet and the names of the pictures. It must not know how
// slides are stored, resolved or signed: its own small server sends the page the same frames as a
// real one.
package gallery

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"ngatu/internal/paint"
)

// Options say what is photographed.
type Options struct {
	Out     string // folder for the pictures, made where it is not there
	Browser bool   // also in Chromium, through the page; otherwise by internal/paint alone
	Clip    []byte // MP4 for the video slides; nil leaves them out
	Only    string // ID of one look; "": all
}

// Shot is a case with its pictures.
type Shot struct {
	Case
	Page    image.Image // what Chromium showed; nil: not photographed
	Painted image.Image // what internal/paint paints; nil for looks that the page sets itself
	Differ  Difference  // of the two, where both are there
}

// Photograph writes a PNG a case into a folder a canvas, a contact sheet a canvas (sheet-192x96.png
// …) and index.html over all of them. It tells say each canvas that is done, and returns how many
// pictures it took.
func Photograph(ctx context.Context, o Options, say func(string)) (int, error) {
	wall, err := NewWall()
	if err != nil {
		return 0, err
	}
	var camera *Camera
	if o.Browser {
		if camera, err = NewCamera(ctx, wall, o.Clip); err != nil {
			return 0, err
		}
		defer camera.Close()
	}
	taken := 0
	var pages []canvasPage
	for _, on := range Canvases() {
		var shots []Shot
		for _, k := range wall.Cases {
			if k.Canvas != on || o.Only != "" && k.Look.ID != o.Only {
				continue
			}
			s, err := shoot(camera, k, o)
			if err != nil {
				return taken, err
			}
			if s.Page != nil || s.Painted != nil {
				taken++
			}
			shots = append(shots, s)
		}
		page, err := hang(o.Out, on, shots)
		if err != nil {
			return taken, err
		}
		pages = append(pages, page)
		say(filepath.Join(o.Out, page.Sheet))
	}
	return taken, writeIndex(o.Out, pages)
}

// shoot takes the pictures of one case and keeps them.
func shoot(camera *Camera, k Case, o Options) (Shot, error) {
	if k.Why == "" && k.Look.ID == "video" && o.Clip == nil {
		k.Why = "Chưa có video để chụp: thêm --drop TỆP.mp4."
	}
	if k.Why == "" && camera == nil && k.Layout == nil {
		k.Why = "Chỉ trang trong trình duyệt mới vẽ được: thêm --browser."
	}
	s := Shot{Case: k}
	if k.Why != "" {
		return s, nil
	}
	if k.Layout != nil {
		s.Painted = paint.Paint(*k.Layout, k.Values)
		if err := write(filepath.Join(o.Out, k.folder(), "go", k.ID()+".png"), s.Painted); err != nil {
			return s, err
		}
	}
	if camera == nil {
		return s, nil
	}
	var err error
	if s.Page, err = camera.Photograph(k); err != nil {
		return s, err
	}
	if s.Painted != nil {
		s.Differ = Compare(s.Page, s.Painted)
	}
	return s, write(filepath.Join(o.Out, k.folder(), k.ID()+".png"), s.Page)
}

// folder holds the pictures of a canvas.
func (c Case) folder() string { return fmt.Sprintf("%dx%d", c.Canvas.Width, c.Canvas.Height) }

func write(path string, picture image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, picture); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
