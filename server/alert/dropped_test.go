package alert

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
)

// Whoever answers for a folder of the inbox is told, with the reasons, that a file of theirs waits.
func TestADroppedFileWaits(t *testing.T) {
	r := newRig(t)
	r.change("inbox:Đống Đa", func(tx *store.Tx) error {
		s := content.Slide{
			ID: "a", Campaign: "main", Kind: content.Picture, Title: "Ảnh", State: content.Submitted, Author: "an", Source: "inbox:Đống Đa/a.pdf#2",
			Targets: []content.Target{{Area: "2024-11/006"}},
		}
		if err := tx.PutSlide(t.Context(), s); err != nil {
			return err
		}
		return tx.PutInboxFile(t.Context(), store.InboxFile{Path: "Đống Đa/a.pdf", State: store.Taken, Slide: "a", Sentence: store.Notice{Vi: "Mã sai.", En: "A wrong code."}})
	})
	r.looks()
	told := map[string]string{}
	for _, e := range r.box.taken() {
		told[strings.Split(e.to, "@")[0]] = e.text
		if strings.HasPrefix(e.to, "chi@") && strings.Contains(e.subject, "dropped") {
			t.Errorf("the approver is told as if the file were theirs: %s", e.subject)
		}
	}
	if text := told["an"]; len(told) != 2 || !strings.Contains(text, "Mã sai.") && !strings.Contains(text, "A wrong code.") {
		t.Errorf("told are %+v", told)
	}
}
