package upload

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"

	"github.com/tus/tusd/v2/pkg/handler"

	"ngatu/content"
	"ngatu/internal/durable"
	"ngatu/internal/store"
	"ngatu/server/intake"
)

// A file that has come whole is read for minutes where it has hundreds of pages. What its sender said
// of it lies beside it meanwhile: after a restart it is read again by itself, and makes the same
// drafts.

// wanted is what a sender said of a file that is being taken in.
type wanted struct {
	Campaign string        `json:"campaign"`
	Slide    string        `json:"slide"` // whose file it replaces
	AI       intake.Answer `json:"ai"`
	Begun    int           `json:"begun"` // how often it was begun

	Sight content.Digest `json:"sight,omitempty"` // of the draft of Slide when it was sent
}

// same says whether w and o are for one purpose. The draft of the slide may be another by now: what was
// asked for first may have changed it.
func (w wanted) same(o wanted) bool {
	return w.Campaign == o.Campaign && w.Slide == o.Slide && w.AI == o.AI
}

// mostBegun is how often a file is begun without its sender: one that ends the server does not do so
// for ever.
const mostBegun = 3

// wantedNote is what the name of such a note ends with.
const wantedNote = ".wanted"

// sight is what the draft of a slide is; "" where no slide is named.
func sight(ctx context.Context, r store.Reader, slide string) (content.Digest, error) {
	if slide == "" {
		return "", nil
	}
	d, err := r.SlideDraft(ctx, slide)
	return d.Sight(nil), err
}

// want notes that a file is being taken in. Where that fails it is taken all the same.
func (p *parts) want(id string, w wanted) error {
	b, err := json.Marshal(w)
	if err != nil {
		return err
	}
	return durable.Write(p.path(id)+wantedNote, b)
}

// Resume takes in what was being taken in when the server stopped, one file after the other. A file
// that takes the place of a slide's is left to its sender where its draft became another one since.
// Among several nodes it then reads what any of them was sent. When ctx ends, the server is stopping.
func (s *Uploads) Resume(ctx context.Context) {
	context.AfterFunc(ctx, func() { s.stopping.Store(true) })
	var found []handler.FileInfo
	s.parts.each(func(i handler.FileInfo, _ fs.FileInfo) { found = append(found, i) })
	for _, i := range found {
		b, err := os.ReadFile(s.parts.path(i.ID) + wantedNote)
		var w wanted
		if err != nil || json.Unmarshal(b, &w) != nil || w.Begun >= mostBegun || ctx.Err() != nil {
			continue
		}
		who := i.MetaData[ownerNote]
		f, name, size, err := s.parts.whole(who, i.ID)
		if err != nil {
			continue
		}
		w.Begun++
		if err := s.parts.want(i.ID, w); err != nil { // it might be begun for ever
			f.Close()
			continue
		}
		one := s.sentLater(who, name, f, size, w)
		u := s.take(ctx, one, func(int, int) {})
		if ctx.Err() != nil {
			s.stopping.Store(true)
		}
		s.became(who, i.ID, w, u)
		f.Close()
	}
	if s.shared != nil {
		s.read(ctx)
	}
}

// sentLater is a file that is read without its sender. It takes no place that moved meanwhile.
func (s *Uploads) sentLater(who, name string, r io.ReaderAt, size int64, w wanted) *sent {
	one := s.sentBy(who, name, r, size, w)
	may := one.May
	one.May = func(ctx context.Context, tx *store.Tx, slide content.Slide) error {
		if now, err := sight(ctx, tx.Reader, w.Slide); err != nil || now != w.Sight {
			return cmp.Or[error](err, errMoved)
		}
		return may(ctx, tx, slide)
	}
	one.failed = errFailed
	return one
}

var errMoved = &content.Error{
	Code: content.Conflict,
	Vi:   "Tấm chiếu đã được sửa sau khi tệp này được gửi. Hãy xem lại tấm, rồi gửi lại tệp nếu vẫn cần.",
	En:   "The slide was changed after this file was sent. Look at it again, and send the file again if it is still wanted.",
}

// became notes what became of a file that a person wanted, and lets it go unless it is to be asked for again:
// by its sender, and by itself only where the server was stopping.
func (s *Uploads) became(who, id string, w wanted, u uploaded) {
	if u.Fault != nil && u.Fault.Code != content.Invalid && u.Fault.Code != content.TooLarge {
		if !s.stopping.Load() {
			s.parts.unwant(id)
		}
		return // the file is fine
	}
	if u.Fault == nil {
		s.parts.taken.Add(who+" "+id, taken{w, madeOf(u)})
	}
	s.parts.drop(id)
}
