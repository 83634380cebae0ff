package media

import (
	"io"
	"strings"
)

// demuxers read containers that are not read here, as ffmpeg calls them, by the marks at a file's
// beginning.
var demuxers = []struct{ magic, name string }{
	{"\x1a\x45\xdf\xa3", "matroska"}, // and WebM
	{"RIFF", "avi"},
	{"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"},
	{"FLV\x01", "flv"},
	{"\x00\x00\x01\xba", "mpeg"},
}

// FilmOf names what reads a clip that is in no MP4, or is "". One that is too large is refused.
func FilmOf(name string, r io.ReaderAt, size int64) (demuxer string, err error) {
	top, err := head(r, size)
	if err != nil || sniff(top) != formatFilm {
		return "", nil // Import says what is wrong with it
	}
	for _, d := range demuxers {
		if strings.HasPrefix(string(top), d.magic) {
			demuxer = d.name
		}
	}
	if demuxer == "" && transportStream(top) {
		demuxer = "mpegts"
	}
	if demuxer != "" && size > MaxVideo {
		return "", refuseBytes(name, MaxVideo)
	}
	return demuxer, nil
}

// RepackArgs are the arguments with which ffmpeg writes the pictures of the clip at path into an
// MP4 as they are: what is in the way of playing them is then a fault like others. See [PosterArgs]
// on where it runs.
func RepackArgs(path, demuxer, to string) []string {
	return []string{
		"-nostdin", "-v", "error", "-protocol_whitelist", "file", "-fflags", "+genpts", "-f", demuxer, "-i", "file:" + path,
		"-map", "0:V:0", "-c", "copy", "-an", "-sn", "-dn", "-map_metadata", "-1", "-strict", "-2", "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + to,
	}
}

// Unpacked refuses a clip whose pictures no MP4 can hold, or that cannot be read.
func Unpacked(name string) error { return refuseFormat(name, formatFilm) }
