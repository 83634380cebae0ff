package origin

import (
	"net/http"
	"strings"
	"time"

	"ngatu/content"
)

// serveMedium gives a medium by its digest, in ranges if asked. It never changes, so browsers may
// keep it for ever.
func (o *Origin) serveMedium(w http.ResponseWriter, r *http.Request) {
	d := content.Digest(r.PathValue("digest"))
	file, mime, err := o.cfg.Medium(r.Context(), d)
	if err != nil {
		w.Header().Set("Cache-Control", "no-store") // it may be on its way
		status := http.StatusNotFound
		if content.CodeOf(err) == "" {
			status = http.StatusServiceUnavailable
		}
		http.Error(w, http.StatusText(status), status)
		return
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", harmless(mime))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+string(d)+`"`)
	http.ServeContent(w, r, "", time.Time{}, file)
}

// harmless is the type under which a medium is served: never one in which scripts run.
func harmless(mime string) string {
	kind, sub, _ := strings.Cut(mime, "/")
	switch {
	case mime == content.LayoutType:
		return mime
	case kind == "image" && !strings.Contains(sub, "svg"), kind == "video":
		return mime
	}
	return "application/octet-stream"
}
