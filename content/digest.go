package content

import (
	"crypto/sha256"
	"encoding/hex"
)

// Digest names bytes by their SHA-256: 64 lower-case hexadecimal characters. The empty Digest names
// nothing.
type Digest string

// DigestOf is the digest of b.
func DigestOf(b []byte) Digest {
	sum := sha256.Sum256(b)
	return Digest(hex.EncodeToString(sum[:]))
}

// Short is the beginning of a digest, for sentences: twelve digits; "?" where it is none.
func (d Digest) Short() string {
	if !d.Valid() {
		return "?"
	}
	return string(d[:12])
}

// Valid reports whether d is written as a digest is; a path is made only from one that is.
func (d Digest) Valid() bool {
	if len(d) != 64 {
		return false
	}
	for i := 0; i < len(d); i++ {
		if c := d[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
