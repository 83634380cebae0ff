package worker

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
)

// Jobs of these tests: what somebody would do who took a worker over, and what a bad file makes a
// parser do.
func init() {
	jobs["escape"] = escape
	jobs["crash"] = func(*desk) { panic("a parser was wrong") }
	jobs["hang"] = func(*desk) {
		for n := 0; ; n++ { // counts, and never ends
			_ = n
		}
	}
	jobs["hoard"] = func(d *desk) {
		var all [][]byte
		for range 4096 {
			all = append(all, bytes.Repeat([]byte{1}, 1<<20))
		}
		d.answer(d.first.ID, len(all), nil)
	}
	jobs["shout"] = func(d *desk) { d.send(answer{ID: d.first.ID}, make([]byte, maxBody+1)) }
	jobs["babble"] = func(d *desk) {
		for range 1000 {
			d.answer(99, nil, nil)
		}
	}
	jobs["lie"] = func(d *desk) { d.answer(d.first.ID, strings.Repeat("{", maxThings+1), nil) }
}

// escape reports what it could do that it should not.
func escape(d *desk) {
	var done []string
	try := func(what string, err error) {
		if err == nil {
			done = append(done, what)
		}
	}
	_, err := net.DialTimeout("tcp", d.first.Name, time.Second)
	try("dial", err)
	_, err = net.ListenPacket("udp", "127.0.0.1:0")
	try("listen", err)
	_, err = os.ReadFile("/etc/passwd")
	try("read a file", err)
	_, err = os.ReadDir("/proc/self/fd")
	try("read a folder", err)
	try("write a file", os.WriteFile("/tmp/ngatu-escaped", []byte("x"), 0o600))
	try("change a mode", os.Chmod("/tmp", 0o1777))
	try("run a program", exec.Command("/bin/true").Run())
	try("become a program", syscall.Exec("/bin/true", []string{"true"}, nil))
	try("signal the server", syscall.Kill(os.Getppid(), 0))
	_, _, errno := syscall.RawSyscall(syscall.SYS_PTRACE, 16, uintptr(os.Getppid()), 0)
	if errno == 0 {
		done = append(done, "trace the server")
	}
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	try("make sockets", err)
	_ = fds
	try("raise a limit", syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 100, Max: 100}))
	for _, e := range os.Environ() {
		done = append(done, "read the environment: "+e)
	}
	d.answer(d.first.ID, done, nil)
}

// run does one job on a small file.
func run(t testing.TB, p *Pool, job, name string, out any) error {
	t.Helper()
	w, err := p.begin(t.Context(), ask{Job: job, Name: name, Size: 3}, strings.NewReader("abc"), out)
	if err == nil {
		w.end()
	}
	return err
}

// A worker has given everything up before the file comes: no file, no network, no program, no other
// process, no environment.
func TestNothingIsLeft(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	t.Setenv("NGATU_SECRET", "x")
	p := pool(t)
	w, err := p.start(asParser)
	if err != nil {
		t.Fatal(err)
	}
	w.end()
	var done []string
	if err := run(t, p, "escape", l.Addr().String(), &done); err != nil {
		t.Fatal(err)
	}
	if len(p.missing) > 0 {
		t.Logf("this machine lacks %v", p.missing)
	}
	for _, what := range done {
		if strings.HasPrefix(what, "read the environment") || !lacks(p.missing, "landlock", "seccomp") {
			t.Errorf("a worker could %s", what)
		}
	}
}

func lacks(missing []string, what ...string) bool {
	for _, m := range missing {
		for _, w := range what {
			if strings.HasPrefix(m, w) {
				return true
			}
		}
	}
	return false
}

// A worker that dies, hangs, takes all memory or says what it may not is a file that is refused
// with a sentence, and the next file is taken.
func TestAWorkerThatDies(t *testing.T) {
	for job, c := range map[string]struct {
		code content.Code
		vi   string
	}{
		"crash":  {content.Invalid, "làm hỏng chương trình"},
		"hang":   {content.TooLarge, "quá nhiều thời gian"},
		"hoard":  {content.TooLarge, "quá nhiều bộ nhớ"},
		"shout":  {content.Invalid, "làm hỏng chương trình"},
		"babble": {content.Invalid, "làm hỏng chương trình"},
		"lie":    {content.Invalid, "làm hỏng chương trình"},
	} {
		t.Run(job, func(t *testing.T) {
			p := pool(t)
			p.patience = 10 * time.Second
			if job == "hang" {
				p.patience = time.Second
			}
			err := run(t, p, job, `C:\x/xấu.jpg`, nil)
			if content.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.vi) || !strings.Contains(err.Error(), "“xấu.jpg”") || !Died(err) {
				t.Errorf("it is reported as %v", err)
			}
			if _, err := p.YAML(t.Context(), []byte("a: 1")); err != nil {
				t.Errorf("the next file: %v", err)
			}
		})
	}
}

// Whoever gives up waiting is heard at once, and the place is free again.
func TestGivingUp(t *testing.T) {
	p := pool(t)
	for range cap(p.places) + 1 {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		began := time.Now()
		_, err := p.begin(ctx, ask{Job: "hang", Size: 3}, strings.NewReader("abc"), nil)
		cancel()
		if err != context.DeadlineExceeded || time.Since(began) > 10*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	}
	if len(p.places) != 0 {
		t.Errorf("%d places are taken", len(p.places))
	}
}

// Workers that end right after their answer have answered; nothing of a file is left behind.
func TestManyJobs(t *testing.T) {
	p := pool(t)
	b := photograph(t, 200, 100)
	const small = "Đơn vị,Giá trị\nBa Đình,1\n"
	for i := range 20 {
		if _, err := p.Repaint(t.Context(), b, 1e6); err != nil {
			t.Fatal(i, err)
		}
		if _, err := p.Sheet(t.Context(), "x.csv", strings.NewReader(small), int64(len(small))); err != nil {
			t.Fatal(i, err)
		}
	}
	if left, err := os.ReadDir(p.Folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestWords(t *testing.T) {
	var b bytes.Buffer
	if err := write(&b, ask{Job: strings.Repeat("a", 200)}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := read(&b, &ask{}, 100, 0); err != errTooMuch {
		t.Errorf("a message that is too long: %v", err)
	}
}
