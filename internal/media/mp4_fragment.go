package media

import "encoding/binary"

// Flags of tfhd and trun, ISO/IEC 14496-12 8.8.7 and 8.8.8.
const (
	tfhdBase      = 0x01
	tfhdEntry     = 0x02
	tfhdEach      = 0x08
	trunOffset    = 0x01
	trunFirst     = 0x04
	trunEach      = 0x100
	trunSize      = 0x200
	trunFlags     = 0x400
	trunComposite = 0x800
)

// addFragment adds a moof's samples to their tracks.
func addFragment(moof []byte, tracks []*track) error {
	for name, traf := range boxesIn(moof) {
		if name != "traf" {
			continue
		}
		head := numbers{b: inside(traf, "tfhd")}
		flags, id := head.u32(), head.u32()
		for _, t := range tracks {
			if t.id != id {
				continue
			}
			each := t.each
			if flags&tfhdBase != 0 {
				head.skip(8)
			}
			if flags&tfhdEntry != 0 {
				head.skip(4)
			}
			if flags&tfhdEach != 0 {
				each = head.u32()
			}
			for name, trun := range boxesIn(traf) {
				if name != "trun" {
					continue
				}
				if err := t.addRun(trun, each); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *track) addRun(trun []byte, each uint32) error {
	n := numbers{b: trun}
	flags, count := n.u32(), n.u32()
	if flags&trunOffset != 0 {
		n.skip(4)
	}
	if flags&trunFirst != 0 {
		n.skip(4)
	}
	width := 0
	for _, f := range []uint32{trunEach, trunSize, trunFlags, trunComposite} {
		if flags&f != 0 {
			width += 4
		}
	}
	if n.short || width > 0 && !n.fits(int(count), width) {
		return errStructure
	}
	t.samples += uint64(count)
	t.runs++
	if flags&trunEach == 0 {
		t.length += uint64(count) * uint64(each)
		return nil
	}
	for range count {
		t.length += uint64(binary.BigEndian.Uint32(n.take(width)))
	}
	return nil
}
