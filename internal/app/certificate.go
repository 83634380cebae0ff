package app

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"ngatu/content"
)

// certificate is the server's own. It is read again when one of its files changes, in any sequence,
// so renewing it needs no restart. A certificate that cannot be read, or that does not fit its key,
// does not replace the one in use.
type certificate struct {
	cert, key string // files
	log       *slog.Logger

	mu    sync.Mutex
	inUse *tls.Certificate
	tried [2]time.Time // when the files that were read last had been written
}

// openCertificate reads the files; nil if none are set.
func openCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	if cert == "" && key == "" {
		return nil, nil
	}
	c := &certificate{cert: cert, key: key, log: log}
	if err := c.read(); err != nil {
		return nil, &content.Error{
			Code: content.Invalid, Err: err,
			Vi: fmt.Sprintf("Không đọc được chứng thư TLS (%v). Hãy kiểm tra --cert và --key: cả hai là tệp PEM và đi cùng nhau.", err),
			En: fmt.Sprintf("Cannot read the TLS certificate (%v). Check --cert and --key: both are PEM files and belong together.", err),
		}
	}
	return c, nil
}

// read takes the files as they are now. Under the lock, or before anybody else knows c.
func (c *certificate) read() error {
	written, err := c.written()
	if err != nil {
		return err
	}
	c.tried = written
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err == nil {
		c.inUse = &pair
	}
	return err
}

// written is when certificate and key were.
func (c *certificate) written() (at [2]time.Time, err error) {
	for i, file := range []string{c.cert, c.key} {
		info, err := os.Stat(file)
		if err != nil {
			return at, err
		}
		at[i] = info.ModTime()
	}
	return at, nil
}

// newest is the certificate for a new connection.
func (c *certificate) newest() *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	written, err := c.written()
	if err == nil && written != c.tried {
		err = c.read()
	}
	if err != nil {
		c.log.Error("the new certificate cannot be read; the old one stays in use", "error", err)
	}
	return c.inUse
}

// wrap makes a listener speak TLS; without a certificate it does nothing.
func (c *certificate) wrap(l net.Listener) net.Listener {
	if c == nil {
		return l
	}
	return tls.NewListener(l, &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.newest(), nil },
	})
}

// life is how long the certificate in use has been valid, and how long it still will be; zero
// without one.
func (c *certificate) life() (age, left time.Duration) {
	if c == nil {
		return 0, 0
	}
	leaf := c.newest().Leaf
	return time.Since(leaf.NotBefore), time.Until(leaf.NotAfter)
}
