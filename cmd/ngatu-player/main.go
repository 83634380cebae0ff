// Command ngatu-player is the agent on a screen's own computer: it enrols, keeps what is on air on
// the disk, serves the page on 127.0.0.1, runs a browser that shows it, and plays on without the
// server.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"ngatu/player"
)

// commands is the command line. Without a command it runs the agent.
type commands struct {
	Run       runCmd           `cmd:"" default:"withargs" help:"Chạy trình phát (mặc định). / Run the agent (this is the default)."`
	Install   installCmd       `cmd:"" help:"Cài vào máy này: dịch vụ, tài khoản kiosk, chính sách trình duyệt. / Install on this computer: unit, kiosk account, browser policy."`
	Uninstall uninstallCmd     `cmd:"" help:"Gỡ những gì install đã cài. / Undo what install did."`
	Version   kong.VersionFlag `help:"In phiên bản rồi thoát. / Print the version and exit."`
}

func main() {
	frugal()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// frugal keeps the agent small, because the browser needs the memory: it collects garbage sooner
// than Go's default, and harder near the 30 MB that a screen's computer gives it. GOGC and
// GOMEMLIMIT override it.
func frugal() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(24 << 20)
	}
}

// run is the program; it returns the exit status.
func run(args []string, out, errs io.Writer) int {
	var c commands
	parser, err := kong.New(&c, kong.Name("ngatu-player"), kong.Writers(out, errs), kong.Vars{"version": build()},
		kong.Description("Trình phát Ngatu trên máy tính của màn hình. / The Ngatu player on a screen's own computer."))
	if err != nil {
		return fail(errs, err)
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return fail(errs, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	chosen.BindTo(ctx, (*context.Context)(nil))
	if err := chosen.Run(streams{out, errs}); err != nil {
		return fail(errs, err)
	}
	return 0
}

// streams are where a command writes.
type streams struct {
	out, errs io.Writer
}

// fail prints what happened, as a sentence if there is one, and gives the exit status.
func fail(errs io.Writer, err error) int {
	if vi, en, ok := player.Sentence(err); ok {
		fmt.Fprintf(errs, "%s\n%s\n", vi, en)
		return 1
	}
	fmt.Fprintf(errs, "ngatu-player: %v\n", err)
	return 1
}

// release is set when a package is built.
var release string

// build names what this program was built from.
func build() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "dev"
}
