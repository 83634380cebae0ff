//go:build !linux

package browser

import "os/exec"

// groupMemory is unknown on this system.
func groupMemory(*exec.Cmd) int64 { return 0 }
