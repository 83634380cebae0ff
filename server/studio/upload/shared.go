package upload

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"

	"ngatu/content"
	"ngatu/internal/blob/s3"
	"ngatu/internal/store"
	"ngatu/server/edge"
)

// shared are files that come in parts through any of several nodes. Their bytes go to the bucket that
// the nodes share, and a row of the database says which of them count: what is acknowledged is in
// both. Nobody locks a file while a line is open. Each request takes the next turn, and only the
// bytes of the last one count, so nobody waits for a line that hangs or a node that is gone.
type shared struct {
	rows   store.Uploads
	bucket s3.Coming
	folder string // where a file lies while it is read here
	run    string // names this process to the others
	room   func() error
	fits   func(ctx context.Context, who, slide string, bytes int64) error // as of [parts]
	tus    http.Handler
	news   chan struct{} // somebody wants a file read

	patience time.Duration // [waitRead], but for tests
}

// readingFile is how names of files begin that are being read here.
const readingFile = "reading-"

func newShared(st *store.Store, bucket *s3.Bucket, folder string) (*shared, error) {
	left, err := filepath.Glob(filepath.Join(folder, readingFile+"*"))
	for _, path := range left { // of a server that was killed
		err = errors.Join(err, os.Remove(path))
	}
	p := &shared{
		rows: store.Uploads{Store: st}, bucket: s3.Coming{Bucket: bucket}, folder: folder, run: st.Nodes.Self() + " " + rand.Text(), room: st.Room,
		fits: anyFits, news: make(chan struct{}, 1), patience: waitRead,
	}
	all := handler.NewStoreComposer()
	all.UseCore(p)
	all.UseTerminater(p)
	var failed error
	p.tus, failed = tusOf(all, nil)
	return p, errors.Join(err, failed)
}

// where is where the bytes of a file are.
type where struct {
	Parts []s3.Part
	Tail  string // name of an object with the last bytes, which are too few for a part; "": there is none
	Loose int64  // bytes of it
}

func whereOf(u store.Upload) (w where, err error) {
	if u.Parts != "" {
		err = json.Unmarshal([]byte(u.Parts), &w)
	}
	return w, err
}

// coming is one file.
type coming struct {
	of *shared
	store.Upload
}

// NewUpload begins a file, unless its sender has too many on their way.
func (p *shared) NewUpload(ctx context.Context, i handler.FileInfo) (handler.Upload, error) {
	who, _ := ctx.Value(owner{}).(string)
	if who == "" {
		return nil, handler.ErrUploadRejectedByServer
	}
	if err := p.room(); err != nil {
		return nil, errFull
	}
	if err := p.fits(ctx, who, i.MetaData[slideNote], i.Size); err != nil {
		return nil, answerOf(err)
	}
	name := i.MetaData["filename"]
	u := store.Upload{ID: strings.ToLower(rand.Text()), Who: who, Name: strings.ToValidUTF8(name[:min(len(name), 500)], ""), Bytes: i.Size}
	var err error
	if u.Object, err = p.bucket.Begin(ctx, u.ID); err != nil {
		return nil, answerOf(err)
	}
	gone, err := p.rows.Begin(ctx, u, func(files int, bytes int64) error { return tooMany(files, bytes+u.Bytes) })
	if err != nil {
		_ = p.bucket.Drop(context.WithoutCancel(ctx), u.ID, u.Object) // or the sweep does
		return nil, answerOf(err)
	}
	for _, refused := range gone { // at once: or who sends what is refused would fill the bucket
		p.forget(context.WithoutCancel(ctx), refused)
	}
	return &coming{p, u}, nil
}

// GetUpload is a file of which some may have come. Of one that is done there is nothing to go on with:
// whoever chooses it again may want something else of it.
func (p *shared) GetUpload(ctx context.Context, id string) (handler.Upload, error) {
	u, err := p.rows.Get(ctx, id)
	if err == nil && u.Done() {
		return nil, handler.ErrNotFound
	}
	return &coming{p, u}, answerOf(err)
}

// AsTerminatableUpload is the file itself.
func (p *shared) AsTerminatableUpload(u handler.Upload) handler.TerminatableUpload {
	return u.(*coming)
}

// owns says whether a file is a person's.
func (p *shared) owns(ctx context.Context, who, id string) (bool, error) {
	u, err := p.rows.Get(ctx, id)
	if content.CodeOf(err) == content.NotFound {
		return false, nil
	}
	return u.Who == who, err
}

// GetInfo says how much has come.
func (u *coming) GetInfo(context.Context) (handler.FileInfo, error) {
	return handler.FileInfo{ID: u.ID, Size: u.Bytes, Offset: u.Come, MetaData: handler.MetaData{"filename": u.Name}}, nil
}

