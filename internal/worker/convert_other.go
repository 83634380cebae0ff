//go:build unix && !linux

package worker

import (
	"os"
	"syscall"
)

func converterRules(Conversion) rules { return rules{} }

func behind(int) {}

func turnInto(program string, args, env []string) error { return syscall.Exec(program, args, env) }

func self() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

func groupOfItsOwn() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// ends cannot wait for the end of a process and leave the asking for it to others.
func ends(*os.Process) bool { return false }
