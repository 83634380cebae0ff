package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// soon is how long before its end a certificate should have been renewed.
const soon = 14 * 24 * time.Hour

func (l *look) certificate() {
	if l.Cert == "" {
		l.say("certificate", Good, "không đặt: proxy giữ TLS", "none set: a proxy ends TLS")
		return
	}
	pair, err := tls.LoadX509KeyPair(l.Cert, l.Key)
	if err != nil {
		l.say("certificate", Bad, "Không dùng được chứng chỉ: "+err.Error()+". Hãy kiểm tra --cert và --key.", "The certificate cannot be used: "+err.Error()+". Check --cert and --key.")
		return
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		l.say("certificate", Bad, err.Error(), err.Error())
		return
	}
	end := leaf.NotAfter.UTC().Format(time.RFC3339)
	switch left := leaf.NotAfter.Sub(l.Now()); {
	case left <= 0:
		l.say("certificate", Bad, "Chứng chỉ đã hết hạn "+end+". Hãy gia hạn.", "The certificate expired "+end+". Renew it.")
	case left < soon:
		l.say("certificate", Warn, "Chứng chỉ sắp hết hạn "+end+". Hãy gia hạn.", "The certificate expires soon, "+end+". Renew it.")
	default:
		l.say("certificate", Good, "đến "+end, "until "+end)
	}
}

// port checks whether a server answers, or else whether one could listen.
func (l *look) port(ctx context.Context) {
	scheme := "http://"
	if l.TLS {
		scheme = "https://"
	}
	status, body, err := get(ctx, scheme+l.Listen+"/readyz", nil)
	if err == nil {
		if l.up = status == http.StatusOK; l.up {
			l.say("port", Good, "máy chủ đang chạy ở "+l.Listen, "a server runs at "+l.Listen)
		} else {
			l.say("port", Bad, fmt.Sprintf("Ở %s có chương trình trả lời %d: %s. Nếu đó không phải Ngatu, hãy đổi --listen.", l.Listen, status, body), fmt.Sprintf("At %s something answers %d: %s. If that is not Ngatu, change --listen.", l.Listen, status, body))
		}
		return
	}
	free, err := net.Listen("tcp", l.Listen)
	if err != nil {
		l.say("port", Bad, "Không mở được "+l.Listen+" ("+err.Error()+"). Hãy tắt chương trình đang dùng hoặc đổi --listen.", "Cannot listen on "+l.Listen+" ("+err.Error()+"). Stop the program that uses it, or change --listen.")
		return
	}
	free.Close()
	l.say("port", Good, l.Listen+" còn trống; máy chủ không chạy", l.Listen+" is free; no server runs")
}

// proxy calls the server under its public address and names the headers that a proxy loses.
func (l *look) proxy(ctx context.Context) {
	if l.Public == "" || !l.up {
		l.say("proxy", Good, "không thử: cần --public và máy chủ đang chạy", "not tried: it takes --public and a running server")
		return
	}
	address := strings.TrimRight(l.Public, "/")
	status, _, err := get(ctx, address+"/healthz", nil)
	if err != nil || status != http.StatusOK {
		l.say("proxy", Bad, fmt.Sprintf("Không đến được %s (%d, %v). Hãy kiểm tra DNS, tường lửa và proxy.", address, status, err), fmt.Sprintf("%s cannot be reached (%d, %v). Check DNS, firewall and proxy.", address, status, err))
		return
	}
	status, _, err = get(ctx, address+"/ws", http.Header{
		"Origin": {address}, "Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="},
	})
	switch {
	case err != nil:
		l.say("proxy", Bad, "Không mở được websocket: "+err.Error(), "No websocket can be opened: "+err.Error())
	case status == http.StatusSwitchingProtocols:
		l.say("proxy", Good, "Host và websocket đi qua được", "Host and websockets pass")
	case status == http.StatusForbidden:
		l.say("proxy", Bad, "Proxy không chuyển tiêu đề Host. nginx: proxy_set_header Host $host; hoặc đặt --public.", "The proxy does not pass the header Host on. nginx: proxy_set_header Host $host; or set --public.")
	default:
		l.say("proxy", Bad, fmt.Sprintf("Proxy không cho websocket qua (%d). nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";", status),
			fmt.Sprintf("The proxy lets no websocket through (%d). nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";", status))
	}
}

// get makes one request. The server is on this machine or behind its proxy, so the certificate is
// not verified here.
func get(ctx context.Context, address string, headers http.Header) (status int, body string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	req.Header = headers
	if req.Header == nil {
		req.Header = http.Header{}
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}}
	page, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer page.Body.Close()
	if page.StatusCode == http.StatusSwitchingProtocols {
		return page.StatusCode, "", nil
	}
	b, err := io.ReadAll(io.LimitReader(page.Body, 500))
	return page.StatusCode, strings.TrimSpace(string(b)), err
}
