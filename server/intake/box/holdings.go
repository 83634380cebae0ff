package box

import (
	"context"

	"ngatu/internal/store"
)

// holdings say which files of the inbox are which slide. Copies of a picture are one slide, whose
// source names one of them.
type holdings struct {
	files map[string]map[string]bool // slide ID → paths
	slide map[string]string          // path → slide ID
}

// loadHoldings reads them once; after that every commit keeps them right.
func (box *Box) loadHoldings(ctx context.Context) error {
	if box.holdings != nil {
		return nil
	}
	h := &holdings{files: map[string]map[string]bool{}, slide: map[string]string{}}
	err := box.Store.EachInboxFile(ctx, "", func(f store.InboxFile) {
		if f.Slide != "" && f.State != store.Vanished {
			h.hold(f.Slide, f.Path)
		}
	})
	if err == nil {
		box.holdings = h
	}
	return err
}

func (h *holdings) hold(slide, path string) {
	h.letGo(path)
	if h.files[slide] == nil {
		h.files[slide] = map[string]bool{}
	}
	h.files[slide][path], h.slide[path] = true, slide
}

func (h *holdings) letGo(path string) {
	slide := h.slide[path]
	delete(h.slide, path)
	delete(h.files[slide], path)
	if len(h.files[slide]) == 0 {
		delete(h.files, slide)
	}
}

// copyOf is the first other file that is the same slide, "" where there is none.
func (h *holdings) copyOf(slide, path string) string {
	found := ""
	for p := range h.files[slide] {
		if p != path && (found == "" || p < found) {
			found = p
		}
	}
	return found
}
