package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// maxReply is the largest message of the browser, in bytes: a picture of a 4K screen is smaller.
const maxReply = 32 << 20

// errNoPipe says that the browser does not speak Chromium's protocol, or no longer.
var errNoPipe = errors.New("browser: it does not answer on its pipe")

// pipe is the agent's connection into a browser: Chromium's DevTools protocol over two inherited
// pipes, with a zero byte after each message. It is not a port, because anybody at the box, or any
// page, could use a port. If the agent is killed, the pipe ends, and so does Chromium.
type pipe struct {
	to, from *os.File
	broken   func(target string) // the renderer of a page has crashed

	writing sync.Mutex

	mu      sync.Mutex
	last    int
	waiting map[int]chan reply
	ended   bool
}

// reply is a message of the browser: the answer to a call, or an event.
type reply struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// openPipe gives cmd its ends as descriptors 3 and 4; the caller closes given after the start.
func openPipe(cmd *exec.Cmd, broken func(target string)) (p *pipe, given []*os.File, err error) {
	in, to, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	from, out, err := os.Pipe()
	if err != nil {
		in.Close()
		to.Close()
		return nil, nil, err
	}
	given = []*os.File{in, out}
	cmd.ExtraFiles = given
	return &pipe{to: to, from: from, broken: broken, waiting: map[int]chan reply{}}, given, nil
}

// listen reads until the browser ends, and subscribes to crashes.
func (p *pipe) listen() {
	p.write(0, "", "Target.setDiscoverTargets", map[string]any{"discover": true})
	lines := bufio.NewScanner(p.from)
	lines.Buffer(make([]byte, 16<<10), maxReply)
	lines.Split(untilZero)
	for lines.Scan() {
		var r reply
		if json.Unmarshal(lines.Bytes(), &r) != nil {
			continue
		}
		if r.Method == "Target.targetCrashed" {
			var about struct {
				Target string `json:"targetId"`
			}
			json.Unmarshal(r.Params, &about)
			p.broken(about.Target)
			continue
		}
		p.mu.Lock()
		c := p.waiting[r.ID]
		delete(p.waiting, r.ID)
		p.mu.Unlock()
		if c != nil {
			c <- r
		}
	}
	p.close()
}

// untilZero splits messages at the zero byte after each.
func untilZero(b []byte, eof bool) (advance int, token []byte, err error) {
	for i, c := range b {
		if c == 0 {
			return i + 1, b[:i], nil
		}
	}
	if eof {
		return len(b), nil, nil
	}
	return 0, nil, nil
}

// close ends the pipe, and tells all callers that there is no answer.
func (p *pipe) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.ended = true
	for id, c := range p.waiting {
		delete(p.waiting, id)
		close(c)
	}
	p.to.Close()
	p.from.Close()
}

// call asks the browser for something and decodes the answer into out, if that is not nil. session
// belongs to a page; "" is the browser itself.
func (p *pipe) call(ctx context.Context, session, method string, params, out any) error {
	c := make(chan reply, 1)
	p.mu.Lock()
	if p.ended {
		p.mu.Unlock()
		return errNoPipe
	}
	p.last++
	id := p.last
	p.waiting[id] = c
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.waiting, id)
		p.mu.Unlock()
	}()
	if err := p.write(id, session, method, params); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return fmt.Errorf("browser: %s: %w", method, ctx.Err())
	case r, ok := <-c:
		switch {
		case !ok:
			return errNoPipe
		case r.Error != nil:
			return fmt.Errorf("browser: %s: %s", method, r.Error.Message)
		case out == nil:
			return nil
		}
		return json.Unmarshal(r.Result, out)
	}
}

func (p *pipe) write(id int, session, method string, params any) error {
	message := map[string]any{"id": id, "method": method}
	if params != nil {
		message["params"] = params
	}
	if session != "" {
		message["sessionId"] = session
	}
	b, err := json.Marshal(message)
	if err != nil {
		return err
	}
	p.writing.Lock()
	defer p.writing.Unlock()
	p.to.SetWriteDeadline(time.Now().Add(2 * time.Second)) // a stopped browser reads nothing
	_, err = p.to.Write(append(b, 0))
	return err
}

// page attaches to the page with that mark in its address, and gives the session and a function
// that detaches.
func (p *pipe) page(ctx context.Context, mark string) (session string, leave func(), err error) {
	id, err := p.target(ctx, mark)
	if err != nil {
		return "", nil, err
	}
	var got struct {
		Session string `json:"sessionId"`
	}
	if err := p.call(ctx, "", "Target.attachToTarget", map[string]any{"targetId": id, "flatten": true}, &got); err != nil {
		return "", nil, err
	}
	leave = func() { p.write(0, "", "Target.detachFromTarget", map[string]any{"sessionId": got.Session}) }
	return got.Session, leave, nil
}

// target is the page with that mark in its address.
func (p *pipe) target(ctx context.Context, mark string) (string, error) {
	var all struct {
		Infos []struct {
			ID   string `json:"targetId"`
			Type string `json:"type"`
			URL  string `json:"url"`
		} `json:"targetInfos"`
	}
	if err := p.call(ctx, "", "Target.getTargets", nil, &all); err != nil {
		return "", err
	}
	for _, t := range all.Infos {
		if t.Type == "page" && strings.Contains(t.URL, mark) {
			return t.ID, nil
		}
	}
	return "", errors.New("browser: its page is not open")
}
