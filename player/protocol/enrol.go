package protocol

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Enrolment, as both ends do it:
//
//  1. The player posts an [EnrolAsk] to [PathEnrol]: its key, and a commitment to a nonce that it
//     keeps back.
//  2. The server answers with an [EnrolOffer]: its keys and a nonce of its own.
//  3. The player posts its nonce to [PathEnrolOpen]. Now both ends work out the code with
//     [EnrolSides.Code]; it never travels. The player shows it, and staff type it into the studio.
//  4. The player polls [PathEnrolPoll] and gets an [Enrolled], signed by the working key whose name
//     went into the code.
//
// The threat is somebody between the two who swaps keys. The two ends then work out different
// codes, so the server knows no enrolment with the code on the glass. He cannot search for keys or
// nonces that give equal codes either: he is bound to his own before he learns the last nonce, at
// either end. Each try costs the player another code, and a player makes two a minute at most.

// Paths of the later steps of an enrolment.
const (
	PathEnrolOpen = PathEnrol + "/open"
	PathEnrolPoll = PathEnrol + "/poll"
)

// NonceSize is the length of each end's nonce, in bytes.
const NonceSize = 32

// The kinds of players that enrol.
const (
	KindAgent = "agent" // its key is an Ed25519 public key
	KindPage  = "page"  // its key is the SHA-256 of the token that its hello will carry
)

// EnrolAsk begins an enrolment.
type EnrolAsk struct {
	Kind   string `json:"kind"`
	Key    []byte `json:"key"`    // 32 bytes, see the kinds
	Commit []byte `json:"commit"` // EnrolCommit
	Width  int    `json:"w"`      // pixels; 0: not known
	Height int    `json:"h"`
	Build  string `json:"build"`
}

// EnrolOffer answers an EnrolAsk.
type EnrolOffer struct {
	Poll    string   `json:"poll"`    // secret for the later steps
	Expires int64    `json:"expires"` // Unix milliseconds by the server's clock
	Trusted [][]byte `json:"trusted"` // the server's working key, then its recovery key
	Nonce   []byte   `json:"nonce"`
}

// EnrolOpen shows the nonce that the player committed to.
type EnrolOpen struct {
	Poll  string `json:"poll"`
	Nonce []byte `json:"nonce"`
}

// Enrolled tells a player which screen it is.
type Enrolled struct {
	Screen string     `json:"screen"`
	At     int64      `json:"at"`              // Unix milliseconds by the server's clock
	Chain  []Handover `json:"chain,omitempty"` // how the recovery key last led to the working key: the player refuses older hand-overs by it
	Sig    []byte     `json:"sig"`             // by the working key, over EnrolSides.Text
}

// EnrolCommit is the commitment to a nonce and to the key that it will be used with.
func EnrolCommit(kind string, key, nonce []byte) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "ngatu enrol commit 1\n%s\n%x\n%x\n", kind, key, nonce))
	return sum[:]
}

// EnrolSides is everything that the two ends of an enrolment have sent each other.
type EnrolSides struct {
	Kind    string
	Key     []byte   // of the player
	Trusted [][]byte // keys of the server
	Device  []byte   // the player's nonce
	Server  []byte   // the server's nonce
}

// The letters of a code leave out those that look like others on a screen: 0 O, 1 I L, 2 Z, 5 S, 8
// B. Eight of them make 1.5·10¹¹ codes. A server that strangers fill with open enrolments holds
// about 3,000, so somebody in the middle who tries twice a minute needs decades to hit one by
// chance.
const (
	codeLetters = "34679ACDEFGHJKMNPQRTUVWXY"
	codeLength  = 8
)

// Code is the code as the screen shows it: two groups of four.
func (s EnrolSides) Code() string {
	sum := s.digest("code")
	code := make([]byte, 0, codeLength+1)
	for i := range codeLength {
		if i == codeLength/2 {
			code = append(code, '-')
		}
		code = append(code, codeLetters[(int(sum[2*i])<<8|int(sum[2*i+1]))%len(codeLetters)])
	}
	return string(code)
}

// digest covers every value together with its length, so that no two enrolments give the same text.
func (s EnrolSides) digest(what string) [sha256.Size]byte {
	text := fmt.Appendf(nil, "ngatu enrol %s 1\n%s\n%x\n%d\n", what, s.Kind, s.Key, len(s.Trusted))
	for _, key := range s.Trusted {
		text = fmt.Appendf(text, "%x\n", key)
	}
	return sha256.Sum256(fmt.Appendf(text, "%x\n%x\n", s.Device, s.Server))
}

// text is what the server signs: which screen, in which enrolment, when, and the chain of its keys.
func (s EnrolSides) text(e Enrolled) []byte {
	sum := s.digest("sides")
	text := fmt.Appendf(nil, "ngatu enrolled 1\n%s\n%s\n%d\n", hex.EncodeToString(sum[:]), e.Screen, e.At)
	for _, h := range e.Chain {
		text = fmt.Appendf(text, "%s\n%x\n", HandoverText(h), h.Sig)
	}
	return text
}

// Sign completes the answer to a player that staff have confirmed.
func (s EnrolSides) Sign(e Enrolled, working ed25519.PrivateKey) Enrolled {
	e.Sig = ed25519.Sign(working, s.text(e))
	return e
}

// Verify says whether the server that offered these keys signed the answer.
func (s EnrolSides) Verify(e Enrolled) bool {
	return len(s.Trusted) > 0 && len(s.Trusted[0]) == ed25519.PublicKeySize && ed25519.Verify(s.Trusted[0], s.text(e), e.Sig)
}
