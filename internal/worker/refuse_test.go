package worker

import (
	"errors"
	"os/exec"
	"testing"

	"ngatu/content"
)

// A worker that dies because it gets no more memory tells of memory, however it says so.
func TestWhoDiesOfMemorySaysSo(t *testing.T) {
	for said, code := range map[string]content.Code{
		"runtime: out of memory: cannot allocate":                                content.TooLarge,
		"runtime/cgo: pthread_create failed: Resource temporarily unavailable":   content.TooLarge,
		"fatal error: runtime: cannot allocate memory":                           content.TooLarge,
		"panic: runtime error: index out of range [3] with length 3":             content.Invalid,
		"something else on the way to its end, which no runtime has said before": content.Invalid,
	} {
		w := &process{name: "a.jpg", cmd: exec.CommandContext(t.Context(), "sh", "-c", "kill -ABRT $$"), stderr: &tail{}, gone: make(chan struct{})}
		if err := w.cmd.Run(); err == nil {
			t.Fatal("it did not die")
		}
		close(w.gone)
		w.stderr.Write([]byte(said))
		if err := w.refuse(errors.New("it ended")); content.CodeOf(err) != code {
			t.Errorf("%s: %v", said, err)
		}
	}
}
