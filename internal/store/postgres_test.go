package store

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// postgres is one real server for all tests of this package, started when the first asks for it.
var postgres struct {
	once    sync.Once
	err     error
	folder  string
	address url.URL
	process *exec.Cmd
	schemas atomic.Int64
}

// postgresAddress is the address of an empty schema of its own.
func postgresAddress(t testing.TB) string {
	t.Helper()
	postgres.once.Do(func() { postgres.err = startPostgres() })
	if postgres.err != nil {
		t.Fatalf("PostgreSQL could not be started (on Debian: apt-get install postgresql-15): %v", postgres.err)
	}
	schema := fmt.Sprintf("test_%d", postgres.schemas.Add(1))
	db, err := sql.Open("pgx", postgres.address.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE SCHEMA ` + schema); err != nil {
		t.Fatal(err)
	}
	address := postgres.address
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	return address.String()
}

func startPostgres() error {
	bin, err := postgresPrograms()
	if err != nil {
		return err
	}
	postgres.folder, err = os.MkdirTemp("", "ngatu-pg-")
	if err != nil {
		return err
	}
	credential, err := notRoot(postgres.folder)
	if err != nil {
		return err
	}
	run := func(program string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, program), args...)
		cmd.Dir = postgres.folder
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
		return cmd
	}
	data := filepath.Join(postgres.folder, "data")
	out, err := run("initdb", "--pgdata", data, "--username", "ngatu", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	postgres.process = run("postgres", "-D", data, "-p", port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="+postgres.folder)
	if err := postgres.process.Start(); err != nil {
		return err
	}
	postgres.address = url.URL{Scheme: "postgres", User: url.User("ngatu"), Host: "127.0.0.1:" + port, Path: "/postgres"}
	return awaitPostgres()
}

func postgresPrograms() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	initdb, err := exec.LookPath("initdb")
	return filepath.Dir(initdb), err
}

// notRoot gives the folder to a user whom initdb accepts; nil where the tests are not root's.
func notRoot(folder string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	uid, gid := 65534, 65534
	if u, err := user.Lookup("postgres"); err == nil {
		uid, _ = strconv.Atoi(u.Uid)
		gid, _ = strconv.Atoi(u.Gid)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(folder, uid, gid)
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}

func awaitPostgres() error {
	db, err := sql.Open("pgx", postgres.address.String())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		if err = db.PingContext(ctx); err == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func stopPostgres() {
	if postgres.process != nil && postgres.process.Process != nil {
		postgres.process.Process.Signal(syscall.SIGINT) // fast shutdown
		postgres.process.Wait()
	}
	if postgres.folder != "" {
		os.RemoveAll(postgres.folder)
	}
}
