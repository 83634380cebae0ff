package worker

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ngatu/internal/pdf"
)

// compileTime bounds how long it takes to make the machine code: seconds on an idle machine.
const compileTime = 5 * time.Minute

// compiler makes the machine code that PDFs are drawn with, once and only when one comes.
type compiler struct {
	mu     sync.Mutex
	folder string // where it is; "": it was not made yet
	own    bool   // the folder goes with the pool
}

// compiled returns the folder with the machine code. A process of its own makes it, which has seen
// no file of anybody: it takes hundreds of megabytes, and gives them back.
func (p *Pool) compiled(ctx context.Context) (folder string, err error) {
	c := &p.compiler
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.folder != "" {
		return c.folder, nil
	}
	own := p.Cache == ""
	if own {
		folder, err = os.MkdirTemp(p.Folder, "compiled-*")
	} else {
		folder = p.Cache
		err = os.MkdirAll(folder, 0o700)
	}
	if err == nil {
		folder, err = filepath.Abs(folder)
	}
	if err != nil {
		return "", Full(err)
	}
	w, err := begun(nil, asCompiler, folder)
	if err != nil {
		return "", err
	}
	defer w.end()
	late := time.NewTimer(compileTime)
	defer late.Stop()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-late.C:
		return "", errTime
	case <-w.gone:
	}
	if !w.cmd.ProcessState.Success() {
		return "", fmt.Errorf("worker: the machine code for PDFs cannot be made: %s: %s", w.cmd.ProcessState, w.stderr)
	}
	c.folder, c.own = folder, own
	return folder, nil
}

func (c *compiler) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.own {
		_ = os.RemoveAll(c.folder)
	}
}

// compile runs the process that makes the machine code.
func compile() int {
	if len(os.Args) != 3 {
		return statusMisuse
	}
	if err := pdf.Compile(os.Args[2]); err != nil {
		return fail(err)
	}
	return 0
}
