package protocol

import (
	"crypto/ed25519"
	"fmt"
)

// WelcomeText is what the server signs if a hello has a nonce: that nonce, the screen and the time.
// While its own clock is unknown, a player takes the time from nothing else.
func WelcomeText(nonce, screen string, now int64) []byte {
	return fmt.Appendf(nil, "ngatu welcome %d\n%s\n%s\n%d\n", Version, nonce, screen, now)
}

// SignWelcome signs a welcome for the hello that it answers. Without a nonce in the hello there is
// nothing to sign.
func SignWelcome(w Welcome, h Hello, working ed25519.PrivateKey) Welcome {
	if h.Nonce != "" {
		w.Sig = ed25519.Sign(working, WelcomeText(h.Nonce, h.Screen, w.Now))
	}
	return w
}

// Vouches says whether the working key at the end of the welcome's chain signed its time.
func (k Keys) Vouches(w Welcome, nonce, screen string) bool {
	next, _, err := k.Follow(w.Chain)
	return err == nil && nonce != "" && len(next.Working) == ed25519.PublicKeySize &&
		ed25519.Verify(next.Working, WelcomeText(nonce, screen, w.Now), w.Sig)
}
