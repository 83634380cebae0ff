package upload

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	xslog "golang.org/x/exp/slog"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// Limits of files that come in parts.
const (
	PartBytes  = 16 << 20       // of one request
	mostParted = 40             // files of one person that are not whole, or not taken in yet
	mostBytes  = int64(4) << 30 // of these
	unfinished = 24 * time.Hour // how long one is kept after its last part
	mostTaken  = 1000           // files whose answer is remembered
)

// parts are files that come piece by piece, by the tus protocol, so that a cut line does not begin
// again. A file is its sender's alone, and is taken in when they say so. Pieces are kept over a
// restart.
type parts struct {
	folder string
	tus    http.Handler
	taken  *lru.Cache[string, taken] // what became of files, for senders that did not hear it
	room   func() error              // refuses on a full disk

	// fits refuses a file of so many bytes where its sender's area has no room for it; slide is whose
	// file it takes the place of, or "".
	fits func(ctx context.Context, who, slide string, bytes int64) error
}

// taken is a file that was taken in: what its sender wanted, and what it became.
type taken struct {
	wanted
	made
}

// owner is the key of a request's sender in its context, and in the notes of a file.
type owner struct{}

const ownerNote = "owner"

// slideNote is the slide whose file it takes the place of, in what a sender says of a file that begins.
const slideNote = "slide"

func anyFits(context.Context, string, string, int64) error { return nil }

// pathParts is below which address files come in parts.
const pathParts = "/studio/upload/parts"

func newParts(folder string, room func() error) (*parts, error) {
	if folder == "" {
		var err error
		if folder, err = os.MkdirTemp("", "ngatu-parts-"); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	answers, err := lru.New[string, taken](mostTaken)
	if err != nil {
		return nil, err
	}
	p := &parts{folder: folder, taken: answers, room: room, fits: anyFits}
	kept := filestore.New(folder)
	kept.DirModePerm, kept.FileModePerm = 0o700, 0o600
	all := handler.NewStoreComposer()
	all.UseCore(kept)
	all.UseTerminater(kept)
	memorylocker.New().UseIn(all)
	p.tus, err = tusOf(all, p.begin)
	p.sweep(time.Now())
	return p, err
}

// tusOf speaks the tus protocol for files that are kept somewhere; may is asked before one begins.
func tusOf(all *handler.StoreComposer, may func(handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error)) (http.Handler, error) {
	return handler.NewHandler(handler.Config{
		StoreComposer: all, BasePath: pathParts + "/", MaxSize: media.MaxVideo, DisableDownload: true, DisableConcatenation: true,
		Cors: &handler.CorsConfig{Disable: true}, Logger: xslog.New(xslog.NewTextHandler(io.Discard, nil)), PreUploadCreateCallback: may,
	})
}

// begin notes whose a new file is, and refuses one too many.
func (p *parts) begin(e handler.HookEvent) (r handler.HTTPResponse, c handler.FileInfoChanges, err error) {
	who, _ := e.Context.Value(owner{}).(string)
	if who == "" {
		return r, c, handler.ErrUploadRejectedByServer
	}
	if err := p.room(); err != nil {
		return r, c, errFull
	}
	if err := p.fits(e.Context, who, e.Upload.MetaData[slideNote], e.Upload.Size); err != nil {
		return r, c, answerOf(err)
	}
	if err := p.giveWay(who, e.Upload.Size); err != nil {
		return r, c, err
	}
	name := e.Upload.MetaData["filename"]
	c.MetaData = handler.MetaData{ownerNote: who, "filename": name[:min(len(name), 500)]}
	return r, c, nil
}

var (
	errFailed = &content.Error{
		Vi: "Máy chủ gặp lỗi và đã ghi lại. Hãy gửi lại sau ít phút; nếu vẫn lỗi, báo người vận hành.",
		En: "The server failed and has noted it. Send it again in a few minutes; if it goes on, tell the operator.",
	}
	errFull = said(http.StatusInsufficientStorage, content.Exhausted,
		"Ổ đĩa của máy chủ gần đầy nên chưa nhận được tệp. Hãy báo người vận hành.", "The server's disk is nearly full. Tell the operator.")
	errTooOften = said(http.StatusUnprocessableEntity, content.Invalid,
		"Đường truyền bị ngắt quá nhiều lần nên không nhận tiếp tệp này được. Hãy kiểm tra mạng, rồi gửi lại từ đầu.",
		"The line was cut too often to go on with this file. Check the network, then send it again from its beginning.")
)

// said is an error of tusd with a sentence as the studio's scripts read it.
func said(status int, code content.Code, vi, en string) error {
	b, _ := json.Marshal(map[string]any{"error": map[string]any{"code": code, "vi": vi, "en": en}})
	e := handler.NewError(string(code), en, status)
	e.HTTPResponse.Body, e.HTTPResponse.Header = string(b), handler.HTTPHeader{"Content-Type": "application/json"}
	return e
}

// coming are the files of all that are on their way or being read, a line for each. What was refused is
// none, though it is kept for its sender: what they delete for it would not make room.
func (p *parts) coming() (all []store.Stock) {
	p.each(func(i handler.FileInfo, here fs.FileInfo) {
		if !p.waits(i, here) {
			all = append(all, store.Stock{Who: i.MetaData[ownerNote], Bytes: i.Size, Waits: 1})
		}
	})
	return all
}

// each goes through all files, with what of them is here.
func (p *parts) each(do func(i handler.FileInfo, here fs.FileInfo)) {
	all, _ := filepath.Glob(filepath.Join(p.folder, "*.info"))
	for _, path := range all {
		id := strings.TrimSuffix(filepath.Base(path), ".info")
		i, ok := p.info(id)
		if !ok {
			continue
		}
		if here, err := os.Stat(p.path(id)); err == nil {
			do(i, here)
		}
	}
}

// info is what is noted of a file.
func (p *parts) info(id string) (i handler.FileInfo, ok bool) {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'z') }) {
		return i, false
	}
	b, err := os.ReadFile(p.path(id) + ".info")
	return i, err == nil && json.Unmarshal(b, &i) == nil
}

