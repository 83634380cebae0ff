package player

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"ngatu/player/protocol"
)

// secure is the server behind TLS, with a certificate that is good from one instant to another, and
// who vouches for it.
func (s *server) secure(from, until time.Time) (address string, roots *x509.CertPool) {
	s.t.Helper()
	made := func(c, by *x509.Certificate, byKey *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			s.t.Fatal(err)
		}
		if by == nil {
			by, byKey = c, key
		}
		der, err := x509.CreateCertificate(rand.Reader, c, by, &key.PublicKey, byKey)
		if err != nil {
			s.t.Fatal(err)
		}
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			s.t.Fatal(err)
		}
		return cert, key
	}
	ca, caKey := made(&x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(30, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, nil, nil)
	leaf, key := made(&x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: from, NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, ca, caKey)
	web := httptest.NewUnstartedServer(s.web.Config.Handler)
	web.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{leaf.Raw}, PrivateKey: key}}}
	web.StartTLS()
	s.t.Cleanup(web.Close)
	roots = x509.NewCertPool()
	roots.AddCert(ca)
	return web.URL, roots
}

// A computer without a battery comes back after a power cut in a year that is long over: its
// certificates all seem to be of the future. The server's time is a year ahead of this machine's,
// which comes to the same.
func TestWithoutAClockItGetsPastTLS(t *testing.T) {
	t.Parallel()
	year := 365 * 24 * time.Hour
	now := time.Now().Add(year)
	_, thief, _ := ed25519.GenerateKey(nil)
	for _, c := range []struct {
		name        string
		from, until time.Time
		vouch       ed25519.PrivateKey
		known       bool // the machine's clock is vouched for, and a year behind
		ok          bool
	}{
		{name: "a certificate of today", from: now.Add(-24 * time.Hour), until: now.Add(24 * time.Hour), ok: true},
		{name: "one that is over by the server's time", from: time.Now().Add(-time.Hour), until: now.Add(-24 * time.Hour)},
		{name: "one of the future", from: now.Add(year), until: now.Add(2 * year)},
		{name: "one that was over before the newest that is known", from: time.Now().Add(-2 * year), until: time.Now().Add(-year)},
		{name: "the time is signed by somebody else", from: now.Add(-24 * time.Hour), until: now.Add(24 * time.Hour), vouch: thief},
		{name: "the machine knows the time", from: now.Add(-24 * time.Hour), until: now.Add(24 * time.Hour), known: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.all("a")
			dir := t.TempDir()
			_, stop := enrolled(t, s, dir)
			stop()
			media := s.programme("b") // to be fetched over TLS
			s.mu.Lock()
			s.ahead, s.vouch = year, c.vouch
			hellos := len(s.hellos)
			s.mu.Unlock()
			address, roots := s.secure(c.from, c.until)
			downs := 0
			p, _ := agent(t, address, dir, func(cfg *Config) {
				clock := *cfg.Clock
				clock.Boot = func() string { return "after the power cut" }
				clock.Wall = func() (int64, bool) { return time.Now().UnixMilli(), c.known }
				cfg.Clock, cfg.Roots = &clock, roots
			})
			if c.ok {
				eventually(t, "it is connected and has all media", func() bool { return p.linked() && complete(p, s) && len(media) == 1 })
				if at, state := p.clock.Now(); state == protocol.ClockUnknown || at < now.Add(-time.Hour).UnixMilli() {
					t.Errorf("it takes the time to be %v, %s", time.UnixMilli(at), state)
				}
				return
			}
			eventually(t, "it has tried more than once", func() bool {
				if p.enrolment().Line == protocol.LineDown {
					downs++
				}
				return downs > 50
			})
			if _, state := p.clock.Now(); p.linked() || !c.known && state != protocol.ClockUnknown || p.ownPage().Links != 0 {
				t.Errorf("it is connected, or has a time: %s, %d hellos", state, s.count(func() int { return len(s.hellos) })-hellos)
			}
			if len(p.held(0)) == 0 {
				t.Error("it gave up what was on air")
			}
		})
	}
}

// A computer that was never enrolled knows no key that could vouch for the time: it takes no
// certificate on trust.
func TestWithoutAClockNobodyIsEnrolledOnTrust(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	address, roots := s.secure(time.Now().Add(time.Hour), time.Now().Add(2*time.Hour))
	p, _ := agent(t, address, t.TempDir(), func(cfg *Config) { cfg.Roots = roots })
	eventually(t, "it cannot reach the server", func() bool { return p.enrolment().Line == protocol.LineDown })
	if s.shownCode() != "" || p.enrolment().Code != "" {
		t.Error("it got a code over a connection that proves nothing")
	}
}
