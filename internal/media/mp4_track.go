package media

import (
	"math"
	"time"
)

// track is what the index of an MP4 says of one track.
type track struct {
	id       uint32
	handler  string // vide, soun, others
	enabled  bool   // is to be shown; a player may offer the others
	turned   bool   // shown after a quarter turn
	scale    uint64 // units a second
	length   uint64 // units: the sum over all samples, fragments included
	edits    edits
	samples  uint64
	bytes    uint64 // of all samples
	entry    string // avc1, hvc1, mp4a …
	details  []byte // of the entry
	lastByte uint64 // no chunk begins behind it
	each     uint32 // units, default length of a sample in fragments
	stbl     []byte // its sample tables
	runs     uint64 // fragments of a fragmented file
}

// duration is how long the track is on: from the clip's beginning, so with what it waits before its
// first sample.
func (t *track) duration() time.Duration {
	if t.edits.shown > 0 {
		return t.edits.lead + t.edits.shown
	}
	return t.edits.lead + units(t.length, t.scale)
}

// units turns n units of 1/scale seconds to a duration without overflowing; absurd lengths give the
// longest there is.
func units(n, scale uint64) time.Duration {
	if scale == 0 {
		return 0
	}
	s := float64(n) / float64(scale) * float64(time.Second)
	if s >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(s)
}

// readTracks reads the tracks of a moov.
func readTracks(moov []byte) ([]*track, error) {
	movie := numbers{b: inside(moov, "mvhd")}
	version := movie.u8()
	movie.skip(3 + 8 + 8*int(version&1))
	movieScale := uint64(movie.u32())
	var tracks []*track
	for name, trak := range boxesIn(moov) {
		if name != "trak" {
			continue
		}
		t, err := readTrack(trak, movieScale)
		if err != nil {
			return nil, err
		}
		tracks = append(tracks, t)
	}
	for name, trex := range boxesIn(inside(moov, "mvex")) {
		if name != "trex" {
			continue
		}
		n := numbers{b: trex}
		n.skip(4)
		id := n.u32()
		n.skip(4)
		each := n.u32()
		for _, t := range tracks {
			if t.id == id {
				t.each = each
			}
		}
	}
	return tracks, nil
}

func readTrack(trak []byte, movieScale uint64) (*track, error) {
	t := &track{}
	n := numbers{b: inside(trak, "tkhd")}
	version := n.u8()
	n.skip(2)
	t.enabled = n.u8()&1 != 0
	n.skip(8 + 8*int(version&1))
	t.id = n.u32()
	n.skip(4 + 4 + 4*int(version&1) + 16) // reserved, duration, then layer to reserved
	n.skip(4)                             // a of the matrix
	t.turned = n.u32() != 0               // b: what x adds to y
	mdhd := numbers{b: inside(trak, "mdia", "mdhd")}
	version = mdhd.u8()
	mdhd.skip(3 + 8 + 8*int(version&1))
	t.scale = uint64(mdhd.u32())
	hdlr := numbers{b: inside(trak, "mdia", "hdlr")}
	hdlr.skip(8)
	t.handler = string(hdlr.take(4)[:4])
	if n.short || mdhd.short || hdlr.short {
		return nil, errStructure
	}
	t.edits = readEdits(inside(trak, "edts", "elst"), movieScale)
	return t, t.readSamples(inside(trak, "mdia", "minf", "stbl"))
}

// edits is what an edit list (ISO/IEC 14496-12 8.6.6) makes of a track.
type edits struct {
	lead  time.Duration // nothing is shown for so long before the first sample
	shown time.Duration // how long the parts are that it lets through; 0 when it leaves that open
	parts int           // that it is cut into
}

