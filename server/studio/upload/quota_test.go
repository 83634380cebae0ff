package upload_test

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A ward has a quota: its people are told before they send, refused where a file begins, and where it
// would become too many drafts, with a sentence. Whoever has the whole city is not bounded, and the
// settings say how much is used.
func TestAnAreaHasItsQuota(t *testing.T) {
	r := studiotest.New(t)
	city := r.First()
	ward := r.Other("binh", signin.Editor)
	r.Bound("binh", mandate.Mandate{Role: signin.Editor, Area: "2024-11/006"})
	city.Campaign, ward.Campaign = "dong-da", "dong-da"
	set := func(mb, waits string) {
		t.Helper()
		_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			err := tx.PutCampaign(t.Context(), content.Campaign{ID: "dong-da", Name: "Quận", Pool: "city", Weight: 1, Targets: []content.Target{{Area: "2024-11/006"}}})
			if err == nil {
				err = tx.PutSetting(t.Context(), content.SettingAreaMB, mb)
			}
			if err == nil {
				err = tx.PutSetting(t.Context(), content.SettingAreaWaits, waits)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	set("", "")
	if p := ward.Get("/studio/upload"); strings.Contains(p.HTML, "data-left") {
		t.Error("without a quota the form has one")
	}
	ward.Upload("/studio/upload", "một.jpg", studiotest.Photo(1), "application/json").Says(t, 200)
	set("3", "2")
	ward.Get("/studio/upload").Says(t, 200, "đã dùng 1 trong 3 MB tệp", "1 trong 2 bản nháp")
	begin := func(u *studiotest.User, size string, instead ...string) int {
		return part(u, http.MethodPost, "/studio/upload/parts", nil, map[string]string{
			"Upload-Length": size, "Upload-Metadata": "filename " + base64.StdEncoding.EncodeToString([]byte("a.jpg")) + ",slide " + base64.StdEncoding.EncodeToString([]byte(strings.Join(instead, ""))),
		}).StatusCode
	}
	if got := begin(ward, "3145728"); got != http.StatusInsufficientStorage {
		t.Errorf("a file over the quota begins: %d", got)
	}
	if got := begin(city, "3145728"); got != http.StatusCreated {
		t.Errorf("one of the whole city: %d", got)
	}
	before := len(r.Slides())
	ward.Upload("/studio/upload", "họp.pdf", workertest.PDF(workertest.Pages(3, 0.5)...), "text/html").Says(t, 200, "quá hạn mức 2 của một khu vực", "Đống Đa")
	if n := len(r.Slides()); n != before {
		t.Errorf("a file that is refused leaves %d drafts", n-before)
	}
	pdf := workertest.PDF(workertest.Pages(3, 0.5)...)
	at := part(ward, http.MethodPost, "/studio/upload/parts", nil, map[string]string{
		"Upload-Length": strconv.Itoa(len(pdf)), "Upload-Metadata": "filename " + base64.StdEncoding.EncodeToString([]byte("họp.pdf")),
	}).Header.Get("Location")
	part(ward, http.MethodPatch, at, pdf, map[string]string{"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
	for range 2 { // it is kept, so that it need not be sent again, and does not count itself
		q := ward.Request(http.MethodPost, "/studio/upload", strings.NewReader("part="+at[strings.LastIndex(at, "/")+1:]+"&campaign=dong-da"))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		q.Header.Set("Accept", "application/json")
		q.Header.Set(signin.HeaderCSRF, ward.CSRF)
		if p := ward.Send(q); !strings.Contains(p.HTML, "quá hạn mức 2 của một khu vực") {
			t.Errorf("in parts: %d %s", p.Status, p.HTML)
		}
		ward.Get("/studio/upload").Says(t, 200, "1 trong 2 bản nháp")
	}
	ward.Upload("/studio/upload", "hai.jpg", studiotest.Photo(2), "application/json").Says(t, 200)
	ward.Get("/studio/upload").Says(t, 200, "đã hết hạn mức")
	if got := begin(ward, "10"); got != http.StatusInsufficientStorage {
		t.Errorf("one draft too many begins: %d", got)
	}
	set("3", "1") // less than there is: what is there is corrected all the same
	var mine string
	for _, s := range r.Slides() {
		if s.Title == "hai" {
			mine = s.ID
		}
	}
	if p := ward.Get("/studio/upload?slide=" + mine); strings.Contains(p.HTML, "data-full") {
		t.Error("the form of a correction says that there is no room")
	}
	if got := begin(ward, "10", mine); got != http.StatusCreated {
		t.Errorf("a correction begins: %d", got)
	}
	if got := begin(ward, "3145728", mine); got != http.StatusInsufficientStorage {
		t.Errorf("a large one begins: %d", got)
	}
	ward.Upload("/studio/upload", "hai.jpg", studiotest.Photo(4), "text/html", "slide", mine).Says(t, 200, "Mở bản nháp: hai")
	ward.Upload("/studio/upload", "bốn.jpg", studiotest.Photo(5), "text/html").Says(t, 200, "quá hạn mức 1 của một khu vực")
	city.Get("/studio/settings").Says(t, 200, "Các khu vực đang dùng", "Đống Đa", "Đã hết")
	city.Upload("/studio/upload", "ba.jpg", studiotest.Photo(3), "application/json").Says(t, 200)
}
