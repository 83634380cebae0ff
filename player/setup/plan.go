package setup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"ngatu/content"
)

const unitFolder = "/etc/systemd/system"

// Plan is what Install or Uninstall would do, step by step.
type Plan struct {
	root  string
	steps []step
}

// step is one file, removal or command; a command has words only.
type step struct {
	write  *file
	remove *file
	words  []string
	may    bool // the command may fail
}

// Install plans installing the agent on this computer. program is its binary. root is the folder
// that stands for /, for disk images and tests; with a root other than / there are no commands.
func Install(root, program string) (*Plan, error) {
	binary, err := os.ReadFile(program)
	if err != nil {
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   fmt.Sprintf("Không đọc được chương trình %q để cài đặt.", program),
			En:   fmt.Sprintf("The program %q cannot be read to be installed.", program), Err: err,
		}
	}
	p := &Plan{root: root}
	if program != Program {
		p.steps = append(p.steps, step{write: &file{path: Program, mode: 0o755, body: binary}})
	}
	for _, f := range files() {
		p.steps = append(p.steps, step{write: &f})
	}
	p.run(true, "useradd", "--system", "--user-group", "--home-dir", "/var/lib/ngatu-player", "--no-create-home", "--shell", "/usr/sbin/nologin", User)
	for _, group := range []string{"video", "render", "input"} {
		p.run(true, "usermod", "-a", "-G", group, User)
	}
	p.run(false, "systemctl", "daemon-reload")
	p.run(false, "systemctl", "enable", Unit)
	return p, nil
}

// AllowRestart lets staff restart the machine from the studio: the agent's setting, and the right
// of its account to ask systemd for that and for nothing else.
func (p *Plan) AllowRestart() {
	var files []step
	for _, f := range restartFiles {
		files = append(files, step{write: &f})
	}
	p.steps = append(files, p.steps...)
}

// Uninstall plans undoing [Install]. Data, account and changed settings stay, unless purge is set.
func Uninstall(root string, purge bool) *Plan {
	p := &Plan{root: root}
	p.run(true, "systemctl", "disable", "--now", Unit)
	for _, f := range slices.Concat(files(), restartFiles, []file{{path: Program, mode: 0o755}}) {
		f.own = f.own && !purge
		p.steps = append(p.steps, step{remove: &f})
	}
	p.run(true, "systemctl", "daemon-reload")
	if purge {
		p.steps = append(p.steps, step{remove: &file{path: "/var/lib/ngatu-player"}})
		p.run(true, "userdel", User)
	}
	return p
}

func (p *Plan) run(may bool, words ...string) {
	p.steps = append(p.steps, step{words: words, may: may})
}

// Print writes what the plan would do, whole files included, and does nothing.
func (p *Plan) Print(w io.Writer) {
	for _, s := range p.steps {
		switch {
		case s.write != nil && bytes.ContainsRune(s.write.body, 0):
			fmt.Fprintf(w, "# %s (%04o, %d bytes)\n\n", s.write.path, s.write.mode, len(s.write.body))
		case s.write != nil:
			fmt.Fprintf(w, "# %s (%04o)\n%s\n", s.write.path, s.write.mode, s.write.body)
		case s.remove != nil:
			fmt.Fprintf(w, "rm -r %s\n", s.remove.path)
		default:
			fmt.Fprintln(w, strings.Join(s.words, " "))
		}
	}
}

// Do carries the plan out and reports each step to w. It stops at the first step that fails; it may
// be run again.
func (p *Plan) Do(ctx context.Context, w io.Writer) error {
	for _, s := range p.steps {
		if err := p.step(ctx, s, w); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) step(ctx context.Context, s step, w io.Writer) error {
	switch {
	case s.write != nil:
		return p.put(*s.write, w)
	case s.remove != nil:
		return p.take(*s.remove, w)
	case p.root != "/":
		return nil
	}
	fmt.Fprintln(w, strings.Join(s.words, " "))
	out, err := exec.CommandContext(ctx, s.words[0], s.words[1:]...).CombinedOutput()
	if err == nil || s.may {
		return nil
	}
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Lệnh %q không chạy được: %s", strings.Join(s.words, " "), bytes.TrimSpace(out)),
		En:   fmt.Sprintf("The command %q failed: %s", strings.Join(s.words, " "), bytes.TrimSpace(out)), Err: err,
	}
}

// put writes a file beside its place and moves it there. Existing settings stay unchanged.
func (p *Plan) put(f file, w io.Writer) error {
	path := filepath.Join(p.root, f.path)
	if _, err := os.Lstat(path); err == nil && f.own {
		fmt.Fprintf(w, "= %s\n", f.path)
		return nil
	}
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path+".new", f.body, f.mode)
	}
	if err == nil {
		err = os.Chmod(path+".new", f.mode) // whatever the umask is
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		os.Remove(path + ".new")
		return notAllowed(f.path, err)
	}
	fmt.Fprintf(w, "+ %s\n", f.path)
	return nil
}

// take removes a file, and then empty folders; changed settings stay.
func (p *Plan) take(f file, w io.Writer) error {
	path := filepath.Join(p.root, f.path)
	if b, err := os.ReadFile(path); f.own && err == nil && !bytes.Equal(b, f.body) {
		fmt.Fprintf(w, "= %s\n", f.path)
		return nil
	}
	if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := os.RemoveAll(path); err != nil {
		return notAllowed(f.path, err)
	}
	fmt.Fprintf(w, "- %s\n", f.path)
	for _, dir := range []string{"ngatu-player", Unit + ".d", "managed", "policies", "chromium", "chromium-browser"} { // only those that we may have made
		if up := filepath.Dir(path); filepath.Base(up) == dir && os.Remove(up) == nil {
			path = up
		}
	}
	return nil
}

func notAllowed(path string, cause error) error {
	return &content.Error{
		Code: content.Missing,
		Vi:   fmt.Sprintf("Không ghi được %s. Hãy chạy lại bằng sudo.", path),
		En:   fmt.Sprintf("%s cannot be written. Run it again with sudo.", path), Err: cause,
	}
}

// Ready says what a screen lacks to show anything: it is not Linux, or programs are missing. It is
// a [content.Error] that names what to install.
func Ready() error {
	if runtime.GOOS != "linux" {
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Lệnh install chỉ dùng cho Debian và Raspberry Pi OS.",
			En:   "The install command is for Debian and Raspberry Pi OS only.",
		}
	}
	need := strings.Join(lacking(exec.LookPath), " ")
	if need == "" {
		return nil
	}
	return &content.Error{
		Code: content.Missing,
		Vi:   "Máy còn thiếu chương trình. Hãy chạy: sudo apt install --no-install-recommends " + need,
		En:   "Programs are missing. Run: sudo apt install --no-install-recommends " + need,
	}
}

// lacking are the Debian packages of programs that look does not find.
func lacking(look func(string) (string, error)) (out []string) {
	if _, err := look("cage"); err != nil {
		out = append(out, "cage")
	}
	if _, err := look("Xwayland"); err != nil { // cage of Debian 12 needs it to start but does not depend on it
		out = append(out, "xwayland")
	}
	_, err := look("chromium")
	if _, err2 := look("chromium-browser"); err != nil && err2 != nil {
		out = append(out, "chromium")
	}
	return out
}
