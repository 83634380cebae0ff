package player

import (
	"crypto/tls"
	"time"
)

// tls judges certificates by the time that the agent knows, not by the machine's.
func (c Config) tls(now func() time.Time) *tls.Config {
	return &tls.Config{RootCAs: c.Roots, Time: now}
}
