package picture

import (
	"context"
	"strings"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
)

// Watch is what somebody watches of a medium: of a clip the copy that the largest canvas gets, as it
// is on air; else, and before there is one, the file as it came. It gives the file's path and its
// media type.
func Watch(ctx context.Context, st *store.Store, files blob.Bucket, s content.Slide, m store.Medium) (path, kind string, err error) {
	best, most := content.Ref{Digest: m.Digest, Type: m.Type}, 0
	var all []store.Rendition
	if m.Kind == content.Video {
		if all, err = st.Renditions(ctx, m.Digest); err != nil {
			return "", "", err
		}
	}
	for _, r := range all {
		own := r.Fit == s.FitKey() // a copy with the label of another slide is not this one's
		if s.Label != "" {
			own = strings.HasPrefix(r.Fit, s.FitKey()+"+") && strings.HasSuffix(r.Fit, ":"+s.Label)
		}
		if own && r.Ref.Type == "video/mp4" && r.Width*r.Height > most {
			best, most = r.Ref, r.Width*r.Height
		}
	}
	path, err = files.Path(ctx, best.Digest)
	return path, best.Type, err
}
