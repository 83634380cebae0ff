package media

import (
	"math"
	"strings"
)

// mostCopied is how many bits a second a converted copy has at most, over two seconds.
const mostCopied = 12_000_000

// CopyBytes estimates how many bytes the copy of a video will have that [ConvertArgs] makes in a size.
// The pictures are the same, so it goes by the file: bits grow with the pixels to the power of 0.75, which
// is the rule of thumb of encoders, and H.264 takes twice as many as the newer codecs that it comes from.
// A copy has no more than [ConvertArgs] lets through.
func (m Medium) CopyBytes(width, height int) int64 {
	if m.Width < 1 || m.Height < 1 {
		return m.Bytes
	}
	rough := float64(m.Bytes) * math.Pow(float64(width*height)/float64(m.Width*m.Height), 0.75)
	if !strings.HasPrefix(m.Codec, "avc") {
		rough *= 2
	}
	return int64(min(rough, mostCopied/8*m.Duration.Seconds()))
}
