package figures

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/store"
)

// checkedRig is an intake whose checks hold what they find, with two reporters.
func checkedRig(t *testing.T, change func(*figure.Measure)) *rig {
	t.Helper()
	r := newRig(t, nil)
	m := figure.Accounts
	if change != nil {
		change(&m)
	}
	_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		for _, id := range []string{"an", "binh"} {
			if err := tx.PutStaff(t.Context(), store.Staff{ID: id, Login: id, Name: strings.ToUpper(id[:1]) + id[1:]}); err != nil {
				return err
			}
		}
		return tx.PutMeasure(t.Context(), m)
	})
	r.no(err)
	return r
}

// city is a sheet of all districts: header names the column of values, add goes on top of each.
func city(day int, header string, add int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "KẾT QUẢ CÀI ĐẶT iHANOI\nTính đến 17h00 ngày %d/11/2024\nNguồn: Công an thành phố\nTT;Đơn vị;%s\n", day, header)
	for i, d := range units().At(area.Nov2024, area.DistrictLevel) {
		fmt.Fprintf(&b, "%d;%s;%d\n", i+1, d.Name, 48_001+137*i+add)
	}
	return b.String()
}

func total(sheet Reading) figure.Number {
	sum := int64(0)
	for _, f := range sheet.Figures {
		sum += f.Value
	}
	return figure.Whole(sum)
}

func (r *rig) send(who, sheet string) Reading {
	r.Helper()
	return must(r.Take(r.Context(), who, "bảng.csv", strings.NewReader(sheet), TakeOptions{Person: who}))(r)
}

// A first release waits for a second person; a later one that every check passes goes on boards by
// itself.
func TestAFirstReleaseNeedsTwo(t *testing.T) {
	r := checkedRig(t, nil)
	first := r.send("an", city(20, "Số tài khoản", 0))
	if first.Outcome != Held || len(first.Verdict.Errors) != 1 || first.Verdict.Errors[0].Kind != figure.First {
		t.Fatalf("%s, %+v", first.Outcome, first.Verdict)
	}
	if _, err := r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024); content.CodeOf(err) != content.NotFound {
		t.Fatalf("a draft is on boards: %v", err)
	}
	if again := r.send("an", city(20, "Số tài khoản", 0)); again.Outcome != Same || again.Release.ID != first.Release.ID {
		t.Errorf("the same file again: %s", again.Outcome)
	}
	err := r.Release(t.Context(), "an", first.Release.ID, Letting{Reason: "đúng"})
	if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "người thứ hai") {
		t.Errorf("who sent it released it: %v", err)
	}
	err = r.Release(t.Context(), "binh", first.Release.ID, Letting{})
	if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "lý do") {
		t.Errorf("released without a reason: %v", err)
	}
	r.no(r.Release(t.Context(), "binh", first.Release.ID, Letting{Reason: "đã so với báo cáo ký"}))
	now := must(r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024))(t)
	if now.ID != first.Release.ID || now.By != "Binh" || now.Record.Reason == "" || now.Record.Units != 30 || now.Record.Of != 30 {
		t.Errorf("%+v", now)
	}
	if next := r.send("an", city(21, "Số tài khoản", 100)); next.Outcome != Released {
		t.Errorf("a plain next day: %s, %+v", next.Outcome, next.Verdict)
	}
	if stored := must(r.Store.SheetBytes(t.Context(), now.Sheet))(t); string(stored) != city(20, "Số tài khoản", 0) {
		t.Error("the file was not kept as it came")
	}
}

// What the checks object to waits; a release names what it was compared with, and a newer file
// takes the place of a draft.
func TestDrafts(t *testing.T) {
	r := checkedRig(t, func(m *figure.Measure) { m.Limits.FirstByTwo, m.Limits.SourcesListed = false, false })
	base := r.send("an", city(20, "Số tài khoản", 0))
	if base.Outcome != Released && len(base.Verdict.Errors) == 0 { // far from the published total
		r.no(r.Release(t.Context(), "an", base.Release.ID, Letting{Reason: "đúng"}))
	}
	fall := r.send("an", city(21, "Số tài khoản", -2000))
	if fall.Outcome != Held || !slices.ContainsFunc(fall.Verdict.Errors, func(p figure.Problem) bool { return p.Kind == figure.Fall }) {
		t.Fatalf("a fall: %s, %+v", fall.Outcome, fall.Verdict)
	}
	if err := r.Release(t.Context(), "an", fall.Release.ID, Letting{Base: base.Release.ID, Reason: "x"}); content.CodeOf(err) != content.Invalid {
		t.Errorf("a fall was released: %v", err)
	}
	newer := r.send("an", city(21, "Số tài khoản", -10))
	if old := must(r.Store.Release(t.Context(), fall.Release.ID))(t); old.State != store.Superseded {
		t.Errorf("the older draft is %s", old.State)
	}
	if err := r.Release(t.Context(), "an", newer.Release.ID, Letting{Base: "r-other", Reason: "x"}); content.CodeOf(err) != content.Conflict {
		t.Errorf("compared with another: %v", err)
	}
	r.no(r.Release(t.Context(), "an", newer.Release.ID, Letting{Base: base.Release.ID, Reason: "đã đối chiếu"}))
	correction, err := r.Take(t.Context(), "an", "sửa.csv", strings.NewReader(city(21, "Số tài khoản", -2000)), TakeOptions{Person: "an", Corrects: newer.Release.ID})
	if err != nil || correction.Outcome != Held || len(correction.Verdict.Errors) > 0 {
		t.Errorf("a correction: %v, %s, %+v", err, correction.Outcome, correction.Verdict)
	}
	r.no(r.Discard(t.Context(), "an", correction.Release.ID))
	if left := must(r.Store.Drafts(t.Context()))(t); len(left) > 0 {
		t.Errorf("%d drafts are left", len(left))
	}
}