// WriteChunk keeps what a request brings, also where its line is cut in the middle. Bytes that are too
// few for a part of their own wait beside the others for those that follow.
func (u *coming) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	n, err := u.write(context.WithoutCancel(ctx), offset, src)
	return n, answerOf(err)
}

func (u *coming) write(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	now, err := u.of.rows.Turn(ctx, u.ID)
	if err != nil {
		return 0, err
	}
	at, err := whereOf(now)
	switch {
	case err != nil:
		return 0, err
	case now.Come != offset:
		return 0, handler.ErrMismatchOffset
	case now.Turn > s3.MostParts:
		return 0, errTooOften
	}
	loose := &bytes.Buffer{}
	if before := at.Tail; before != "" {
		if err := u.of.bucket.Fetch(ctx, before, loose); err != nil {
			return 0, err
		}
		defer func() {
			if at.Tail != before && err == nil {
				_ = u.of.bucket.Remove(ctx, before) // or the sweep does
			}
		}()
	}
	staged, err := u.of.bucket.Stage(ctx, io.MultiReader(loose, src), s3.LeastPart+PartBytes)
	if err != nil {
		return 0, err
	}
	defer staged.Close()
	n := staged.Size - at.Loose
	if n == 0 {
		return 0, nil
	}
	if now.Come += n; staged.Size >= s3.LeastPart || now.Come == now.Bytes {
		var one s3.Part
		if one, err = u.of.bucket.PutPart(ctx, u.ID, u.Object, int(now.Turn), staged); err != nil {
			return 0, err
		}
		at = where{Parts: append(at.Parts, one)}
	} else {
		at.Tail, at.Loose = u.ID+"."+strconv.FormatInt(now.Turn, 10), staged.Size
		if err = u.of.bucket.PutTail(ctx, at.Tail, staged); err != nil {
			return 0, err
		}
	}
	b, err := json.Marshal(at)
	if err != nil {
		return 0, err
	}
	now.Parts = string(b)
	if err = u.of.rows.Came(ctx, now, offset); err != nil {
		return 0, err
	}
	return n, nil
}

// FinishUpload has nothing to do: whoever reads the file joins its parts.
func (u *coming) FinishUpload(context.Context) error { return nil }

// GetReader is not asked for: nobody downloads a file that is on its way.
func (u *coming) GetReader(context.Context) (io.ReadCloser, error) {
	return nil, handler.ErrNotImplemented
}

// Terminate forgets a file.
func (u *coming) Terminate(ctx context.Context) error { return answerOf(u.of.drop(ctx, u.Upload)) }

// drop forgets a file.
func (p *shared) drop(ctx context.Context, u store.Upload) error {
	err := p.rows.Drop(ctx, u.ID)
	if err == nil {
		p.forget(ctx, u)
	}
	return err
}

// forget has S3 forget a file that is in no row. What it keeps where it does not answer, the sweep finds.
func (p *shared) forget(ctx context.Context, u store.Upload) {
	_ = p.bucket.Drop(ctx, u.ID, u.Object)
	if at, err := whereOf(u); err == nil && at.Tail != "" {
		_ = p.bucket.Remove(ctx, at.Tail)
	}
}

// sweep removes files of which nothing was heard for so long, and, at one of the nodes, what the bucket
// keeps of files that the database does not know. It goes by the database's time: a node whose own
// clock is wrong would remove what others are being sent.
func (p *shared) sweep(ctx context.Context, long time.Duration) error {
	now, err := p.rows.Now(ctx)
	if err != nil {
		return err
	}
	before := now.Add(-long)
	if err := p.rows.GiveUp(ctx, before, outcomeOf(uploaded{Fault: errUnread}).text()); err != nil {
		return err
	}
	old, err := p.rows.All(ctx, before)
	if err != nil {
		return err
	}
	for _, u := range old {
		if u.Wanted != "" && u.Made == "" {
			continue // a node reads it
		}
		dropped, err := p.rows.DropOld(ctx, u)
		if err != nil {
			return err
		}
		if dropped {
			p.forget(ctx, u)
		}
	}
	if !p.rows.Nodes.Making() {
		return nil
	}
	return p.bucket.Forget(ctx, before, func(name string) bool {
		id, _, _ := strings.Cut(name, ".")
		_, err := p.rows.Get(ctx, id)
		return content.CodeOf(err) != content.NotFound
	})
}

// answerOf is an error as tusd answers with it.
func answerOf(err error) error {
	if _, ok := errors.AsType[handler.Error](err); ok || err == nil {
		return err
	}
	e, ok := errors.AsType[*content.Error](err)
	switch {
	case !ok: // its text is for nobody outside
		e = errFailed
	case e.Code == content.NotFound:
		return handler.ErrNotFound
	}
	return said(edge.StatusOf(e.Code), e.Code, e.Vi, e.En)
}
