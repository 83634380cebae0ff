package media

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
)

// Faststart is the MP4 in r with its index (moov) moved before its pictures, so that a screen may begin to play when
// the first part has come. Pictures and sound are copied as they are. A file that has its index in front already, is
// fragmented, or has an index that cannot grow into its place, comes as it is. The file must have passed Import; r is
// read while the result is.
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
	if index < 0 || data < 0 || index < data || boxes[0].name != "ftyp" {
		return as, nil
	}
	moov := make([]byte, boxes[index].size)
	if boxes[index].size > maxIndex {
		return nil, errStructure
	}
	if n, err := r.ReadAt(moov, boxes[index].at); n < len(moov) {
		return nil, err
	}
	// The last box may say "to the end of the file", which is not true of a moov any longer.
	if boxes[index].header == 8 {
		binary.BigEndian.PutUint32(moov, uint32(len(moov)))
	}
	if !shift(moov[boxes[index].header:], uint64(boxes[index].at), uint64(len(moov))) {
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

// shift adds by to the place of every chunk before limit, and says whether all of them could be.
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
