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
	mu    sync.Mutex
	away  error     // why it does not answer; nil: it did the last time
	until time.Time // nobody asks again before
}

// ask runs a request that ends when nothing moves for a while; the request calls alive when
// something does. While S3 is away it fails at once with code Away.
func (l *line) ask(ctx context.Context, request func(ctx context.Context, alive func()) error) error {
	l.mu.Lock()
	away, until := l.away, l.until
	l.mu.Unlock()
	if away != nil && time.Now().Before(until) {
		return away
	}
	inner, stop := context.WithCancel(ctx)
	defer stop()
	timer := time.AfterFunc(stall, stop)
	defer timer.Stop()
	err := request(inner, func() { timer.Reset(stall) })
	if errors.Is(err, context.Canceled) && ctx.Err() == nil {
		err = errors.Join(errStalled, err)
	}
	return l.note(ctx, err)
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
