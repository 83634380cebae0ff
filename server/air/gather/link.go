package gather

import (
	"net/url"
	"strings"

	"ngatu/internal/qr"
)

// InstallLink is the address of the install page that a screen's code leads to; "" while the public
// address is unset or no web address. All but the screen's code is in capitals, and codes are so as
// a rule: a QR code then needs a version less.
func InstallLink(publicAddress, screen string) string {
	u, err := url.Parse(strings.TrimSpace(publicAddress))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return qr.Upper(u.Scheme+"://"+u.Host+strings.TrimRight(u.EscapedPath(), "/")+"/i/", true) + url.PathEscape(screen)
}