func readEdits(elst []byte, movieScale uint64) (e edits) {
	n := numbers{b: elst}
	version := n.u8()
	n.skip(3)
	lead, total := uint64(0), uint64(0)
	for range n.u32() {
		length := n.wide(version)
		gap := int64(0)
		if version == 1 {
			gap = int64(n.u64())
		} else {
			gap = int64(int32(n.u32()))
		}
		n.skip(4)
		switch {
		case n.short:
			return edits{}
		case length >= 1<<40:
		case gap < 0 && e.parts == 0:
			lead += length
		case gap < 0:
			total += length
			e.parts++
		default:
			total += length
			e.parts++
		}
	}
	e.lead, e.shown = units(lead, movieScale), units(total, movieScale)
	return e
}

// rare is the longest time between two samples that a player can begin at. Of a fragmented track,
// whose index names none, each fragment is taken to begin with one.
func (t *track) rare() time.Duration {
	if t.samples == 0 {
		return 0
	}
	each := t.duration() / time.Duration(t.samples)
	if t.runs > 0 {
		return t.duration() / time.Duration(t.runs)
	}
	stss := inside(t.stbl, "stss")
	if stss == nil {
		return each
	}
	n := numbers{b: stss}
	n.skip(4)
	last, most := uint64(1), uint64(0)
	for range n.u32() {
		at := uint64(n.u32())
		if n.short || at < last {
			break
		}
		most, last = max(most, at-last), at
	}
	if t.samples+1 > last {
		most = max(most, t.samples+1-last)
	}
	return each * time.Duration(min(most, t.samples))
}

// chosen is the track of pictures that is shown: the first of those that screens can play, that
// move, and that are enabled, as browsers choose. A cover picture is a track too, and may come
// first.
func chosen(tracks []*track) *track {
	var best *track
	score := func(t *track) (n int) {
		for i, good := range []bool{t.enabled, t.samples > 1, t.entry == "avc1" || t.entry == "avc3"} {
			if good {
				n += 1 << i
			}
		}
		return n
	}
	for _, t := range tracks {
		if t.handler == "vide" && t.samples > 0 && t.scale > 0 && (best == nil || score(t) > score(best)) {
			best = t
		}
	}
	return best
}

// spare reports whether a track has to go before a clip is served: another track of pictures, which
// a browser might choose, and sound that goes on when the pictures are over.
func (t *track) spare(video *track) bool {
	const late = 100 * time.Millisecond // sound ends on a frame of its own
	switch t.handler {
	case "vide":
		return t != video
	case "soun":
		return t.samples > 0 && t.duration() > video.duration()+late
	}
	return false
}

// readSamples adds up the sample tables.
func (t *track) readSamples(stbl []byte) error {
	t.stbl = stbl
	stsd := inside(stbl, "stsd")
	if len(stsd) < 8 {
		return errStructure
	}
	for name, data := range boxesIn(stsd[8:]) {
		t.entry, t.details = name, data
		break
	}
	n := numbers{b: inside(stbl, "stts")}
	n.skip(4)
	count := int(n.u32())
	if !n.fits(count, 8) && count != 0 {
		return errStructure
	}
	for range count {
		samples, each := uint64(n.u32()), uint64(n.u32())
		t.length += samples * each
	}
	return t.readPlaces(stbl)
}

func (t *track) readPlaces(stbl []byte) error {
	n := numbers{b: inside(stbl, "stsz")}
	n.skip(4)
	each, count := uint64(n.u32()), n.u32()
	t.samples = uint64(count)
	if each > 0 {
		t.bytes = each * t.samples
	} else {
		if !n.fits(int(count), 4) && count != 0 {
			return errStructure
		}
		for range count {
			t.bytes += uint64(n.u32())
		}
	}
	for _, table := range []struct {
		name  string
		width int
	}{{"stco", 4}, {"co64", 8}} {
		n := numbers{b: inside(stbl, table.name)}
		if n.b == nil {
			continue
		}
		n.skip(4)
		count := int(n.u32())
		if !n.fits(count, table.width) {
			return errStructure
		}
		for range count {
			place := uint64(0)
			if table.width == 4 {
				place = uint64(n.u32())
			} else {
				place = n.u64()
			}
			t.lastByte = max(t.lastByte, place)
		}
	}
	return nil
}
