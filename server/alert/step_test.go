package alert

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// What was sent together is one message, and so is what was decided in one act. What waits too long
// goes one step, once, and the log keeps it.
func TestWhatIsSentTogether(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	slide := func(id string, state content.State) content.Slide {
		return content.Slide{
			ID: id, Campaign: "main", Kind: content.Notice, Title: "Tấm " + id, State: state, Author: "an",
			Targets: []content.Target{{Area: "2024-11/006"}},
		}
	}
	put := func(who string, state content.State, gather bool) {
		r.change(who, func(tx *store.Tx) error {
			var all []store.DraftKey
			for _, id := range []string{"a", "b", "c"} {
				if err := tx.PutSlide(ctx, slide(id, state)); err != nil {
					return err
				}
				all = append(all, store.DraftKey{Noun: store.NounSlide, ID: id})
			}
			if !gather {
				return nil
			}
			_, err := tx.Gather(ctx, all)
			return err
		})
	}
	put("an", content.Draft, false)
	r.change("binh", func(tx *store.Tx) error { return tx.PutSlide(ctx, slide("b", content.Submitted)) }) // sends one too
	put("an", content.Submitted, true)
	r.looks()
	emails := r.box.taken()
	if len(emails) != 1 || emails[0].to != "chi@phuong.example.vn" || emails[0].subject != "Ngatu · To approve: slide “Tấm a” and 2 more" ||
		!strings.Contains(emails[0].text, "Tấm c") || !strings.Contains(emails[0].text, "/studio/submissions/") {
		t.Errorf("of what was sent together: %+v", emails)
	}
	all, err := r.Store.Submissions(ctx)
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	r.later += 25 * time.Hour
	r.looks()
	r.is(r.got())
	r.later += 100 * time.Hour
	r.clock(10)
	r.looks()
	r.looks()
	r.is(r.got(), "binh: Ngatu · Chờ duyệt đã lâu: tấm “Tấm a” và 2 mục khác") // whoever stands above, once
	one, err := r.Store.Submission(ctx, all[0].ID)
	if err != nil || one.Step.IsZero() {
		t.Errorf("it went no step: %+v, %v", one, err)
	}
	lines, err := r.Store.ChangesOf(ctx, store.NounSubmission, one.ID, 0, 10)
	if err != nil || len(lines) == 0 || lines[0].Verb != "step" || lines[0].Who != "server" || !strings.Contains(string(lines[0].Detail), "binh") {
		t.Errorf("the log: %+v, %v", lines, err)
	}
	if _, made := r.worth(0, "submit"); made != 2 {
		t.Errorf("%d messages are made for one receiver and one program", made)
	}
	decision, err := r.Store.LastChange(ctx)
	if err != nil {
		t.Fatal(err)
	}
	put("chi", content.Approved, false)
	r.looks()
	r.is(r.got(), "an: Ngatu · Đã duyệt: tấm “Tấm a” và 2 mục khác", "binh: Ngatu · Đã duyệt: tấm “Tấm a” và 2 mục khác")
	if lines, made := r.worth(decision, "approve"); lines < 3 || made != 3 {
		t.Errorf("%d messages are made of %d lines for two receivers and one program", made, lines)
	}
}

// What was decided before the message went out is not said to wait; without a mail server and
// webhooks what waits goes its step all the same.
func TestWhatIsOverIsNotSaidToWait(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	r.clock(23)
	put := func(state content.State) {
		r.change("an", func(tx *store.Tx) error {
			var all []store.DraftKey
			for _, id := range []string{"a", "b"} {
				if err := tx.PutSlide(ctx, content.Slide{ID: id, Campaign: "main", Kind: content.Notice, Title: id, State: state, Author: "an"}); err != nil {
					return err
				}
				all = append(all, store.DraftKey{Noun: store.NounSlide, ID: id})
			}
			if state != content.Submitted {
				return nil
			}
			_, err := tx.Gather(ctx, all)
			return err
		})
	}
	put(content.Draft)
	put(content.Submitted)
	r.looks()
	put(content.Draft)
	r.clock(7)
	r.looks()
	r.is(r.got())
	put(content.Submitted)
	r.Post, r.Hooks = nil, nil
	r.later += 101 * time.Hour
	r.looks()
	if all, err := r.Store.Submissions(ctx); err != nil || len(all) != 1 || all[0].Step.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
}

