package worker

import (
	"encoding/json"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// jobs are the functions that run inside a worker, by the job's name.
var jobs = map[string]func(*desk){
	jobMedium:   mediumInside,
	jobRepaint:  repaintInside,
	jobSheet:    sheetInside,
	jobDocument: documentInside,
	jobYAML:     yamlInside,
	jobBulletin: bulletinInside,
}

// Memory limits of a worker. Go collects harder when it comes near the soft one; the kernel refuses
// more than the hard one.
const (
	softMemory = 400 << 20
	hardMemory = 512 << 20
)

// desk is a job's side of the connection inside the worker: its file, the first request, and where
// answers go.
type desk struct {
	first ask
	file  *os.File

	in  io.Reader
	mu  sync.Mutex // of out
	out io.Writer
}

// parse runs a worker that parses.
func parse() int {
	debug.SetMemoryLimit(softMemory)
	debug.SetGCPercent(-1) // most jobs end before a collection would pay
	most := Memory()
	return attend(func(come *atomic.Bool) { warm(most, come) }, func(d *desk) bool {
		job := jobs[d.first.Job]
		if job != nil {
			job(d)
		}
		return job != nil
	})
}

// attend confines this process, says that it is ready, gets ready while no file has come, and does
// the job; false: it is none of its.
func attend(ahead func(come *atomic.Bool), job func(*desk) bool) int {
	line, err := openLine()
	if err != nil {
		return statusMisuse
	}
	missing := confine(parserLimits(), parserRules())
	if err := write(line, ready{missing}, nil); err != nil {
		return statusMisuse
	}
	var come atomic.Bool
	go ahead(&come)
	file, err := receive(line)
	come.Store(true)
	if err != nil {
		return 0 // the server closed this worker unused
	}
	d := &desk{file: file, in: line, out: line}
	if d.first, err = d.next(); err != nil || !job(d) {
		return statusMisuse
	}
	return 0
}

// next waits for the next request. It returns an error once the server has hung up.
func (d *desk) next() (a ask, err error) {
	_, err = read(d.in, &a, maxAsk, 0)
	return a, err
}

// answer sends the result of a request, or its error.
func (d *desk) answer(id int, value any, err error) {
	a := answer{ID: id, Fault: faultOf(err)}
	if err == nil {
		if a.Value, err = json.Marshal(value); err != nil {
			a.Fault = faultOf(err)
		}
	}
	d.send(a, nil)
}

// send writes an answer with its body. If the server has hung up, the worker exits.
func (d *desk) send(a answer, body []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := write(d.out, a, body); err != nil {
		os.Exit(0)
	}
}
