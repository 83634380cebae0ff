package app

import (
	"os"
	"path/filepath"
	"strings"
)

// servedFile says in a data folder at which address its server was last reached.
const servedFile = "address"

// noteAddress writes the address down for [ServedAt]. A folder that takes no file has other
// worries.
func (a *App) noteAddress() {
	if err := os.WriteFile(filepath.Join(a.cfg.Data, servedFile), []byte(a.Address()+"\n"), 0o600); err != nil {
		a.log.Warn("the server's address cannot be written down: ngatu doctor has to be told", "error", err)
	}
}

// ServedAt gives the address, as host:port, at which the server of a data folder listens or last
// did, and whether it speaks TLS there; "" where nobody knows.
func ServedAt(data string) (address string, secure bool) {
	b, err := os.ReadFile(filepath.Join(data, servedFile))
	if err != nil {
		return "", false
	}
	scheme, address, _ := strings.Cut(strings.TrimSpace(string(b)), "://")
	return address, scheme == "https"
}
