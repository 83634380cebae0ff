package backup

import (
	"context"
	"os"
	"path/filepath"

	"ngatu/content"
	"ngatu/internal/blob"
)

// prune keeps the newest backups and deletes the others, with the media that only they had. It
// returns how many it deleted.
func prune(folder, keys string, keep int) (removed int, err error) {
	stamps, err := Stamps(folder)
	if err != nil || keep <= 0 || len(stamps) <= keep {
		return 0, err
	}
	old, stay := stamps[:len(stamps)-keep], stamps[len(stamps)-keep:]
	needed := map[content.Digest]bool{}
	for _, stamp := range stay { // an unreadable backup might need any medium: then nothing is deleted
		_, f, err := readManifest(folder, stamp)
		if err != nil {
			return 0, err
		}
		for _, m := range f.Media {
			needed[m.Digest] = true
		}
		for _, m := range f.Inbox {
			needed[m.Digest] = true
		}
	}
	for _, stamp := range old {
		// The manifest first: a half-deleted backup must not look complete.
		for _, path := range []string{filepath.Join(folder, stamp, manifest), filepath.Join(folder, stamp), filepath.Join(keys, stamp+".tar"), filepath.Join(keys, stamp+".tar.age")} {
			if err := os.RemoveAll(path); err != nil {
				return removed, unwritable(path, err)
			}
		}
		removed++
	}
	media, err := blob.Open(filepath.Join(folder, mediaDir))
	if err != nil {
		return removed, err
	}
	var gone []content.Digest
	err = media.Walk(context.Background(), func(d content.Digest, _ int64) error {
		if !needed[d] {
			gone = append(gone, d)
		}
		return nil
	})
	for _, d := range gone {
		if err == nil {
			err = media.Delete(d)
		}
	}
	return removed, err
}
