package takeover_test

import (
	"strings"
	"testing"

	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// Beside a screen that says nothing the receipts name who looks after it and the number to call, as
// its page has it.
func TestReceiptsNameTheCaretaker(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	operator := r.Other("truc", signin.Operator)
	studiotest.NewScreen(t, boss, "NGATU-01", "caretaker", "Lê Văn Trông, 024 3825 3536").Says(t, 200, "Đã lưu")
	studiotest.NewScreen(t, boss, "NGATU-02").Says(t, 200, "Đã lưu")
	if got := boss.Get("/studio/screens/NGATU-01").Value("caretaker"); got != "Lê Văn Trông, 024 3825 3536" {
		t.Errorf("the screen's page has %q", got)
	}
	on := operator.Post("/studio/takeovers/free", "head", "Cháy ở chợ Hôm", "brief", "Cháy", "gravity", "warning", "minutes", "10", "drill", "no", "reach", "all")
	path, _, _ := strings.Cut(on.Path, "?")
	operator.Get(path+"/screens").Says(t, 200, "NGATU-01", "chưa liên lạc được Lê Văn Trông, 024 3825 3536", "chưa liên lạc được chưa ghi")
}
