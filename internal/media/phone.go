package media

import (
	"bytes"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// phonePrograms turn an iPhone's pictures into ones that are read here; they are one program, which
// libheif calls heif-dec from version 1.18 on.
var phonePrograms = []string{"heif-convert", "heif-dec"}

// phoneQuality of the JPEG that an iPhone's picture becomes: the same that those phones use.
const phoneQuality = "93"

// PhoneProgram is what turns an iPhone's pictures into JPEGs, where it is installed.
func PhoneProgram() (string, bool) {
	for _, p := range phonePrograms {
		if _, err := exec.LookPath(p); err == nil {
			return p, true
		}
	}
	return "", false
}

// PhoneArgs are the arguments with which that program writes the picture at path as the JPEG to,
// upright as it was seen and with its colour profile; see [Bare] for what is wrong with it. It runs where strangers' files are parsed:
// see [ngatu/internal/worker].
func PhoneArgs(path, to string) []string { return []string{"-q", phoneQuality, path, to} }

// FromPhone reports whether a file is a picture as iPhones take it (HEIC), or AVIF, which that
// program reads too, by its first bytes. One whose name ends like something else, or that is too
// large, is refused.
func FromPhone(name string, r io.ReaderAt, size int64) (bool, error) {
	top, err := head(r, size)
	f := sniff(top)
	if err != nil || f != formatHEIC && f != formatAVIF {
		return false, nil // Import says what is wrong with it
	}
	if size > MaxPicture {
		return true, refuseBytes(name, MaxPicture)
	}
	return true, checkName(name, f)
}

// Renamed is what a file is called that another program made of one of that name; ending begins with
// its dot.
func Renamed(name, ending string) string {
	if name == "" {
		return ""
	}
	return strings.TrimSuffix(name, path.Ext(name)) + ending
}

// Bare is a JPEG without what its camera noted (EXIF). Of an iPhone's picture these notes say how
// to turn it once more: the program has turned it already (ISO/IEC 23008-12 knows its own way), and
// several of its versions leave the notes as they are.
func Bare(b []byte) ([]byte, error) {
	out, pos := slices.Clone(b[:min(len(b), 2)]), 2
	for pos+4 <= len(b) && b[pos] == 0xff && b[pos+1] != markerSOS {
		end := pos + 2 + int(b[pos+2])<<8 + int(b[pos+3])
		if end < pos+4 || end > len(b) {
			return nil, errStructure
		}
		if b[pos+1] != markerAPP1 || !bytes.HasPrefix(b[pos+4:end], []byte("Exif")) {
			out = append(out, b[pos:end]...)
		}
		pos = end
	}
	return append(out, b[min(pos, len(b)):]...), nil
}

// Broken refuses a picture of r that another program could not read: not every build of the one for
// phones knows AVIF.
func Broken(name string, r io.ReaderAt, size int64, cause error) error {
	if top, err := head(r, size); err == nil && sniff(top) == formatAVIF {
		return refuseFormat(name, formatAVIF)
	}
	return refuseBroken(name, cause)
}
