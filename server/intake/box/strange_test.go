package box

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/intake/campaignfile"
	"ngatu/server/rendition/renditiontest"
)

// sentence waits for a sentence in the inbox.
func (r *rig) sentence(path string) string {
	r.Helper()
	at := filepath.Join(r.Root, filepath.FromSlash(path))
	r.until(path+" is there", func() bool { info, err := os.Stat(at); return err == nil && info.Size() > 0 })
	return string(must(os.ReadFile(at))(r))
}

func (r *rig) noted() map[string]store.InboxFile {
	r.Helper()
	rows := map[string]store.InboxFile{}
	for _, f := range must(r.Store.NotedInboxFiles(r.Context(), store.InboxFile{}, 0))(r) {
		rows[f.Path] = f
	}
	return rows
}

// Folders that look alike but for a blank are two campaigns: the settings of one do not move
// the other's slides.
func TestFoldersThatDifferByABlank(t *testing.T) {
	ids := map[string]string{}
	for _, folder := range []string{"Tết 1", "Tết  1", "Tết 1 ", " Tết 1", "Tết\u00a01", "Tết1", "Tết 1\u200b"} {
		id := campaignfile.CampaignOf(folder)
		if other, taken := ids[id]; taken {
			t.Errorf("%q and %q are one campaign, %s", folder, other, id)
		}
		ids[id] = folder
	}
	if campaignfile.CampaignOf("Đống Đa") != "dong-da" || campaignfile.CampaignOf("dong-da") != "dong-da" || campaignfile.CampaignOf("★") == campaignfile.CampaignOf("☆") {
		t.Error("other names have changed")
	}
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("Tết 1/a.png", renditiontest.Picture(1))
	r.drop("Tết 1 /b.png", renditiontest.Picture(2))
	r.drop("Tết 1 /campaign.yaml", []byte("until: 2020-01-01\n"))
	a, b := r.slide("Tết 1/a.png"), r.slide("Tết 1 /b.png")
	r.taken("Tết 1 /campaign.yaml")
	if c := must(r.Store.Campaign(t.Context(), a.Campaign))(t); a.Campaign == b.Campaign || !c.Valid.Until.IsZero() {
		t.Errorf("%+v and %+v share %+v", a, b, c)
	}
}

