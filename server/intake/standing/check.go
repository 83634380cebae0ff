package standing

import (
	"context"
	"fmt"
	"strings"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// Check gives what the checks find of a slide, as they do when somebody submits one. m is what it
// shows, opened a picture that is not stored yet, else nil. A clip is
// searched for flashes, which takes as long as its length asks for.
type Check func(ctx context.Context, s content.Slide, m store.Medium, opened *media.Opened) ([]preflight.Finding, error)

// CheckIn is [Check] of slides that are stored, as if their campaign were another one; it gives what
// is found of each, in their order.
type CheckIn func(ctx context.Context, slides []content.Slide, in content.Campaign) ([][]preflight.Finding, error)

// Objects says why what the checks found keeps a slide off the air until somebody approves it: an
// error does, and so does a warning, unless the standing approval says why those are shown all the
// same. despite is that reason, where there are warnings.
func Objects(st content.Standing, found []preflight.Finding) (why store.Notice, despite string, objects bool) {
	bad := preflight.Of(preflight.Error, found)
	warned := preflight.Of(preflight.Warning, found)
	if len(bad) == 0 && (len(warned) == 0 || st.Despite != "") {
		if len(warned) > 0 {
			despite = st.Despite
		}
		return why, despite, false
	}
	return said(append(bad, warned...)), "", true
}

// most is how many findings a sentence names; the page of the slide shows all.
const most = 3

// said are findings in a sentence; what is found on several canvases is said once, of the first.
func said(all []preflight.Finding) store.Notice {
	var vi, en []string
	rules := map[preflight.Rule]bool{}
	for _, f := range all {
		if rules[f.Rule] {
			continue
		}
		if rules[f.Rule] = true; len(vi) < most {
			vi, en = append(vi, f.Vi), append(en, f.En)
		}
	}
	if more := len(rules) - len(vi); more > 0 {
		vi, en = append(vi, fmt.Sprintf("Còn %d điểm nữa.", more)), append(en, fmt.Sprintf("And %d more.", more))
	}
	return store.Notice{Vi: "Kiểm tra thấy: " + strings.Join(vi, " "), En: "The checks found: " + strings.Join(en, " ")}
}
