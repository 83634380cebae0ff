package protocol_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

var update = flag.Bool("update", false, "rewrite the golden frames: only for a frame type that is new")

// goldenKey signs the golden frames; its seed is known to everybody.
var goldenKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

const (
	goldenNow      = content.Epoch + 90_000_000
	goldenScreen   = "HK-014"
	goldenAudience = "a1f0c2"
	goldenBoard    = "activated.hn-2024.districts"
)

// golden is one frame of every type of version 1.
type golden struct {
	typ  protocol.Type
	whom string
	body any
	with string // field that came later: it has a file of its own
}

func (g golden) file() string {
	if g.with != "" {
		return string(g.typ) + "-" + g.with + ".json"
	}
	return string(g.typ) + ".json"
}

func goldens() []golden {
	still := content.Ref{Digest: content.DigestOf([]byte("still")), Type: "image/webp", Size: 20480}
	programme := content.Programme{
		Zone: "Asia/Ho_Chi_Minh", Street: true, Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 30},
		From: content.Epoch, Until: content.Epoch + 6*7*86_400_000,
		Slides: []content.Shown{
			{ID: "s1", Campaign: "c1", Kind: content.Notice, Dwell: 8000, Medium: content.Ref{Digest: content.DigestOf([]byte("layout")), Type: content.LayoutType, Size: 900}},
			{ID: "s2", Campaign: "c1", Kind: content.Picture, Dwell: 8000, Medium: content.Ref{Digest: content.DigestOf([]byte("picture")), Type: "image/webp", Size: 120000}, Still: &still},
			{ID: "s3", Campaign: "c1", Kind: content.Board, Dwell: 10000, Medium: content.Ref{Digest: content.DigestOf([]byte("board")), Type: content.LayoutType, Size: 1500}, Board: goldenBoard},
		},
		Loops:     [][]int{{0, 1, 2}, {0}},
		Spans:     []content.Span{{Length: 6 * 7 * 86_400_000, Loop: 0}},
		Evergreen: 1,
	}
	notice := content.Programme{
		Zone: "Asia/Ho_Chi_Minh", Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 30}, From: goldenNow, Until: goldenNow + 3_600_000,
		Slides: []content.Shown{{ID: "t1", Campaign: "t", Kind: content.Notice, Dwell: 10000, Medium: content.Ref{Digest: content.DigestOf([]byte("{}")), Type: content.LayoutType, Size: 2}}},
		Loops:  [][]int{{0}}, Spans: []content.Span{{Length: 3_600_000}}, Evergreen: -1,
	}
	return []golden{
		{typ: protocol.TypeHello, body: protocol.Hello{Version: 1, Screen: goldenScreen, Proof: bytes.Repeat([]byte{1}, 64), Has: map[string]string{"screen/" + goldenScreen: string(content.DigestOf([]byte("screen")))}, Width: 432, Height: 216, Build: "2024.11", Relay: true}},
		{typ: protocol.TypeHello, with: "head", body: protocol.Hello{Version: 1, Screen: goldenScreen, Head: goldenHead()}},
		{typ: protocol.TypeWelcome, with: "key", body: protocol.Welcome{Version: 1, Now: goldenNow, Build: "2026.11", Key: "0011223344556677"}},
		{typ: protocol.TypeClock, body: protocol.Clock{Sent: 1200, Got: goldenNow, Answered: goldenNow + 1}},
		{typ: protocol.TypePlays, body: protocol.Plays{Journal: "j7Q2", Runs: []protocol.Run{{Seq: 41, Audience: goldenAudience, Programme: string(content.DigestOf([]byte("programme"))), Entered: goldenNow, From: goldenNow, Until: goldenNow + 600_000, Except: []protocol.Except{{Start: goldenNow + 8000, Shown: "s1", Why: "missing"}}, Clock: "synced"}}}},
		{typ: protocol.TypeStatus, body: protocol.Status{Programme: string(content.DigestOf([]byte("programme"))), Slide: "s2", Clock: "held", Offset: -37, Missing: 2, Takeover: goldenNow, Painted: goldenNow + 120, Trouble: "hết chỗ trên đĩa", Done: []string{"cmd1"}}},
		{typ: protocol.TypeAnswer, body: protocol.Answer{ID: "cmd1", Type: "text/plain; charset=utf-8", Data: []byte("đã bật màn hình")}},
		{typ: protocol.TypeWelcome, body: protocol.Welcome{Version: 1, Now: goldenNow, Build: "2024.11", Chain: []protocol.Handover{{Key: goldenKey.Public().(ed25519.PublicKey), By: "0011223344556677", Sig: bytes.Repeat([]byte{2}, 64), From: goldenNow}}}},
		{typ: protocol.TypeAcked, body: protocol.Acked{Journal: "j7Q2", Seq: 41}},
		{typ: protocol.TypeScreen, whom: goldenScreen, body: protocol.Screen{Code: goldenScreen, Name: "Ngã tư Hàng Khay – Đinh Tiên Hoàng", Audience: goldenAudience, Street: true, Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 30}, Zone: "Asia/Ho_Chi_Minh", Areas: []string{"2024/00076", "2024/002", "2024/01"}, Fills: map[string]string{"screen.area": "Phường Hàng Bạc <&>"}, Codes: map[string]protocol.Squares{"install": {Text: "HTTPS://NGATU.EXAMPLE/I/HK-014", Rows: []string{"101", "010", "101"}}}, Left: 8, Top: 16, Rotation: 90, Dark: [][2]int64{{goldenNow, goldenNow + 25_200_000}}, Dimming: []content.Dim{{Level: 40}}, Safe: protocol.Safe{Area: "Phường Hàng Bạc"}}},
		{typ: protocol.TypeScreen, with: "fold", whom: goldenScreen, body: protocol.Screen{Code: goldenScreen, Name: "Cầu vượt", Audience: goldenAudience, Canvas: content.Canvas{Width: 1536, Height: 96, PitchMM: 10, DistanceM: 40}, Zone: "Asia/Ho_Chi_Minh", Areas: []string{"2024/01"}, Fills: map[string]string{"screen.area": "Hà Nội"}, Fold: content.Fold{Width: 1920, Height: 1080, Pieces: []content.Piece{{From: content.Rect{W: 768, H: 96}}, {From: content.Rect{X: 768, W: 768, H: 96}, To: content.Corner{X: 800, Y: 8}, Rotation: 90}}}, Safe: protocol.Safe{Area: "Hà Nội"}}},
		{typ: protocol.TypeProgramme, whom: goldenAudience, body: programme},
		{typ: protocol.TypeTakeover, whom: goldenScreen, body: protocol.Takeover{ID: "t1", Drill: true, Programme: &notice, Layouts: map[content.Digest]json.RawMessage{content.DigestOf([]byte("{}")): json.RawMessage("{}")}}},
		{typ: protocol.TypeTakeover, with: "reach", whom: "t1/2024/002/432x216@5-30", body: protocol.Takeover{ID: "t1", Rank: 6, Reach: &protocol.Reach{Area: "2024/002", Canvas: notice.Canvas}, Programme: &notice, Layouts: map[content.Digest]json.RawMessage{content.DigestOf([]byte("{}")): json.RawMessage("{}")}}},
		{typ: protocol.TypeTakeover, with: "roll", whom: protocol.RollName, body: protocol.Takeover{Roll: &protocol.Roll{Number: goldenNow, On: map[string]int64{"t1": goldenNow}, Partly: true}}},
		{typ: protocol.TypeHello, with: "ranks", body: protocol.Hello{Version: 1, Screen: goldenScreen, Ranks: true}},
		{typ: protocol.TypeFigures, whom: goldenBoard, body: protocol.Figures{Board: goldenBoard, AsOf: goldenNow, Stale: goldenNow + 86_400_000, Cells: map[string]protocol.Cell{"00001.value": {T: "1.633.840"}, "00001.share": {T: "26,8 %", F: 2680, L: 3}}}},
		{typ: protocol.TypeCommand, whom: goldenScreen, body: protocol.Command{ID: "cmd1", Kind: protocol.Identify}},
		{typ: protocol.TypeReleased, whom: goldenScreen, body: protocol.Released{Screen: goldenScreen, Device: "0011223344556677"}},
		{typ: protocol.TypeLine, body: protocol.Line{State: protocol.LineRefused}},
		{typ: protocol.TypeHello, with: "nonce", body: protocol.Hello{Version: 1, Screen: goldenScreen, Proof: bytes.Repeat([]byte{1}, 64), Relay: true, Key: "0011223344556677", Nonce: "NONCE"}},
		{typ: protocol.TypeWelcome, with: "sig", body: protocol.SignWelcome(protocol.Welcome{Version: 1, Now: goldenNow, Build: "2024.11"}, protocol.Hello{Screen: goldenScreen, Nonce: "NONCE"}, goldenKey)},
	}
}

