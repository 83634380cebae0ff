// Package s3server starts a real S3 server for tests, versitygw, on a free port of 127.0.0.1 and
// with its objects in a temporary folder. Tests of media use it as well, so it knows nothing of ours.
package s3server

import (
	"bytes"
	"context"
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

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	caches, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{program: filepath.Join(caches, Program), Folder: t.TempDir(), notes: t.TempDir()}
	if _, err := os.Stat(s.program); err != nil {
		t.Fatalf("The S3 server for tests is not there (make setup builds it): %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, s.port, err = net.SplitHostPort(listener.Addr().String())
	listener.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	if err := s.Start(); err != nil {
		t.Fatalf("the S3 server could not be started: %v", err)
	}
	return s
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

// Client speaks to the server as its owner.
func (s *Server) Client(t testing.TB) *minio.Client {
	t.Helper()
	c, err := minio.New("127.0.0.1:"+s.port, &minio.Options{Creds: credentials.NewStaticV4(Key, Secret, ""), Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Bucket makes an empty bucket and gives its name.
func (s *Server) Bucket(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test-%d", s.buckets.Add(1))
	if err := s.Client(t).MakeBucket(t.Context(), name, minio.MakeBucketOptions{Region: "us-east-1"}); err != nil {
		t.Fatal(err)
	}
	return name
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
