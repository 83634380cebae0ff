// Package doctor checks whether a server has what it needs: one finding a line, each with what to
// do.
//
// It changes nothing and may run beside the server; in a bucket it puts one small object and deletes
// it again. It repairs nothing: its sentences say who can.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/internal/backup"
	"ngatu/internal/blob/s3"
	"ngatu/internal/media"
	"ngatu/internal/reserve"
	"ngatu/internal/store"
)

// State is the result of a check.
type State string

// The states. Bad means that something does not work or was lost.
const (
	Good State = "good"
	Warn State = "warn"
	Bad  State = "bad"
)

// Finding is one line of the report.
type Finding struct {
	Check string `json:"check"`
	State State  `json:"state"`
	Vi    string `json:"vi"`
	En    string `json:"en"`
}

// Options say what to check.
type Options struct {
	Data     string // the data folder
	Database string // address of the database that belongs to it

	// Bucket is where its media are; nil: in Data.
	Bucket *s3.Bucket

	Listen string // the address on which the server listens, or will
	TLS    bool   // the server speaks TLS there itself
	Public string // the address under which people reach it; "": from the settings in the database
	Cert   string // files of the certificate; "": a proxy has it
	Key    string

	Keys func() error // reads the signing keys
	Now  func() time.Time
}

// Look runs all checks, in order.
func Look(ctx context.Context, o Options) []Finding {
	if o.Now == nil {
		o.Now = time.Now
	}
	l := &look{Options: o}
	l.database(ctx)
	l.server()
	l.nodes()
	l.media(ctx)
	l.keys()
	l.clock()
	l.disk()
	l.certificate()
	l.port(ctx)
	l.proxy(ctx)
	l.converters(ctx)
	l.backups()
	return l.found
}

type look struct {
	Options
	in    store.Inspection
	read  bool // the database could be read
	up    bool // a server answers
	found []Finding
}

func (l *look) say(check string, s State, vi, en string) {
	l.found = append(l.found, Finding{check, s, vi, en})
}

// fault adds an error as a finding.
func (l *look) fault(check string, err error) {
	var e *content.Error
	if errors.As(err, &e) {
		l.say(check, Bad, e.Vi, e.En)
		return
	}
	l.say(check, Bad, err.Error(), err.Error())
}

func (l *look) database(ctx context.Context) {
	var err error
	if l.in, err = store.Inspect(ctx, l.Database); err != nil {
		l.fault("database", err)
		return
	}
	l.read = true
	l.say("database", Good, fmt.Sprintf("nguyên vẹn: %d tấm, %d màn hình", l.in.Slides, l.in.Screens), fmt.Sprintf("sound: %d slides, %d screens", l.in.Slides, l.in.Screens))
	if ahead := l.in.Schema > l.in.Knows; ahead {
		l.say("schema", Warn, fmt.Sprintf("Cơ sở dữ liệu đã được một bản Ngatu mới hơn nâng lên lược đồ %d; bản này biết đến %d và vẫn dùng được. Hãy nâng cấp nốt, trừ khi đang cố ý quay lại bản trước.", l.in.Schema, l.in.Knows),
			fmt.Sprintf("A newer Ngatu has brought the database up to schema %d; this one knows up to %d, and can go on with it. Finish the upgrade, unless you mean to go back to the release before.", l.in.Schema, l.in.Knows))
	}
}

func (l *look) keys() {
	if err := l.Keys(); err != nil {
		l.fault("keys", err)
		return
	}
	path := filepath.Join(l.Data, "keys", "working.key")
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		l.say("keys", Warn, "Người khác trên máy đọc được "+path+". Hãy chạy chmod 600.", "Others on this machine can read "+path+". Run chmod 600.")
		return
	}
	l.say("keys", Good, "đọc được, chỉ chủ sở hữu đọc", "can be read, by their owner alone")
}

// clock compares this machine's clock with the last change: it cannot be earlier. Only the kernel
// knows whether the network sets it.
func (l *look) clock() {
	now := l.Now()
	if last := time.UnixMilli(l.in.Number); l.read && last.After(now.Add(time.Minute)) {
		l.say("clock", Bad, "Đồng hồ chậm hơn thay đổi cuối cùng ("+last.UTC().Format(time.RFC3339)+"). Hãy chỉnh giờ bằng NTP.", "The clock is behind the last change ("+last.UTC().Format(time.RFC3339)+"). Set it by NTP.")
		return
	}
	if !synced() {
		l.say("clock", Warn, "Đồng hồ không được đồng bộ. Hãy bật NTP: timedatectl set-ntp true.", "The clock is not synchronised. Turn NTP on: timedatectl set-ntp true.")
		return
	}
	l.say("clock", Good, now.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
}

// enough is how much a disk should have free, in bytes.
const enough = 1 << 30

func (l *look) disk() {
	free, err := reserve.Free(l.Data)
	if err != nil {
		l.say("disk", Warn, "Không đo được chỗ trống: "+err.Error(), "Free space cannot be told: "+err.Error())
		return
	}
	text := fmt.Sprintf("%d MB", free>>20)
	if free < enough {
		l.say("disk", Warn, "Chỉ còn "+text+". Hãy dọn ổ đĩa hoặc thêm dung lượng.", "Only "+text+" left. Free some space or add a disk.")
		return
	}
	l.say("disk", Good, "còn "+text, text+" free")
}

// converters looks for the programs that convert files for screens.
func (l *look) converters(ctx context.Context) {
	path, err := exec.LookPath("ffmpeg")
	if err == nil {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		err = exec.CommandContext(ctx, path, "-version").Run()
	}
	if err != nil {
		l.say("converters", Warn, "Không chạy được ffmpeg; video sẽ không có ảnh tĩnh. Hãy cài: apt-get install ffmpeg.", "ffmpeg does not run; clips get no stills. Install it: apt-get install ffmpeg.")
		return
	}
	if _, there := media.PhoneProgram(); !there {
		l.say("converters", Warn, path+"; không có heif-convert nên ảnh iPhone (HEIC) bị từ chối. Hãy cài: apt-get install libheif-examples.",
			path+"; heif-convert is not there, so pictures of iPhones (HEIC) are refused. Install it: apt-get install libheif-examples.")
		return
	}
	if !media.CanRead() {
		l.say("converters", Good, path+", heif-convert; không có tesseract (tesseract-ocr, tesseract-ocr-vie) nên chữ trong ảnh không được đọc khi kiểm tra",
			path+", heif-convert; tesseract (tesseract-ocr, tesseract-ocr-vie) is not there, so checks do not read words in pictures")
		return
	}
	l.say("converters", Good, path+", heif-convert, tesseract", path+", heif-convert, tesseract")
}

// tooOld is the highest age of the last good backup.
const tooOld = 50 * time.Hour

func (l *look) backups() {
	last, ok := backup.Last(l.Data)
	if !ok || l.Now().Sub(last.Made) > tooOld {
		when, en := "chưa có", "there is none"
		if ok {
			when, en = last.Made.Format(time.RFC3339), last.Made.Format(time.RFC3339)
		}
		l.say("backup", Warn, "Bản sao lưu tốt gần nhất: "+when+". Hãy đặt --backup-to hoặc chạy ngatu backup.", "The last good backup: "+en+". Set --backup-to or run ngatu backup.")
		return
	}
	l.say("backup", Good, last.Made.Format(time.RFC3339)+" "+last.To, last.Made.Format(time.RFC3339)+" "+last.To)
}
