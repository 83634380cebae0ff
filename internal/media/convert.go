package media

import (
	"fmt"
	"math"
	"path"
	"strconv"
	"strings"
	"time"
)

// convertFlags make of any video one that every screen plays: square pixels, at most Full HD, a key
// frame every two seconds, from the first picture on, without sound, which screens do not play.
// Sentences name them, so no quotes or characters that a shell of Windows or Unix reads.
const convertFlags = "-an -sn -dn -vf scale=iw*sar:ih,scale=1920:1920:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1,setpts=PTS-STARTPTS " +
	"-c:v libx264 -profile:v high -pix_fmt yuv420p -crf 21 -maxrate 12M -bufsize 24M -g 50 -movflags +faststart"

// Command is what staff type to convert the file of that name with ffmpeg. What it writes passes
// Import.
func Command(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	out := "out.mp4"
	if strings.EqualFold(name, out) {
		out = "out2.mp4"
	}
	return "ffmpeg -i " + quoted(name) + " " + convertFlags + " " + out
}

// quoted is a name as one word for the shells of Windows and Unix.
func quoted(name string) string {
	if strings.ContainsAny(name, "$`\"\\") { // a double quote is no name on Windows
		return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
	}
	return `"` + strings.Map(printed, name) + `"`
}

// rareKeys is the longest time between key frames with which a screen that joins late is in step
// soon: it decodes all that lies before. Programs leave ten seconds by default.
const rareKeys = 11 * time.Second

// loneKey is how long a clip with one key frame may be: wherever a screen joins, it decodes from the
// very beginning.
const loneKey = 3 * time.Second

const (
	fullHD    = 1920 * 1088 // pixels of a frame that every screen's computer plays
	mostRate  = 60          // pictures a second
	leastRate = 5
)

func videoFaults(f film) []Notice {
	var ns []Notice
	add := func(bad bool, vi, en string) {
		if bad {
			ns = append(ns, Notice{Vi: vi, En: en})
		}
	}
	rare := f.video.rare()
	add(rare > rareKeys || f.length > loneKey && rare >= f.length-f.video.edits.lead-time.Second/10,
		"Video có quá ít khung hình chính: màn hình bật lên giữa chừng phải đợi lâu mới theo kịp.",
		"The clip has too few key frames: a screen that joins in the middle takes long to catch up.")
	add(f.video.edits.lead > 50*time.Millisecond, "Hình bắt đầu muộn hơn video: đầu video sẽ tối.", "The pictures begin later than the clip: its beginning would be dark.")
	add(f.video.edits.parts > 1, "Video được cắt ghép bằng danh sách chỉnh sửa mà không phải màn hình nào cũng hiểu.", "The clip is cut by an edit list that not every screen follows.")
	add(!f.codec.square(), "Điểm ảnh của video không vuông: có màn hình sẽ chiếu hình bị méo.", "The clip's pixels are not square: some screens would show it distorted.")
	add(f.codec.width*f.codec.height > fullHD, "Video lớn hơn Full HD: máy tính của nhiều màn hình không phát kịp.", "The clip is larger than Full HD: the computers of many screens cannot keep up.")
	return ns
}

// bounded is a scale at which the video is no larger than every screen plays.
func (m Medium) bounded(scale float64) float64 {
	pixels := float64(m.Width) * float64(m.Height)
	if scale*scale*pixels <= fullHD {
		return scale
	}
	return math.Sqrt(fullHD * 0.99 / pixels) // sides are rounded
}

// Within is how large the video is where all of it is seen on a canvas, at its very pixels, or where
// those are more than every screen plays, smaller; both sides are even.
func (m Medium) Within(canvasWidth, canvasHeight int) (width, height int) {
	scale := m.bounded(min(float64(canvasWidth)/float64(m.Width), float64(canvasHeight)/float64(m.Height)))
	even := func(side, most int) int { return max(2, min(2*int(math.Round(float64(side)*scale/2)), most/2*2)) }
	return even(m.Width, canvasWidth), even(m.Height, canvasHeight)
}

