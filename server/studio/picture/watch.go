package picture

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
)

// Watch is what somebody watches of a medium: of a clip the copy that the largest canvas gets, as it
// is on air; else, and before there is one, the file as it came.
func Watch(ctx context.Context, st *store.Store, m store.Medium) (content.Ref, error) {
	best, most := content.Ref{Digest: m.Digest, Type: m.Type, Size: m.Bytes}, 0
	if m.Kind != content.Video {
		return best, nil
	}
	all, err := st.Renditions(ctx, m.Digest)
	for _, r := range all {
		if r.Ref.Type == "video/mp4" && r.Width*r.Height > most {
			best, most = r.Ref, r.Width*r.Height
		}
	}
	return best, err
}
