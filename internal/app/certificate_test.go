package app_test

import (
	"crypto/tls"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
)

// askTLS asks a server whose certificate nobody signed but itself.
func askTLS(t *testing.T, url string) (int, string) {
	t.Helper()
	asker := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}} //nolint:gosec // loopback, and the certificate is looked at by the test
	resp, err := asker.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func TestTLS(t *testing.T) {
	cert, key := testkit.Certificate(t, "first")
	a := testkit.Server(t, config.Config{Cert: cert, Key: key})
	if !strings.HasPrefix(a.Address(), "https://127.0.0.1:") {
		t.Errorf("its address is %s", a.Address())
	}
	if status, body := askTLS(t, a.Address()+"/readyz"); status != 200 || body != "ready\n" {
		t.Errorf("%d %q", status, body)
	}
	if _, told := askTLS(t, a.Address()+"/metrics"); !strings.Contains(told, "\nngatu_certificate_left_seconds 17") { // 48 h are 172,800 s
		t.Error("it does not tell how long its certificate is valid")
	}
	refused(t, config.Config{Cert: cert}, content.Invalid, "--key")
	other, _ := testkit.Certificate(t, "other")
	refused(t, config.Config{Cert: other, Key: key}, content.Invalid, "--cert")
}

// A renewed certificate is shown without a restart; one that is half written is not.
func TestCertificateIsRenewed(t *testing.T) {
	cert, key := testkit.Certificate(t, "first")
	a := testkit.Server(t, config.Config{Cert: cert, Key: key})
	shows := func() string {
		t.Helper()
		conn, err := tls.Dial("tcp", strings.TrimPrefix(a.Address(), "https://"), &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // it is looked at here
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	place := func(to string, b []byte) {
		t.Helper()
		time.Sleep(20 * time.Millisecond) // another time of writing than the one before
		if err := os.WriteFile(to, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	place(cert, []byte("half"))
	if got := shows(); got != "first" {
		t.Errorf("it shows %s", got)
	}
	newCert, newKey := testkit.Certificate(t, "second")
	for i, f := range [][2]string{{newCert, cert}, {newKey, key}} {
		b, err := os.ReadFile(f[0])
		if err != nil {
			t.Fatal(err)
		}
		place(f[1], b)
		if got := shows(); i == 0 && got != "first" {
			t.Errorf("with a certificate that waits for its key it shows %s", got)
		}
	}
	if got := shows(); got != "second" {
		t.Errorf("it shows %s", got)
	}
}
