// Command ngatu-player is the agent on a screen's own computer: it enrols, mirrors what is on air to the disk, serves the
// page on 127.0.0.1 and goes on without the server.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"ngatu/player"
)

// flags is the command line. Each flag can be set in the environment instead.
type flags struct {
	Server  string           `help:"Địa chỉ máy chủ; không cần sau khi đã đăng ký. / Address of the server; not needed once enrolled." env:"NGATU_PLAYER_SERVER" placeholder:"https://…"`
	Data    string           `help:"Thư mục dữ liệu của màn hình. / Folder of this screen's data." env:"NGATU_PLAYER_DATA" default:"ngatu-player-data" placeholder:"DIR"`
	Listen  string           `help:"Địa chỉ của trang phát. / Address of the screen's page." env:"NGATU_PLAYER_LISTEN" default:"127.0.0.1:4081" placeholder:"HOST:PORT"`
	Browser string           `help:"Lệnh mở trình duyệt, ví dụ chromium; bỏ trống thì không mở. / Browser command, such as chromium; none is started without it." env:"NGATU_PLAYER_BROWSER" placeholder:"COMMAND"`
	Space   int64            `help:"Dung lượng tối đa cho tệp, MB; 0 là không giới hạn. / Most that media may take, in MB; 0 is no limit." env:"NGATU_PLAYER_SPACE" default:"0" placeholder:"MB"`
	Verbose bool             `help:"Ghi nhật ký chi tiết. / Write a detailed log." env:"NGATU_PLAYER_VERBOSE" short:"v"`
	Version kong.VersionFlag `help:"In phiên bản rồi thoát. / Print the version and exit."`
}

// stopIn is how long a graceful stop may take.
const stopIn = 10 * time.Second

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the program; it returns the exit status.
func run(args []string, out, errs io.Writer) int {
	var f flags
	parser, err := kong.New(&f, kong.Name("ngatu-player"), kong.Writers(out, errs), kong.Vars{"version": build()},
		kong.Description("Trình phát Ngatu trên máy tính của màn hình. / The Ngatu player on a screen's own computer."))
	if err != nil {
		return fail(errs, err)
	}
	if _, err := parser.Parse(args); err != nil {
		return fail(errs, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := play(ctx, f, out, errs); err != nil {
		return fail(errs, err)
	}
	return 0
}

// play runs the agent until ctx ends.
func play(ctx context.Context, f flags, out, errs io.Writer) error {
	level := slog.LevelWarn
	if f.Verbose {
		level = slog.LevelDebug
	}
	p, err := player.New(player.Config{
		Server: f.Server, Data: f.Data, Listen: f.Listen, Browser: f.Browser, Space: f.Space << 20, Build: build(),
		Log: slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: level})),
		Code: func(code string, expires time.Time) {
			fmt.Fprintf(out, "Mã đăng ký (nhập trong phần quản trị) / Enrolment code (enter it in the studio): %s   → %s\n", code, expires.Local().Format("15:04"))
		},
		Enrolled: func(screen string) { fmt.Fprintf(out, "Đã đăng ký màn hình / Enrolled as screen: %s\n", screen) },
	})
	if err != nil {
		return err
	}
	if err := p.Start(ctx); err != nil {
		return errors.Join(err, end(p))
	}
	fmt.Fprintf(out, "Trang phát / Page: %s\n", p.Page())
	<-ctx.Done()
	fmt.Fprintln(out, "Đang dừng… / Stopping…")
	return end(p)
}

func end(p *player.Player) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopIn)
	defer cancel()
	return p.Stop(ctx)
}

// fail says what happened, in a sentence where there is one, and gives the exit status.
func fail(errs io.Writer, err error) int {
	if vi, en, ok := player.Sentence(err); ok {
		fmt.Fprintf(errs, "%s\n%s\n", vi, en)
		return 1
	}
	fmt.Fprintf(errs, "ngatu-player: %v\n", err)
	return 1
}

// build names what this program was built from.
func build() string {
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
