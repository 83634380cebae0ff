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
	Digest   content.Digest // of the file as it came
	Kind     Kind
	Type     string        // media type of the file as it came: image/jpeg, image/png, image/webp, image/gif or video/mp4
	Bytes    int64         // length of the file
	Width    int           // pixels, as it is seen: after EXIF orientation or the rotation of a video
	Height   int           // pixels, as it is seen
	Alpha    bool          // some of the picture is transparent
	Duration time.Duration // of a video; 0 for a picture
	Codec    string        // of a video, as browsers name it: avc1.64001f; with sound avc1.64001f,mp4a.40.2
	BitRate  int64         // of a video, bits a second on average over the whole file
	Audio    bool          // the video has sound
	Front    bool          // the video's index stands before its pictures, so that it starts at once; else see [Faststart]
	Notices  []Notice      // what staff should know though the file was taken
}

// Notice is something that was done or left out, told to staff beside an accepted file.
type Notice struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}
