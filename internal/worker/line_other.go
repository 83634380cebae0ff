//go:build !unix

package worker

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"time"
)

// pipes connect to a worker on systems that cannot pass descriptors: files are passed by name.
type pipes struct {
	io.ReadCloser
	io.WriteCloser
}

func (p pipes) Close() error { return errors.Join(p.WriteCloser.Close(), p.ReadCloser.Close()) }

// begun starts a worker. Its standard output is the line to it, so nobody hears what else is said there.
func begun(_ io.Writer, as ...string) (*process, error) {
	w := &process{
		cmd: &exec.Cmd{}, stderr: &tail{}, heard: make(chan struct{}), gone: make(chan struct{}),
		give: func() {}, asks: map[int]*pending{},
	}
	w.cmd.Stderr = w.stderr
	to, err := w.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	from, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.line = pipes{from, to}
	if err := launch(as, w.cmd); err != nil {
		return nil, err
	}
	go func() {
		_ = w.cmd.Wait()
		close(w.gone)
	}()
	return w, nil
}

// openLine opens the worker's end of the connection.
func openLine() (pipes, error) { return pipes{os.Stdin, os.Stdout}, nil }

func hand(line io.Writer, file *os.File) error { return write(line, file.Name(), nil) }

func receive(line io.Reader) (*os.File, error) {
	var path string
	if _, err := read(line, &path, maxAsk, 0); err != nil {
		return nil, err
	}
	return os.Open(path)
}

func spent() time.Duration { return 0 }

func apart(*exec.Cmd) {}

func killGroup(p *os.Process) { _ = p.Kill() }

func self() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

func converterRules(Conversion) rules { return rules{} }

func behind(int) {}

// turnInto runs the program as a child, because here a process cannot become another.
func turnInto(program string, args, env []string) error {
	cmd := &exec.Cmd{Path: program, Args: args, Env: env, Stdout: os.Stderr, Stderr: os.Stderr}
	err := cmd.Run()
	if cmd.ProcessState != nil {
		os.Exit(cmd.ProcessState.ExitCode())
	}
	return err
}
