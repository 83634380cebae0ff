package screen_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

func TestEnrolment(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	ctx := context.Background()
	ask := func(code string) {
		err := r.Store.PutEnrolment(ctx, store.Enrolment{
			Code: code, Secret: content.DigestOf([]byte(code)), Width: 192, Height: 96, Expires: time.Now().Add(time.Minute),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	ask("K7M3-QA4P")
	u.Post("/studio/screens/enrol", "enrol", "AAAA-AAAA").Says(t, 404, "Không có màn hình nào của máy chủ này", "kẻ chen giữa")
	p := u.Post("/studio/screens/enrol", "enrol", "k7m3 qa4p")
	p.Says(t, 200, "K7M3-QA4P", "Tạo và ghép")
	if !strings.Contains(p.HTML, `name="width" inputmode="numeric" value="192"`) {
		t.Error("the size that the player told is not in the form")
	}
	studiotest.NewScreen(t, u, "NGATU-09", "enrol", "K7M3-QA4P").Says(t, 200, "Đã ghép")
	if e, err := r.Store.EnrolmentBySecret(ctx, content.DigestOf([]byte("K7M3-QA4P"))); err != nil || e.Screen != "NGATU-09" {
		t.Errorf("enrolled as %q, %v", e.Screen, err)
	}
	u.Post("/studio/screens/enrol", "enrol", "K7M3-QA4P", "screen", "NGATU-09").Says(t, 409)
	ask("ACDE-FGHJ")
	u.Post("/studio/screens/enrol", "enrol", "ACDEFGHJ", "screen", "ngatu-09").Says(t, 200, "Đã ghép")
	studiotest.NewScreen(t, u, "NGATU-09").Says(t, 409, "Đã có màn hình mang mã")
	studiotest.NewScreen(t, u, "ngã tư").Says(t, 422, "Mã màn hình")
}

func TestScreensMove(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01")
	now, _ := area.PeriodAt(time.Now())
	form := []string{
		"name", "LED mới", "area", area.City(now).String(), "venue", "mall", "kind", "monitor",
		"width", "1920", "height", "1080", "pitch", "0,63", "distance", "3",
	}
	u.Post("/studio/screens/NGATU-01", form...).Says(t, 200, "Đã lưu")
	u.Post("/studio/screens/NGATU-01", append(form, "moved", "yes", "venue", "office")...).Says(t, 200, "Đã từng đứng ở")
	s, err := r.Store.Screen(context.Background(), "NGATU-01")
	if err != nil || len(s.Places) != 2 || s.Places[0].Venue != content.Mall || s.Places[1].Venue != content.Office {
		t.Errorf("kept as %+v, %v", s, err)
	}
	u.Post("/studio/screens/NGATU-01", append(form, "width", "0")...).Says(t, 422, "Chiều rộng")
	u.Get("/studio/areas?area_name=ba+dinh").Says(t, 200, "Phường Ba Đình", "Quận Ba Đình")
	u.Get("/studio/areas?area_name=zzzz").Says(t, 200, "Không tìm thấy")
}

func TestRevokingAScreen(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	operator := r.Other("van-hanh", signin.Operator)
	studiotest.NewScreen(t, admin, "NGATU-01")
	operator.Post("/studio/screens/NGATU-01/revoke").Says(t, 409, "chưa được ghép")
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		return tx.PutCredential(ctx, store.Credential{ID: "c1", Screen: "NGATU-01", Kind: store.ByKey, Value: make([]byte, 32)})
	})
	if err != nil {
		t.Fatal(err)
	}
	operator.Get("/studio/screens/NGATU-01").Says(t, 200, "Thu hồi quyền của màn hình")
	operator.Post("/studio/screens/NGATU-01/revoke").Says(t, 200, "Đã thu hồi", "ghép lại")
	if _, err := r.Store.Credential(ctx, store.ByKey, make([]byte, 32)); content.CodeOf(err) != content.NotFound {
		t.Errorf("the credential is still good: %v", err)
	}
	operator.Post("/studio/screens/NGATU-77/revoke").Says(t, 404)
}
