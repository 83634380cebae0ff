package media

import (
	"image"
	"os/exec"
	"path/filepath"
)

// WordsProgram reads the words in a picture.
const WordsProgram = "tesseract"

// wordsSide is the longer side at which a picture is read, in pixels.
const wordsSide = 2000.0

// wordsFolders are where distributions keep what the program knows of languages.
var wordsFolders = []string{
	"/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tesseract-ocr/tessdata", "/usr/share/tesseract/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata",
}

// CanRead says whether words in pictures can be read: the program is installed, and knows
// Vietnamese.
func CanRead() bool {
	_, err := exec.LookPath(WordsProgram)
	return err == nil && WordsFolder() != ""
}

// WordsFolder is where the program's knowledge of Vietnamese lies; "": nowhere.
func WordsFolder() string {
	for _, pattern := range wordsFolders {
		found, _ := filepath.Glob(filepath.Join(pattern, "vie.traineddata")) // the patterns are good
		if len(found) > 0 {
			return filepath.Dir(found[len(found)-1]) // of the newest version
		}
	}
	return ""
}

// WordsArgs are the arguments with which the program writes the words of the picture at path as a
// table to a file whose name ends in .tsv. It runs where strangers' files are parsed: see
// [ngatu/internal/worker].
func WordsArgs(path, to, folder string) []string {
	return []string{
		path, to, "--tessdata-dir", folder, "-l", "vie", "-c", "tessedit_create_tsv=1",
		"--psm", "11", // words anywhere, in no order, as on a poster
	}
}

// ReadAt is the size at which a picture of so many pixels is read: as it is, and no larger than
// letters need that are read on a screen.
func ReadAt(width, height int) image.Point {
	times := min(1, wordsSide/float64(max(width, height, 1)))
	return image.Pt(max(1, int(float64(width)*times)), max(1, int(float64(height)*times)))
}