// A standing approval waits like anything else: alone, among others and for too long it is named,
// and told to those who may approve it; and then what became of it.
func TestAStandingApprovalWaits(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	one := content.Standing{ID: "st-a", Folder: "Đống Đa", Editor: "an", Targets: []content.Target{{Area: "2024-11/006"}}}
	put := func(who string, gather bool, d content.DraftOf[content.Standing]) {
		r.change(who, func(tx *store.Tx) error {
			if err := tx.PutStandingDraft(ctx, d); err != nil || !gather {
				return err
			}
			if err := tx.PutSlide(ctx, content.Slide{ID: "a", Campaign: "main", Kind: content.Notice, Title: "Tấm a", State: content.Submitted, Author: "an"}); err != nil {
				return err
			}
			_, err := tx.Gather(ctx, []store.DraftKey{{Noun: store.NounStanding, ID: "st-a"}, {Noun: store.NounSlide, ID: "a"}})
			return err
		})
		r.looks()
	}
	d := content.DraftOf[content.Standing]{ID: "st-a"}.Saved(one, content.Standing{}, "an", time.Now())
	put("an", false, d)
	emails := r.box.taken()
	if len(emails) != 1 || emails[0].to != "chi@phuong.example.vn" || emails[0].subject != "Ngatu · To approve: standing approval “Đống Đa”" ||
		!strings.Contains(emails[0].text, "/studio/standings#st-a") {
		t.Errorf("of what waits alone: %+v", emails)
	}
	r.later += 101 * time.Hour
	r.clock(10)
	r.looks()
	r.is(r.got(), "binh: Ngatu · Chờ duyệt đã lâu: phê duyệt thường trực “Đống Đa”")
	back, err := d.Back("Chỉ ảnh")
	if err != nil {
		t.Fatal(err)
	}
	r.change("chi", func(tx *store.Tx) error { return store.GiveBack(ctx, tx, "return", store.NounStanding, back) })
	r.looks()
	r.is(r.got(), "an: Ngatu · Được trả lại: phê duyệt thường trực “Đống Đa”")
	put("an", true, d)
	r.is(r.got(), "binh: Ngatu · Chờ duyệt: phê duyệt thường trực “Đống Đa” và 1 mục khác", "chi: Ngatu · To approve: standing approval “Đống Đa” and 1 more")
	r.change("chi", func(tx *store.Tx) error {
		if err := tx.EndDraft(ctx, "approve", store.NounStanding, "st-a", ""); err != nil {
			return err
		}
		return tx.PutStanding(ctx, one)
	})
	r.looks()
	r.is(r.got(), "an: Ngatu · Đã duyệt: phê duyệt thường trực “Đống Đa”")
}

// worth is how many lines with a verb the log has since a change, and how many messages are made of
// them.
func (r *rig) worth(since int64, verb string) (of, made int) {
	r.Helper()
	lines, err := r.Store.Changes(r.Context(), since, store.MaxPage)
	if err != nil {
		r.Fatal(err)
	}
	told := map[string]bool{}
	for _, line := range lines {
		if line.Verb != verb {
			continue
		}
		_, out, err := r.of(r.Context(), line, told)
		if err != nil {
			r.Fatal(err)
		}
		of, made = of+1, made+len(out)
	}
	return of, made
}

// What waits too long with somebody who has a deputy goes to the deputy, once, and not above.
func TestADeputyIsTold(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	r.change("an", func(tx *store.Tx) error {
		deputy := store.Staff{ID: "phu", Name: "Hồ Phú", Login: "phu", Mandates: []mandate.Mandate{{Role: mandate.Approver, For: "chi", Until: r.Now().Add(30 * 24 * time.Hour)}}}
		if err := tx.PutStaff(ctx, deputy); err != nil {
			return err
		}
		return tx.SetEmail(ctx, deputy.ID, deputy.ID+"@phuong.example.vn")
	})
	r.change("an", func(tx *store.Tx) error {
		return tx.PutSlide(ctx, content.Slide{
			ID: "tam", Campaign: "main", Kind: content.Notice, Title: "Họp dân phố", State: content.Submitted, Author: "an", Targets: []content.Target{{Area: "2024-11/006"}},
		})
	})
	r.looks()
	r.is(r.got(), "chi: Ngatu · To approve: slide “Họp dân phố”")
	r.later += 125 * time.Hour
	r.clock(10)
	r.looks()
	r.looks()
	r.is(r.got(), "phu: Ngatu · Chờ duyệt đã lâu: tấm “Họp dân phố”")
	all, err := r.Store.Submissions(ctx)
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	lines, err := r.Store.ChangesOf(ctx, store.NounSubmission, all[0].ID, 0, 10)
	if err != nil || len(lines) == 0 || lines[0].Verb != "step" || !strings.Contains(string(lines[0].Detail), "phu") || strings.Contains(string(lines[0].Detail), "binh") {
		t.Errorf("the log: %+v, %v", lines, err)
	}
}
