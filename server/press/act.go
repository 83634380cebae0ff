package press

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"time"

	"ngatu/content"
	"ngatu/content/area"
)

// The kinds of an act.
const (
	putOn = "on"
	ended = "end"
)

// actVersion is the version of the form of an act's file.
const actVersion = 1

// maxAct bounds the file of an act, in bytes.
const maxAct = 4 << 10

// act is one act of a person at this server while the database was away: a takeover was put on, or
// a press of one was ended. Times are Unix milliseconds by the database's clock.
type act struct {
	Version  int            `json:"version"`
	Kind     string         `json:"kind"`
	ID       string         `json:"id"`              // made at random; of one that was put on also the key of its press
	Takeover string         `json:"takeover"`        // ID
	Key      string         `json:"key"`             // of the press
	Begun    int64          `json:"begun"`           // when that was put on
	Sight    content.Digest `json:"sight,omitempty"` // of what its approver saw
	Area     string         `json:"area,omitempty"`  // "period/code"; "": all that it is prepared for
	Drill    bool           `json:"drill,omitempty"`
	Until    int64          `json:"until,omitempty"`
	By       string         `json:"by"` // staff ID
	At       int64          `json:"at"`
	Number   int64          `json:"number"` // of its frames
	Node     string         `json:"node,omitempty"`
	Sig      []byte         `json:"sig,omitempty"` // by the working key, over all else
}

// signingHead keeps the signature of an act apart from all others of the key.
const signingHead = "ngatu press\n"

func (a act) signed(key ed25519.PrivateKey) (act, error) {
	text, err := a.text()
	if err == nil {
		a.Sig = ed25519.Sign(key, text)
	}
	return a, err
}

// text is what an act's signature is over.
func (a act) text() ([]byte, error) {
	a.Sig = nil
	b, err := json.Marshal(a)
	return append([]byte(signingHead), b...), err
}

var (
	errAct  = errors.New("the file holds no press")
	errSign = errors.New("the working key did not sign it")
)

// name is what an ID or key may be: it is part of the names of files and frames.
var name = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// readAct reads the file of an act, which whoever reaches the disk may have written: nothing in it
// counts that this server has not signed.
func readAct(b []byte, key ed25519.PublicKey) (a act, err error) {
	if len(b) > maxAct {
		return a, errAct
	}
	in := json.NewDecoder(bytes.NewReader(b))
	in.DisallowUnknownFields()
	if in.Decode(&a) != nil {
		return act{}, errAct
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return act{}, errAct
	}
	text, err := a.text()
	if err != nil || !ed25519.Verify(key, text, a.Sig) {
		return act{}, errSign
	}
	if !a.sound() {
		return act{}, errAct
	}
	return a, nil
}

// sound says whether an act is one that this server makes.
func (a act) sound() bool {
	if a.Version != actVersion || !name.MatchString(a.ID) || !takeoverID(a.Takeover) || !takeoverID(a.By) || len(a.Node) > 64 {
		return false
	}
	if _, err := area.ParseKey(a.Area); err != nil || a.Begun <= 0 || a.At < a.Begun || a.Number < a.At {
		return false
	}
	switch a.Kind {
	case putOn:
		lasts := a.lasts()
		return a.Key == a.ID && a.At == a.Begun && a.Sight.Valid() && lasts > 0 && lasts <= content.MaxTakeover
	case ended:
		return (a.Key == "" || name.MatchString(a.Key)) && a.Sight == "" && a.Area == "" && a.Until == 0 && !a.Drill
	}
	return false
}

// takeoverID says whether text may be an ID of the database's: these name no files.
func takeoverID(text string) bool { return text != "" && len(text) <= 200 }

func (a act) lasts() time.Duration { return time.Duration(a.Until-a.Begun) * time.Millisecond }

// at is an instant of an act.
func at(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// press is the press that an act made.
func (a act) press() content.Press {
	return content.Press{
		Key: a.Key, Begun: at(a.Begun), Confirmed: at(a.Begun), By: a.By, Lasts: a.lasts(), In: a.Area, Drill: a.Drill,
		Apart: content.Apart{Node: a.Node},
	}
}
