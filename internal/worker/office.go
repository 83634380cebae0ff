package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"ngatu/content"
)

const (
	officeTime   = 2 * time.Minute // it makes a profile of its own first
	officeMemory = 1 << 30
	officeBytes  = 64 << 20
	officeFiles  = 512
	officeAgain  = 81 // exit status of LibreOffice once it has made its profile
)

// officePlaces is how many files LibreOffice reads at a time on a machine of so many bytes of memory:
// each may take a gigabyte, beside all else.
func officePlaces(memory int64) int {
	if memory-ours >= 6*officeMemory {
		return 2
	}
	return 1
}

// officeKind is a kind of file that LibreOffice reads for us.
type officeKind struct {
	part    string // of LibreOffice, as its packages are called
	library string // by which the part is found
	filter  string // that reads it; left to itself, LibreOffice takes any bytes for a text
	to      string // what the file becomes
	today   string // what an old text or deck becomes whose words we read; "": we read them as it is
}

// officeKinds are by the extension that their files have.
var officeKinds = map[string]officeKind{
	"xls":  {"Calc", "libsclo.so", "MS Excel 97", "xlsx", ""},
	"doc":  {"Writer", "libswlo.so", "MS Word 97", "pdf", "docx"},
	"docx": {"Writer", "libswlo.so", "MS Word 2007 XML", "pdf", ""},
	"odt":  {"Writer", "libswlo.so", "writer8", "pdf", ""},
	"ppt":  {"Impress", "libsdlo.so", "MS PowerPoint 97", "pdf", "pptx"},
	"pptx": {"Impress", "libsdlo.so", "Impress MS PowerPoint 2007 XML", "pdf", ""},
	"odp":  {"Impress", "libsdlo.so", "impress8", "pdf", ""},
}

// Office lets LibreOffice turn a file of so many bytes into one that we read ourselves. kind says
// what the file is, by the extension of such files; take gets the result, which is as untrusted as
// the file and gone when take returns. LibreOffice reaches no network and no other file. Without
// it, or where the system cannot confine it, the error has code Missing; a file that it cannot open
// is Invalid. One file is converted at a time, two where there is memory for it, and those of several
// senders in turn: see [For].
func (p *Pool) Office(ctx context.Context, name, kind string, r io.ReaderAt, size int64, take func(*os.File) error) error {
	k, known := officeKinds[kind]
	if !known {
		return fmt.Errorf("worker: LibreOffice is not asked to read %q", kind)
	}
	return p.officeMakes(ctx, name, kind, k, r, size, take)
}

// Today is like [Pool.Office] for a DOC or PPT: LibreOffice writes it as a DOCX or PPTX, of which
// [Pool.Document] reads what it says and in which fonts.
func (p *Pool) Today(ctx context.Context, name, kind string, r io.ReaderAt, size int64, take func(*os.File) error) error {
	k := officeKinds[kind]
	if k.today == "" {
		return fmt.Errorf("worker: %q is no old text and no old deck", kind)
	}
	k.to = k.today
	return p.officeMakes(ctx, name, kind, k, r, size, take)
}

// officeMakes lets LibreOffice make of a file what k says.
func (p *Pool) officeMakes(ctx context.Context, name, kind string, k officeKind, r io.ReaderAt, size int64, take func(*os.File) error) error {
	program, err := officeProgram(k)
	if err != nil {
		return err
	}
	give, err := p.office.take(ctx)
	if err != nil {
		return err
	}
	defer give()
	room, leave, err := p.Room()
	if err != nil {
		return err
	}
	defer leave()
	if err := furnish(room, kind, io.NewSectionReader(r, 0, size)); err != nil {
		return Full(err)
	}
	err = p.Convert(ctx, name, Conversion{
		Program: program, Args: officeArgs(room, kind, k), Folder: room,
		Folders: []string{filepath.Dir(filepath.Dir(program)), "/etc/libreoffice", "/var/lib/libreoffice"},
		Time:    officeTime, Memory: officeMemory, Written: officeBytes, Files: officeFiles, Waits: true, Again: officeAgain,
	})
	if errors.Is(err, errBare) {
		return officeMissing(err, "Hệ điều hành của máy chủ không cách ly được LibreOffice nên không dùng được để đọc tệp.",
			"The server's system cannot confine LibreOffice, so it is not used to read files.")
	}
	if err != nil {
		return err
	}
	made, err := wrote(room, "out/file."+k.to)
	if err != nil {
		return &content.Error{
			Code: content.Invalid, Err: err,
			Vi: shown(name, "Tệp này") + " không mở được bằng LibreOffice: tệp bị hỏng, có mật khẩu, hoặc không phải loại tệp như tên gọi. Hãy mở bằng phần mềm đã tạo ra nó, bỏ mật khẩu, lưu lại rồi gửi tệp mới.",
			En: shown(name, "This file") + " cannot be opened by LibreOffice: it is damaged, has a password, or is not what its name says. Open it in the program that made it, remove the password, save it again and send the new file.",
		}
	}
	defer made.Close()
	return take(made)
}

// officeProgram finds the program that starts LibreOffice, beside the script that people call.
func officeProgram(k officeKind) (string, error) {
	script, err := exec.LookPath("soffice")
	if err == nil {
		script, err = filepath.EvalSymlinks(script)
	}
	if err != nil {
		return "", officeMissing(err, "Máy chủ chưa cài LibreOffice.", "LibreOffice is not installed on the server.")
	}
	folder := filepath.Dir(script)
	if _, err := os.Stat(filepath.Join(folder, k.library)); err != nil {
		return "", officeMissing(err, "Máy chủ chưa cài phần "+k.part+" của LibreOffice.", "The part "+k.part+" of LibreOffice is not installed on the server.")
	}
	return filepath.Join(folder, "soffice.bin"), nil
}

func officeMissing(err error, vi, en string) error {
	return &content.Error{Code: content.Missing, Err: err, Vi: vi, En: en}
}

// furnish puts the file into the room, and a profile that runs no macros and follows no links.
func furnish(room, kind string, r io.Reader) error {
	for _, folder := range []string{"out", filepath.Join("profile", "user")} {
		if err := os.MkdirAll(filepath.Join(room, folder), 0o700); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(room, "profile", "user", "registrymodifications.xcu"), []byte(officeProfile), 0o600); err != nil {
		return err
	}
	return fill(filepath.Join(room, "file."+kind), r)
}

func officeArgs(room, kind string, k officeKind) []string {
	profile := url.URL{Scheme: "file", Path: filepath.Join(room, "profile")}
	return []string{
		"-env:UserInstallation=" + profile.String(),
		"-env:UNO_SHARED_PACKAGES_CACHE=" + profile.String() + "/none", // no extensions of the machine
		"-env:OSL_SOCKET_PATH=.",                                       // relative: the path of a socket has 107 bytes at most
		"--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
		"--infilter=" + k.filter, "--convert-to", k.to, "--outdir", filepath.Join(room, "out"), filepath.Join(room, "file."+kind),
	}
}

const officeProfile = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`
