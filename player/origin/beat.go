package origin

import (
	"io"
	"net/http"
	"time"
)

// PathBeat is where the page in the screen's own browser reports that it draws. The script for that
// is at the same path with the ending .js. The agent adds it to the page that it serves; pages of a
// server do not beat.
const PathBeat = "/beat"

// MarkQuery is the part of the page's address that names its browser.
const MarkQuery = "beat"

// BeatTag is what makes the page beat.
const BeatTag = `<script defer src="` + PathBeat + `.js"></script>`

// BeatEvery is the time between two beats. A beat is sent from within an animation frame: a page
// that hangs, has crashed or is not painted is silent.
const BeatEvery = 400 * time.Millisecond

const maxSlide = 64 // characters of a slide's ID

// beatScript is small and old enough for any browser. It does nothing in a page that was opened
// without a mark.
const beatScript = `(function () {
  'use strict';
  var mark = /[?&]beat=([A-Za-z0-9]+)/.exec(location.search), last = 0, busy = 0;
  if (!mark || !window.requestAnimationFrame) { return; }
  function beat(now) {
    window.requestAnimationFrame(beat);
    if (now - last < 400 || busy > 4) { return; }
    last = now;
    var x = new XMLHttpRequest(), see = window.Ngatu && window.Ngatu.debug;
    busy++;
    x.onloadend = function () { busy--; };
    x.open('POST', '/beat?of=' + mark[1] + '&slide=' + encodeURIComponent(see && !see.due ? see.slide : ''));
    x.timeout = 5000;
    x.send();
  }
  window.requestAnimationFrame(beat);
})();
`

func (o *Origin) serveBeatScript(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	io.WriteString(w, beatScript)
}

func (o *Origin) serveBeat(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	slide := q.Get("slide")
	if len(slide) > maxSlide {
		slide = slide[:maxSlide]
	}
	if o.cfg.Beat != nil {
		o.cfg.Beat(q.Get("of"), slide)
	}
	w.WriteHeader(http.StatusNoContent)
}
