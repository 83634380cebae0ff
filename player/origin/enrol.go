package origin

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"ngatu/player/protocol"
)

const (
	// localPoll begins what a page here polls with: there is one enrolment, the agent's own.
	localPoll = "agent-"
	// localToken is the credential of a page here. It opens nothing: the agent asks its page for
	// none.
	localToken = "agent"
	// noCode is shown for a moment by a page that asks for a code although the screen is enrolled.
	noCode = "—"
)

// servePage gives the page, with the screen in its address if there is one, so that the page need
// not ask. Only a browser that navigates there is redirected: the page's worker must be able to
// keep /play itself.
func (o *Origin) servePage(w http.ResponseWriter, r *http.Request) {
	screen := o.cfg.Enrolment().Screen
	q := r.URL.Query()
	if named := q.Get("screen"); named != screen && strings.Contains(r.Header.Get("Accept"), "text/html") {
		q.Set("screen", screen)
		if screen == "" {
			q.Del("screen")
		}
		to := url.URL{Path: protocol.PathPage, RawQuery: q.Encode()}
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, to.String(), http.StatusFound)
		return
	}
	o.cfg.Page.ServeHTTP(w, r)
}

// serveEnrol tells the page which screen this is, or the agent's code before it is enrolled. The
// agent enrols; its page needs no credential.
func (o *Origin) serveEnrol(w http.ResponseWriter, r *http.Request) {
	if body, _ := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<10)); o.ofAgent(body) {
		o.passOn(w, r, body)
		return
	}
	e := o.cfg.Enrolment()
	switch {
	case e.Screen != "":
		answer(w, http.StatusOK, map[string]any{"screen": e.Screen, "token": localToken, "code": noCode, "poll": localPoll})
	case e.Code == "":
		w.Header().Set("Retry-After", "2") // the server could not be asked yet
		answer(w, http.StatusServiceUnavailable, map[string]any{"error": "no code yet", "line": e.Line, "was": e.Was})
	default:
		answer(w, http.StatusOK, map[string]any{"code": e.Code, "poll": localPoll + e.Code, "expires": e.Expires.UnixMilli(), "was": e.Was})
	}
}

// servePoll answers 200 with the screen once there is one, 204 while its code is the current one,
// 410 if the agent has another code by now.
func (o *Origin) servePoll(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		Poll string `json:"poll"`
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<10))
	if err == nil {
		err = json.Unmarshal(body, &ask)
	}
	if err == nil && o.cfg.Relay != "" && !strings.HasPrefix(ask.Poll, localPoll) {
		o.passOn(w, r, body)
		return
	}
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]any{"error": "not JSON"})
		return
	}
	e := o.cfg.Enrolment()
	switch {
	case e.Screen != "":
		answer(w, http.StatusOK, map[string]any{"screen": e.Screen, "token": localToken})
	case e.Code != "" && ask.Poll == localPoll+e.Code:
		w.WriteHeader(http.StatusNoContent)
	default:
		answer(w, http.StatusGone, map[string]any{"error": "another code"})
	}
}

// serveOpen passes another agent's nonce on. The page here has none: its agent enrols.
func (o *Origin) serveOpen(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<10))
	if err != nil || o.cfg.Relay == "" {
		answer(w, http.StatusGone, map[string]any{"error": "not here"})
		return
	}
	o.passOn(w, r, body)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}
