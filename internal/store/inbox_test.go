package store

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
)

func TestInbox(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		nfc := norm.NFC.String("Đống Đa/ảnh.jpg")
		nfd := norm.NFD.String(nfc) // as macOS writes it
		file := InboxFile{
			Path: nfd, Size: 3 << 20, Modified: noon.Add(123456789), Changed: noon.Add(987654321), Digest: content.DigestOf([]byte("a")), State: Refused,
			Sentence: Notice{"Tệp không phải ảnh.", "Not a picture."},
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for _, path := range []string{"a.jpg", "Đống Đa-2/b.jpg", "Đống Đa/z/c.jpg", "Đống Đa0.jpg"} {
				if err := tx.PutInboxFile(ctx, InboxFile{Path: path, State: Taken}); err != nil {
					return err
				}
			}
			return tx.PutInboxFile(ctx, file)
		})
		for _, path := range []string{nfc, nfd} {
			got := must[InboxFile](t)(s.InboxFile(ctx, path))
			file.Path, file.At = nfc, got.At
			if diff := cmp.Diff(file, got); diff != "" {
				t.Error(diff)
			}
		}
		var below []string
		for after := ""; ; {
			page := must[[]InboxFile](t)(s.InboxFiles(ctx, "Đống Đa", after, 1))
			if len(page) == 0 {
				break
			}
			after = page[0].Path
			below = append(below, after)
		}
		if diff := cmp.Diff([]string{"Đống Đa/z/c.jpg", nfc}, below); diff != "" {
			t.Error(diff)
		}
		if all := must[[]InboxFile](t)(s.InboxFiles(ctx, "", "", 0)); len(all) != 5 {
			t.Errorf("%d files, want 5", len(all))
		}
		later := InboxFile{Path: "held.jpg", State: Held, Sentence: Notice{"Chờ.", "Waits."}}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			gone := InboxFile{Path: "gone.jpg", State: Vanished, Sentence: Notice{"Đã xóa.", "Deleted."}}
			return errors.Join(tx.PutInboxFile(ctx, later), tx.PutInboxFile(ctx, gone))
		})
		var told []string
		for last := (InboxFile{}); ; {
			page := must[[]InboxFile](t)(s.NotedInboxFiles(ctx, last, 1))
			if len(page) == 0 {
				break
			}
			last = page[0]
			told = append(told, last.Path)
		}
		if diff := cmp.Diff([]string{"held.jpg", nfc}, told); diff != "" {
			t.Error(diff)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteInboxFile(ctx, nfd) })
		if number := changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteInboxFile(ctx, nfc) }); number != 0 {
			t.Error("forgetting a file twice is a change")
		}
	})
}
