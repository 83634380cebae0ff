package link

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// A screen's computer without a battery starts in 1970, when no certificate is valid yet. Decision
// 0014 says what is done about it and what that costs.

// errDoubtful says that a server did not prove the time, on a connection that was let through
// without one.
var errDoubtful = errors.New("the server's certificate cannot be judged without the time, and its welcome does not prove the time")

// maxInstants bounds how many instants are tried for one chain.
const maxInstants = 16

// anyTime accepts a certificate if its whole chain is valid at some instant at or after newest, in
// Unix milliseconds.
func anyTime(base *tls.Config, newest int64) *tls.Config {
	c := base.Clone()
	c.InsecureSkipVerify = true // VerifyConnection does all of it
	c.VerifyConnection = func(s tls.ConnectionState) error { return validSince(s, c.RootCAs, time.UnixMilli(newest)) }
	return c
}

// validSince looks for the earliest instant at or after newest at which the chain is valid. That is
// newest, or the beginning of one of its certificates.
func validSince(s tls.ConnectionState, roots *x509.CertPool, newest time.Time) error {
	at := newest
	for range maxInstants {
		err := validAt(s, roots, at)
		var early x509.CertificateInvalidError
		if !errors.As(err, &early) || early.Reason != x509.Expired || !early.Cert.NotBefore.After(at) {
			return err
		}
		at = early.Cert.NotBefore
	}
	return errDoubtful
}

// validAt checks the chain and the name of a connection at one instant.
func validAt(s tls.ConnectionState, roots *x509.CertPool, at time.Time) error {
	if len(s.PeerCertificates) == 0 {
		return errDoubtful
	}
	between := x509.NewCertPool()
	for _, c := range s.PeerCertificates[1:] {
		between.AddCert(c)
	}
	_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{
		DNSName: s.ServerName, Roots: roots, Intermediates: between, CurrentTime: at,
	})
	return err
}

// prove takes the time from a welcome if the connection was let through without one, and checks the
// server's certificate again at that time.
func (l *Link) prove(conn *websocket.Conn, w protocol.Welcome) error {
	if !l.doubtful {
		return nil
	}
	secure, ok := conn.NetConn().(*tls.Conn)
	if !ok || !l.cfg.Vouches(w, l.nonce) {
		return errDoubtful
	}
	if err := validAt(secure.ConnectionState(), l.cfg.TLS.RootCAs, time.UnixMilli(w.Now)); err != nil {
		return fmt.Errorf("the server's certificate is not good today: %w", err)
	}
	l.cfg.OnTime(w.Now)
	return nil
}
