package media

import "fmt"

// Lengths of the fixed parts of sample entries, ISO/IEC 14496-12 8.5.2 and 12: after these stand
// boxes.
const (
	visualEntry = 78
	soundEntry  = 28
)

// videoCodec is what the track's decoder has to cope with.
type videoCodec struct {
	name       string // as staff know it: H.264, HEVC …
	code       string // as browsers do: avc1.64001f
	width      int    // pixels, cropped
	height     int
	depth      int // bits a colour
	chroma     int // 1 is 4:2:0
	interlaced bool
	level      int    // ten times the level of H.264
	shape      [2]int // width and height of a pixel; 0: square
	matrix     int    // of its colours, ITU-T H.273 table 4; 2: not said
}

// otherCodecs names what is refused, by sample entry.
var otherCodecs = map[string]string{
	"hvc1": "HEVC (H.265)", "hev1": "HEVC (H.265)", "dvh1": "Dolby Vision", "dvhe": "Dolby Vision",
	"av01": "AV1", "vp08": "VP8", "vp09": "VP9", "mp4v": "MPEG-4 Part 2", "s263": "H.263", "jpeg": "Motion JPEG",
	"apch": "ProRes", "apcn": "ProRes", "apcs": "ProRes", "ap4h": "ProRes", "vvc1": "VVC (H.266)",
}

// readVideo reads the picture's codec out of a track. A name other than H.264 comes without the
// rest.
func readVideo(t *track) (videoCodec, error) {
	if t.entry != "avc1" && t.entry != "avc3" {
		name := otherCodecs[t.entry]
		if t.entry == "encv" {
			name = "DRM"
		}
		if name == "" {
			name = fmt.Sprintf("%q", t.entry)
		}
		return videoCodec{name: name}, nil
	}
	if len(t.details) < visualEntry {
		return videoCodec{}, errStructure
	}
	avcC := inside(t.details[visualEntry:], "avcC")
	n := numbers{b: avcC}
	n.skip(5)
	sets := n.u8() & 0x1f
	length := int(n.u16())
	if n.short || sets == 0 || length < 4 || length > len(n.b) {
		return videoCodec{}, errStructure
	}
	c, err := readSPS(n.take(length))
	if pasp := (numbers{b: inside(t.details[visualEntry:], "pasp")}); len(pasp.b) >= 8 {
		c.shape = [2]int{int(pasp.u32() & 0xffff), int(pasp.u32() & 0xffff)}
	}
	if colr := inside(t.details[visualEntry:], "colr"); c.matrix == matrixUnsaid && len(colr) >= 10 && string(colr[:4]) == "nclx" {
		c.matrix = int(colr[9])
	}
	c.code = fmt.Sprintf("%s.%02x%02x%02x", t.entry, avcC[1], avcC[2], avcC[3])
	return c, err
}
