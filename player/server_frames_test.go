package player

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

func (s *server) medium(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	b, ok := s.media[content.Digest(r.PathValue("digest"))]
	if r.Method == http.MethodGet {
		s.fetched++
	}
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}

// store keeps runs by their key and names the number before the first gap.
func (s *server) store(p protocol.Plays) protocol.Acked {
	for _, r := range p.Runs {
		s.got++
		s.plays[fmt.Sprintf("%s/%d", p.Journal, r.Seq)] = r
	}
	a := protocol.Acked{Journal: p.Journal}
	for {
		if _, ok := s.plays[fmt.Sprintf("%s/%d", p.Journal, a.Seq+1)]; !ok {
			return a
		}
		a.Seq++
	}
}

// seal signs the whole truth of a thing with the next number.
func (s *server) seal(typ protocol.Type, what string, body any) protocol.Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number++
	f, err := protocol.Seal(protocol.Frame{Type: typ, For: what, Number: s.number}, body, s.work)
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

// air makes f what its thing is, and sends it to those who are connected.
func (s *server) air(f protocol.Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frames[f.Thing()] = f
	for c := range s.conns {
		s.write(c, f)
	}
}

// inject sends something as it stands, as somebody between server and agent could.
func (s *server) inject(f protocol.Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		s.write(c, f)
	}
}

// programme airs a loop of one picture for each text, and gives their digests.
func (s *server) programme(texts ...string) []content.Digest {
	var pictures [][]byte
	for _, text := range texts {
		pictures = append(pictures, []byte(strings.Repeat(text, 100)))
	}
	return s.pictures(texts, pictures)
}

// pictures airs a loop of these pictures.
func (s *server) pictures(texts []string, pictures [][]byte) []content.Digest {
	return s.picturesFor(audience, texts, pictures)
}

// picturesFor airs it for another audience.
func (s *server) picturesFor(audience string, texts []string, pictures [][]byte) []content.Digest {
	p := content.Programme{Zone: content.DefaultZone, From: time.Now().Add(-time.Hour).UnixMilli(), Canvas: canvas, Evergreen: -1}
	p.Until = p.From + 6*7*24*3600_000
	p.Spans = []content.Span{{Length: p.Until - p.From}}
	p.Loops = [][]int{nil}
	var digests []content.Digest
	s.mu.Lock()
	for i, text := range texts {
		b := pictures[i]
		d := content.DigestOf(b)
		s.media[d] = b
		digests = append(digests, d)
		p.Loops[0] = append(p.Loops[0], i)
		p.Slides = append(p.Slides, content.Shown{ID: text, Kind: content.Picture, Dwell: 2000, Medium: content.Ref{Digest: d, Type: http.DetectContentType(b), Size: int64(len(b))}})
	}
	s.mu.Unlock()
	s.air(s.seal(protocol.TypeProgramme, audience, p))
	return digests
}

// canvas is an LED screen at a crossroads.
var canvas = content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 20}

// handOver makes a new working key, handed over to by another, and signs all that is on air again,
// with the same hash and number, as a server does that is started with a new key.
func (s *server) handOver(by ed25519.PrivateKey) {
	next, key, _ := ed25519.GenerateKey(nil)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number++
	s.chain = append(s.chain, protocol.SignHandover(next, s.number, by))
	s.work = key
	for thing, f := range s.frames {
		f.Key, f.Sig = protocol.KeyName(next), ed25519.Sign(key, f.SigningText())
		s.frames[thing] = f
	}
}

func (s *server) setChain(chain []protocol.Handover) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chain = chain
}
