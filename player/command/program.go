package command

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"
)

// Reboot is the command with which systemd restarts the machine. The machine's own rules say
// whether this account may use it.
var Reboot = []string{"systemctl", "--no-ask-password", "reboot"}

// programLimit is how long a program may take.
const programLimit = 20 * time.Second

// run runs a program with these arguments, without a shell. The error of one that fails has its
// output.
func run(ctx context.Context, words []string) error {
	ctx, cancel := context.WithTimeout(ctx, programLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		out = bytes.TrimSpace(out)
		return fmt.Errorf("%s: %w: %s", words[0], err, out[:min(len(out), maxReason)])
	}
	return nil
}
