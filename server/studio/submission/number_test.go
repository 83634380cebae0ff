package submission_test

import (
	"context"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// The number of a document comes after the approval of a campaign or a setting, too: from whoever
// approved, or an admin, beside what was decided. What waits or was returned has none.
func TestTheNumberOfADocumentComesLater(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	editor, approver, other := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver), r.Other("duyet-hai", signin.Approver)
	of := func(noun store.Noun, id string) (at, key string) {
		t.Helper()
		i, err := r.Store.Waiting(context.Background(), store.DraftKey{Noun: noun, ID: id})
		if err != nil {
			t.Fatal(err)
		}
		return "/studio/submissions/" + i.Submission, string(noun) + ":" + id
	}
	editor.Post("/studio/campaigns/main", "name", "Tháng Mười", "weight", "1", "reach", "all").Says(t, 200, "Đã gửi duyệt")
	admin.Post("/studio/settings", content.SettingApp, "iHanoi").Says(t, 200, "Đã gửi duyệt")
	for noun, id := range map[store.Noun]string{store.NounCampaign: "main", store.NounSetting: content.SettingApp} {
		at, key := of(noun, id)
		approver.Post(at+"/number", "item", key, "number", "1/QĐ").Says(t, 409, "không có phê duyệt nào")
		seen := approver.Get(at).Value(key + ".seen")
		approver.Post(at, "do", "approve "+key, key+".seen", seen).Says(t, 200, "Đã ghi quyết định")

		editor.Get(at).Lacks(t, "Ghi số văn bản")
		other.Get(at).Lacks(t, "Ghi số văn bản")
		approver.Get(at).Says(t, 200, "Ghi số văn bản")
		editor.Post(at+"/number", "item", key, "number", "1/QĐ").Says(t, 403)
		other.Post(at+"/number", "item", key, "number", "1/QĐ").Says(t, 403, "Chỉ người đã duyệt")
		approver.Post(at+"/number", "item", key, "number", " ").Says(t, 422, "Hãy ghi số văn bản")
		approver.Post(at+"/number", "item", key, "number", strings.Repeat("1", 121)).Says(t, 422)
		approver.Post(at+"/number", "item", key, "number", "1/QĐ").Says(t, 200, "Đã ghi số văn bản", "văn bản 1/QĐ")
		editor.Get(at).Says(t, 200, "văn bản 1/QĐ")
		admin.Post(at+"/number", "item", key, "number", "12/QĐ-UBND").Says(t, 200, "văn bản 12/QĐ-UBND", "Sửa số văn bản")
	}
	at, err := r.Store.Decided(context.Background(), store.DraftKey{Noun: store.NounCampaign, ID: "main"})
	if err != nil || at.Document != "12/QĐ-UBND" {
		t.Fatalf("kept is %+v, %v", at, err)
	}
	r.Bound("duyet", mandate.Mandate{Role: signin.Editor})
	approver.Post("/studio/submissions/"+at.Submission+"/number", "item", "campaign:main", "number", "2/QĐ").Says(t, 403)
}
