package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ngatu/content"
)

// Conversion is one run of another program, such as ffmpeg, on an untrusted file.
type Conversion struct {
	Program string        // its name, looked up in PATH
	Args    []string      // paths in them are absolute or relative to Folder
	Reads   []string      // files that it may read, besides the system's programs and libraries
	Folders []string      // folders that it may read with all in them, where they are there
	Folder  string        // its working directory, and the only place it may write to
	Time    time.Duration // after which it is killed
	Memory  int64         // limit in bytes; 0: the same as for a parser
	Written int64         // size limit in bytes of each file that it writes
	Again   int           // exit status by which it asks to be started once more; 0: it does not
	Files   int64         // how many files it may have open; 0: the same as for a parser
	Says    io.Writer     `json:"-"` // hears its standard output, and must not wait; nil: nobody does
	Behind  bool          `json:"-"` // it gives way to all else on the machine, where the system can have it so, and may take longer for that
	Waits   bool          // it waits at a socket in Folder, to which nobody connects; only where the kernel forbids it the rest
}

// Room makes a folder for a conversion. The caller calls leave to remove it with everything in it.
// On a full disk the error is a [content.Error] with code Exhausted.
func (p *Pool) Room() (folder string, leave func(), err error) {
	if folder, err = os.MkdirTemp(p.Folder, "convert-*"); err != nil {
		return "", nil, Full(err)
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return "", nil, err
	}
	return folder, func() { _ = os.RemoveAll(folder) }, nil
}

// Convert starts a worker that becomes the program: the same limits apply, there is no network, and
// it can read and write only what c names. When it ends, so do all processes that it started. The
// error says why the file called name is refused; if the program is not installed, it is a
// [content.Error] with code Missing.
func (p *Pool) Convert(ctx context.Context, name string, c Conversion) error {
	path, err := exec.LookPath(c.Program)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return &content.Error{
			Code: content.Missing, Err: err,
			Vi: "Máy chủ chưa cài " + c.Program + ". Hãy nhờ người quản trị cài đặt.",
			En: c.Program + " is not installed on the server. Ask the operator to install it.",
		}
	}
	c.Program = path
	select {
	case p.places <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	w, err := begun(c.Says, asConverter)
	if err != nil {
		<-p.places
		return err
	}
	w.name, w.give = name, func() { <-p.places }
	defer w.end()
	until := c.Time
	if c.Behind {
		behind(w.cmd.Process.Pid)
		until *= 3 // of processor time it has no more
	}
	timer := time.AfterFunc(until, func() { w.kill(errTime) })
	defer timer.Stop()
	if err := write(w.line, c, nil); err != nil {
		return fmt.Errorf("worker: convert: %w", err)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-w.gone:
	}
	if w.cmd.ProcessState.Success() {
		return nil
	}
	if c.Again != 0 && w.left(c.Again) {
		w.end()
		c.Again = 0
		return p.Convert(ctx, name, c)
	}
	if w.left(statusBare) {
		return errBare
	}
	if w.left(statusProgram) {
		return fmt.Errorf("worker: %s cannot be run: %s", c.Program, w.stderr)
	}
	return p.noted(w, w.death())
}

// become runs a worker that turns into a converter.
func become() int {
	line, err := openLine()
	if err != nil {
		return statusMisuse
	}
	var c Conversion
	if _, err := read(line, &c, maxAsk, 0); err != nil {
		return statusMisuse
	}
	line.Close()
	if c.Memory == 0 {
		c.Memory = hardMemory
	}
	if c.Files == 0 {
		c.Files = files
	}
	if err := os.Chdir(c.Folder); err != nil {
		return fail(err)
	}
	missing := confine(limits{memory: c.Memory, processor: c.Time, written: c.Written, files: c.Files}, converterRules(c))
	if c.Waits && slices.ContainsFunc(missing, func(m string) bool { return strings.HasPrefix(m, "landlock") || strings.HasPrefix(m, "seccomp") }) {
		_, _ = fmt.Fprintln(os.Stderr, missing)
		return statusBare
	}
	return fail(turnInto(c.Program, append([]string{c.Program}, c.Args...), []string{
		"LC_ALL=C.UTF-8", "HOME=" + c.Folder, "TMPDIR=" + c.Folder, "PATH=/usr/local/bin:/usr/bin:/bin",
		"OMP_THREAD_LIMIT=1", // tesseract takes all cores for what one does as quickly
	}))
}

// errBare means that this system cannot take the rights from a program that it must not have.
var errBare = errors.New("worker: this system cannot confine the program")

func fail(err error) int {
	_, _ = fmt.Fprintln(os.Stderr, errors.Join(err))
	return statusProgram
}
