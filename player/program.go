package player

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"
)

// Reboot is the command by which systemd restarts the machine. Whether this account may is the machine's own rule.
var Reboot = []string{"systemctl", "--no-ask-password", "reboot"}

// programIn is how long a program may take that the agent runs for a moment.
const programIn = 20 * time.Second

// runProgram runs a program with these words, without a shell, and gives its own words where it fails.
func runProgram(ctx context.Context, words []string) error {
	ctx, cancel := context.WithTimeout(ctx, programIn)
	defer cancel()
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		out = bytes.TrimSpace(out)
		return fmt.Errorf("%s: %w: %s", words[0], err, out[:min(len(out), maxTrouble)])
	}
	return nil
}
