package rendition

import (
	"sync"
	"time"

	"ngatu/content"
)

// failures are the media of which nothing can be made now: each try may take many minutes, and others
// wait for it.
type failures struct{ byMedium sync.Map }

// failed is why nothing was made of a medium, and until when it is not tried again; zero: before the
// server starts anew, for a worker died over it.
type failed struct {
	why   content.Error
	until time.Time
}

// tryAgain is how long a clip that could not be converted is left alone: a disk may have been full.
const tryAgain = time.Hour

func (f *failures) note(d content.Digest, why content.Error, until time.Time) {
	f.byMedium.Store(d, failed{why, until})
}

func (f *failures) forget(d content.Digest) { f.byMedium.Delete(d) }

// of says whether and why a medium is not tried now.
func (f *failures) of(d content.Digest) (why content.Error, bad bool) {
	v, there := f.byMedium.Load(d)
	if !there {
		return content.Error{}, false
	}
	was := v.(failed)
	return was.why, was.until.IsZero() || time.Now().Before(was.until)
}