// A draft with a set time goes on boards by itself when that has come, unless what it was compared
// with was replaced meanwhile.
func TestReleasedAtASetTime(t *testing.T) {
	r := checkedRig(t, func(m *figure.Measure) { m.Limits = figure.Limits{FirstByTwo: true} })
	d := r.send("an", city(20, "Số tài khoản", 0))
	at := must(r.Store.Now(t.Context()))(t).Add(time.Second)
	r.no(r.Release(t.Context(), "binh", d.Release.ID, Letting{Due: at}))
	if _, err := r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024); content.CodeOf(err) != content.NotFound {
		t.Fatalf("on boards before its time: %v", err)
	}
	r.until("its time has come", func() bool {
		must(r.releaseDue(t.Context()))(t)
		now, err := r.Store.LatestRelease(t.Context(), "accounts", area.Nov2024)
		return err == nil && now.ID == d.Release.ID && now.By == "Binh"
	})
}

// Units without a row keep their figure only where the reporter says so.
func TestPartialRelease(t *testing.T) {
	r := checkedRig(t, func(m *figure.Measure) { m.Limits = figure.Limits{Whole: true} })
	whole := r.send("an", city(20, "Số tài khoản", 0))
	part := "Tính đến 17h00 ngày 21/11/2024\nNguồn: Công an thành phố\nĐơn vị;Số tài khoản\nQuận Ba Đình;60000\n"
	alone := must(r.Take(t.Context(), "an", "x.csv", strings.NewReader(part), TakeOptions{Person: "an", DryRun: true}))(t)
	if len(alone.Figures) != 1 || alone.Verdict.Silent() || alone.Release.Record.Of != 30 {
		t.Errorf("one district: %d, %+v", len(alone.Figures), alone.Verdict)
	}
	merged := must(r.Take(t.Context(), "an", "x.csv", strings.NewReader(part), TakeOptions{Person: "an", Merge: true}))(t)
	if len(merged.Figures) != 30 || merged.Release.Record.Merged != whole.Release.ID || merged.Figures[0].Value != 60_000 || merged.Outcome != Released {
		t.Errorf("merged: %d of %s, %s %+v", len(merged.Figures), merged.Release.Record.Merged, merged.Outcome, merged.Verdict)
	}
	kept := must(r.Store.Figures(t.Context(), merged.Release))(t)
	if !kept[0].AsOf.Equal(merged.Release.AsOf) || !kept[1].AsOf.Equal(whole.Release.AsOf) {
		t.Errorf("merged figures are as of %v and %v", kept[0].AsOf, kept[1].AsOf)
	}
}

