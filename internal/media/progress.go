package media

import (
	"bytes"
	"strconv"
	"time"
)

// Progress reads what ffmpeg writes about how far it is: see [ConvertArgs]. What is not written as
// ffmpeg writes it is not read on: the conversion goes on, and nobody hears of its share any more.
type Progress struct {
	Length time.Duration       // of the clip
	Tell   func(share float64) // hears which share is converted, 0 to 1, never less than before; it must not wait

	begun []byte // of a line
	most  float64
	deaf  bool
}

const (
	mostLine   = 200 // bytes
	mostDigits = 15  // of microseconds: thirty years
)

var timeKey = []byte("out_time_us=")

// Write takes the next bytes. It never fails, which would end ffmpeg.
func (p *Progress) Write(b []byte) (int, error) {
	n := len(b)
	for !p.deaf && len(b) > 0 {
		line, rest, whole := bytes.Cut(b, []byte("\n"))
		if len(p.begun)+len(line) > mostLine {
			p.deaf, p.begun = true, nil
			break
		}
		p.begun, b = append(p.begun, line...), rest
		if whole {
			p.line(bytes.TrimSuffix(p.begun, []byte("\r")))
			p.begun = p.begun[:0]
		}
	}
	return n, nil
}

func (p *Progress) line(line []byte) {
	value, ok := bytes.CutPrefix(line, timeKey)
	if !ok || p.Length <= 0 || len(value) == 0 || string(value) == "N/A" {
		if !bytes.Contains(line, []byte("=")) {
			p.deaf = true
		}
		return
	}
	if value[0] == '-' { // before the first picture
		value = value[1:]
		if digits(value) {
			return
		}
	}
	if !digits(value) {
		p.deaf = true
		return
	}
	at, _ := strconv.ParseInt(string(value), 10, 64)
	share := min(1, float64(at)/float64(p.Length.Microseconds()))
	if share > p.most {
		p.most = share
		p.Tell(share)
	}
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0 && len(b) <= mostDigits
}
