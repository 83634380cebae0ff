package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/internal/store"
	"ngatu/internal/testkit/postgres"
)

// without is an address without its password.
func without(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User(u.User.Username())
	return u.String()
}

// A running installation is taken to PostgreSQL and back: the same slides, nothing is held, and
// what was left does not start again.
func TestMove(t *testing.T) {
	pg, folder := postgres.New(t), t.TempDir()
	address, data := pg.Schema(t), filepath.Join(folder, "data")
	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0"))
	drop(t, filepath.Join(data, "inbox", "hoa.png"), 0)
	slides(t, data, 1)
	if out, err := said(t, folder, "move", "--data", data, "--to", address); err == nil || !strings.Contains(out, "đang dùng") {
		t.Errorf("while the server runs: %v %s", err, out)
	}
	s.stop(t)
	was, err := store.Inspect(t.Context(), filepath.Join(data, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range []struct {
		from, to string // --database and --to
		at       string // the address
	}{{"", address, address}, {address, "folder", filepath.Join(data, "ngatu.db")}} {
		if out, err := said(t, folder, "move", "--data", data, "--database", way.from, "--to", way.to); err != nil || strings.Contains(out, postgres.Password) {
			t.Fatalf("to %s: %v %s", way.to, err, out)
		}
		if is, err := store.Inspect(t.Context(), way.at); err != nil || is.Number != was.Number || is.Slides != was.Slides {
			t.Errorf("moved %+v, was %+v: %v", is, was, err)
		}
		if out, err := said(t, folder, "demo", "--data", data, "--database", way.from, "--listen", "127.0.0.1:0"); err == nil || !strings.Contains(out, "ngatu move") && !strings.Contains(out, "--database") {
			t.Errorf("what was left starts again: %v %s", err, out)
		}
		next := way.to
		if next == "folder" {
			next = ""
		}
		s := start(t, ngatu(t, folder, "demo", "--data", data, "--database", next, "--listen", "127.0.0.1:0"))
		s.stop(t)
		if out, err := said(t, folder, "held", "--data", data, "--database", next); err != nil || !strings.Contains(out, "The server is not held.") {
			t.Errorf("%v %s", err, out)
		}
		if was, err = store.Inspect(t.Context(), way.at); err != nil {
			t.Fatal(err)
		}
	}
}

// A server with its database on PostgreSQL is operated by the same commands: a second one is
// refused, a backup is made beside it and goes into another database or into a folder, and its
// password stands nowhere.
func TestPostgres(t *testing.T) {
	pg, folder := postgres.New(t), t.TempDir()
	full, empty := pg.Schema(t), pg.Schema(t)
	secret := filepath.Join(folder, "secret")
	if err := os.WriteFile(secret, []byte(postgres.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("NGATU_DATABASE", without(t, full))
	t.Setenv("NGATU_DATABASE_PASSWORD_FILE", secret)
	data, to, back := filepath.Join(folder, "data"), filepath.Join(folder, "to"), filepath.Join(folder, "back")
	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0", "--log", "debug"))
	was, err := store.Inspect(t.Context(), full)
	if err != nil || was.Slides == 0 {
		t.Fatalf("%+v %v", was, err)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"demo", "--data", filepath.Join(folder, "second"), "--listen", "127.0.0.1:0"}, "Một máy chủ Ngatu khác"},
		{[]string{"link", "--data", data}, "Một máy chủ Ngatu khác"},
		{[]string{"held", "--data", data, "--database", without(t, empty)}, "chưa có dữ liệu"},
		{[]string{"serve", "--data", data, "--database", without(t, empty), "--listen", "127.0.0.1:0"}, "không còn hoặc trống"},
		{[]string{"serve", "--data", data, "--database", "", "--listen", "127.0.0.1:0"}, "--database"},
		{[]string{"held", "--database-password-file", filepath.Join(folder, "none")}, "none"},
	} {
		if out, err := said(t, folder, c.args...); err == nil || !strings.Contains(out, c.says) || strings.Contains(out, postgres.Password) {
			t.Errorf("%v: %v %s", c.args, err, out)
		}
	}
	if out, _ := said(t, folder, "doctor", "--data", data, "--listen", strings.TrimPrefix(s.url, "http://")); !strings.Contains(out, "good  database") || !strings.Contains(out, "fsync") || !strings.Contains(out, "warn  standby") {
		t.Errorf("the doctor says %s", out)
	}
	if out, err := said(t, folder, "on", "--data", data, "--screen", "SANH-01"); err != nil || !strings.Contains(out, "SANH-01") {
		t.Errorf("%v %s", err, out)
	}
	backed(t, folder, "--data", data, "--to", to)
	s.stop(t)
	if strings.Contains(s.stderr.String(), postgres.Password) {
		t.Error("the log tells the password")
	}

	if out, err := said(t, folder, "restore", "--from", to, "--data", back, "--database", without(t, full)); err == nil || !strings.Contains(out, "đã có dữ liệu") {
		t.Errorf("over a database in use: %v %s", err, out)
	}
	for _, database := range []string{without(t, empty), ""} {
		if out, err := said(t, folder, "restore", "--from", to, "--data", back, "--database", database); err != nil || !strings.Contains(out, "starts held") {
			t.Fatalf("into %q: %v %s", database, err, out)
		}
		s = start(t, ngatu(t, folder, "demo", "--data", back, "--database", database, "--listen", "127.0.0.1:0"))
		s.stop(t)
		if out, err := said(t, folder, "held", "--data", back, "--database", database, "--continue"); err != nil || !strings.Contains(out, "(restore)") {
			t.Errorf("from %q: %v %s", database, err, out)
		}
		at := empty
		if database == "" {
			at = filepath.Join(back, "ngatu.db")
		}
		if is, err := store.Inspect(t.Context(), at); err != nil || is.Meta != was.Meta || is.Slides != was.Slides {
			t.Errorf("restored %+v, was %+v: %v", is, was, err)
		}
		os.RemoveAll(back)
	}
}
