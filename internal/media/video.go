package media

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ngatu/content"
)

// shortest is how long a clip is at least: a screen needs most of a second to begin one. Files of a
// second may say so rounded down.
const shortest = time.Second - time.Millisecond

// film is what the structure of an MP4 tells.
type film struct {
	video  *track
	sounds []*track
	codec  videoCodec
	length time.Duration
	front  bool
	spare  bool // has tracks that are not served
}

func (im *Importer) importVideo(ctx context.Context, name string, kind format, r io.ReaderAt, size int64) (Medium, error) {
	if size > im.limits.VideoBytes {
		return Medium{}, refuseBytes(name, im.limits.VideoBytes)
	}
	boxes, err := topBoxes(r, size)
	if err != nil {
		return Medium{}, refuseBroken(name, err)
	}
	if what, bad := foreignBox(r, boxes); bad {
		return Medium{}, refusePolyglot(name, what)
	}
	f, err := probe(r, size, boxes)
	if err != nil {
		return Medium{}, refuseBroken(name, err)
	}
	m := Medium{Kind: KindVideo, Type: mediaTypes[formatMP4], Bytes: size, Front: f.front && !f.spare, Duration: f.length}
	if kind == formatMOV {
		m.Type, m.Foreign = "video/quicktime", true
	}
	if err := im.checkVideo(name, size, f, &m); err != nil {
		return Medium{}, err
	}
	if err := checkIntact(ctx, r, f, boxes); err != nil {
		return Medium{}, refuseBroken(name, err)
	}
	if m.Digest, err = digest(ctx, r, size); err != nil {
		return Medium{}, refuseBroken(name, err)
	}
	m.Origin = originOfBoxes(r, size)
	return m, nil
}

// probe reads the index of an MP4, and of a fragmented one the index of each fragment.
func probe(r io.ReaderAt, size int64, boxes []topBox) (film, error) {
	var f film
	var tracks []*track
	data, index := false, false
	for _, b := range boxes {
		switch b.name {
		case "moov":
			if index { // browsers go by the first alone, even where it is empty
				return f, errStructure
			}
			index = true
			moov, err := b.load(r, maxIndex)
			if err != nil {
				return f, err
			}
			if tracks, err = readTracks(moov); err != nil {
				return f, err
			}
			f.front = !data
		case "moof":
			moof, err := b.load(r, maxIndex)
			if err != nil {
				return f, err
			}
			if err := addFragment(moof, tracks); err != nil {
				return f, err
			}
		case "mdat":
			data = data || b.size > b.header
		}
	}
	if !data || tracks == nil {
		// a recording that was stopped by a dead battery has pictures and no index
		return f, io.ErrUnexpectedEOF
	}
	return f, f.sort(tracks, uint64(size))
}

// sort tells pictures and sound apart and leaves out what is not shown: captions, chapters, time
// codes, cover pictures. A clip is as long as its pictures: sound is not played.
func (f *film) sort(tracks []*track, size uint64) error {
	for _, t := range tracks {
		if t.samples > 0 && (t.lastByte >= size || t.bytes > size) {
			return io.ErrUnexpectedEOF
		}
		if t.handler == "soun" && t.samples > 0 {
			f.sounds = append(f.sounds, t)
		}
	}
	f.video = chosen(tracks)
	if f.video == nil {
		return nil
	}
	f.length = f.video.duration()
	f.spare = f.video.runs == 0 && slices.ContainsFunc(tracks, func(t *track) bool { return t.spare(f.video) })
	var err error
	f.codec, err = readVideo(f.video)
	return err
}

// foreignBox looks for another file in the boxes that players pass over.
func foreignBox(r io.ReaderAt, boxes []topBox) (format, bool) {
	const limit = 1 << 20 // padding is some kilobytes; what is longer is looked at in its first part
	for _, b := range boxes {
		switch b.name {
		case "ftyp", "moov", "moof", "mdat", "sidx", "styp", "mfra":
			continue
		}
		inside := make([]byte, min(b.size-b.header, limit))
		n, _ := r.ReadAt(inside, b.at+b.header)
		if what, bad := suspicious(inside[:n]); bad {
			return what, true
		}
	}
	return "", false
}

