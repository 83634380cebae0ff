package upload_test

import (
	"encoding/json"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/server/studio/studiotest"
)

// generated is a photograph whose XMP says that AI made it.
func generated() []byte {
	b := studiotest.Photo(4)
	xmp := "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\"></x:xmpmeta>"
	n := len(xmp) + 2
	return []byte(string(b[:2]) + "\xff\xe1" + string([]byte{byte(n >> 8), byte(n)}) + xmp + string(b[2:]))
}

// The upload asks whether AI made or altered a file, and the file itself answers ahead. The label
// is the setting's; the approver reads it, and why one was taken off that the file asks for.
func TestMaterialOfAIHasALabel(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Get("/studio/upload").Says(t, 200, "Nội dung có do AI tạo hoặc chỉnh sửa không?")
	send := func(name string, b []byte, more ...string) content.Slide {
		t.Helper()
		p := u.Upload("/studio/upload", name, b, "application/json", more...)
		var got struct{ ID string }
		if p.Status != 200 || json.Unmarshal([]byte(p.HTML), &got) != nil {
			t.Fatalf("%s: %d %s", name, p.Status, p.HTML)
		}
		s, err := r.Store.Slide(t.Context(), got.ID)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := send("ảnh.jpg", studiotest.Photo(2)); s.Label != "" {
		t.Errorf("a photograph has the label %q", s.Label)
	}
	if s := send("ảnh.jpg", studiotest.Photo(2), "ai", "yes"); s.Label != content.LabelAI {
		t.Errorf("what somebody says AI made has the label %q", s.Label)
	}
	r.Set(content.SettingLabel, "Hình do AI tạo")
	made := send("tạo.jpg", generated())
	if made.Label != "Hình do AI tạo" {
		t.Errorf("what the file says AI made has the label %q", made.Label)
	}
	u.Get("/studio/slides/"+made.ID).Says(t, 200, "Do AI tạo hoặc chỉnh sửa", "“Hình do AI tạo”").Lacks(t, "nhưng tấm này không có nhãn")
	form := u.Get("/studio/slides/" + made.ID)
	save := []string{"title", made.Title, "campaign", made.Campaign, "order", "1", "fit", "contain", "focus_x", "0.5", "focus_y", "0.5", "revision", form.Value("revision")}
	u.Post("/studio/slides/"+made.ID, save...)
	u.Get("/studio/slides/"+made.ID).Says(t, 200, "nhưng tấm này không có nhãn", "Nghị định 142/2026")
	if s, err := r.Store.Slide(t.Context(), made.ID); err != nil || s.Label != "" {
		t.Errorf("unticked it has the label %q: %v", s.Label, err)
	}
	if s := send("không.jpg", append(generated(), 0), "ai", "no"); s.Label != "" {
		t.Errorf("what somebody says no AI made has the label %q", s.Label)
	}
	p := u.Post("/studio/settings", "only", content.SettingLabel, content.SettingLabel, strings.Repeat("a", content.MaxLabel+1))
	p.Says(t, p.Status, "dài quá 40 ký tự")
}
