package worker

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
)

// officeFile is a file that LibreOffice makes of a text or of a flat document, outside of any
// sandbox.
func officeFile(t *testing.T, folder, name, text, to string) []byte {
	t.Helper()
	from := filepath.Join(folder, name)
	if err := os.WriteFile(from, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("soffice", "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", to, "--outdir", folder, from).CombinedOutput()
	made, bad := os.ReadFile(strings.TrimSuffix(from, filepath.Ext(from)) + "." + to)
	if err != nil || bad != nil {
		t.Fatalf("LibreOffice, which makes the file: %v %v: %s", err, bad, out)
	}
	return made
}

const flat = `<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.%s"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"><office:body>%s</office:body></office:document>`

// openDocument is a text or slides, as small as they can be.
func openDocument(t *testing.T, what, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	media := "application/vnd.oasis.opendocument." + what
	for _, part := range [][2]string{
		{"mimetype", media},
		{"content.xml", strings.ReplaceAll(fmt.Sprintf(flat, what, body), "office:document", "office:document-content")},
		{"META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="` + media + `"/>
			<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part[0]}) // stored
		if err == nil {
			_, err = io.WriteString(w, part[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// LibreOffice reads an old workbook, a text and slides in the sandbox; a workbook that wants to
// read another file or the network gets neither; what it cannot open is refused with a sentence.
func TestOffice(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	network, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer network.Close()
	p, folder := pool(t), t.TempDir()
	convert := func(kind string, b []byte) (made []byte, err error) {
		err = p.Office(t.Context(), "Số liệu."+kind, kind, bytes.NewReader(b), int64(len(b)), func(f *os.File) (err error) {
			made, err = io.ReadAll(f)
			return err
		})
		return made, err
	}
	cells := fmt.Sprintf(`<table:table-cell><text:p>Quận Ba Đình</text:p></table:table-cell>
		<table:table-cell office:value-type="float" office:value="91234"/>
		<table:table-cell table:formula="of:=&apos;file://%s&apos;#$secret.A1" office:value-type="string"/>
		<table:table-cell table:formula="of:=WEBSERVICE(&quot;http://%s/&quot;)" office:value-type="string"/>`, secret, network.Addr())
	old := officeFile(t, folder, "a.fods", fmt.Sprintf(flat, "spreadsheet", `<office:spreadsheet><table:table table:name="T"><table:table-row>`+cells+`</table:table-row></table:table></office:spreadsheet>`), "xls")
	reached := make(chan struct{}, 10) // LibreOffice asked already when it made the file, which is no matter
	go func() {
		for {
			c, err := network.Accept()
			if err != nil {
				return
			}
			c.Close()
			reached <- struct{}{}
		}
	}()
	made, err := convert("xls", old)
	if err != nil {
		t.Fatal(err)
	}
	book, err := p.Sheet(t.Context(), "x.xlsx", bytes.NewReader(made), int64(len(made)))
	if err != nil || len(book.Sheets) == 0 || len(book.Sheets[0].Lines) != 1 {
		t.Fatal(book, err)
	}
	if c := book.Sheets[0].Lines[0].Cells; c[0].Text != "Quận Ba Đình" || c[1].Raw != "91234" {
		t.Errorf("the workbook holds %+v", c)
	}
	z, err := zip.NewReader(bytes.NewReader(made), int64(len(made)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := io.ReadAll(in); bytes.Contains(b, []byte("hush")) {
			t.Errorf("%s has what another file says", part.Name)
		}
	}
	if len(reached) > 0 {
		t.Error("LibreOffice reached the network")
	}

	for kind, body := range map[string]string{
		"odt": `<office:text><text:p>Thông báo</text:p></office:text>`,
		"odp": `<office:presentation><draw:page draw:name="1"/></office:presentation>`,
	} {
		b := openDocument(t, map[string]string{"odt": "text", "odp": "presentation"}[kind], body)
		if made, err := convert(kind, b); err != nil || !bytes.HasPrefix(made, []byte("%PDF-")) {
			t.Errorf("of %s comes %.20q: %v", kind, made, err)
		}
	}
	if _, err := convert("xls", old[:len(old)/3]); content.CodeOf(err) != content.Invalid || Died(err) || !strings.Contains(err.Error(), "“Số liệu.xls”") {
		t.Errorf("a file that was cut off: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := convert("xls", old); content.CodeOf(err) != content.Missing {
		t.Errorf("without LibreOffice: %v", err)
	}
	if left, err := os.ReadDir(p.Folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// waitsAt is what LibreOffice may do, and more, done by a program that took it over. Its report
// goes into a file of its folder.
const waitsAt = "waits-at"

func escapeWaiting(network, socket, secret string) {
	var done []string
	try := func(what string, err error) {
		if err == nil {
			done = append(done, what)
		}
	}
	_, err := net.Listen("unix", "socket")
	if err != nil {
		done = append(done, "not wait at a socket: "+err.Error())
	}
	for _, n := range []string{"tcp", "udp"} {
		_, err = net.Dial(n, network)
		try(n, err)
	}
	for _, at := range []string{socket, "socket", "@ngatu-office-test"} {
		_, err = net.Dial("unix", at)
		try("connect to "+at, err)
	}
	_, err = net.Listen("unix", filepath.Join(filepath.Dir(socket), "another"))
	try("wait elsewhere", err)
	_, err = os.ReadFile(secret)
	try("read another file", err)
	try("write another file", os.WriteFile(secret, nil, 0o600))
	try("change the rights of another file", os.Chmod(secret, 0o644))
	try("change the age of another file", os.Chtimes(secret, time.Unix(0, 0), time.Unix(0, 0)))
	// no old kernel stands by: what Landlock would not see there fails in the own folder too
	_ = os.WriteFile("own", []byte("own"), 0o600)
	try("empty a file by its name", syscall.Truncate("own", 0))
	_, err = syscall.Setsid()
	try("leave its group", err)
	_ = os.WriteFile("done", []byte(strings.Join(done, "\n")), 0o600)
}

// A program that may wait at a socket reaches nothing by it: no network, no socket of others or of
// its own, no file outside of its folder; and it stays in the group that is killed.
func TestAWaitingConverterReachesNothing(t *testing.T) {
	p, others := pool(t), t.TempDir()
	room, leave, err := p.Room()
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	network, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer network.Close()
	for _, at := range []string{filepath.Join(others, "socket"), "@ngatu-office-test"} {
		l, err := net.Listen("unix", at)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
	}
	secret := filepath.Join(others, "secret")
	if err := os.WriteFile(secret, []byte("hush"), 0o600); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	err = p.Convert(t.Context(), "", Conversion{
		Program: self, Args: []string{waitsAt, network.Addr().String(), filepath.Join(others, "socket"), secret},
		Folder: room, Time: officeTime, Memory: officeMemory, Written: 1 << 20, Files: officeFiles, Waits: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	done, err := os.ReadFile(filepath.Join(room, "done"))
	if err != nil || len(done) > 0 {
		t.Errorf("it could %s: %v", done, err)
	}
}
