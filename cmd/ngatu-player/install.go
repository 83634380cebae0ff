package main

import (
	"context"
	"fmt"
	"os"

	"ngatu/player/setup"
)

// installCmd installs the agent on this computer.
type installCmd struct {
	DryRun bool   `help:"Chỉ in ra những gì sẽ làm. / Only print what would be done."`
	Root   string `help:"Thư mục thay cho /, dùng khi làm ảnh đĩa. / Folder in the place of /, to make images of disks." default:"/" placeholder:"DIR"`

	AllowRestart bool `help:"Cho phép khởi động lại máy này từ phần quản trị. / Let staff restart this machine from the studio."`
}

// Run installs, and then prints what is left for a person to do.
func (c *installCmd) Run(ctx context.Context, s streams) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	plan, err := setup.Install(c.Root, program)
	if err != nil {
		return err
	}
	if c.AllowRestart {
		plan.AllowRestart()
	}
	if c.DryRun {
		plan.Print(s.out)
		return nil
	}
	if c.Root == "/" {
		if err := setup.Ready(); err != nil {
			return err
		}
	}
	if err := plan.Do(ctx, s.out); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\n%s\n", setup.Locks())
	fmt.Fprintln(s.out, "Tiếp theo: ghi địa chỉ máy chủ vào /etc/default/ngatu-player, rồi chạy: sudo systemctl start ngatu-player")
	fmt.Fprintln(s.out, "Next: write the server's address into /etc/default/ngatu-player, then run: sudo systemctl start ngatu-player")
	return nil
}

// uninstallCmd undoes installCmd.
type uninstallCmd struct {
	DryRun bool   `help:"Chỉ in ra những gì sẽ làm. / Only print what would be done."`
	Root   string `help:"Thư mục thay cho /. / Folder in the place of /." default:"/" placeholder:"DIR"`
	Purge  bool   `help:"Xóa cả dữ liệu, tài khoản và cấu hình đã sửa; phải đăng ký lại màn hình. / Remove data, account and changed settings too; the screen has to be enrolled again."`
}

// Run uninstalls.
func (c *uninstallCmd) Run(ctx context.Context, s streams) error {
	plan := setup.Uninstall(c.Root, c.Purge)
	if c.DryRun {
		plan.Print(s.out)
		return nil
	}
	return plan.Do(ctx, s.out)
}
