package alert

import (
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/hours"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Mandates and holds that end soon are written about once, to those whom it concerns.
func TestMandatesAndHoldsEnd(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	r.change("test", func(tx *store.Tx) error {
		chi, err := tx.Staff(ctx, "chi")
		if err != nil {
			return err
		}
		chi.Mandates[0].Until = r.Now().Add(5 * 24 * time.Hour)
		binh, err := tx.Staff(ctx, "binh")
		if err != nil {
			return err
		}
		binh.Mandates = append(binh.Mandates, mandate.Mandate{Role: mandate.Admin})
		for _, err := range []error{
			tx.PutStaff(ctx, chi), tx.PutStaff(ctx, binh),
			tx.SetEmail(ctx, "an", "an@phuong.example.vn", "lapses"), // wants no e-mail of that
			tx.PutHold(ctx, content.Hold{ID: "h-lau", Scope: content.HoldInstalls, Why: "Bảo trì", By: "an", At: r.Now(), Span: hours.Span{Until: r.Now().Add(3 * 24 * time.Hour)}}),
			tx.PutHold(ctx, content.Hold{ID: "h-ngan", Scope: content.HoldInstalls, Why: "Một giờ", By: "an", At: r.Now(), Span: hours.Span{Until: r.Now().Add(time.Hour)}}),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	r.days = ""
	r.looks()
	r.is(r.got(), "binh: Ngatu · Sắp hết hạn: quyền của “Vũ Chi”", "binh: Ngatu · Sắp hết hạn: tạm ngừng “Bảo trì”",
		"chi: Ngatu · Ends soon: your own mandate, “Vũ Chi”")
	r.days = ""
	r.looks()
	r.is(r.got())
}

// Figures that wait for a person are written about; those that wait for their time, and what is
// decided by then, are not.
func TestFiguresThatWait(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	r.change("test", func(tx *store.Tx) error {
		binh, err := tx.Staff(ctx, "binh")
		if err != nil {
			return err
		}
		binh.Mandates = []mandate.Mandate{{Role: mandate.Reporter}}
		return tx.PutStaff(ctx, binh)
	})
	hold := func(id string, due time.Time) {
		r.change("inbox:so-lieu", func(tx *store.Tx) error {
			return tx.PutRelease(ctx, store.Release{ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: r.Now(), Source: "Bảng " + id, State: store.Draft, Due: due}, nil)
		})
	}
	hold("r-1", time.Time{})
	hold("r-2", r.Now().Add(48*time.Hour))
	r.looks()
	r.is(r.got(), "binh: Ngatu · Cần người xem: số liệu “Bảng r-1”")
	r.clock(23)
	hold("r-3", time.Time{})
	r.looks()
	r.change("binh", func(tx *store.Tx) error { return tx.DiscardDraft(ctx, "r-3") })
	r.clock(7)
	r.looks()
	r.is(r.got())
}
