package media

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"

	"ngatu/content"
)

const (
	posterTime  = 45 * time.Second
	posterBytes = 64 << 20
)

// CanPoster says whether this machine can take a picture out of a video: whether ffmpeg is installed.
func CanPoster() bool {
	_, err := exec.LookPath("ffmpeg")
	return err == nil
}

// Poster is the picture of the video at path that is shown at the instant at, for previews and stills. It needs
// ffmpeg; without it the error has code Missing and the video is shown all the same. The caller closes the picture.
func (im *Importer) Poster(ctx context.Context, path string, at time.Duration) (*Picture, error) {
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   "Máy chủ chưa cài ffmpeg nên video không có hình xem trước; video vẫn phát bình thường.",
			En:   "ffmpeg is not installed on the server, so the video has no preview picture; it plays all the same.",
			Err:  err,
		}
	}
	ctx, cancel := context.WithTimeout(ctx, posterTime)
	defer cancel()
	// The demuxer and the protocol are named: a file that posed as a playlist could otherwise make ffmpeg fetch
	// addresses or read other files of the server.
	cmd := exec.CommandContext(ctx, program, "-nostdin", "-v", "error", "-protocol_whitelist", "file",
		"-threads", "1", "-ss", fmt.Sprintf("%.3f", at.Seconds()), "-f", "mov", "-i", "file:"+path,
		"-an", "-sn", "-dn", "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "pipe:1")
	cmd.Env = []string{"LC_ALL=C"}
	cmd.WaitDelay = time.Second
	out := &bounded{left: posterBytes}
	complaint := &bounded{left: 4096}
	cmd.Stdout, cmd.Stderr = out, complaint
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("media: poster: %w: %s", err, complaint.kept.Bytes())
	}
	_, p, err := im.Import(ctx, "", bytes.NewReader(out.kept.Bytes()), int64(out.kept.Len()))
	return p, err
}

// bounded keeps what is written to it up to a limit, and fails the writer that goes over it.
type bounded struct {
	kept bytes.Buffer // not embedded: its ReadFrom would go round the limit
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if len(p) > b.left {
		return 0, fmt.Errorf("media: more output than expected")
	}
	b.left -= len(p)
	return b.kept.Write(p)
}
