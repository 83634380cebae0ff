package worker

import (
	"os"
	"runtime"
	"slices"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// filter lists the system calls that a process may still make. Everything else fails, also calls
// that are newer than this list and those of another instruction set, which a deny list would let
// through.
type filter struct {
	names []string
	some  []seccomp.NameWithConditions
}

// own allows calls that could act on other processes only where they name this process.
func own() []seccomp.NameWithConditions {
	me := uint64(os.Getpid())
	return []seccomp.NameWithConditions{
		{Name: "tgkill", Conditions: []seccomp.Condition{{Argument: 0, Operation: seccomp.Equal, Value: me}}},
		{Name: "clone", Conditions: []seccomp.Condition{{Argument: 0, Operation: seccomp.BitsSet, Value: unix.CLONE_THREAD}}},
	}
}

// parserCalls is what Go's runtime needs, plus reading, writing and waiting on open descriptors. A
// parser cannot open a file or a socket, nor start a program.
func parserCalls() filter {
	return filter{some: own(), names: []string{
		"read", "pread64", "readv", "write", "writev", "recvmsg", "close", "lseek", "fstat", "fcntl",
		"mmap", "munmap", "mremap", "mprotect", "madvise", "mincore", "brk", "membarrier",
		"futex", "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "sched_yield", "sched_getaffinity",
		"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "set_robust_list", "rseq", "set_tid_address",
		"epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd2", "poll", "ppoll",
		"timer_create", "timer_settime", "timer_delete", "setitimer",
		"getpid", "gettid", "getrandom", "getrusage", "uname", "prctl", "arch_prctl", "exit", "exit_group",
	}}
}

// load installs the filter for every thread.
func (f filter) load() error {
	known, err := arch.GetInfo("")
	if err != nil {
		return err
	}
	// some architectures have only the newer of two calls
	names := slices.DeleteFunc(slices.Clone(f.names), func(n string) bool {
		_, there := known.SyscallNames[n]
		return !there
	})
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return seccomp.LoadFilter(seccomp.Filter{
		NoNewPrivs: true,
		Flag:       seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{
			DefaultAction: seccomp.ActionErrno,
			Syscalls: []seccomp.SyscallGroup{
				// ENOSYS makes a C library fall back to clone, whose flags the filter can check.
				{Action: seccomp.Action(uint32(seccomp.ActionErrno)&^0xffff | uint32(unix.ENOSYS)), Names: []string{"clone3"}},
				{Action: seccomp.ActionAllow, Names: names, NamesWithCondtions: f.some},
			},
		},
	})
}
