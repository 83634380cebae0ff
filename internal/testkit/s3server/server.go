// Package s3server starts a real S3 server for tests, versitygw, on a free port of 127.0.0.1 and
// with its objects in a temporary folder. Tests of media use it as well, so it knows nothing of ours.
package s3server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Program is the file in the cache folder of the user that setup.sh builds the server into.
const Program = "ngatu/versitygw-v1.8.0"

// Key and Secret are the access key; without it nobody gets in.
const (
	Key    = "ngatu-test"
	Secret = "bí mật/của+kho"
)

// patience is how long a server may take to answer on a machine that is busy.
const patience = time.Minute

// Server is an S3 server. It can be stopped and started again, as often as a test likes.
type Server struct {
	Folder string // has a folder for each bucket, and in it each object as a file

	notes   string // what the server keeps of an object beside its bytes
	program string
	port    string
	process *exec.Cmd
	ended   chan struct{}
	buckets atomic.Int64
}

// New is [Begin], and ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := Begin(t.TempDir(), t.TempDir())
	if err != nil {
		t.Fatalf("The S3 server for tests could not be started (make setup builds it): %v", err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Begin starts a server with a folder for its objects and one for its notes.
func Begin(folder, notes string) (*Server, error) {
	caches, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	s := &Server{program: filepath.Join(caches, Program), Folder: folder, notes: notes}
	if _, err := os.Stat(s.program); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	_, s.port, err = net.SplitHostPort(listener.Addr().String())
	if err = errors.Join(err, listener.Close()); err == nil {
		err = s.Start()
	}
	return s, err
}

// Start starts a server that was stopped, and returns when it answers.
func (s *Server) Start() error {
	s.process = exec.Command(s.program, "--port", "127.0.0.1:"+s.port, "--health", "/.alive", "--quiet", "--keep-alive", "posix", "--sidecar", s.notes, s.Folder)
	s.process.Env = append(os.Environ(), "ROOT_ACCESS_KEY_ID="+Key, "ROOT_SECRET_ACCESS_KEY="+Secret)
	var said bytes.Buffer
	s.process.Stdout, s.process.Stderr = &said, &said
	if err := s.process.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func(p *exec.Cmd) { p.Wait(); close(ended) }(s.process)
	s.ended = ended
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Endpoint()+"/.alive", nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("it does not answer: %w", err)
		case <-ended:
			return fmt.Errorf("it ended: %s", &said)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Stop stops the server at once. What it has stays.
func (s *Server) Stop() {
	if s.process != nil && s.process.Process != nil {
		s.process.Process.Kill()
		<-s.ended
	}
	s.process = nil
}

// Endpoint is the server's address.
func (s *Server) Endpoint() string { return "http://127.0.0.1:" + s.port }

// KeyFile writes the access key as a server's settings take it, and gives the file's path.
func KeyFile(folder string) (string, error) {
	path := filepath.Join(folder, "s3.key")
	return path, os.WriteFile(path, []byte(Key+"\n"+Secret+"\n"), 0o600)
}

// Client speaks to the server as its owner.
func (s *Server) Client(t testing.TB) *minio.Client {
	t.Helper()
	c, err := s.client()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (s *Server) client() (*minio.Client, error) {
	return minio.New("127.0.0.1:"+s.port, &minio.Options{Creds: credentials.NewStaticV4(Key, Secret, ""), Region: "us-east-1"})
}

// Bucket makes an empty bucket and gives its name.
func (s *Server) Bucket(t testing.TB) string {
	t.Helper()
	name, err := s.Make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// Make makes an empty bucket and gives its name.
func (s *Server) Make(ctx context.Context) (string, error) {
	c, err := s.client()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("test-%d", s.buckets.Add(1))
	return name, c.MakeBucket(ctx, name, minio.MakeBucketOptions{Region: "us-east-1"})
}

// Open lets strangers read a bucket.
func (s *Server) Open(t testing.TB, bucket string) {
	t.Helper()
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],` +
		`"Resource":["arn:aws:s3:::` + bucket + `","arn:aws:s3:::` + bucket + `/*"]}]}`
	if err := s.Client(t).SetBucketPolicy(t.Context(), bucket, policy); err != nil {
		t.Fatal(err)
	}
}
