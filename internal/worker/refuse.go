package worker

import (
	"errors"
	"path"
	"slices"
	"strings"
	"time"

	"ngatu/content"
)

// died is the cause of a refusal that the worker could not give itself.
type died struct{ cause error }

func (d *died) Error() string { return d.cause.Error() }
func (d *died) Unwrap() error { return d.cause }

// Died reports whether a file was refused because its worker died, took too long or broke the
// protocol.
func Died(err error) bool {
	var d *died
	return errors.As(err, &d)
}

// refuse returns the refusal of the worker's file, with a sentence that fits the cause.
func (w *process) refuse(cause error) error {
	e := &content.Error{Code: content.Invalid, Err: &died{cause}}
	vi, en := shown(w.name, "Tệp này"), shown(w.name, "This file")
	switch w.reason(cause) {
	case errTime:
		e.Code = content.TooLarge
		e.Vi = vi + " mất quá nhiều thời gian để đọc nên không được nhận. Hãy mở tệp, lưu lại nhỏ hơn hoặc đơn giản hơn rồi tải lên."
		e.En = en + " takes too long to read and was not taken. Open it, save it smaller or simpler and upload that."
	case errMemory:
		e.Code = content.TooLarge
		e.Vi = vi + " cần quá nhiều bộ nhớ để đọc nên không được nhận. Hãy thu nhỏ (ảnh: cạnh dài 4000 điểm ảnh; bảng tính: chỉ giữ bảng số liệu), lưu lại rồi tải lên."
		e.En = en + " needs too much memory to read and was not taken. Make it smaller (a picture: a long side of 4000 pixels; a sheet: the table of figures alone), save it again and upload that."
	default:
		e.Vi = vi + " làm hỏng chương trình đọc tệp nên không được nhận. Hãy mở tệp bằng phần mềm đã tạo ra nó, lưu lại thành tệp mới rồi tải lên; nếu không biết tệp từ đâu ra, hãy báo người quản trị."
		e.En = en + " broke the program that reads files and was not taken. Open it in the program that made it, save it as a new file and upload that; if you do not know where it came from, tell the operator."
	}
	return e
}

// errMemory means that a worker exceeded its memory limit.
var errMemory = errors.New("worker: out of memory")

// reason finds out why a worker died, as far as staff need to know. A faulty parser panics. When
// the kernel refuses memory, Go gives up in one of several ways. A worker that the kernel killed
// with processor time left had used too much memory.
func (w *process) reason(cause error) error {
	if errors.Is(cause, errTime) {
		return errTime
	}
	select {
	case <-w.gone:
	default:
		return cause
	}
	state := w.cmd.ProcessState
	said := w.stderr.String()
	gaveUp := slices.ContainsFunc([]string{"fatal error:", "runtime:", "runtime/cgo:", "SIGSEGV:", "SIGBUS:"}, func(s string) bool { return strings.HasPrefix(said, s) })
	killed := strings.Contains(state.String(), "killed") && !errors.Is(cause, errTooMuch)
	switch {
	case killed && state.UserTime()+state.SystemTime() >= processorTime-time.Second:
		return errTime
	case killed, gaveUp, w.left(statusMemory):
		return errMemory
	}
	return cause
}

// left reports whether a worker exited with this status.
func (w *process) left(status int) bool { return w.cmd.ProcessState.ExitCode() == status }

// shown returns the name of a file for a sentence, or a substitute if there is none.
func shown(name, or string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" {
		return or
	}
	return "“" + name + "”"
}
