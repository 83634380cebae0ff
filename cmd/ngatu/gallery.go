package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/gallery"
)

type galleryCmd struct {
	Out     string   `help:"Folder for the pictures." default:"gallery" type:"path"`
	Browser bool     `help:"Photograph the real page in Chromium; without it (--no-browser) the pictures are painted in Go alone." default:"true" negatable:""`
	Only    string   `help:"One look alone, such as league or statement." placeholder:"LOOK"`
	Drop    []string `help:"A clip (MP4) for the video slides." type:"existingfile" placeholder:"FILE"`
}

// Run photographs every look on every canvas and says where the contact sheets are.
func (g *galleryCmd) Run() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	o := gallery.Options{Out: g.Out, Browser: g.Browser, Only: g.Only}
	if o.Only != "" && !known(o.Only) {
		return &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Không có loại tấm “%s”. Có: %s.", o.Only, strings.Join(lookNames(), ", ")),
			En:   fmt.Sprintf("There is no look %q. There are: %s.", o.Only, strings.Join(lookNames(), ", ")),
		}
	}
	for _, file := range g.Drop {
		if strings.EqualFold(filepath.Ext(file), ".mp4") {
			b, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			o.Clip = b
		}
	}
	taken, err := gallery.Photograph(ctx, o, func(sheet string) { fmt.Println(sheet) })
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d ảnh (pictures)\n", filepath.Join(g.Out, "index.html"), taken)
	return nil
}

func lookNames() []string {
	var out []string
	for _, l := range gallery.Looks() {
		out = append(out, l.ID)
	}
	return out
}

func known(look string) bool {
	for _, l := range lookNames() {
		if l == look {
			return true
		}
	}
	return false
}
