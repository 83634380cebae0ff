package intake

import (
	"context"
	"encoding/json"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// KeepGuide keeps the document of a guide in the folder of media, where kiosks fetch it by its
// digest. The medium that it gives goes into the store with the slide. The error of a guide that no
// kiosk could show is an [content.Error] of code Invalid that names the text at fault.
func KeepGuide(ctx context.Context, bucket blob.Bucket, g protocol.Guide) (store.Medium, error) {
	b, err := json.Marshal(g)
	if err != nil {
		return store.Medium{}, err
	}
	if _, err := protocol.ReadGuide(b); err != nil {
		return store.Medium{}, err
	}
	d, err := bucket.PutBytes(ctx, b)
	return store.Medium{Digest: d, Kind: content.Guide, Type: protocol.GuideType, Bytes: int64(len(b)), Name: g.Title.Vi}, err
}
