package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"ngatu/player"
	"ngatu/player/command"
)

// runCmd runs the agent. Each flag can be set in the environment instead.
type runCmd struct {
	Server  string `help:"Địa chỉ máy chủ; không cần sau khi đã đăng ký. / Address of the server; not needed once enrolled." env:"NGATU_PLAYER_SERVER" placeholder:"https://…"`
	Data    string `help:"Thư mục dữ liệu của màn hình. / Folder of this screen's data." env:"NGATU_PLAYER_DATA" default:"ngatu-player-data" placeholder:"DIR"`
	Listen  string `help:"Địa chỉ của trang phát. / Address of the screen's page." env:"NGATU_PLAYER_LISTEN" default:"127.0.0.1:4081" placeholder:"HOST:PORT"`
	Relay   bool   `help:"Cho các máy phát khác trong hội trường dùng máy này làm máy chủ; đặt --listen ra mạng nội bộ. / Let other agents of the hall use this one as their server; set --listen to the hall's network." env:"NGATU_PLAYER_RELAY"`
	Verbose bool   `help:"Ghi nhật ký chi tiết. / Write a detailed log." env:"NGATU_PLAYER_VERBOSE" short:"v"`

	Space int64  `help:"Dung lượng tối đa cho tệp, MB; 0 là không giới hạn. / Most that media may take, in MB; 0 is no limit." env:"NGATU_PLAYER_SPACE" default:"0" placeholder:"MB"`
	Daily int64  `help:"Dung lượng tải tối đa mỗi ngày, MB; 0 là không giới hạn. / Most to download a day, in MB; 0 is no limit." env:"NGATU_PLAYER_DAILY" default:"0" placeholder:"MB"`
	Night string `help:"Khung giờ tải tệp lớn chưa cần ngay, ví dụ 01:00-05:00. / When large media that have time are downloaded, such as 01:00-05:00." env:"NGATU_PLAYER_NIGHT" placeholder:"HH:MM-HH:MM"`

	Browser       string        `help:"Lệnh mở trình duyệt, ví dụ chromium; bỏ trống thì không mở. / Browser command, such as chromium; none is started without it." env:"NGATU_PLAYER_BROWSER" placeholder:"COMMAND"`
	BrowserArg    []string      `help:"Thêm tham số cho trình duyệt, mỗi lần một tham số. / One more argument for the browser; may be repeated." placeholder:"ARG" sep:"none"`
	BrowserHang   time.Duration `help:"Không vẽ trong bao lâu thì coi là treo; -1s là không theo dõi. / Without a drawn frame for so long the browser counts as hung; -1s does not watch." env:"NGATU_PLAYER_HANG" default:"2500ms"`
	BrowserMemory int64         `help:"Bộ nhớ tối đa của trình duyệt, MB; 0 là 60 % của máy, -1 là không giới hạn. / Most memory for the browser, in MB; 0 is 60 % of the machine's, -1 no limit." env:"NGATU_PLAYER_MEMORY" default:"0" placeholder:"MB"`
	Nightly       string        `help:"Giờ mở lại trình duyệt hằng đêm, ví dụ 03:30. / When the browser is restarted every night, such as 03:30." env:"NGATU_PLAYER_NIGHTLY" placeholder:"HH:MM"`
	Background    string        `help:"Lệnh đặt ảnh sau trình duyệt, {} là tệp ảnh, ví dụ: feh --bg-fill {} (X), swaybg -m fill -i {} (labwc). / Command that puts a picture behind the browser, {} is its file, such as: feh --bg-fill {} (X), swaybg -m fill -i {} (labwc)." env:"NGATU_PLAYER_BACKGROUND" placeholder:"COMMAND"`

	AllowRestart bool `help:"Cho phép khởi động lại máy này từ phần quản trị; quyền cần có do install --allow-restart đặt. / Let staff restart this machine from the studio; install --allow-restart gives the right that it needs." env:"NGATU_PLAYER_ALLOW_RESTART"`
}

// stopIn is how long a graceful stop may take.
const stopIn = 10 * time.Second

// Run runs the agent until ctx ends.
func (f *runCmd) Run(ctx context.Context, s streams) error {
	p, err := player.New(f.config(s))
	if err != nil {
		return err
	}
	if err := p.Start(ctx); err != nil {
		return errors.Join(err, end(p))
	}
	fmt.Fprintf(s.out, "Trang phát / Page: %s\n", p.Page())
	keepNotified(ctx, p)
	fmt.Fprintln(s.out, "Đang dừng… / Stopping…")
	return end(p)
}

func (f *runCmd) config(s streams) player.Config {
	level := slog.LevelWarn
	if f.Verbose {
		level = slog.LevelDebug
	}
	var restart []string
	if f.AllowRestart {
		restart = command.Reboot
	}
	return player.Config{
		Server: f.Server, Data: f.Data, Listen: f.Listen, Relay: f.Relay, Build: build(),
		Space: f.Space << 20, Daily: f.Daily << 20, Night: f.Night,
		Browser: f.Browser, BrowserArgs: f.BrowserArg, BrowserHang: f.BrowserHang, BrowserMemory: f.BrowserMemory << 20, BrowserNightly: f.Nightly,
		Background: f.Background, RestartMachine: restart,
		Log: slog.New(slog.NewTextHandler(s.errs, &slog.HandlerOptions{Level: level})),
		Code: func(code string, expires time.Time) {
			fmt.Fprintf(s.out, "Mã đăng ký (nhập trong phần quản trị) / Enrolment code (enter it in the studio): %s   → %s\n", code, expires.Local().Format("15:04"))
		},
		Enrolled: func(screen string) {
			fmt.Fprintf(s.out, "Đã đăng ký màn hình / Enrolled as screen: %s\n", screen)
		},
	}
}

func end(p *player.Player) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopIn)
	defer cancel()
	return p.Stop(ctx)
}
