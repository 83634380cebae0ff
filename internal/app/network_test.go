package app

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/internal/config"
	"ngatu/internal/store"
)

// A data folder on a network drive is warned about where it was started, and in the studio; a disk
// of the machine is not.
func TestADataFolderOnANetworkDriveIsWarnedAbout(t *testing.T) {
	var said []string
	a, err := New(t.Context(), config.Config{Data: filepath.Join(t.TempDir(), "data"), Listen: "127.0.0.1:0"}, slog.New(slog.DiscardHandler),
		func(text string) { said = append(said, text) })
	if err != nil {
		t.Fatal(err)
	}
	defer a.Stop(t.Context())
	said = nil
	a.warnNetwork(t.Context(), "")
	if len(said) != 0 {
		t.Errorf("a disk of this machine: %q", said)
	}
	a.warnNetwork(t.Context(), "SMB (CIFS)")
	rows, err := a.store.NotedInboxFiles(t.Context(), store.InboxFile{}, 0)
	if err != nil || len(said) != 1 || len(rows) != 1 {
		t.Fatalf("said %q, rows %+v, %v", said, rows, err)
	}
	for _, text := range []string{said[0], rows[0].Sentence.Vi} {
		if !strings.Contains(text, "ổ đĩa mạng (SMB (CIFS))") || !strings.Contains(text, a.cfg.Data) {
			t.Errorf("it says %q", text)
		}
	}
}
