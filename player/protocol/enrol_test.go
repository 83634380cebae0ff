package protocol_test

import (
	"bytes"
	"crypto/ed25519"
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"ngatu/player/protocol"
)

func sides() protocol.EnrolSides {
	fill := func(b byte) []byte { return bytes.Repeat([]byte{b}, 32) }
	return protocol.EnrolSides{
		Kind: protocol.KindAgent, Key: fill(1), Trusted: [][]byte{goldenKey.Public().(ed25519.PublicKey), fill(2)}, Device: fill(3), Server: fill(4),
	}
}

// The code is one of version 1 of enrolment: both ends may be of different builds.
func TestEnrolCodeIsGolden(t *testing.T) {
	if code := sides().Code(); code != "VR4X-9YVE" {
		t.Errorf("the code is %s", code)
	}
}

// Every value that either end said is in the code and in what the server signs.
func TestEveryValueCounts(t *testing.T) {
	was := sides()
	told := was.Sign(protocol.Enrolled{Screen: "HK-1", At: 5, Chain: []protocol.Handover{{Key: was.Key, By: "x", Sig: []byte{1}, From: 1}}}, goldenKey)
	if !was.Verify(told) {
		t.Fatal("its own signature does not hold")
	}
	for name, change := range map[string]func(*protocol.EnrolSides){
		"kind":         func(s *protocol.EnrolSides) { s.Kind = protocol.KindPage },
		"key":          func(s *protocol.EnrolSides) { s.Key[0]++ },
		"recovery key": func(s *protocol.EnrolSides) { s.Trusted[1][31]++ },
		"working key": func(s *protocol.EnrolSides) {
			s.Trusted[0] = bytes.Repeat([]byte{9}, 32)
		},
		"fewer keys":     func(s *protocol.EnrolSides) { s.Trusted = s.Trusted[:1] },
		"keys swapped":   func(s *protocol.EnrolSides) { s.Trusted[0], s.Trusted[1] = s.Trusted[1], s.Trusted[0] },
		"player's nonce": func(s *protocol.EnrolSides) { s.Device[5]++ },
		"server's nonce": func(s *protocol.EnrolSides) { s.Server[5]++ },
		"nonces swapped": func(s *protocol.EnrolSides) { s.Device, s.Server = s.Server, s.Device },
		"moved by one byte": func(s *protocol.EnrolSides) {
			s.Device, s.Server = s.Device[:31], append([]byte{3}, s.Server...)
		},
	} {
		s := sides()
		change(&s)
		if s.Code() == was.Code() {
			t.Errorf("%s: the same code", name)
		}
		if s.Verify(told) {
			t.Errorf("%s: the signature still holds", name)
		}
	}
	for name, change := range map[string]func(*protocol.Enrolled){
		"screen":    func(e *protocol.Enrolled) { e.Screen = "HK-2" },
		"time":      func(e *protocol.Enrolled) { e.At++ },
		"chain":     func(e *protocol.Enrolled) { e.Chain = nil },
		"signature": func(e *protocol.Enrolled) { e.Sig = nil },
	} {
		e := told
		change(&e)
		if was.Verify(e) {
			t.Errorf("another %s, and the signature still holds", name)
		}
	}
	if (protocol.EnrolSides{}).Verify(told) {
		t.Error("without keys everything holds")
	}
}

// Codes are easy to read off a screen and to type, and commitments bind.
func TestCodesAndCommitments(t *testing.T) {
	form := regexp.MustCompile(`^[34679ACDEFGHJKMNPQRTUVWXY]{4}-[34679ACDEFGHJKMNPQRTUVWXY]{4}$`)
	rapid.Check(t, func(t *rapid.T) {
		bytes32 := rapid.SliceOfN(rapid.Byte(), 32, 32)
		s := protocol.EnrolSides{
			Kind: protocol.KindPage, Key: bytes32.Draw(t, "key"), Trusted: [][]byte{bytes32.Draw(t, "working")},
			Device: bytes32.Draw(t, "device"), Server: bytes32.Draw(t, "server"),
		}
		if !form.MatchString(s.Code()) {
			t.Fatalf("code %q", s.Code())
		}
		other := bytes32.Draw(t, "other")
		if !bytes.Equal(other, s.Device) && bytes.Equal(protocol.EnrolCommit(s.Kind, s.Key, s.Device), protocol.EnrolCommit(s.Kind, s.Key, other)) {
			t.Fatal("two nonces with one commitment")
		}
	})
}
