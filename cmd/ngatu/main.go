// Command ngatu is the server: the campaign on every screen, and the staff's way to it.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/worker"
)

type commands struct {
	Demo    demoCmd    `cmd:"" help:"Show the sample campaign on a wall of five screens, on this machine alone."`
	Serve   serveCmd   `cmd:"" help:"Run the server. Nothing is on air before staff approve it."`
	Link    linkCmd    `cmd:"" help:"Print a new one-time link to the studio, of a data folder whose server is stopped."`
	On      onCmd      `cmd:"" help:"Tell what a screen shows at an instant, past or to come, and why each slide is on or not."`
	Audit   auditCmd   `cmd:"" help:"Check what the log says of a data folder."`
	Alone   aloneCmd   `cmd:"" help:"Let people approve their own work for a time, on a stopped server whose other approvers are out of reach."`
	Keys    keysCmd    `cmd:"" help:"Show the keys that screens trust, or hand over to a new one."`
	Held    heldCmd    `cmd:"" help:"Tell whether a stopped server is held because its data were set back, or go on."`
	Backup  backupCmd  `cmd:"" help:"Copy a data folder, whose server may be running, to a backup folder."`
	Restore restoreCmd `cmd:"" help:"Put a backup into an empty place; its server then starts held. With --drill: try whether that works."`
	Move    moveCmd    `cmd:"" help:"Take the database of a stopped server to PostgreSQL, or back into the data folder."`
	Check   checkCmd   `cmd:"" help:"Say what is wrong with a picture, a clip, a document or a slide on a screen, or what a sheet leaves open."`
	Push    pushCmd    `cmd:"" help:"Send files to a server as drafts, with a token."`
	Token   tokenCmd   `cmd:"" help:"Make, list and revoke tokens of programs, of a data folder whose server is stopped."`
	Doctor  doctorCmd  `cmd:"" help:"Look whether a server has what it needs, and say what to do."`
	Version versionCmd `cmd:"" help:"Print what this program was built from."`
	Gallery galleryCmd `cmd:"" help:"Photograph every slide kind at every canvas."`
}

func main() {
	worker.Divert()
	var c commands
	parser := kong.Must(&c, kong.Name("ngatu"), kong.Description("Carries a city campaign onto its screens."), kong.UsageOnError(), config.Paths)
	k, err := parser.Parse(os.Args[1:])
	if e := (*content.Error)(nil); err != nil && !errors.As(err, &e) {
		parser.FatalIfErrorf(err)
	}
	if err == nil {
		err = k.Run()
	}
	if err != nil {
		fail(err)
	}
}

// fail prints what happened, a sentence in each language, and exits with a status that is not zero.
func fail(err error) {
	var e *content.Error
	if errors.As(err, &e) {
		fmt.Fprintf(os.Stderr, "%s\n%s\n", e.Vi, e.En)
	} else {
		fmt.Fprintf(os.Stderr, "Ngatu không chạy được: %v\nNgatu cannot run: %v\n", err, err)
	}
	os.Exit(1)
}
