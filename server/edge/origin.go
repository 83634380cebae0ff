package edge

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/time/rate"

	"ngatu/content"
)

// originOf is the scheme and host of an address in the form of an Origin header.
func originOf(s string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" ||
		u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	return u.Scheme + "://" + bare(u.Scheme, u.Host), true
}

// bare is a host in lower case, without the scheme's default port.
func bare(scheme, host string) string {
	host = strings.ToLower(host)
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// Host is the name under which a browser asked for this server: X-Forwarded-Host if a trusted proxy
// sends it, else Host.
func (e *Edge) Host(c *fiber.Ctx) string {
	if e.Trusts(addrOf(c.Context().RemoteAddr())) {
		if lines := c.Request().Header.PeekAll(fiber.HeaderXForwardedHost); len(lines) > 0 {
			all := strings.Split(string(lines[len(lines)-1]), ",")
			if host := strings.TrimSpace(all[len(all)-1]); host != "" {
				return host
			}
		}
	}
	return string(c.Context().Host())
}

// CheckOrigin refuses a request from a page of another site: it would have the rights of whoever
// opened that page. Programs send no Origin and pass. what names the request in the log.
func (e *Edge) CheckOrigin(c *fiber.Ctx, what string) error {
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return nil
	}
	host := e.Host(c)
	if from, ok := originOf(origin); ok {
		if e != nil && e.public[from] {
			return nil
		}
		scheme, name, _ := strings.Cut(from, "://")
		if name == bare(scheme, host) {
			return nil
		}
	}
	e.refused(what, fiber.HeaderHost, "origin", origin, "host", host)
	return foreign(fmt.Sprintf("trang mở ở %s, còn máy chủ được gọi là %s. Nếu %[1]s là địa chỉ đúng, người vận hành cần cho proxy chuyển tiếp “Host” hoặc đặt --public", origin, host),
		fmt.Sprintf("the page is at %s, and this server was asked for as %s. If %[1]s is right, the operator has the proxy pass on “Host” or sets --public", origin, host))
}

// CheckForm refuses a form that does not say that a page of ours has sent it. Browsers say so.
func (e *Edge) CheckForm(c *fiber.Ctx) error {
	if c.Get(fiber.HeaderOrigin) != "" || c.Get("Sec-Fetch-Site") == "same-origin" {
		return e.CheckOrigin(c, "form")
	}
	e.refused("form", fiber.HeaderOrigin, "host", e.Host(c))
	return foreign("thiếu “Origin”. Hãy tải lại trang rồi làm lại", "“Origin” is missing. Reload the page and try again")
}

// Upgrade notes a websocket handshake without its Upgrade header.
func (e *Edge) Upgrade(c *fiber.Ctx) {
	if c.Get("Sec-Websocket-Key") != "" {
		e.refused("socket", fiber.HeaderUpgrade, "host", e.Host(c))
	}
}

// refused logs one line a minute for each kind of request and header: behind a proxy that drops
// one, it happens to every player and every person.
func (e *Edge) refused(what, header string, about ...any) {
	if e == nil {
		return
	}
	once, _ := e.warned.LoadOrStore(what+header, &rate.Sometimes{Interval: time.Minute})
	once.(*rate.Sometimes).Do(func() {
		e.log.Warn("refused: the header "+header+" is missing or is not the browser's. If a proxy stands in front, have it pass "+header+
			" on (docs/operate.md, Behind a proxy); otherwise a page of another site has sent this",
			append([]any{"what", what, "header", header}, about...)...)
	})
}

func foreign(vi, en string) error {
	return &content.Error{
		Code: content.Denied,
		Vi:   "Yêu cầu này không đến từ trang của hệ thống: " + vi + ".",
		En:   "This request did not come from a page of this server: " + en + ".",
	}
}

// Base is the address under which people reach this server, for links that they pass on: the first
// one in the settings, because behind a proxy a request does not tell; otherwise the request's.
func (e *Edge) Base(c *fiber.Ctx) string {
	if e != nil && e.base != "" {
		return e.base
	}
	return strings.Clone(c.BaseURL())
}
