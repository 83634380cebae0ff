// Package postgres starts real PostgreSQL servers for tests, in a temporary folder and on a free
// port of 127.0.0.1. Tests of the store use it as well, so it knows nothing of ours.
package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver called pgx
)

// patience is how long a server may take to answer on a machine that is busy.
const patience = time.Minute

// Password is that of the user in [Server.Address]; without it nobody gets in.
const Password = "mật khẩu:@/?#"

// Server is a PostgreSQL server. It can be stopped and started again, as often as a test likes.
type Server struct {
	folder  string
	port    string
	bin     string
	as      *syscall.Credential
	set     []string
	process *exec.Cmd
	schemas atomic.Int64
}

// New is [Begin], and ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := Begin()
	if err != nil {
		t.Fatalf("PostgreSQL could not be started (on Debian: apt-get install postgresql): %v", err)
	}
	t.Cleanup(s.End)
	return s
}

// Begin starts a server, with settings such as "max_connections=200". What it keeps need not survive a
// power cut, so it does not wait for the disk.
func Begin(set ...string) (*Server, error) {
	s := &Server{set: set}
	var err error
	if s.bin, err = programs(); err != nil {
		return nil, err
	}
	if s.folder, err = os.MkdirTemp("", "ngatu-pg-"); err != nil {
		return nil, err
	}
	if err := s.make(); err != nil {
		s.End()
		return nil, err
	}
	return s, nil
}

func (s *Server) make() (err error) {
	if s.as, err = notRoot(s.folder); err != nil {
		return err
	}
	secret := filepath.Join(s.folder, "password")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o644); err != nil {
		return err
	}
	out, err := s.run("initdb", "--pgdata", filepath.Join(s.folder, "data"), "--username", "ngatu", "--pwfile", secret,
		"--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	if s.port, err = freePort(); err != nil {
		return err
	}
	return s.Start()
}

func (s *Server) run(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	return cmd
}

// Start starts a server that was stopped, and returns when it answers.
func (s *Server) Start() error {
	args := []string{"-D", filepath.Join(s.folder, "data"), "-p", s.port}
	for _, one := range append([]string{"listen_addresses=127.0.0.1", "unix_socket_directories=" + s.folder, "fsync=off"}, s.set...) {
		args = append(args, "-c", one)
	}
	s.process = s.run("postgres", args...)
	if err := s.process.Start(); err != nil {
		return err
	}
	db, err := sql.Open("pgx", s.Address())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		if err = db.PingContext(ctx); err == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// PID is the server's first process; those that serve connections are its children.
func (s *Server) PID() int { return s.process.Process.Pid }

// Stop cuts off whoever is connected and stops the server. Its data stay.
func (s *Server) Stop() {
	if s.process != nil && s.process.Process != nil {
		s.process.Process.Signal(syscall.SIGINT) // fast shutdown
		s.process.Wait()
	}
	s.process = nil
}

// End stops the server and removes what it kept.
func (s *Server) End() {
	s.Stop()
	os.RemoveAll(s.folder)
}

// Kill ends the server as a machine that is lost does: nothing is finished, nobody is told.
func (s *Server) Kill() {
	pid := s.process.Process.Pid
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid)) // where there is no such file they end by themselves
	s.process.Process.Kill()
	for _, child := range strings.Fields(string(children)) {
		if n, err := strconv.Atoi(child); err == nil {
			syscall.Kill(n, syscall.SIGKILL)
		}
	}
	s.process.Wait()
	s.process = nil
}

// Address is that of the server's first database, with the password.
func (s *Server) Address() string { return s.at("").String() }

// Schema is the address of an empty schema of its own.
func (s *Server) Schema(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", s.schemas.Add(1))
	db, err := sql.Open("pgx", s.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE SCHEMA ` + name); err != nil {
		t.Fatal(err)
	}
	return s.at(name).String()
}

func (s *Server) at(schema string) *url.URL {
	u := &url.URL{Scheme: "postgres", User: url.UserPassword("ngatu", Password), Host: net.JoinHostPort("127.0.0.1", s.port), Path: "/postgres"}
	if schema != "" {
		u.RawQuery = url.Values{"search_path": {schema}}.Encode()
	}
	return u
}
