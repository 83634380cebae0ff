package media

import (
	"time"

	"ngatu/content"
)

// Kind is what a medium is shown as.
type Kind string

// The kinds.
const (
	KindPicture Kind = "picture"
	KindVideo   Kind = "video"
)

// Medium is what was found out about a file when it was imported.
type Medium struct {
	Digest content.Digest // of the file as it came
	Kind   Kind
	// media type of the file as it came: image/jpeg, image/png, image/webp, image/gif, image/tiff,
	// image/bmp, video/mp4 or video/quicktime
	Type     string
	Bytes    int64         // length of the file
	Width    int           // pixels, as it is seen: after EXIF orientation or the rotation of a video
	Height   int           // pixels, as it is seen
	Alpha    bool          // some of the picture is transparent
	Duration time.Duration // of a video; 0 for a picture
	Codec    string        // of a video, as browsers name it: avc1.64001f; with sound avc1.64001f,mp4a.40.2
	BitRate  int64         // of a video, bits a second on average over the whole file
	Audio    bool          // the video has sound
	Front    bool          // the video can be served as it came; else as [Faststart] makes it
	Rate     float64       // of a video, pictures a second
	Track    uint32        // of a video, the number of the track that is shown
	// of a video, the matrix of its colours as browsers take it and ffmpeg calls it: bt709 or bt601
	Matrix string
	// of a video, why screens may show it wrong: a converted copy is better, see [ConvertArgs]
	Faults []Notice
	// of a video, no screen plays it as it came: only converted copies are shown
	Foreign bool
	// of a video, its colours are meant for screens that are brighter than ours (HLG or PQ, ITU-R
	// BT.2100)
	HDR     bool
	Origin  Origin   // what the file says of how AI took part in it
	Notices []Notice // what staff should know though the file was taken
}

// Notice tells staff what was done to an accepted file or left out of it.
type Notice struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}
