package player

import (
	"bytes"
	"net/http"
	"strings"

	"ngatu/player/origin"
	"ngatu/player/page"
	"ngatu/player/protocol"
)

// withBeat is the page with the agent's own script, which tells the agent that the screen's browser
// draws.
var withBeat = bytes.Replace(page.Index(page.Build()), []byte("</head>"), []byte(origin.BeatTag+"\n</head>"), 1)

// servePage serves the files of the page. It keeps the origin's policy, which names the socket's
// address too; the page's own does not know it.
func servePage(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == protocol.PathPage {
		head(w, page.IndexHeaders())
		w.Write(withBeat)
		return
	}
	f, ok := page.Files()[strings.TrimPrefix(r.URL.Path, protocol.PathPage+"/")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	head(w, f.Headers)
	h.Set("Content-Type", f.Type)
	h.Set("ETag", f.ETag)
	h.Set("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == f.ETag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if f.Gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		w.Write(f.Gzip)
		return
	}
	w.Write(f.Body)
}

func head(w http.ResponseWriter, list []page.Header) {
	for _, line := range list {
		if line.Name != "Content-Security-Policy" {
			w.Header().Set(line.Name, line.Value)
		}
	}
}
