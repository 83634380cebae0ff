package worker

import (
	"bytes"
	"context"
	"os/exec"
	"strings"
	"time"
)

// HasOffice says whether LibreOffice is installed with what texts and decks need.
func HasOffice() bool {
	for _, kind := range []string{"docx", "pptx"} {
		if _, err := officeProgram(officeKinds[kind]); err != nil {
			return false
		}
	}
	return true
}

// LackingFonts are those of the names that this machine has no font of; none where nobody can tell.
func LackingFonts(ctx context.Context, names []string) (lacking []string) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "fc-list", ":", "family").Output()
	if err != nil || len(bytes.TrimSpace(out)) == 0 {
		return nil
	}
	have := map[string]bool{}
	for _, family := range strings.FieldsFunc(string(out), func(r rune) bool { return r == ',' || r == '\n' }) {
		have[strings.ToLower(strings.TrimSpace(family))] = true
	}
	for _, n := range names {
		if !have[strings.ToLower(strings.TrimSpace(n))] {
			lacking = append(lacking, n)
		}
	}
	return lacking
}
