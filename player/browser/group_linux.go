package browser

import (
	"os/exec"
	"syscall"
)

// dieWithAgent makes the kernel end the browser when the thread that started it ends, as it does
// with the agent. Run keeps that thread as long as there are browsers.
func dieWithAgent(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL }
