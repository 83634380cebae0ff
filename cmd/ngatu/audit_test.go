package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/server/rendition/renditiontest"
)

// A demonstration that took a picture in from its inbox has a ground for everything; a slide that
// somebody writes past the gate is named.
func TestAuditGrounds(t *testing.T) {
	folder := t.TempDir()
	data := filepath.Join(folder, "data")
	a := testkit.Server(t, configOf(data))
	if err := os.WriteFile(filepath.Join(data, "inbox", "a.png"), renditiontest.Picture(3), 0o644); err != nil {
		t.Fatal(err)
	}
	taken := func() bool {
		f, err := a.Store().InboxFile(t.Context(), "a.png")
		return err == nil && f.Slide != ""
	}
	for end := time.Now().Add(time.Minute); !taken(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the picture was not taken in")
		}
	}
	out, err := ngatu(t, folder, "audit", "grounds", "--data", data).CombinedOutput()
	if err != nil || !strings.Contains(string(out), string(content.ByStanding)+"  1\n") {
		t.Errorf("%v: %s", err, out)
	}
	live := content.Slide{ID: "past", Campaign: "starter", Kind: content.Notice, Title: "Lách cửa", State: content.Approved}
	if _, err := a.Store().Change(t.Context(), "nobody", func(tx *store.Tx) error { return tx.PutSlide(t.Context(), live) }); err != nil {
		t.Fatal(err)
	}
	out, err = ngatu(t, folder, "audit", "grounds", "--data", data).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "Lách cửa") {
		t.Errorf("%v: %s", err, out)
	}
}
