package main

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/internal/app"
	"ngatu/internal/worker/workertest"
)

// The operator makes a token on the server's machine, and a program sends files with it: each
// becomes drafts, the same file no second time. Without the token nothing is taken.
func TestPush(t *testing.T) {
	folder, data := t.TempDir(), t.TempDir()
	c := configOf(data)
	c.Listen = "127.0.0.1:0"
	a, err := app.New(t.Context(), c, slog.New(slog.DiscardHandler), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	newClerk(t, a.Address()).begins(t, link)
	if err := a.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out, err := said(t, folder, "token", "make", "--data", data, "--as", "nobody", "--name", "x", "--scope", "slides"); err == nil {
		t.Errorf("a token of nobody: %s", out)
	}
	if out, err := said(t, folder, "token", "make", "--data", data, "--as", clerkLogin, "--name", "Hệ thống quận", "--scope", "slides", "--until", "2099-01-31"); err != nil || strings.Contains(out, "ngatu_") {
		t.Fatalf("the token: %v %s", err, out)
	}
	secret := filepath.Join(data, tokenFile)
	list, err := said(t, folder, "token", "list", "--data", data)
	if err != nil || !strings.Contains(list, "2099-02-01") || !strings.Contains(list, "Hệ thống quận") {
		t.Errorf("the list: %v %s", err, list)
	}

	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0"))
	for name, b := range map[string][]byte{"họp.pdf": workertest.PDF(workertest.Pages(2, 0.2)...), "hỏng.pdf": []byte("%PDF-1.4\nx")} {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	push := func(more ...string) (all []pushed, err error) {
		t.Helper()
		out, err := ngatu(t, folder, append([]string{"push", "--json", "--server", s.url, "--campaign", "inbox"}, more...)...).Output()
		if len(out) > 0 && json.Unmarshal(out, &all) != nil {
			t.Fatalf("%s", out)
		}
		return all, err
	}
	if all, err := push("họp.pdf"); err == nil || all != nil {
		t.Errorf("without a token: %v %+v", err, all)
	}
	all, err := push("họp.pdf", "hỏng.pdf", "--token-file", secret)
	if err == nil || len(all) != 2 || len(all[0].Pages) != 2 || all[0].Error != nil || all[1].Error == nil || all[1].Error.Code != "invalid" {
		t.Fatalf("%v %+v", err, all)
	}
	again, err := push("họp.pdf", "--token-file", secret)
	if err != nil || len(again) != 1 || again[0].ID != all[0].ID {
		t.Errorf("sent again: %v %+v", err, again)
	}
	s.stop(t)
	id, _, _ := strings.Cut(list, " ")
	if out, err := said(t, folder, "token", "revoke", id, "--data", data); err != nil {
		t.Errorf("revoked: %v %s", err, out)
	}
}
