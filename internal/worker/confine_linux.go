package worker

import (
	"errors"
	"fmt"
	"math"
	"os"
	"syscall"

	"github.com/landlock-lsm/go-landlock/landlock"
	llsys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"github.com/prometheus/procfs"
	"golang.org/x/sys/unix"
)

// rules are the paths and system calls that a worker may still use.
type rules struct {
	paths []landlock.Rule
	moves bool // paths let files go from folder to folder
	calls filter
}

// within says what a kernel with this version of Landlock cannot keep of the rules. Where it does
// not know of moves, the library would drop all of them without a word.
func (r rules) within(version int) error {
	if r.moves && version < 2 {
		return errors.New("needs Linux 5.19")
	}
	return nil
}

// parserRules allow no paths: the file arrives as an open descriptor.
func parserRules() rules { return rules{calls: parserCalls()} }

// confine drops every right that the kernel can take from this process and its children, for good.
// It returns the protections that this kernel lacks.
func confine(l limits, r rules) (missing []string) {
	lack := func(what string, err error) {
		if err != nil {
			missing = append(missing, fmt.Sprintf("%s (%v)", what, err))
		}
	}
	// When the machine runs out of memory, the kernel kills workers before the server.
	lack("oom_score_adj", os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0))
	unwatched := l.memory > 0 && reserved() > l.memory/2
	for _, one := range []struct {
		what int
		most int64
	}{
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_CPU, int64(l.processor.Seconds())},
		{unix.RLIMIT_FSIZE, l.written},
		{unix.RLIMIT_NOFILE, l.files},
	} {
		lack("limits", lower(one.what, one.most))
	}
	if unwatched {
		missing = append(missing, "RLIMIT_DATA (this build reserves more than that)")
		watch(l.memory)
	} else {
		lack("RLIMIT_DATA", lower(unix.RLIMIT_DATA, l.memory))
	}
	if version, err := llsys.LandlockGetABIVersion(); err != nil {
		lack("landlock", err)
	} else {
		lack("landlock", r.within(version))
		lack("landlock", landlock.V6.BestEffort().RestrictPaths(r.paths...))
		lack("landlock", landlock.V6.BestEffort().RestrictScoped())
	}
	lack("seccomp", r.calls.load())
	return missing
}

func lower(what int, most int64) error {
	return unix.Setrlimit(what, &unix.Rlimit{Cur: uint64(most), Max: uint64(most)})
}

// reserved returns how many bytes of writable memory this process has reserved so far. The race
// detector reserves more than any machine has.
func reserved() int64 {
	self, err := procfs.Self()
	if err != nil {
		return 0
	}
	status, err := self.NewStatus()
	if err != nil {
		return 0
	}
	return int64(min(status.VmData, math.MaxInt64))
}

func self() string { return "/proc/self/exe" }

// groupOfItsOwn puts a worker into its own process group and ends it with the server, even if the
// server is killed.
func groupOfItsOwn() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// ends waits until a process ends, and leaves the asking for its end to others.
func ends(p *os.Process) bool {
	for {
		err := unix.Waitid(unix.P_PID, p.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			return err == nil
		}
	}
}
