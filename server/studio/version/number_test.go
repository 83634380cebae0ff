package version_test

import (
	"reflect"
	"strings"
	"testing"

	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// The number of a document comes after the approval: from whoever approved, or an admin, with a
// line of the log. Nothing else of what is on air changes.
func TestTheNumberOfADocumentComesLater(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	editor, approver, other := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver), r.Other("duyet-hai", signin.Approver)
	editor.Post("/studio/notice", "campaign", "main", "title", "Tiếp dân", "head", "Tiếp dân thứ hai", "style", "statement").Says(t, 200)
	at := "/studio/slides/" + r.Slides()[0].ID
	editor.Post(at+"/submit", "despite", "cần").Says(t, 200)
	approver.Post(at+"/number", "number", "1/QĐ", "of", "0").Says(t, 409, "không còn phê duyệt nào")
	approver.Approve(at).Says(t, 200)
	was := r.Slides()[0]

	editor.Get(at).Lacks(t, "Ghi số văn bản")
	other.Get(at).Lacks(t, "Ghi số văn bản")
	page := approver.Get(at)
	page.Says(t, 200, "Ghi số văn bản")
	of := page.Value("of")
	editor.Post(at+"/number", "number", "1/QĐ", "of", of).Says(t, 403)
	other.Post(at+"/number", "number", "1/QĐ", "of", of).Says(t, 403, "Chỉ người đã duyệt")
	approver.Post(at+"/number", "number", " ", "of", of).Says(t, 422, "Hãy ghi số văn bản")
	approver.Post(at+"/number", "number", strings.Repeat("1", 121), "of", of).Says(t, 422)
	approver.Post(at+"/number", "number", "1/QĐ", "of", "1").Says(t, 409, "vừa được duyệt lại")
	if now := r.Slides()[0]; !reflect.DeepEqual(now, was) {
		t.Fatalf("refused, and stored: %+v", now)
	}
	approver.Post(at+"/number", "number", "1/QĐ", "of", of).Says(t, 200, "Đã ghi số văn bản", "văn bản 1/QĐ", "Trần Văn duyet ghi số văn bản")
	editor.Get(at+"/versions").Says(t, 200, "văn bản 1/QĐ")
	admin.Post(at+"/number", "number", "12/QĐ-UBND", "of", of).Says(t, 200, "văn bản 12/QĐ-UBND", "Sửa số văn bản")
	now := r.Slides()[0]
	if now.Approval.Document != "12/QĐ-UBND" {
		t.Errorf("its number is %q", now.Approval.Document)
	}
	if now.Approval.Document = was.Approval.Document; !reflect.DeepEqual(now, was) {
		t.Errorf("more than its number changed: %+v", now)
	}
	r.Bound("duyet", mandate.Mandate{Role: signin.Editor})
	approver.Post(at+"/number", "number", "2/QĐ", "of", of).Says(t, 403)
}
