package figures

import (
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/figure"
)

// tenfold is a sheet of all districts whose counts have a digit too many.
func tenfold(day int) string {
	lines := strings.Split(strings.TrimSpace(city(day, "Số tài khoản", 100)), "\n")
	for i := 4; i < len(lines); i++ {
		lines[i] += "0"
	}
	return strings.Join(lines, "\n") + "\n"
}

func (r *rig) correcting(sheet, of string) (Reading, error) {
	return r.Take(r.Context(), "an", "bảng.csv", strings.NewReader(sheet), TakeOptions{Person: "an", Corrects: of})
}

// A release of another scale that somebody let out all the same is corrected by naming it: the
// correction waits with warnings, and is held against the release before the wrong one.
func TestATenfoldErrorCanBeCorrected(t *testing.T) {
	loose := func(m *figure.Measure) { m.Limits = figure.Limits{} }
	r := checkedRig(t, loose)
	right := r.send("an", city(20, "Số tài khoản", 0))
	wrong := r.send("an", tenfold(21))
	if right.Outcome != Released || wrong.Outcome != Released {
		t.Fatalf("%s, %s", right.Outcome, wrong.Outcome)
	}
	r.limit(figure.StandardLimits)
	scale := func(p figure.Problem) bool { return p.Kind == figure.OtherScale || p.Kind == figure.Fall }
	if plain := r.send("an", city(21, "Số tài khoản", 100)); plain.Outcome != Held || !slices.ContainsFunc(plain.Verdict.Errors, scale) {
		t.Errorf("without a name: %s, %+v", plain.Outcome, plain.Verdict.Errors)
	}
	for what, of := range map[string]string{"none": "r-none", "a draft": r.drafts()[0]} {
		if _, err := r.correcting(city(21, "Số tài khoản", 100), of); content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "để đính chính") {
			t.Errorf("%s was corrected: %v", what, err)
		}
	}
	if other := must(r.correcting(city(21, "Số tài khoản", 100), right.Release.ID))(t); !slices.ContainsFunc(other.Verdict.Errors, scale) {
		t.Errorf("it corrects another than it is held against: %+v", other.Verdict)
	}
	again := must(r.correcting(strings.Replace(tenfold(21), "17h00", "18h00", 1), wrong.Release.ID))(t)
	if !slices.ContainsFunc(again.Verdict.Errors, func(p figure.Problem) bool {
		return strings.Contains(p.Vi, "đợt trước đợt được đính chính")
	}) {
		t.Errorf("a correction with the same slip: %+v", again.Verdict)
	}
	good := must(r.correcting(city(21, "Số tài khoản", 100), wrong.Release.ID))(t)
	if good.Outcome != Held || len(good.Verdict.Errors) > 0 || !slices.ContainsFunc(good.Verdict.Warnings, scale) {
		t.Fatalf("the correction: %s, %+v", good.Outcome, good.Verdict)
	}
	r.no(r.Release(t.Context(), "an", good.Release.ID, Letting{Base: wrong.Release.ID, Reason: "nhập thừa một chữ số"}))
	now := must(r.Store.LatestRelease(t.Context(), "accounts", good.Release.Period))(t)
	if now.ID != good.Release.ID || now.Record.Corrects != wrong.Release.ID {
		t.Errorf("on boards: %+v", now)
	}
	if before := must(r.Store.PreviousRelease(t.Context(), now))(t); before.ID != right.Release.ID {
		t.Errorf("what was gained is computed from %s", before.ID)
	}
}

// A release that says a later time than its correction stays on boards, so it is withdrawn first. Then
// the correction is held against the one before it.
func TestAWrongTimeIsCorrected(t *testing.T) {
	r := checkedRig(t, func(m *figure.Measure) { m.Limits = figure.Limits{} })
	r.send("an", city(20, "Số tài khoản", 0))
	wrong := r.send("an", city(22, "Số tài khoản", 100))
	r.limit(figure.StandardLimits)
	good := must(r.correcting(city(21, "Số tài khoản", 100), wrong.Release.ID))(t)
	let := Letting{Base: wrong.Release.ID, Reason: "ghi nhầm ngày"}
	if err := r.Release(t.Context(), "an", good.Release.ID, let); content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "thu hồi đợt đó trước") {
		t.Fatalf("it would not be shown, and that is said by: %v", err)
	}
	r.no(r.Withdraw(t.Context(), "an", wrong.Release.ID, let.Reason))
	let.Base = must(r.Store.LatestRelease(t.Context(), "accounts", good.Release.Period))(t).ID
	r.no(r.Release(t.Context(), "an", good.Release.ID, let))
	if now := must(r.Store.LatestRelease(t.Context(), "accounts", good.Release.Period))(t); now.ID != good.Release.ID || now.Record.Corrects != wrong.Release.ID {
		t.Errorf("on boards: %+v", now)
	}
}

// Where nothing stands before the wrong release, its correction is held against what is likely.
func TestAFirstReleaseIsCorrected(t *testing.T) {
	r := checkedRig(t, func(m *figure.Measure) { m.Limits = figure.Limits{} })
	r.Published = []figure.Published{{Day: day(19), Metric: "accounts", Value: 1_500_000, Qualifier: "="}}
	wrong := r.send("an", tenfold(21))
	r.limit(figure.StandardLimits)
	good := must(r.correcting(city(21, "Số tài khoản", 100), wrong.Release.ID))(t)
	if len(good.Verdict.Errors) > 0 || slices.ContainsFunc(good.Verdict.Warnings, func(p figure.Problem) bool { return p.Kind == figure.AgainstPublished }) {
		t.Errorf("%+v", good.Verdict)
	}
	low := must(r.correcting(city(21, "Số tài khoản", -40_000), wrong.Release.ID))(t)
	if !slices.ContainsFunc(low.Verdict.Warnings, func(p figure.Problem) bool { return p.Kind == figure.AgainstPublished }) {
		t.Errorf("far from what was published: %+v", low.Verdict)
	}
}
