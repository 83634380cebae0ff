package protocol

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"ngatu/content"
)

// Why a frame was refused.
var (
	ErrHash      = errors.New("the body is not what the hash says")
	ErrSignature = errors.New("not signed by a key that this player trusts")
	ErrOlder     = errors.New("older than what this player has verified")
	ErrExpired   = errors.New("its time is over")
)

// KeyName names a public key: the first 8 bytes of its SHA-256, in hexadecimal.
func KeyName(pub ed25519.PublicKey) string {
	sum := sha256.Sum256(pub)
	return hex.EncodeToString(sum[:8])
}

// SigningText is what is signed: the frame's type, what it is for, its number, its window and the
// hash of its body, so that no frame can pass for another.
func (f Frame) SigningText() []byte {
	return fmt.Appendf(nil, "ngatu frame %d\n%s\n%s\n%d\n%d\n%d\n%s\n", Version, f.Type, f.For, f.Number, f.From, f.Until, f.Hash)
}

// Seal makes a frame with this body and its hash and, if key is not nil, signs it.
func Seal(f Frame, body any, key ed25519.PrivateKey) (Frame, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return Frame{}, fmt.Errorf("write the body of a %s frame: %w", f.Type, err)
	}
	f.Body = b
	f.Hash = string(content.DigestOf(b))
	if key != nil {
		f.Key = KeyName(key.Public().(ed25519.PublicKey))
		f.Sig = ed25519.Sign(key, f.SigningText())
	}
	return f, nil
}

// Verify checks that the body matches the hash and that one of the trusted keys signed the frame.
func (f Frame) Verify(trusted []ed25519.PublicKey) error {
	if f.Hash != string(content.DigestOf(f.Body)) {
		return ErrHash
	}
	for _, pub := range trusted {
		if KeyName(pub) == f.Key && ed25519.Verify(pub, f.SigningText(), f.Sig) {
			return nil
		}
	}
	return ErrSignature
}

// HelloText is what an agent signs to prove its key: the server's challenge and the screen that it
// speaks for.
func HelloText(challenge, screen string) []byte {
	return fmt.Appendf(nil, "ngatu hello %d\n%s\n%s\n", Version, challenge, screen)
}
