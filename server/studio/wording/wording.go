// Package wording is what the files of slides say in words: the documents of guides, and the text
// that was found in pages of documents when they came. Settings look there for their old values,
// campaigns for their old ends.
//
// It must not know what is looked for. Words that are read in pictures are not here: the checks read
// those again after each start, and an approval must find what its approver saw.
package wording

import (
	"context"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// Of is what the files of a slide say; nothing where it has none. A file that should be there and
// cannot be read is an error: nobody may take that for a file without words.
func Of(ctx context.Context, r store.Reader, media blob.Bucket, one content.Slide) (out []string, err error) {
	if one.Kind == content.Guide {
		b, err := media.Read(ctx, one.Medium)
		if err != nil {
			return nil, err
		}
		g, err := protocol.ReadGuide(b)
		if err != nil {
			return nil, err
		}
		return g.Texts(), nil
	}
	for _, file := range one.Media() {
		m, err := r.Medium(ctx, file)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return nil, err
		}
		if m.Text != "" {
			out = append(out, m.Text)
		}
	}
	return out, nil
}
