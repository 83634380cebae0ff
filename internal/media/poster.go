package media

import (
	"fmt"
	"os/exec"
	"time"
)

// PosterProgram is what takes a picture out of a video.
const PosterProgram = "ffmpeg"

// CanPoster reports whether this machine can take a picture out of a video: whether ffmpeg is
// installed.
func CanPoster() bool {
	_, err := exec.LookPath(PosterProgram)
	return err == nil
}

// PosterArgs are the arguments with which ffmpeg writes the picture of the video at path that is
// shown at the instant at, for previews and stills, into the PNG file to: the same track, shape and
// colours that browsers show. It runs where strangers' files are parsed: see
// [ngatu/internal/worker].
//
// The picture is said to be sRGB: else ffmpeg would write the film's curve into the PNG, which
// browsers do not apply to films. The demuxer and the protocol are named: a file that posed as a
// playlist could otherwise make ffmpeg read other files.
func PosterArgs(path string, m Medium, at time.Duration, to string) []string {
	return []string{
		"-nostdin", "-v", "error", "-protocol_whitelist", "file",
		"-threads", "1", "-ss", fmt.Sprintf("%.3f", at.Seconds()), "-f", "mov", "-i", "file:" + path,
		"-map", fmt.Sprintf("0:i:%d", m.Track), "-an", "-sn", "-dn", "-frames:v", "1",
		"-vf", m.tone(m.Width, m.Height) + fmt.Sprintf("scale=%d:%d:in_color_matrix=%s:flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24,setsar=1,setparams=color_primaries=bt709:color_trc=iec61966-2-1", m.Width, m.Height, m.Matrix),
		"-c:v", "png", "-f", "image2", "-update", "1", "-y", "file:" + to,
	}
}
