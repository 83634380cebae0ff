package press

import (
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

var (
	signer = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	signed = signer.Public().(ed25519.PublicKey)
)

// flood is the act of putting a takeover on.
func flood(id string, now time.Time) act {
	ms := now.UnixMilli()
	return act{
		Version: actVersion, Kind: putOn, ID: id, Key: id, Takeover: "t-flood", Begun: ms, At: ms, Number: ms, Until: ms + time.Hour.Milliseconds(),
		Sight: prepared().Sight(), Area: "2024-11/006", By: "an", Node: "a",
	}
}

func prepared() content.Takeover {
	return content.Takeover{
		ID: "t-flood", Title: "Ngập nặng", Gravity: content.Danger, State: content.Approved, Author: "binh",
		Words: content.Words{Head: "Ngập nặng. Tránh khu vực này."}, Targets: []content.Target{{Area: "2024-11/01"}},
	}
}

func fileOf(t testing.TB, a act, key ed25519.PrivateKey) []byte {
	t.Helper()
	a, err := a.signed(key)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Only what this server has signed, in the form in which it writes it, is an act.
func TestReadAct(t *testing.T) {
	good := flood("abc", time.UnixMilli(1_800_000_000_000))
	whole := fileOf(t, good, signer)
	if got, err := readAct(whole, signed); err != nil || got.Takeover != "t-flood" || got.lasts() != time.Hour {
		t.Fatalf("%+v %v", got, err)
	}
	with := func(do func(*act)) []byte {
		a := good
		do(&a)
		return fileOf(t, a, signer)
	}
	for name, b := range map[string][]byte{
		"nothing":             nil,
		"half":                whole[:len(whole)/2],
		"something behind it": append(append([]byte{}, whole...), '1'),
		"a field more":        []byte(strings.Replace(string(whole), `{"version"`, `{"more":1,"version"`, 1)),
		"another area":        []byte(strings.Replace(string(whole), "2024-11/006", "2024-11/001", 1)),
		"too long":            append(whole, strings.Repeat(" ", maxAct)...),
		"another version":     with(func(a *act) { a.Version = 2 }),
		"another kind":        with(func(a *act) { a.Kind = "kept" }),
		"no area":             with(func(a *act) { a.Area = "chỗ này" }),
		"five hours":          with(func(a *act) { a.Until += 4 * time.Hour.Milliseconds() }),
		"over at once":        with(func(a *act) { a.Until = a.Begun }),
		"a path":              with(func(a *act) { a.ID, a.Key = "../abc", "../abc" }),
		"a number of before":  with(func(a *act) { a.Number = 5 }),
		"nobody":              with(func(a *act) { a.By = "" }),
		"an end with a time":  with(func(a *act) { a.Kind = ended }),
		"another's key":       fileOf(t, good, ed25519.NewKeyFromSeed([]byte(strings.Repeat("x", ed25519.SeedSize)))),
	} {
		if a, err := readAct(b, signed); err == nil {
			t.Errorf("%s is taken: %+v", name, a)
		}
	}
}

func FuzzReadAct(f *testing.F) {
	f.Add(fileOf(f, flood("abc", time.UnixMilli(1_800_000_000_000)), signer))
	f.Add([]byte(`{"version":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := readAct(b, signed)
		if err != nil {
			return
		}
		if again, err := readAct(fileOf(t, a, signer), signed); err != nil || again.ID != a.ID || !a.sound() {
			t.Errorf("%+v is read as %+v, %v", a, again, err)
		}
	})
}
