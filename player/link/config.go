package link

import (
	"crypto/ed25519"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Config is what a link works with. It calls the functions from its own goroutine, one at a time.
type Config struct {
	Server string             // base address of the server: http or https, no slash at the end
	Screen string             // code of the screen
	Key    ed25519.PrivateKey // the device's own
	Build  string             // build of the agent
	Width  int                // pixels of the page, 0: not known
	Height int
	Mono   func() int64             // monotonic milliseconds
	Has    func() map[string]string // hash of every thing that the agent holds
	Follow func() string            // name of the working key
	Head   func() *protocol.Head    // of the newest frame that the agent holds; nil: it holds none
	Up     func(protocol.Welcome)   // a hello was accepted
	Down   func(error)              // the connection was lost, or could not be made
	Frame  func(protocol.Frame)     // signed frames, not yet verified
	Acked  func(protocol.Acked)
	Clock  func(c protocol.Clock, got int64) // an answer, and Mono when it came
	Log    *slog.Logger

	TLS      *tls.Config                                 // nil: the system's
	Newest   func() (unix int64, unknown bool)           // the newest instant that has certainly passed, and whether the time is unknown
	Vouches  func(w protocol.Welcome, nonce string) bool // the welcome proves its time
	OnTime   func(unix int64)                            // a time that the server signed while it was unknown here
	Released func(protocol.Frame) error                  // nil: the frame is valid and releases the player, and Run ends
}

// Address is a server's base address as the agent uses it, without a slash at the end. Otherwise it
// is a [content.Error] with code Invalid that says what is wrong.
func Address(server string) (string, error) {
	u, err := url.Parse(strings.TrimRight(strings.TrimSpace(server), "/"))
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil {
		return u.String(), nil
	}
	return "", &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Địa chỉ máy chủ %q không dùng được. Hãy viết đầy đủ, ví dụ https://ngatu.example.vn hoặc http://192.168.1.10:4080.", server),
		En:   fmt.Sprintf("The server address %q cannot be used. Write it in full, such as https://ngatu.example.vn or http://192.168.1.10:4080.", server),
		Err:  err,
	}
}
