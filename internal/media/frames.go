package media

import "fmt"

// Sides of the pictures that [FramesArgs] makes: small enough that noise is gone.
const (
	FrameWidth  = 32
	FrameHeight = 18
)

// FramesArgs are the arguments with which ffmpeg writes every picture of the video at path, at
// FrameWidth by FrameHeight, as RGB bytes into the file to, and how many there are a second. See
// [PosterArgs] on where it runs.
func FramesArgs(path string, m Medium, to string) (args []string, rate float64) {
	rate = min(max(m.Rate, leastRate), mostRate)
	return []string{
		"-nostdin", "-v", "error", "-protocol_whitelist", "file", "-threads", "1", "-f", "mov", "-i", "file:" + path,
		"-map", fmt.Sprintf("0:i:%d", m.Track), "-an", "-sn", "-dn",
		"-vf", fmt.Sprintf("fps=fps=%.3f,%sscale=%d:%d:in_color_matrix=%s:flags=area,format=rgb24", rate, m.tone(4*FrameWidth, 4*FrameHeight), FrameWidth, FrameHeight, m.Matrix),
		"-c:v", "rawvideo", "-f", "rawvideo", "-y", "file:" + to,
	}, rate
}
