package media

import "time"

// The largest files that are taken, in bytes. The studio's pages name them too.
const (
	MaxPicture = 40 << 20
	MaxVideo   = 500 << 20
	MaxUpload  = MaxVideo + 20<<20 // a request's body: the largest file and the form around it
)

// Limits bound what one import may cost. A field that is 0 takes the value of [DefaultLimits].
type Limits struct {
	PictureBytes int64         // longest picture file, bytes
	VideoBytes   int64         // longest video file, bytes
	Pixels       int64         // most pixels of a picture, width × height
	VideoPixels  int64         // most pixels of a video's frame, width × height
	Length       time.Duration // longest video
	BitRate      int64         // highest average bit rate of a video, bits a second
	Time         time.Duration // longest that one picture may take to decode
	Memory       int64         // bytes that all pictures that are open may take together; the next waits
	Convert      bool          // clips that no screen plays as they came are taken: the server can convert them
}

// DefaultLimits fit a server with 1 GB of memory: a 50-megapixel phone picture passes, a
// decompression bomb does not. The bit rate is what a Raspberry Pi 4 decodes at 1080p with room to
// spare.
var DefaultLimits = Limits{
	PictureBytes: MaxPicture,
	VideoBytes:   MaxVideo,
	Pixels:       60_000_000,
	VideoPixels:  3840 * 2160,
	Length:       10 * time.Minute,
	BitRate:      25_000_000,
	Time:         20 * time.Second,
	Memory:       512 << 20,
}

func (l Limits) filled() Limits {
	d := DefaultLimits
	fill := func(v *int64, or int64) {
		if *v <= 0 {
			*v = or
		}
	}
	fill(&l.PictureBytes, d.PictureBytes)
	fill(&l.VideoBytes, d.VideoBytes)
	fill(&l.Pixels, d.Pixels)
	fill(&l.VideoPixels, d.VideoPixels)
	fill(&l.BitRate, d.BitRate)
	fill(&l.Memory, d.Memory)
	if l.Length <= 0 {
		l.Length = d.Length
	}
	if l.Time <= 0 {
		l.Time = d.Time
	}
	return l
}
