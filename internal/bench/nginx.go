package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// nginxConfig serves one folder in nginx's fastest way: a worker for each processor, sendfile, open
// files kept, no log.
const nginxConfig = `daemon off;
%s
worker_processes auto;
pid %s/nginx.pid;
error_log stderr crit;
events { worker_connections 8192; multi_accept on; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_requests 1000000000;
  open_file_cache max=1000;
  default_type application/octet-stream;
  client_body_temp_path %[2]s/body;
  proxy_temp_path %[2]s/proxy;
  fastcgi_temp_path %[2]s/fastcgi;
  uwsgi_temp_path %[2]s/uwsgi;
  scgi_temp_path %[2]s/scgi;
  server {
    listen 127.0.0.1:%[3]d;
    root %[4]s;
    add_header Cache-Control "public, max-age=31536000, immutable";
  }
}
`

// nginx is nginx over a folder.
type nginx struct {
	cmd  *exec.Cmd
	host string
}

func startNginx(ctx context.Context, b *bench, root string) (*nginx, error) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/nginx"); err != nil {
			return nil, err
		}
	}
	dir, err := b.folder("nginx")
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0") // nginx cannot choose a port by itself
	if err != nil {
		return nil, err
	}
	at := l.Addr().(*net.TCPAddr)
	l.Close()
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;" // the folder is this run's own
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, user, dir, at.Port, root), 0o644); err != nil {
		return nil, err
	}
	n := &nginx{cmd: exec.CommandContext(ctx, program, "-p", dir, "-c", config, "-e", "stderr"), host: at.String()}
	n.cmd.Cancel = func() error { return n.cmd.Process.Signal(syscall.SIGTERM) }
	n.cmd.Stderr = os.Stderr
	if err := n.cmd.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", n.host); err == nil {
			c.Close()
			return n, nil
		}
	}
	n.stop()
	return nil, fmt.Errorf("nginx does not listen")
}

func (n *nginx) stop() {
	_ = n.cmd.Process.Signal(syscall.SIGTERM)
	_ = n.cmd.Wait()
}

// spent is the processor time of a process and its children, those that have ended too, in seconds.
func spent(pid int) float64 {
	all := []string{strconv.Itoa(pid)}
	all = append(all, strings.Fields(line(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid)))...)
	sum := 0.0
	for _, p := range all {
		_, rest, _ := strings.Cut(line("/proc/"+p+"/stat"), ") ")
		for i, f := range strings.Fields(rest) {
			if i >= 11 && i <= 14 { // its own and that of children that have ended, as user and system
				v, _ := strconv.ParseFloat(f, 64)
				sum += v / 100
			}
		}
	}
	return sum
}
