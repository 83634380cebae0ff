package app_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
)

func TestAnAddressIsNoFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, data := range []string{"postgres://ngatu:secret@db.example/ngatu", "/srv/postgres:/ngatu:secret@db.example/ngatu", "s3://bucket/x", "postgresql:"} {
		refused(t, config.Config{Data: data}, content.Invalid, "PostgreSQL")
		_, err := testkit.Open(t, config.Config{Data: data})
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the sentence tells the password: %v", err)
		}
	}
	if made, _ := os.ReadDir("."); len(made) > 0 {
		t.Errorf("a folder was made: %s", made[0].Name())
	}
}

// Listening to the network without TLS logs a warning. Over TLS, browsers learn never to use plain
// HTTP again.
func TestTheNetworkWithoutTLS(t *testing.T) {
	for name, c := range map[string]struct {
		config.Config
		warns, hsts bool
	}{
		"here alone":           {config.Config{}, false, false},
		"everywhere":           {config.Config{Listen: "0.0.0.0:0"}, true, false},
		"everywhere over IPv6": {config.Config{Listen: "[::]:0"}, true, false},
		"behind a proxy":       {config.Config{Listen: "0.0.0.0:0", Secure: true}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			c.Data = filepath.Join(t.TempDir(), "data")
			if c.Listen == "" {
				c.Listen = "127.0.0.1:0"
			}
			a, err := app.New(t.Context(), c.Config, slog.New(slog.NewTextHandler(&log, nil)), func(string) {})
			if err != nil {
				t.Fatal(err)
			}
			warned := strings.Contains(log.String(), "without TLS") && strings.Contains(log.String(), "level=WARN")
			defer testkit.Stop(t, a)
			if err := a.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			resp, err := http.Get(a.Address() + "/healthz")
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if hsts := resp.Header.Get("Strict-Transport-Security") != ""; warned != c.warns || hsts != c.hsts {
				t.Errorf("warned %v, HSTS %v", warned, hsts)
			}
		})
	}
}
