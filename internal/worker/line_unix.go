//go:build unix

package worker

import (
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// begun starts a worker, connected by an anonymous pair of sockets. says hears its standard output;
// nil: nobody does.
func begun(says io.Writer, as ...string) (*process, error) {
	syscall.ForkLock.RLock() // so that no other program that starts now inherits the sockets
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(pair[0])
		syscall.CloseOnExec(pair[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, err
	}
	far := os.NewFile(uintptr(pair[1]), "worker")
	defer far.Close()
	line, err := lineOf(os.NewFile(uintptr(pair[0]), "worker"))
	if err != nil {
		return nil, err
	}
	w := &process{
		cmd: &exec.Cmd{}, line: line, stderr: &tail{}, heard: make(chan struct{}), gone: make(chan struct{}),
		give: func() {}, asks: map[int]*pending{},
	}
	w.cmd.Stdout, w.cmd.Stderr = says, w.stderr
	if err := launch(as, w.cmd, far); err != nil {
		line.Close()
		return nil, err
	}
	go func() {
		reap(w.cmd)
		close(w.gone)
	}()
	return w, nil
}

func lineOf(f *os.File) (*net.UnixConn, error) {
	defer f.Close()
	c, err := net.FileConn(f)
	if err != nil {
		return nil, err
	}
	line, ok := c.(*net.UnixConn)
	if !ok {
		c.Close()
		return nil, errors.New("worker: descriptor 3 is no line to a server")
	}
	return line, nil
}

// openLine opens the worker's end of the connection.
func openLine() (*net.UnixConn, error) { return lineOf(os.NewFile(3, "server")) }

// hand sends a descriptor of the file.
func hand(line io.Writer, file *os.File) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var sent error
	err = raw.Control(func(fd uintptr) {
		_, _, sent = line.(*net.UnixConn).WriteMsgUnix([]byte{0}, syscall.UnixRights(int(fd)), nil)
	})
	return errors.Join(err, sent)
}

// receive waits for the descriptor.
func receive(line *net.UnixConn) (*os.File, error) {
	oob := make([]byte, syscall.CmsgSpace(4))
	_, n, _, _, err := line.ReadMsgUnix(make([]byte, 1), oob)
	if err != nil {
		return nil, err
	}
	messages, err := syscall.ParseSocketControlMessage(oob[:n])
	if err != nil || len(messages) != 1 {
		return nil, errors.Join(errors.New("worker: no file came"), err)
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return nil, errors.Join(errors.New("worker: no file came"), err)
	}
	return os.NewFile(uintptr(fds[0]), "file"), nil
}

// spent is the processor time that this process has used.
func spent() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// apart gives a worker its own process group, so that it can be killed with all its children.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = groupOfItsOwn()
	cmd.WaitDelay = time.Second // to read the rest of its standard error
}

// reap waits until a worker ends, and ends what it started and left behind. Where the system allows
// it the group is killed before the end is asked for, because until then its number is nobody
// else's. ProcessState has the result.
func reap(cmd *exec.Cmd) {
	if ends(cmd.Process) {
		killGroup(cmd.Process)
		_ = cmd.Wait()
		return
	}
	_ = cmd.Wait()
	killGroup(cmd.Process)
}

func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
