package shell

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/assets/fonts"
)

// PathAssets is where assets are served.
const PathAssets = "/studio/assets/"

// asset is a file that browsers keep for ever: its address changes with its bytes.
type asset struct {
	body []byte
	mime string
}

// assets are all of them.
type assets struct {
	byName map[string]string // by plain name: the address
	byPath map[string]asset  // by name with fingerprint
}

var mimes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
}

// styleSheet is the name of the one style sheet: the shell's own style, then each room's.
const styleSheet = "studio.css"

func collect(rooms []Room) (assets, error) {
	a := assets{byName: map[string]string{}, byPath: map[string]asset{}}
	for _, weight := range []int{fonts.Regular, fonts.SemiBold, fonts.ExtraBold} {
		a.add(fmt.Sprintf("be-vietnam-pro-%d.woff2", weight), fonts.WOFF2(weight))
	}
	var style []byte
	for _, folder := range []string{"vendor", "script", "style"} { // style last: it names fonts
		entries, err := fs.ReadDir(rooms[0].Files, folder)
		if err != nil {
			return a, fmt.Errorf("studio: %w", err)
		}
		for _, e := range entries {
			if mimes[path.Ext(e.Name())] == "" {
				continue // a licence
			}
			body, err := fs.ReadFile(rooms[0].Files, path.Join(folder, e.Name()))
			if err != nil {
				return a, fmt.Errorf("studio: %w", err)
			}
			if e.Name() == styleSheet {
				style = body
				continue
			}
			a.add(e.Name(), a.named(path.Ext(e.Name()), body))
		}
	}
	for _, r := range rooms[1:] {
		body, err := fs.ReadFile(r.Files, "style.css")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return a, fmt.Errorf("studio: %w", err)
		}
		style = append(append(style, '\n'), body...)
	}
	a.add(styleSheet, a.named(".css", style))
	return a, nil
}

// named puts the addresses of assets into a style sheet, which names them as url(name).
func (a assets) named(ext string, body []byte) []byte {
	if ext != ".css" {
		return body
	}
	text := string(body)
	for name, address := range a.byName {
		text = strings.ReplaceAll(text, "url("+name+")", "url("+address+")")
	}
	return []byte(text)
}

func (a assets) add(name string, body []byte) {
	ext := path.Ext(name)
	print := strings.TrimSuffix(name, ext) + "." + fingerprint(body) + ext
	a.byPath[print] = asset{body, mimes[ext]}
	a.byName[name] = PathAssets + print
}

func fingerprint(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:6])
}

// Asset serves a style sheet, script or font. Its name holds its fingerprint, so it is kept for
// ever.
func (s *Shell) Asset(c *fiber.Ctx) error {
	b, err := s.parts()
	if err != nil {
		return err
	}
	a, ok := b.assets.byPath[c.Params("file")]
	if !ok {
		if a, ok = s.elsewhere(c.UserContext(), strings.Clone(c.Params("file"))); !ok {
			return fiber.ErrNotFound
		}
	}
	c.Set(fiber.HeaderContentType, a.mime)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.Send(a.body)
}

// printed is a name as add makes it.
var printed = regexp.MustCompile(`^[a-z0-9.-]{1,60}\.([0-9a-f]{12})(\.[a-z0-9]{2,5})$`)

// elsewhere is an asset of a node of another version: while a fleet is upgraded a browser loads a page
// from one node, and what it names from the next.
func (s *Shell) elsewhere(ctx context.Context, name string) (asset, bool) {
	m := printed.FindStringSubmatch(name)
	if m == nil || mimes[m[2]] == "" || s.kept == nil {
		return asset{}, false
	}
	body, ok := s.kept.find(ctx, name)
	if !ok || fingerprint(body) != m[1] {
		return asset{}, false
	}
	return asset{body, mimes[m[2]]}, true
}

// Share keeps this node's assets for nodes of other versions.
func (s *Shell) Share(ctx context.Context) error {
	all := map[string][]byte{}
	for name, a := range s.built.assets.byPath {
		all[name] = a.body
	}
	return s.Store.Nodes.KeepAssets(ctx, all)
}