func (p *parts) path(id string) string { return filepath.Join(p.folder, id) }

// owns says whether a file is a person's. Whoever asks for another's learns nothing of it.
func (p *parts) owns(who, id string) bool {
	i, ok := p.info(id)
	return ok && i.MetaData[ownerNote] == who
}

// whole opens a file of a person that has come whole.
func (p *parts) whole(who, id string) (f *os.File, name string, size int64, err error) {
	i, ok := p.info(id)
	if ok && i.MetaData[ownerNote] == who {
		if f, err = os.Open(p.path(id)); err == nil {
			if info, failed := f.Stat(); failed == nil && info.Size() == i.Size {
				return f, i.MetaData["filename"], i.Size, nil
			}
			f.Close()
		}
	}
	return nil, "", 0, notWhole(err)
}

func notWhole(err error) *content.Error {
	return &content.Error{
		Code: content.NotFound, Err: err,
		Vi: "Tệp này chưa gửi trọn, hoặc đã gửi dở quá một ngày nên bị xóa. Hãy gửi lại từ đầu.",
		En: "This file has not arrived whole, or was given up a day after its last part. Send it again.",
	}
}

// drop forgets a file.
func (p *parts) drop(id string) {
	_ = os.Remove(p.path(id))
	_ = os.Remove(p.path(id) + ".info")
	p.unwant(id)
}

// unwant has a file wait for its sender.
func (p *parts) unwant(id string) { _ = os.Remove(p.path(id) + wantedNote) }

// sweep removes what got no piece for a day.
func (p *parts) sweep(now time.Time) {
	p.each(func(i handler.FileInfo, here fs.FileInfo) {
		if now.Sub(here.ModTime()) > unfinished {
			p.drop(i.ID)
		}
	})
}
