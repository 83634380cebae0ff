package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	pdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// mostMemory is what PDFium may use, in pages of 64 KB: the scan of a sheet at 600 dots an inch and
// what it takes to unpack it.
const mostMemory = 256 << 20 >> 16

// startTime bounds how long the engine may take to start.
const startTime = time.Minute

// Engine is PDFium in the memory of this process. It reads no file, not even the system's.
type Engine struct {
	pool     pdfium.Pool
	instance pdfium.Pdfium
}

// Compile makes the machine code that [Open] starts from and keeps it in a folder of its own.
// Whoever can write to the folder decides what a worker runs.
func Compile(folder string) error {
	e, err := Open(folder)
	if err != nil {
		return err
	}
	return e.Close()
}

// Open starts PDFium. Where the folder lacks its machine code, it is made.
func Open(folder string) (*Engine, error) {
	cache, err := wazero.NewCompilationCacheWithDir(folder)
	if err != nil {
		return nil, fmt.Errorf("pdf: its folder: %w", err)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(allocate)),
		MinIdle: 1, MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfigCompiler().WithCompilationCache(cache).WithMemoryLimitPages(mostMemory).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
	})
	if err != nil {
		return nil, fmt.Errorf("pdf: it does not start: %w", err)
	}
	instance, err := pool.GetInstance(startTime)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("pdf: it does not start: %w", err), pool.Close())
	}
	return &Engine{pool, instance}, nil
}

// Close ends the engine with all documents.
func (e *Engine) Close() error { return errors.Join(e.instance.Close(), e.pool.Close()) }
