package inbox

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestConflictCopiesAreHeldAndOthersAreNot(t *testing.T) {
	beside := func(name string) bool { return name == "a.jpg" }
	for _, name := range []string{
		"a.sync-conflict-20241128-101112-ABCDEFG.jpg", "a (An's conflicted copy 2024-11-28).jpg", "a (conflicted copy 2024-11-28 101112).png",
		"a (Copie en conflit de An 2024-11-28).png", "a (In Konflikt stehende Kopie von An 2024-11-28).png", "a (Copia en conflicto de An 2024-11-28).png",
		"a (bản xung đột của An 2024-11-28).png", "a_conflict-20241128-101112.jpg", "a (SFConflict an@hanoi.vn 2024-11-28-10-11-12).jpg",
		"a_DESKTOP-AB1_Nov-28-101112-2024_Conflict.jpg", "a_UserConflict.jpg", "a (Case Conflict).jpg", "a.conflict1.jpg", "a-DESKTOP-4K2JQ1.jpg",
		"a-LAPTOP-9QJK2ABC.mp4", "a-WIN-ABCDEFGHIJK.csv", "a-VANTHU-PC.jpg", "campaign.sync-conflict-20241128-101112-ABCDEFG.yaml", "a.jpg..path2",
		"a (xung đột) 2.jpg", "a (copia in conflitto di An 2024-11-28).jpg", "a [conflicted].jpg", "[Conflict] a.jpg", "a (copy: conflict #1 of 1).jpg",
		"a-An's MacBook Pro.jpg", "a-Ans-iMac.csv",
		"d_An-PC_Nov-28-1011-2024_CaseConflict.jpg", "a (# Name clash 2024-11-28 abc #).jpg", "a (case clash from An).jpg", "a (# Edit conflict 2024-11-28 abc #).jpg",
		"a (Конфліктна копія комп’ютера An 2024-11-28).jpg", "a (สำเนาที่ขัดแย้งของ An 2024-11-28).jpg", "a (cópia em conflito de An 2024-11-28).jpg",
		"a (Конфликтующая копия An 2024-11-28).jpg", "a (An的冲突副本 2024-11-28).jpg", "a (An の競合コピー 2024-11-28).jpg", "a (An의 충돌하는 복사본 2024-11-28).jpg",
		"a (kopia powodująca konflikt użytkownika An).jpg", "a (salinan berkonflik An).jpg", "a (Salinan bercanggah An).jpg", "a (Ans motstridiga kopia).jpg",
		"a (gestoord exemplaar van An).jpg", "a (kopia kolidująca An).jpg", "a (An çakışan kopyası).jpg", "a@conflict.jpg", "a!conflict.jpg", "a - conflicted copy.jpg",
		"a-conflicted-copy-2024.jpg", "a_conflict_2.jpg", "a.conflict", "a.conflict.jpg",
	} {
		if !conflicting(name, func(string) bool { return false }) {
			t.Errorf("%q is not held", name)
		}
	}
	// beside a.jpg
	for _, name := range []string{
		"a-PC01.jpg", "a-BADINH-VP01.jpg", "a-MAY-2.jpg", "a-MSI-B450.jpg", "a-An-PC.jpg", "a-VANPHONG.jpg", "a-SURFACE.jpg",
		"a-Lenovo-An.jpg", "a-HP-ELITEBOOK.jpg", "a-ThuHa.jpg", "a-PHONGVANTHU.jpg", "a-Máy của An.jpg", "a-Hanoi-Office.jpg", "a-Ngang-SURFACE.jpg", "a-anPC.jpg",
	} {
		if !conflicting(name, beside) {
			t.Errorf("%q is not held beside the file without it", name)
		}
		if conflicting(name, func(string) bool { return false }) {
			t.Errorf("%q is held alone", name)
		}
	}
	for _, name := range []string{ // as versions of a picture that is there too
		"a (1).jpg", "a - Copy.jpg", "Bản sao của a.jpg", "a-2.jpg", "a-PCCC.jpg", "a-THANG11.jpg", "a-1920X1080.jpg", "a-HD.jpg", "a-QUAN.jpg",
		"Poster (case study).jpg", "a-2024-11.jpg", "conflict.jpg", "xung đột.jpg", "Non-conflicting.jpg", "Quận Ba Đình (mới).jpg", "a-WINTER2024.jpg",
		"a-1.jpg", "a-moi.jpg", "a-ngang.jpg", "a-Moi.jpg", "a-NGANG.jpg", "a-Final-V2.jpg", "a-A4.jpg", "a-4K.jpg", "a-Q1-2025.jpg", "a-BaDinh.jpg", "a-TAY-HO.jpg",
		"a-Tây Hồ.jpg", "a-EN.jpg", "a-banner.jpg", "a-Bản mới.jpg", "a-PC.jpg", "a-20241128.jpg", "a-28-11-2024.jpg", "a-may-tinh-bang.jpg",
		"a-Khai-mac-trien-lam-so.jpg", "sự-kiện-conflict-free.jpg", "Giải pháp - conflict resolution.jpg", "phim (mâu thuẫn gia đình).jpg",
	} {
		if conflicting(name, beside) {
			t.Errorf("%q is held", name)
		}
	}
}

