package s3

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"

	"ngatu/content"
)

const (
	pause = 2 * time.Second  // after S3 did not answer nobody asks it for so long: ten thousand players would all wait
	stall = 20 * time.Second // a request on which nothing moves for so long has ended
)

// line is the connection to S3, and knows whether it answers.
type line struct {
	stall time.Duration // [stall], but for tests

	mu    sync.Mutex
	away  error     // why it does not answer; nil: it did the last time
	until time.Time // nobody asks again before
}

// ask runs a request that ends when nothing moves for a while; the request calls alive when
// something does. While S3 is away it fails at once with code Away.
func (l *line) ask(ctx context.Context, request func(ctx context.Context, alive func()) error) error {
	w, err := l.watch(ctx)
	if err != nil {
		return err
	}
	defer w.end()
	return w.note(request(w.ctx, w.alive))
}

// watch is a request of several steps. It ends when nothing moves for a while, except between rest
// and alive.
type watch struct {
	ctx   context.Context // of the request
	whole context.Context // of whoever asks
	line  *line
	stop  context.CancelCauseFunc
	timer *time.Timer
}

// watch begins a request that its caller ends. The threat: S3 is away and everybody asks it as soon
// as the pause is over; so one does, and the others fail at once until it has an answer, or the next
// pause is over.
func (l *line) watch(ctx context.Context) (*watch, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.away != nil {
		now := time.Now()
		if now.Before(l.until) {
			return nil, l.away
		}
		l.until = now.Add(pause)
	}
	inner, stop := context.WithCancelCause(ctx)
	return &watch{inner, ctx, l, stop, time.AfterFunc(l.stall, func() { stop(errStalled) })}, nil
}

func (w *watch) alive() { w.timer.Reset(w.line.stall) }
func (w *watch) rest()  { w.timer.Stop() }
func (w *watch) end()   { w.timer.Stop(); w.stop(nil) }

// note is that of the line, for how the request went.
func (w *watch) note(err error) error {
	if context.Cause(w.ctx) == errStalled {
		err = errors.Join(errStalled, err)
	}
	return w.line.note(w.whole, err)
}

var errStalled = errors.New("nothing moved for 20 s")

// note remembers whether S3 answered, and gives an error of code Away where it did not. An error of
// ctx says nothing about S3.
func (l *line) note(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil || !isAway(err) {
		l.away = nil
		return err
	}
	l.away, l.until = silent(err), time.Now().Add(pause)
	return l.away
}

// trouble is why S3 does not answer; nil where it does.
func (l *line) trouble() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.away
}

// isAway says whether an error is that of a server which does not answer, or takes nothing just now.
func isAway(err error) bool {
	if content.CodeOf(err) == content.Away {
		return true
	}
	if answer, ok := errors.AsType[minio.ErrorResponse](err); ok {
		return answer.StatusCode >= http.StatusInternalServerError || answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode == http.StatusRequestTimeout
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return false
	}
	if _, ok := errors.AsType[*url.Error](err); ok { // no answer came
		return true
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	for _, known := range []error{errStalled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// watched is a section of a file whose reading shows that a request is alive.
type watched struct {
	*io.SectionReader
	alive func()
}

func (w *watched) Read(b []byte) (int, error) {
	w.alive()
	return w.SectionReader.Read(b)
}
