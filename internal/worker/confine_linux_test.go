package worker

import "testing"

// The first version of Landlock lets no file go from folder to folder, which LibreOffice does: it
// is not started there. What moves nothing is confined all the same.
func TestTheFirstLandlock(t *testing.T) {
	for what, c := range map[string]struct {
		rules
		version int
		lacks   bool
	}{
		"LibreOffice on Linux 5.13": {converterRules(Conversion{Waits: true}), 1, true},
		"LibreOffice on Linux 5.19": {converterRules(Conversion{Waits: true}), 2, false},
		"ffmpeg on Linux 5.13":      {converterRules(Conversion{}), 1, false},
		"a parser on Linux 5.13":    {parserRules(), 1, false},
	} {
		if err := c.within(c.version); (err != nil) != c.lacks {
			t.Errorf("%s lacks %v", what, err)
		}
	}
}
