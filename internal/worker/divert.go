package worker

import (
	"os"
	"slices"
	"sync/atomic"
)

// name is argv[0] of a worker, as process lists show it.
const name = "ngatu-worker"

// The modes of a worker.
const (
	asParser    = "parse"   // runs one job
	asConverter = "convert" // becomes another program
	asPages     = "pages"   // draws the pages of a PDF
	asCompiler  = "compile" // makes the machine code that the one for pages starts from
)

// diverted is true if this program calls [Divert]. Starting a program that does not would run its
// whole main once more for every file.
var diverted atomic.Bool

// Divert runs the worker if this process was started as one, and then does not return. Call it
// first in main, and in TestMain of tests that import files.
func Divert() {
	diverted.Store(true)
	if len(os.Args) < 2 || os.Args[0] != name {
		return
	}
	if i := slices.Index([]string{asParser, asConverter, asPages, asCompiler}, os.Args[1]); i >= 0 {
		os.Exit([]func() int{parse, become, drawPages, compile}[i]())
	}
	os.Exit(statusMisuse)
}

// Exit statuses of a worker, where Go's own (2 for a crash) does not say enough.
const (
	statusMisuse  = 64 // not started by a server, or the request is no known job
	statusMemory  = 65 // the watchdog saw it exceed its memory limit
	statusProgram = 66 // the converter cannot be run
	statusBare    = 67 // the system cannot confine the converter
)
