package worker

import (
	"path/filepath"
	"slices"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// converterRules allow what a system program needs to start, the named files, and the conversion's
// own folder.
func converterRules(c Conversion) rules {
	program := []string{filepath.Dir(c.Program)}
	if at, err := filepath.EvalSymlinks(c.Program); err == nil {
		program = append(program, filepath.Dir(at))
	}
	room := landlock.RWDirs(c.Folder)
	if c.Waits {
		room = room.WithRefer()
	}
	return rules{calls: converterCalls(c.Waits), moves: c.Waits, paths: []landlock.Rule{
		landlock.RODirs(program...),
		landlock.RODirs("/usr", "/lib", "/lib64", "/bin", "/etc/alternatives", "/etc/fonts", "/sys/devices/system/cpu").IgnoreIfMissing(),
		landlock.ROFiles("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/proc/cpuinfo", "/proc/meminfo", "/dev/urandom").IgnoreIfMissing(),
		landlock.RWFiles("/dev/null").IgnoreIfMissing(),
		landlock.ROFiles(c.Reads...),
		landlock.RODirs(c.Folders...).IgnoreIfMissing(),
		room,
	}}
}

// forbidden lists calls that no converter needs: the network, other processes, the kernel itself,
// and what changes files that Landlock guards late (truncate: from Linux 6.2) or never.
var forbidden = []string{
	"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmmsg",
	"ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_open", "pidfd_getfd", "pidfd_send_signal",
	"setsid", "setpgid", // it is killed with its group
	"kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "kcmp",
	"mount", "umount2", "pivot_root", "chroot", "setns", "unshare", "open_tree", "move_mount", "fsopen", "fsmount", "fsconfig", "fspick",
	"mount_setattr", "open_by_handle_at", "name_to_handle_at", "quotactl", "quotactl_fd", "swapon", "swapoff", "acct",
	"bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "seccomp",
	"add_key", "request_key", "keyctl", "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot",
	"settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "sethostname", "setdomainname", "iopl", "ioperm", "syslog",
	"setpriority", "sched_setscheduler", "sched_setparam", "sched_setattr", "ioprio_set", "migrate_pages", "move_pages",
	"setrlimit", "vhangup", "personality", "fanotify_init", "lookup_dcookie", "nfsservctl",
	"setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid", "setfsgid", "capset",
	"symlink", "symlinkat", // the server opens what they wrote
	"chown", "lchown", "fchown", "fchownat", "mknod", "mknodat",
	"truncate", "truncate64", // those of an open descriptor stay: Landlock let it be opened
	"chmod", "fchmodat", "fchmodat2", "utime", "utimes", "futimesat", "utimensat",
	"setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr", "fremovexattr", "removexattrat", "file_setattr",
	"tgkill", "clone3", // see own and load; clone may start processes: they stay in the group
}

// waiting are the calls of a program that makes a socket in its folder and waits there. It can
// connect to nothing and send nothing: those calls stay forbidden, of every kind of socket.
var waiting = []string{"bind", "listen", "accept", "accept4"}

// writable are the calls that ask whether a path may be written, with the argument that asks.
var writable = map[string]uint32{"access": 1, "faccessat": 2, "faccessat2": 2}

// converterCalls allow every call that this machine knows except the forbidden ones. To a program
// that waits at a socket no path is writable when it asks: LibreOffice makes its socket in the
// folder of its choice only where it may not write to /tmp and /var/tmp, and Landlock, which keeps
// it from there, does not answer that question.
func converterCalls(waits bool) filter {
	f := filter{some: own()[:1]}
	if known, err := arch.GetInfo(""); err == nil {
		for name := range known.SyscallNames {
			if argument, asks := writable[name]; waits && asks {
				f.some = append(f.some, seccomp.NameWithConditions{
					Name: name, Conditions: []seccomp.Condition{{Argument: argument, Operation: seccomp.NotEqual, Value: unix.W_OK}},
				})
				continue
			}
			if waits && slices.Contains(waiting, name) || !slices.Contains(forbidden, name) && name != "prlimit64" {
				f.names = append(f.names, name)
			}
		}
	}
	slices.Sort(f.names)
	if waits {
		f.some = append(f.some, seccomp.NameWithConditions{
			Name: "socket", Conditions: []seccomp.Condition{{Argument: 0, Operation: seccomp.Equal, Value: unix.AF_UNIX}},
		})
	}
	f.some = append(f.some, seccomp.NameWithConditions{ // of itself only, and only to read
		Name: "prlimit64", Conditions: []seccomp.Condition{
			{Argument: 0, Operation: seccomp.Equal, Value: 0}, {Argument: 2, Operation: seccomp.Equal, Value: 0},
		},
	})
	return f
}

// behind gives the processes of a group a third of what others get that want to run: those of the server,
// and of files for which somebody waits.
func behind(group int) { _ = unix.Setpriority(unix.PRIO_PGRP, group, 5) }

func turnInto(program string, args, env []string) error { return unix.Exec(program, args, env) }
