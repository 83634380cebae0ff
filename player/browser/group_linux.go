package browser

import (
	"os/exec"
	"syscall"
)

// dieWithAgent lets the kernel end the browser when the thread that started it ends, and with it the agent. Run holds that
// thread for as long as there are browsers.
func dieWithAgent(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL }
