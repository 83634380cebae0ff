//go:build linux

package field

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"flag"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

var idle = flag.Duration("idle", 0, "for how long to count what an idle agent sends and gets; 0 leaves the count out")

// TestIdleBytes counts what a screen costs its SIM card while nothing changes: every byte of every
// IP packet, with TLS, extrapolated to a day.
func TestIdleBytes(t *testing.T) {
	if *idle <= 0 {
		t.Skip("counting takes minutes: -idle 10m")
	}
	serverSide, agentSide, l := field(t)
	s := serveAs(t, "serve", serverSide, "127.0.0.1:4080") // a demonstration's figures move by themselves
	cert, key := certificate(t)
	serverSide.pipe(t, "tcp,"+serverIP+":443,tcp,127.0.0.1:4080,"+cert+","+key)
	a := newAgent(t, agentSide, "https://"+serverIP)
	a.env = []string{"SSL_CERT_FILE=" + cert}
	a.start(t)
	s.post(t, "/studio/screens/new", "code", screen, "name", "LED ngã tư", "area", "2025-07/00004", "venue", "intersection", "kind", "led",
		"width", "432", "height", "216", "pitch", "5", "distance", "15", "enrol", a.after("(enter it in the studio):"))
	a.after("Enrolled as screen:")
	until(t, "a connection over TLS", 60*time.Second, func() bool { return a.figure("linked") == 1 && a.figure("pages") == 0 })
	slot := a.loop(t)
	time.Sleep(settle)

	down, up, began := l.down.Load(), l.up.Load(), time.Now()
	time.Sleep(*idle)
	took := time.Since(began)
	slot.stop()
	down, up = l.down.Load()-down, l.up.Load()-up
	day := float64(24*time.Hour) / float64(took) / 1000
	t.Logf("in %s: %d bytes to the agent, %d from it", took.Round(time.Second), down, up)
	if a.figure("linked") != 1 {
		t.Error("the agent was not connected all the time")
	}
	most := 500.0
	if *idle < 5*time.Minute { // one word more or less in a minute is half of the goal
		most = 0
	}
	testkit.Figure{
		What: fmt.Sprintf("agent: idle bytes a day, TLS, IP packets both ways, extrapolated from %.0f min", took.Minutes()), Unit: "kB",
		Values: []float64{float64(down+up) * day}, P50: most,
	}.Say(t)
}

// settle is when the first minute's bursts are over: clock, status, the run that
// a page tells early.
const settle = 30 * time.Second

// looping is a page that shows slide after slide, as every screen's does.
type looping struct {
	page *socket
	end  chan struct{}
	done sync.WaitGroup
}

// loop opens such a page: it tells the agent of every slide, and finishes a run every five minutes.
func (a *agent) loop(t testing.TB) *looping {
	t.Helper()
	page, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	l := &looping{page: page, end: make(chan struct{})}
	d := diary{a: a, audience: "field", programme: "field", from: time.Now().Add(-48 * time.Hour).UnixMilli()}
	l.done.Go(func() {
		slides, run := time.NewTicker(8*time.Second), time.NewTicker(5*time.Minute)
		defer slides.Stop()
		defer run.Stop()
		for n := 0; ; n++ {
			var err error
			select {
			case <-l.end:
				return
			case <-slides.C:
				err = page.say(protocol.TypeStatus, protocol.Status{Slide: fmt.Sprint("slide-", n%7), Clock: "synced"})
			case <-run.C:
				err = d.tell(d.told + 1)
			}
			if err != nil {
				t.Errorf("the page and its agent have parted: %v", err)
				return
			}
		}
	})
	l.done.Go(func() {
		for {
			if _, _, err := page.conn.ReadMessage(); err != nil {
				return
			}
		}
	})
	return l
}

func (l *looping) stop() {
	close(l.end)
	l.page.conn.Close()
	l.done.Wait()
}

// certificate makes a certificate for the server's address, which is its own authority.
func certificate(t testing.TB) (cert, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "field"}, IPAddresses: []net.IP{net.ParseIP(serverIP)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	signed, err := x509.CreateCertificate(rand.Reader, about, about, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, kind string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("cert.pem", "CERTIFICATE", signed), write("key.pem", "PRIVATE KEY", hidden)
}
