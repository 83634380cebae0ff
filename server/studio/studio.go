package studio

import (
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	assets "ngatu/assets/studio"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/hub"
	"ngatu/server/intake"
	"ngatu/server/signin"
)

// Options are the parts that the studio works with.
type Options struct {
	Store   *store.Store
	Intake  *intake.Intake
	Air     *air.Air
	Media   *blob.Folder
	Areas   *area.Set
	SignIn  *signin.Signin
	Present func() []hub.Presence // who is connected now; nil: nobody
	Now     func() time.Time      // the server's time; nil: the machine's clock
	Dev     string                // a checkout to read templates, style and scripts from at each request; "": the binary's own
	Log     *slog.Logger
}

// Studio answers staff.
type Studio struct {
	Options
	built    *built
	pictures *pictures
	reach    atomic.Pointer[reachedAt]
	newest   atomic.Pointer[air.Previewer] // of the last change
	fleet    atomic.Pointer[fleetAt]
}

// New makes a studio. It fails where a template is missing, is not declared or cannot be read.
func New(o Options) (*Studio, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Present == nil {
		o.Present = func() []hub.Presence { return nil }
	}
	s := &Studio{Options: o, pictures: newPictures()}
	var err error
	s.built, err = build(s.files())
	return s, err
}

// files are the templates and assets: the binary's, or a checkout's while working on them.
func (s *Studio) files() fs.FS {
	if s.Dev != "" {
		return os.DirFS(filepath.Join(s.Dev, "assets", "studio"))
	}
	return assets.Files
}

// parts are the templates and assets to answer with.
func (s *Studio) parts() (*built, error) {
	if s.Dev != "" {
		return build(s.files())
	}
	return s.built, nil
}