// What stands for something else is told with a sentence, and told to be over when it goes.
func TestStrangeFilesAreToldAndTheirEnd(t *testing.T) {
	t.Parallel()
	b := quick(t)
	names := []string{
		"poster.jpg.lnk", "Tải về.URL", "Số liệu.gsheet", ".poster.jpg.icloud", "poster.png.nextcloud", "x.webloc", "blank.lnk ",
		"poster (An's conflicted copy 2024-11-28).png",
	}
	for _, name := range names {
		b.write(name, "[InternetShortcut]")
		e := b.expect(Trouble, name)
		if !strings.Contains(e.Err.Vi, name) || e.Real == "" {
			t.Errorf("%s: %+v", name, e)
		}
	}
	b.silent(1500 * time.Millisecond) // told once
	for _, name := range names {
		b.must(os.Remove(b.at(name)))
		b.expect(Over, name)
	}
	b.write("poster (An's conflicted copy 2024-11-28).png", "the right one")
	b.expect(Trouble, "poster (An's conflicted copy 2024-11-28).png")
	// what a person does
	b.must(os.Rename(b.at("poster (An's conflicted copy 2024-11-28).png"), b.at("poster.png")))
	got := map[Kind]string{}
	for range 2 {
		e := <-b.events
		got[e.Kind] = e.Path
	}
	if got[Settled] != "poster.png" || got[Over] != "poster (An's conflicted copy 2024-11-28).png" {
		t.Errorf("told %v", got)
	}
}

func TestNamesThatCannotBeReadAreToldAndTheirEnd(t *testing.T) {
	t.Parallel()
	b := quick(t)
	for name, path := range map[string]string{"\xff\xfe.png": "\ufffd.png", "a\nb.png": "a\ufffdb.png"} {
		if err := os.WriteFile(b.at(name), []byte("x"), 0o644); err != nil {
			t.Skip("this disk takes no such names")
		}
		b.expect(Trouble, path)
		b.must(os.Remove(b.at(name)))
		b.expect(Over, path)
	}
}

// Firefox keeps the place of what it downloads with an empty file.
func TestAnEmptyFileIsToldUnlessItIsBeingFetched(t *testing.T) {
	t.Parallel()
	b := ready(t)
	b.write("film.mp4", "")
	b.write("film.mp4.part", "half")
	b.write("empty.png", "")
	b.expect(Trouble, "empty.png")
	b.silent(time.Second)
	b.must(os.Rename(b.at("film.mp4.part"), b.at("film.mp4")))
	b.expect(Settled, "film.mp4")
	b.must(os.Remove(b.at("empty.png")))
	b.expect(Over, "empty.png")
}