// Fitted is how large the video is served for a canvas: as it is, or where it is more than every
// screen plays, as large as it is seen there. Both sides are even.
func (m Medium) Fitted(canvasWidth, canvasHeight int) (width, height int) {
	scale := 1.0
	if m.Width*m.Height > fullHD {
		scale = m.bounded(min(1, float64(canvasWidth)/float64(m.Width), float64(canvasHeight)/float64(m.Height)))
	}
	even := func(side int) int { return max(2, 2*int(math.Round(float64(side)*scale/2))) }
	return even(m.Width), even(m.Height)
}

// ConvertArgs are the arguments with which ffmpeg writes the video at path again as an MP4 of that
// size that every screen plays alike: the track that is shown, upright, square pixels, the matrix
// of its colours said, a key frame every second, the first picture from the beginning on, no sound.
// It writes how far it is to its standard output: see [Progress].
// A mark, nil for none, lies over all of it: its PNG is the file MarkFile in the folder where ffmpeg
// runs. See [PosterArgs] on where that is.
func ConvertArgs(path string, m Medium, width, height int, to string, mark *Mark) []string {
	rate := min(max(m.Rate, leastRate), mostRate)
	return []string{
		"-nostdin", "-v", "error", "-progress", "pipe:1", "-protocol_whitelist", "file", "-copyts", "-f", "mov", "-i", "file:" + path,
		"-map", fmt.Sprintf("0:i:%d", m.Track), "-an", "-sn", "-dn",
		"-vf", marked(fmt.Sprintf("fps=fps=%.3f:start_time=0,%[5]sscale=%[2]d:%[3]d:in_color_matrix=%[4]s:out_color_matrix=%[4]s:out_range=tv:flags=bicubic,setsar=1", rate, width, height, m.Matrix, m.tone(width, height)), m.Matrix, mark),
		"-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p", "-crf", "20", "-maxrate", strconv.Itoa(mostCopied), "-bufsize", "24M",
		"-threads", "2", "-g", fmt.Sprint(int(math.Ceil(rate))), "-colorspace", map[string]string{"bt709": "bt709", "bt601": "smpte170m"}[m.Matrix], "-color_range", "tv",
		"-video_track_timescale", "90000", "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + to,
	}
}

// tone are filters that bring the colours of a video in HDR down to what our screens show, at a
// size; none for other videos. The white of words and paper, 203 cd/m² in ITU-R BT.2408, stays white.
func (m Medium) tone(width, height int) string {
	if !m.HDR {
		return ""
	}
	return fmt.Sprintf("scale=%d:%d:flags=bicubic,zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,"+
		"tonemap=tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p,", width, height)
}

// MarkFile is where ffmpeg finds a mark.
const MarkFile = "mark.png"

// marked is a chain of filters with the mark laid over what it gives.
func marked(chain, matrix string, mark *Mark) string {
	if mark == nil {
		return chain
	}
	return fmt.Sprintf("movie=%s,scale=out_color_matrix=%s:out_range=tv,format=yuva444p[mark];[in]%s[base];[base][mark]overlay=%d:%d:format=yuv444[out]",
		MarkFile, matrix, chain, mark.X, mark.Y)
}

// square says whether a pixel is as wide as high.
func (c videoCodec) square() bool {
	return c.shape[0] <= 0 || c.shape[1] <= 0 || c.shape[0] == c.shape[1]
}

// seen is the size in square pixels: the longer side of a pixel stretches the picture,
// as browsers do it.
func (c videoCodec) seen() (width, height int) {
	w, h := c.shape[0], c.shape[1]
	switch {
	case c.square():
		return c.width, c.height
	case w > h:
		return min(c.width*w/h, 1<<14), c.height
	}
	return c.width, min(c.height*h/w, 1<<14)
}

// matrixName is the matrix as browsers take it where a stream does not say:
// BT.709 from 720 rows on.
func (c videoCodec) matrixName() string {
	switch c.matrix {
	case 1:
		return "bt709"
	case 4, 5, 6:
		return "bt601"
	}
	if c.height >= 720 {
		return "bt709"
	}
	return "bt601"
}