// checkVideo refuses what not every screen plays, and fills in what is known of the rest.
func (im *Importer) checkVideo(name string, size int64, f film, m *Medium) error {
	if f.video == nil {
		return refuse(content.Invalid, nil, name,
			"%s không có hình, chỉ có tiếng. Hãy tải lên video có hình hoặc ảnh.",
			"%s has no picture, only sound. Upload a video with a picture, or a picture.")
	}
	why := unplayable(f.codec)
	if why != "" && !(im.limits.Convert && f.codec.convertible()) {
		return refuseCodec(name, why)
	}
	m.Foreign = m.Foreign || why != ""
	codes := []string{f.codec.code}
	for _, t := range f.sounds {
		code, ok := readSound(t)
		if !ok && m.Foreign {
			break // its copies have no sound
		}
		if !ok {
			return refuseCodec(name, "âm thanh/audio "+strings.Map(graphic, code))
		}
		codes = append(codes, code)
	}
	if f.length <= 0 {
		return refuseBroken(name, errStructure)
	}
	if f.length < shortest {
		return refuse(content.Invalid, nil, name,
			"%s chỉ dài %.2f giây, quá ngắn để chiếu như video. Hãy lưu một khung hình thành ảnh PNG hoặc JPEG rồi tải ảnh lên.",
			"%s is only %.2f seconds long, too short to be shown as a video. Save one of its frames as PNG or JPEG and upload that.", f.length.Seconds())
	}
	m.Width, m.Height = f.codec.seen()
	if f.video.turned {
		m.Width, m.Height = m.Height, m.Width
	}
	m.Codec, m.Audio = strings.Join(codes, ","), len(f.sounds) > 0
	m.BitRate = int64(float64(size) * 8 / f.length.Seconds())
	m.Track, m.Matrix = f.video.id, f.codec.matrixName()
	m.Rate = float64(f.video.samples) / (f.video.duration() - f.video.edits.lead).Seconds()
	m.Notices = videoNotices(f)
	m.HDR = f.codec.bright()
	if m.HDR {
		m.Matrix = "bt709" // as [Medium.tone] leaves it
	}
	m.Faults = videoFaults(f)
	if m.Foreign {
		m.Faults = append([]Notice{foreignFault(why)}, m.Faults...)
	}
	return im.checkCost(name, *m)
}

func (im *Importer) checkCost(name string, m Medium) error {
	switch {
	case int64(m.Width)*int64(m.Height) > im.limits.VideoPixels:
		return refuse(content.TooLarge, nil, name,
			"%[1]s có khung hình %[2]d×%[3]d, quá lớn. Hãy thu nhỏ: %[4]s",
			"%[1]s has frames of %[2]d×%[3]d, too large. Make them smaller: %[4]s", m.Width, m.Height, Command(name))
	case m.Duration > im.limits.Length:
		return refuse(content.TooLarge, nil, name,
			"%s dài %s, giới hạn là %s. Hãy cắt ngắn rồi tải lại.",
			"%s is %s long, the limit is %s. Cut it and upload it again.", clock(m.Duration), clock(im.limits.Length))
	case m.BitRate > im.limits.BitRate && !m.Foreign: // copies have a rate of their own
		return refuse(content.TooLarge, nil, name,
			"%[1]s có tốc độ %[2]d Mbit/s, giới hạn là %[3]d. Hãy nén lại: %[4]s",
			"%[1]s has %[2]d Mbit/s, the limit is %[3]d. Compress it: %[4]s",
			(m.BitRate+999_999)/1_000_000, max(1, im.limits.BitRate/1_000_000), Command(name))
	}
	return nil
}

// unplayable names what is in the way of playing a video in a browser, or is "".
func unplayable(c videoCodec) string {
	switch {
	case c.name != "H.264":
		return c.name
	case c.depth != 8:
		return fmt.Sprintf("H.264 %d bit", c.depth)
	case c.chroma == 2:
		return "H.264 4:2:2"
	case c.chroma == 3:
		return "H.264 4:4:4"
	case c.chroma != 1:
		return "H.264 4:0:0"
	}
	return ""
}

// foreignFault tells staff why a clip has to be converted.
func foreignFault(codec string) Notice {
	if codec == "" {
		codec = "QuickTime (MOV)"
	}
	return Notice{Vi: "Video dùng " + codec + ", không phải màn hình nào cũng phát được.", En: "The clip uses " + codec + ", which not every screen can play."}
}

func refuseCodec(name, what string) error {
	return refuse(content.Invalid, nil, name,
		"%[1]s dùng %[2]s, không phải màn hình nào cũng phát được. Hãy chuyển sang H.264: HandBrake → Fast 1080p30, hoặc %[3]s",
		"%[1]s uses %[2]s, which not every screen can play. Convert it to H.264: HandBrake → Fast 1080p30, or %[3]s", what, Command(name))
}

func videoNotices(f film) []Notice {
	var ns []Notice
	if f.codec.interlaced {
		ns = append(ns, Notice{
			Vi: "Video quét xen kẽ: cạnh chuyển động có thể bị răng cưa.",
			En: "The video is interlaced: moving edges may look like combs.",
		})
	}
	if rate := float64(f.video.samples) / f.video.duration().Seconds(); rate > 61 || f.codec.level > 51 {
		ns = append(ns, Notice{
			Vi: "Video có tốc độ khung hình hoặc cỡ hình cao: màn hình yếu có thể bị giật.",
			En: "The video has many or very large frames: weak screens may stutter.",
		})
	}
	return ns
}

// clock writes a duration as minutes and seconds: 10:00.
func clock(d time.Duration) string {
	s := int64(d.Round(time.Second) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// graphic keeps the letters of a name that came out of a file.
func graphic(r rune) rune {
	if r < ' ' || r > '~' {
		return '?'
	}
	return r
}