// Nothing is reported to the log alone.
func TestWhatIsNotTakenIsTold(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("a.png", renditiontest.Picture(1))
	r.taken("a.png")
	r.drop("cùng ảnh.png", renditiontest.Picture(1))
	r.drop("Số liệu.gsheet", []byte("{}"))
	r.drop("poster.jpg.lnk", []byte("L"))
	r.drop("x/a (An's conflicted copy 2024-11-28).png", renditiontest.Picture(2))
	r.drop("trống.png", nil)
	r.drop("desktop.ini", []byte("[.ShellClassInfo]"))
	r.drop("a.png:Zone.Identifier", []byte("[ZoneTransfer]"))
	r.drop("~$K06.xlsx", []byte("x"))
	want := map[string]string{
		"cùng ảnh.png": "giống hệt", "Số liệu.gsheet": "lối tắt", "poster.jpg.lnk": "lối tắt",
		"x/a (An's conflicted copy 2024-11-28).png": "xung đột", "trống.png": "không có nội dung",
	}
	r.until("all are told", func() bool { return len(r.noted()) >= len(want) })
	rows := r.noted()
	for name, words := range want {
		dir, base := filepath.Split(name)
		if text := r.sentence(dir + inbox.Refused + "/" + base + ".txt"); !strings.Contains(text, words) {
			t.Errorf("beside %s: %q", name, text)
		}
		if f := rows[name]; !strings.Contains(f.Sentence.Vi, words) || f.Sentence.En == "" {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if len(rows) != len(want) || len(r.slides()) != 1 {
		t.Errorf("told %+v; %d slides", rows, len(r.slides()))
	}
	for name := range want {
		r.no(os.Remove(filepath.Join(r.Root, filepath.FromSlash(name))))
	}
	r.until("it is over", func() bool { return len(r.noted()) == 0 })
	for name := range want {
		dir, base := filepath.Split(name)
		r.until("the sentence about "+name+" is gone", func() bool {
			_, err := os.Stat(filepath.Join(r.Root, dir, inbox.Refused, base+".txt"))
			return os.IsNotExist(err)
		})
	}
}

// Slides of a folder that was deleted stay on air, and each says so; when the files come back
// elsewhere that is over.
func TestSlidesOfADeletedFolderAreTold(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.drop("loose.png", renditiontest.Picture(9))
	r.drop("Tây Hồ/a.png", renditiontest.Picture(1))
	r.drop("Tây Hồ/b.png", renditiontest.Picture(2))
	r.taken("loose.png")
	s := r.slide("Tây Hồ/a.png")
	r.taken("Tây Hồ/b.png")
	away := filepath.Join(r.dir, "away")
	r.no(os.Rename(filepath.Join(r.Root, "Tây Hồ"), away))
	r.until("both are told", func() bool { return len(r.noted()) == 2 })
	if f := r.noted()["Tây Hồ/a.png"]; !strings.Contains(f.Sentence.Vi, "vẫn đang phát") || f.State != store.Taken {
		t.Errorf("%+v", f)
	}
	if text := r.sentence("_tu-choi/Tây Hồ.txt"); !strings.Contains(text, "vẫn đang phát") {
		t.Errorf("in the inbox: %q", text)
	}
	if now := must(r.Store.Slide(t.Context(), s.ID))(t); now.State != content.Approved {
		t.Fatalf("it is %s", now.State)
	}
	r.shut()
	r.open(nil) // a restart does not forget it
	r.watch()
	r.drop("loose 2.png", renditiontest.Picture(8))
	r.taken("loose 2.png")
	if len(r.noted()) != 2 {
		t.Errorf("after a restart: %+v", r.noted())
	}
	r.no(os.Rename(away, filepath.Join(r.Root, "Tây Hồ")))
	r.until("it is over", func() bool { return len(r.noted()) == 0 })
	r.until("the sentence is gone", func() bool {
		_, err := os.Stat(filepath.Join(r.Root, inbox.Refused, "Tây Hồ.txt"))
		return os.IsNotExist(err)
	})
}

// A refused file that cannot be moved says so beside the reason, in the studio, too.
func TestARefusedFileThatStaysIsTold(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.no(os.WriteFile(filepath.Join(r.Root, inbox.Refused), []byte("a file where the folder belongs"), 0o644))
	r.watch()
	r.drop("a.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'></svg>"))
	r.until("it is told", func() bool { return strings.Contains(r.file("a.svg").Sentence.Vi, "Không chuyển được tệp") })
	if f := r.file("a.svg"); !strings.Contains(f.Sentence.Vi, "SVG") || f.State != store.Refused {
		t.Errorf("%+v", f)
	}
}

// A good file that cannot be taken for now is told, and taken as soon as it can be.
func TestAFileThatIsTriedAgainIsTold(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	blobs := filepath.Join(r.dir, "media")
	r.no(os.Rename(blobs, blobs+".away"))
	r.no(os.WriteFile(blobs, []byte("no folder"), 0o644))
	ctx, stop := withCancel(t)
	defer stop()
	go r.Run(ctx)
	r.watch()
	r.drop("a.png", renditiontest.Picture(1))
	r.until("it is told", func() bool { return r.file("a.png").State == store.Held })
	if f := r.file("a.png"); !strings.Contains(f.Sentence.Vi, "thử lại") {
		t.Errorf("%+v", f)
	}
	r.no(os.Remove(blobs))
	r.no(os.Rename(blobs+".away", blobs))
	if s := r.slide("a.png"); s.State != content.Approved {
		t.Errorf("%+v", s)
	}
}

// Names at the limit of the disk leave room for the sentence beside them.
func TestTheLongestNamesAreTold(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	long := strings.Repeat("ố", 83) // 249 bytes
	r.drop("x/"+long+".lnk", []byte("L"))
	r.drop(long+".svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'></svg>"))
	r.drop(long+".png", renditiontest.Picture(1))
	r.slide(long + ".png")
	r.until("the shortcut is told", func() bool { return r.file("x/"+long+".lnk").State == store.Held })
	r.until("the drawing is refused", func() bool { return r.file(long+".svg").State == store.Refused })
	for _, dir := range []string{"x", ""} {
		at := filepath.Join(r.Root, dir, inbox.Refused)
		r.until("a sentence lies in "+at, func() bool {
			found, _ := filepath.Glob(filepath.Join(at, "*.txt"))
			return len(found) == 1
		})
	}
}

// Blanks behind a name, and endings that browsers give, are no reason to refuse a picture.
func TestEndingsThatPeopleHave(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	photo := renditiontest.Photograph(64, 32)
	for i, name := range []string{"a.jpg ", "b.pjpeg", "c.pjp", "d.JPEG ", "Phố /e.jpg"} {
		photo = append(photo[:len(photo):len(photo)], byte('a'+i)) // each its own
		r.drop(name, photo)
		if s := r.slide(name); s.State != content.Approved || strings.HasSuffix(s.Title, "jpg") {
			t.Errorf("%q: %+v", name, s)
		}
	}
}
