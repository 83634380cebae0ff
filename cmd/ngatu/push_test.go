package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/internal/app"
	"ngatu/internal/worker/workertest"
)

// The operator makes a token on the server's machine, and a program sends files with it: each
// becomes drafts, the same file no second time. Without the token nothing is taken, and a token for
// an area does nothing beyond it.
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

	within := map[string]string{} // by scope, the files of tokens for one district
	made := secret
	if secret = filepath.Join(data, "city.txt"); os.Rename(made, secret) != nil {
		t.Fatal("the token is in no file")
	}
	for _, scope := range []string{"slides", "holds"} {
		if out, err := said(t, folder, "token", "make", "--data", data, "--as", clerkLogin, "--name", "Quận Đống Đa", "--scope", scope, "--area", "2024-11/006"); err != nil {
			t.Fatalf("a token for an area: %v %s", err, out)
		}
		within[scope] = filepath.Join(data, scope+".txt")
		if err := os.Rename(made, within[scope]); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := said(t, folder, "token", "make", "--data", data, "--as", clerkLogin, "--name", "x", "--scope", "slides", "--area", "2024-11/nowhere"); err == nil {
		t.Errorf("a token for no area: %s", out)
	}

	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0"))
	for name, b := range map[string][]byte{"họp.pdf": workertest.PDF(workertest.Pages(2, 0.2)...), "hỏng.pdf": []byte("%PDF-1.4\nx"), "bài.odp": workertest.Presentation("Phường tiếp công dân", "Cài ứng dụng iHanoi")} {
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
	all, err := push("họp.pdf", "hỏng.pdf", "bài.odp", "--token-file", secret)
	if err == nil || len(all) != 3 || len(all[0].Pages) != 2 || all[0].Error != nil || all[1].Error == nil || all[1].Error.Code != "invalid" || len(all[2].Pages) != 2 || all[2].Error != nil {
		t.Fatalf("%v %+v", err, all)
	}
	again, err := push("họp.pdf", "--token-file", secret)
	if err != nil || len(again) != 1 || again[0].ID != all[0].ID {
		t.Errorf("sent again: %v %+v", err, again)
	}
	beyond, err := push("họp.pdf", "--token-file", within["slides"])
	if err == nil || len(beyond) != 1 || beyond[0].ID != "" || beyond[0].Error == nil || beyond[0].Error.Code != "denied" {
		t.Errorf("a slide for the whole city by a token for a district: %v %+v", err, beyond)
	}
	for area, want := range map[string]int{"2024-11/006": http.StatusCreated, "2024-11/001": http.StatusForbidden, "": http.StatusForbidden} {
		if got := holdsInstall(t, s.url, within["holds"], area); got != want {
			t.Errorf("a hold in %q by a token for a district: %d, want %d", area, got, want)
		}
	}
	s.stop(t)
	id, _, _ := strings.Cut(list, " ")
	if out, err := said(t, folder, "token", "revoke", id, "--data", data); err != nil {
		t.Errorf("revoked: %v %s", err, out)
	}
}

// holdsInstall asks to rest the install slides of an area with the token in a file.
func holdsInstall(t *testing.T, server, file, area string) (status int) {
	t.Helper()
	secret, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server+"/api/holds", strings.NewReader(`{"scope":"install","area":"`+area+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(secret)))
	req.Header.Set("Content-Type", "application/json")
	got, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	return got.StatusCode
}
