package studio

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"

	"ngatu/assets/fonts"
)

// pages declares every page: page/<name>.html. A file that is not in the list, or a name without a file, is refused.
var pages = []string{
	"account", "begin", "fault", "figures", "guide", "notice", "plays", "screen", "screens", "settings", "signin", "slide", "slides", "staff",
	"takeover", "takeover_new", "takeovers", "tokens", "upload",
}

// parts declares the pieces that pages share or that scripts fetch alone: part/<name>.html defines the template <name>.
var parts = []string{"areas", "entry", "fault", "figures", "guide_fields", "guide_sheets", "nav", "night", "night_fields", "orders", "preview", "seen", "takeover_fields", "words"}

// built is all of the templates and assets, ready to answer with.
type built struct {
	pages  map[string]*template.Template
	shared *template.Template // the parts alone
	byName map[string]string  // asset by plain name: its address
	assets map[string]asset   // by fingerprinted name
}

// asset is a file that browsers keep for ever: its address changes with its bytes.
type asset struct {
	body []byte
	mime string
}

// PathAssets is where assets are served.
const PathAssets = "/studio/assets/"

func build(files fs.FS) (*built, error) {
	b := &built{pages: map[string]*template.Template{}, byName: map[string]string{}, assets: map[string]asset{}}
	if err := b.takeAssets(files); err != nil {
		return nil, err
	}
	if err := declared(files, "page", pages); err != nil {
		return nil, err
	}
	if err := declared(files, "part", parts); err != nil {
		return nil, err
	}
	var err error
	b.shared, err = template.New("studio").Option("missingkey=error").Funcs(b.functions()).ParseFS(files, "part/*.html")
	if err != nil {
		return nil, fmt.Errorf("read the studio's templates: %w", err)
	}
	for _, name := range parts {
		if b.shared.Lookup(name) == nil {
			return nil, fmt.Errorf("studio: part/%s.html does not define the template %q", name, name)
		}
	}
	for _, name := range pages {
		t, err := template.Must(b.shared.Clone()).ParseFS(files, "layout.html", "page/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("read the studio's page %s: %w", name, err)
		}
		if t.Lookup("main") == nil {
			return nil, fmt.Errorf("studio: page/%s.html does not define the template \"main\"", name)
		}
		b.pages[name] = t
	}
	return b, nil
}

// declared compares the files of a folder with what was declared.
func declared(files fs.FS, folder string, names []string) error {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return fmt.Errorf("studio: %w", err)
	}
	var there []string
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".html")
		if !ok || !slices.Contains(names, name) {
			return fmt.Errorf("studio: the template %s/%s is not declared", folder, e.Name())
		}
		there = append(there, name)
	}
	for _, name := range names {
		if !slices.Contains(there, name) {
			return fmt.Errorf("studio: the template %s/%s.html is declared but missing", folder, name)
		}
	}
	return nil
}

var mimes = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2"}

func (b *built) takeAssets(files fs.FS) error {
	for _, weight := range []int{fonts.Regular, fonts.SemiBold, fonts.ExtraBold} {
		b.add(fmt.Sprintf("be-vietnam-pro-%d.woff2", weight), fonts.WOFF2(weight))
	}
	for _, folder := range []string{"vendor", "script", "style"} { // style last: it names fonts
		entries, err := fs.ReadDir(files, folder)
		if err != nil {
			return fmt.Errorf("studio: %w", err)
		}
		for _, e := range entries {
			if mimes[path.Ext(e.Name())] == "" {
				continue // a licence
			}
			body, err := fs.ReadFile(files, path.Join(folder, e.Name()))
			if err != nil {
				return fmt.Errorf("studio: %w", err)
			}
			b.add(e.Name(), b.named(path.Ext(e.Name()), body))
		}
	}
	return nil
}

// named puts the addresses of assets into a style sheet, which names them as url(name).
func (b *built) named(ext string, body []byte) []byte {
	if ext != ".css" {
		return body
	}
	text := string(body)
	for name, address := range b.byName {
		text = strings.ReplaceAll(text, "url("+name+")", "url("+address+")")
	}
	return []byte(text)
}

func (b *built) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	print := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	b.assets[print] = asset{body, mimes[ext]}
	b.byName[name] = PathAssets + print
}
