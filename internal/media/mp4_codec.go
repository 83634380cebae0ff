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
	transfer   int    // of its colours, ITU-T H.273 table 3; 0: not looked for
}

// otherCodecs names what is refused, by sample entry.
var otherCodecs = map[string]string{
	"hvc1": "HEVC (H.265)", "hev1": "HEVC (H.265)", "dvh1": "Dolby Vision", "dvhe": "Dolby Vision",
	"av01": "AV1", "vp08": "VP8", "vp09": "VP9", "mp4v": "MPEG-4 Part 2", "s263": "H.263", "jpeg": "Motion JPEG",
	"apch": "ProRes", "apcn": "ProRes", "apcs": "ProRes", "ap4h": "ProRes", "vvc1": "VVC (H.266)",
}

// convertible says whether a converter can make a clip that screens play of this one: of those that
// are encrypted it cannot, and Dolby Vision without another picture beneath comes out in wrong
// colours.
func (c videoCodec) convertible() bool {
	if c.width <= 0 || c.height <= 0 {
		return false
	}
	switch c.code {
	case "hvc1", "hev1", "av01", "vp08", "vp09", "mp4v", "s263", "jpeg", "apch", "apcn", "apcs", "ap4h":
		return true
	}
	return c.name == "H.264"
}

// bright says whether the colours are meant for brighter screens.
func (c videoCodec) bright() bool { return c.transfer == 16 || c.transfer == 18 }

// readVideo reads the picture's codec out of a track. Of one other than H.264 it gives the name,
// the size and what the entry says of pixels and colours.
func readVideo(t *track) (videoCodec, error) {
	if t.entry != "avc1" && t.entry != "avc3" {
		name := otherCodecs[t.entry]
		if t.entry == "encv" {
			name = "DRM"
		}
		if name == "" {
			name = fmt.Sprintf("%q", t.entry)
		}
		c := videoCodec{name: name, code: t.entry, matrix: matrixUnsaid}
		if len(t.details) >= visualEntry {
			n := numbers{b: t.details[24:]} // ISO/IEC 14496-12, 12.1.3
			c.width, c.height = int(n.u16()), int(n.u16())
			c.readEntry(t.details[visualEntry:])
		}
		return c, nil
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
	c.readEntry(t.details[visualEntry:])
	c.code = fmt.Sprintf("%s.%02x%02x%02x", t.entry, avcC[1], avcC[2], avcC[3])
	return c, err
}

// readEntry reads what boxes of the sample entry say of pixels and colours: colr as ISO/IEC
// 14496-12 12.1.5 has it, or QuickTime.
func (c *videoCodec) readEntry(boxes []byte) {
	if pasp := (numbers{b: inside(boxes, "pasp")}); len(pasp.b) >= 8 {
		c.shape = [2]int{int(pasp.u32() & 0xffff), int(pasp.u32() & 0xffff)}
	}
	colr := inside(boxes, "colr")
	if len(colr) < 10 || string(colr[:4]) != "nclx" && string(colr[:4]) != "nclc" {
		return
	}
	c.transfer = int(colr[7])
	if c.matrix == matrixUnsaid {
		c.matrix = int(colr[9])
	}
}