// Thirty daily files with the date in title, header, name of the sheet and name of the file ask
// once. Two more are held for a look at what the recipe made of them.
func TestThirtyDailyFilesAskOnce(t *testing.T) {
	r := checkedRig(t, func(m *figure.Measure) { m.Limits = figure.Limits{} })
	asked, held, released := 0, 0, 0
	for day := 1; day <= 30; day++ {
		before := time.Date(2024, 11, day-1, 0, 0, 0, 0, area.Local).Format("2/1/2006")
		daily := city(day, fmt.Sprintf("Số TK đã kích hoạt đến %d/11/2024;Tăng so với %s", day, before), day)
		daily = strings.Replace(daily, "iHANOI", fmt.Sprintf("NGÀY %d/11/2024", day), 1)
		book := workbook(t, fmt.Sprintf("Ngày %d-11", day), daily)
		got := must(r.Take(t.Context(), "an", fmt.Sprintf("%02d-11.xlsx", day), bytes.NewReader(book), TakeOptions{Person: "an"}))(t)
		switch got.Outcome {
		case Asked:
			asked++
			got = r.explain(got)
			fallthrough
		case Held:
			held++
			r.no(r.Release(t.Context(), "binh", got.Release.ID, Letting{Base: r.shown()}))
		case Released:
			released++
		}
	}
	if asked != 1 || held != 2 || released != 28 {
		t.Errorf("asked %d, held %d, released %d", asked, held, released)
	}
	// Another format, another word, another date or another sender is another layout.
	sheet := func(columns, title, sheet string) []byte {
		return workbook(t, sheet, strings.Replace(city(30, columns, 77), "iHANOI", title, 1))
	}
	const columns, title, name = "Số TK đã kích hoạt đến 30/11/2024;Tăng so với 29/11/2024", "NGÀY 30/11/2024", "Ngày 30-11"
	try := func(who string, book []byte) Outcome {
		return must(r.Take(t.Context(), who, "x.xlsx", bytes.NewReader(book), TakeOptions{DryRun: true}))(t).Outcome
	}
	if got := try("an", sheet(columns, title, name)); got != Released && got != Refused { // a dry run says nothing of what would become of it
		t.Errorf("the layout itself: %s", got)
	}
	for what, got := range map[string]Outcome{
		"percent":         try("an", sheet(columns+" (%)", title, name)),
		"thousands":       try("an", sheet(columns, title+" (nghìn)", name)),
		"two dates":       try("an", sheet(strings.Replace(columns, "29", "30", 1), title, name)),
		"yesterday's":     try("an", sheet(strings.Replace(columns, "30", "28", 1), title, name)),
		"a month's":       try("an", sheet(columns, title, "Tháng 11")),
		"another sender":  try("binh", sheet(columns, title, name)),
		"one column more": try("an", sheet(columns+";Đã khóa", title, name)),
	} {
		if got != Asked {
			t.Errorf("%s: %s", what, got)
		}
	}
	r.no(r.Withdraw(t.Context(), "an", r.shown(), "nhầm cột"))
	if got := try("an", sheet(columns, title, name)); got != Asked {
		t.Errorf("after a withdrawal: %s", got)
	}
}

// workbook is a sheet of lines with semicolons as an XLSX, numbers as numbers.
func workbook(t *testing.T, name, lines string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		var row []any
		for _, field := range strings.Split(line, ";") {
			if n, err := strconv.Atoi(field); err == nil {
				row = append(row, n)
			} else {
				row = append(row, field)
			}
		}
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow(name, cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// explain answers for the column whose name begins with "Số TK".
func (r *rig) explain(asked Reading) Reading {
	r.Helper()
	roles := map[string]reading.Role{}
	for _, c := range asked.Read.Columns {
		if strings.HasPrefix(c.Path, "Số TK") {
			roles[c.Key] = reading.Value
		}
	}
	wrong, err := r.Answer(r.Context(), "binh", asked.Sheet.ID, reading.Answers{Roles: roles}, figure.Whole(1))
	if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "Tổng trên báo cáo") {
		r.Fatalf("a wrong total was taken: %v", err)
	}
	return must(r.Answer(r.Context(), "binh", asked.Sheet.ID, reading.Answers{Roles: roles}, total(wrong)))(r)
}

func (r *rig) shown() string {
	r.Helper()
	now, err := r.Store.LatestRelease(r.Context(), "accounts", area.Nov2024)
	if content.CodeOf(err) == content.NotFound {
		return ""
	}
	r.no(err)
	return now.ID
}

// A name with a slip gets a suggestion; once accepted it is good for that text.
func TestNamesAreAccepted(t *testing.T) {
	r := checkedRig(t, func(m *figure.Measure) { m.Limits = figure.Limits{} })
	slip := strings.Replace(city(20, "Số tài khoản", 0), "Quận Nam Từ Liêm", "Quận Nam Từ Niêm", 1)
	got := r.send("an", slip)
	if got.Outcome != Asked || len(got.Asks) != 1 || len(got.Asks[0].Suggest) == 0 || got.Asks[0].Suggest[0].Code != "019" {
		t.Fatalf("%s, %+v", got.Outcome, got.Asks)
	}
	taken := must(r.AcceptName(t.Context(), "binh", got.Sheet.ID, got.Asks[0].Name, got.Asks[0].Suggest[0]))(t)
	if taken.Outcome != Released || len(taken.Figures) != 30 {
		t.Errorf("%s, %d units", taken.Outcome, len(taken.Figures))
	}
	if next := r.send("an", strings.Replace(slip, "17h00", "18h00", 1)); next.Outcome != Released {
		t.Errorf("the same slip again: %s", next.Outcome)
	}
	if left := must(r.Store.WaitingSheets(t.Context()))(t); len(left) > 0 {
		t.Errorf("%d sheets wait", len(left))
	}
}
