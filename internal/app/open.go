package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"ngatu/content"
	"ngatu/internal/config"
)

// listen takes the address before anything else is touched.
func listen(address string) (net.Listener, error) {
	// The hub looks after players and knows who pays by the megabyte; TCP's own probes would cost
	// those half a megabyte a day.
	l, err := (&net.ListenConfig{KeepAlive: -1}).Listen(context.Background(), "tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, &content.Error{
			Code: content.Conflict, Err: err,
			Vi: fmt.Sprintf("Địa chỉ %s đang có chương trình khác dùng. Tắt chương trình đó hoặc chọn cổng khác: --listen 127.0.0.1:4090", address),
			En: fmt.Sprintf("Another program uses %s. Stop it or choose another port: --listen 127.0.0.1:4090", address),
		}
	}
	return nil, &content.Error{
		Code: content.Invalid, Err: err,
		Vi: fmt.Sprintf("Không mở được địa chỉ %s (%v). Hãy dùng dạng 127.0.0.1:4080.", address, err),
		En: fmt.Sprintf("Cannot listen on %s (%v). Use the form 127.0.0.1:4080.", address, err),
	}
}

// folder makes a data folder, or says why that failed.
func folder(path ...string) (string, error) {
	dir := filepath.Join(path...)
	if err := config.Local(dir); err != nil {
		return "", err
	}
	err := os.MkdirAll(dir, 0o750)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(dir, ".try-*"); err == nil {
			err = errors.Join(f.Close(), os.Remove(f.Name()))
		}
	}
	if err != nil {
		return "", &content.Error{
			Code: content.Denied, Err: err,
			Vi: fmt.Sprintf("Không ghi được vào thư mục %s (%v). Hãy cấp quyền ghi hoặc chọn thư mục khác bằng --data.", dir, err),
			En: fmt.Sprintf("Cannot write to the folder %s (%v). Allow it, or choose another with --data.", dir, err),
		}
	}
	return dir, nil
}
