package media

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
)

// Faststart is the MP4 in r as screens get it: with its index (moov) before its pictures, so that
// they may begin to play when the first part has come, and without tracks that would be in the way
// (see [track.spare]). Pictures and sound are copied as they are. A file that needs neither, is
// fragmented, or has an index that cannot grow into its place, comes as it is. The file must have
// passed Import; r is read while the result is.
func Faststart(r io.ReaderAt, size int64) (io.Reader, error) {
	as := io.NewSectionReader(r, 0, size)
	boxes, err := topBoxes(r, size)
	if err != nil {
		return nil, err
	}
	index, data := -1, -1
	for i, b := range boxes {
		switch {
		case b.name == "moof":
			return as, nil
		case b.name == "moov":
			index = i
		case b.name == "mdat" && data < 0:
			data = i
		}
	}
	if index < 0 || data < 0 || boxes[0].name != "ftyp" {
		return as, nil
	}
	at := boxes[index]
	moov := make([]byte, at.size)
	if at.size > maxIndex {
		return nil, errStructure
	}
	if n, err := r.ReadAt(moov, at.at); n < len(moov) {
		return nil, err
	}
	// The last box may say "to the end of the file", which is not true of a moov any longer.
	if at.header == 8 {
		binary.BigEndian.PutUint32(moov, uint32(len(moov)))
	}
	dropSpare(moov[at.header:])
	if index < data {
		return io.MultiReader(io.NewSectionReader(r, 0, at.at), bytes.NewReader(moov), io.NewSectionReader(r, at.at+at.size, size-at.at-at.size)), nil
	}
	if !shift(moov[at.header:], uint64(at.at), uint64(len(moov))) {
		return as, nil
	}
	parts := []io.Reader{io.NewSectionReader(r, 0, boxes[0].size), bytes.NewReader(moov)}
	for i, b := range boxes[1:] {
		if i+1 != index {
			parts = append(parts, io.NewSectionReader(r, b.at, b.size))
		}
	}
	return io.MultiReader(parts...), nil
}

// dropSpare makes free space of the tracks that are in the way, where they stand.
func dropSpare(moov []byte) {
	tracks, err := readTracks(moov)
	video := chosen(tracks)
	if err != nil || video == nil {
		return
	}
	i := 0
	for name, trak := range boxesIn(moov) {
		if name != "trak" {
			continue
		}
		if tracks[i].spare(video) {
			from := cap(moov) - cap(trak) // both lie in the same bytes
			for _, back := range []int{4, 12} {
				if from >= back && string(moov[from-back:from-back+4]) == "trak" {
					copy(moov[from-back:], "free")
					break
				}
			}
		}
		i++
	}
}

// shift adds by to the place of every chunk before limit, and reports whether all of them could be.
func shift(moov []byte, limit, by uint64) bool {
	for name, trak := range boxesIn(moov) {
		if name != "trak" {
			continue
		}
		stbl := inside(trak, "mdia", "minf", "stbl")
		if !shiftTable(inside(stbl, "stco"), 4, limit, by) || !shiftTable(inside(stbl, "co64"), 8, limit, by) {
			return false
		}
	}
	return true
}

func shiftTable(table []byte, width int, limit, by uint64) bool {
	if len(table) < 8 {
		return true
	}
	count := int(binary.BigEndian.Uint32(table[4:]))
	if count > (len(table)-8)/width {
		return false
	}
	for i := range count {
		at := table[8+i*width:]
		if width == 8 {
			if v := binary.BigEndian.Uint64(at); v < limit {
				binary.BigEndian.PutUint64(at, v+by)
			}
			continue
		}
		v := uint64(binary.BigEndian.Uint32(at))
		if v >= limit {
			continue
		}
		if v+by > math.MaxUint32 {
			return false
		}
		binary.BigEndian.PutUint32(at, uint32(v+by))
	}
	return true
}
