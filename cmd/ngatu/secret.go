package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/mattn/go-isatty"

	"ngatu/content"
	"ngatu/internal/durable"
)

// Files in the data folder for secrets that are shown once, if there is no terminal.
const (
	linkFile     = "studio-link.txt"
	recoveryFile = "recovery-key.txt"
	tokenFile    = "api-token.txt"
)

// showOnce gives a secret to the person at the terminal. If the output goes anywhere else, such as
// a journal or a container's log that others read, the secret goes into a file that only the
// server's account can read, and the log names the file.
func showOnce(log *slog.Logger, data, name, words, secret string) error {
	if isatty.IsTerminal(os.Stdout.Fd()) {
		fmt.Printf("\n  %s\n  %s\n", words, secret)
		return nil
	}
	path := filepath.Join(data, name)
	if err := durable.Write(path, []byte(secret+"\n")); err != nil {
		return &content.Error{
			Code: content.Invalid, Err: err,
			Vi: fmt.Sprintf("Không ghi được %s (%v). Hãy sửa quyền ghi rồi chạy lại, hoặc chạy trong một cửa sổ lệnh.", path, err),
			En: fmt.Sprintf("%s cannot be written (%v). Allow writing and run again, or run it in a terminal.", path, err),
		}
	}
	fmt.Printf("\n  %s\n  → %s\n", words, path)
	log.Warn("there is no terminal: a secret is in a file; take it from there, then delete the file", "file", path, "what", name)
	return nil
}