func seal(t testing.TB, g golden) protocol.Frame {
	t.Helper()
	if !g.typ.Signed() {
		f, err := protocol.Reply(g.typ, g.body)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := protocol.Frame{Type: g.typ, For: g.whom, Number: goldenNow, From: content.Epoch, Until: content.Epoch + 6*7*86_400_000}
	f, err := protocol.Seal(f, g.body, goldenKey)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The bytes of version 1 do not change: players in the street speak it for years.
func TestGoldenFrames(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range goldens() {
		t.Run(g.file(), func(t *testing.T) {
			seen[g.file()] = true
			path := filepath.Join("testdata", "v1", g.file())
			made, err := seal(t, g).Encode()
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(path, append(made, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want = bytes.TrimSuffix(want, []byte("\n"))
			if !bytes.Equal(made, want) {
				t.Errorf("made\n%s\nthe golden frame is\n%s", made, want)
			}
			f, err := protocol.Decode(want)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := f.Encode(); err != nil || !bytes.Equal(again, want) {
				t.Errorf("read and written again it is\n%s", again)
			}
			if g.typ.Signed() {
				if err := f.Verify([]ed25519.PublicKey{goldenKey.Public().(ed25519.PublicKey)}); err != nil {
					t.Error(err)
				}
			}
			body := reflect.New(reflect.TypeOf(g.body))
			if err := f.Open(body.Interface()); err != nil || !reflect.DeepEqual(body.Elem().Interface(), g.body) {
				t.Errorf("body %+v, %v", body.Elem().Interface(), err)
			}
		})
	}
	files, err := filepath.Glob("testdata/v1/*.json")
	if err != nil || len(files) != len(seen) {
		t.Errorf("%d golden files for %d frames, %v", len(files), len(seen), err)
	}
}

// A newer peer adds fields to the frame and to its body; an older one reads on as if they were not
// there.
func TestUnknownFieldsAreIgnored(t *testing.T) {
	for _, g := range goldens() {
		t.Run(g.file(), func(t *testing.T) {
			f := seal(t, g)
			f.Body = json.RawMessage(addUnknown(string(f.Body)))
			b, err := f.Encode()
			if err != nil {
				t.Fatal(err)
			}
			b = append([]byte(`{"of_tomorrow":[{"x":null}],`), b[1:]...)
			read, err := protocol.Decode(b)
			if err != nil {
				t.Fatal(err)
			}
			body := reflect.New(reflect.TypeOf(g.body))
			if err := read.Open(body.Interface()); err != nil {
				t.Fatal(err)
			}
			got, want := body.Elem().Interface(), g.body
			if !reflect.DeepEqual(got, want) {
				t.Errorf("read %+v\nwant %+v", got, want)
			}
			if read.Type != g.typ || read.For != g.whom {
				t.Errorf("read %s", read.Thing())
			}
		})
	}
}

// addUnknown puts an unknown field at the beginning of the body's outer object.
func addUnknown(body string) string {
	return strings.Replace(body, "{", `{"of_tomorrow":{"y":[1,2]},`, 1)
}
