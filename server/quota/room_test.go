package quota

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// An admin has lowered the bounds below what a ward has. Its people correct what is on air and change
// their drafts by files that are no larger, and make nothing new. Another ward is not asked.
func TestAFullAreaCorrects(t *testing.T) {
	ctx := t.Context()
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	file := func(mb int) content.Digest { return content.DigestOf([]byte{byte(mb)}) }
	live := content.Slide{ID: "live", Kind: content.Picture, State: content.Approved, Author: "an", Medium: file(3)}
	draft := content.Slide{ID: "draft", Kind: content.Picture, State: content.Draft, Author: "an", Medium: file(2)}
	_, err = st.Change(ctx, "test", func(tx *store.Tx) error {
		for mb := 1; mb < 6; mb++ {
			err = errors.Join(err, tx.PutMedium(ctx, store.Medium{Digest: file(mb), Kind: content.Picture, Bytes: int64(mb) << 20}))
		}
		for who, ward := range map[string]string{"an": "2024-11/006", "binh": "2024-11/007"} {
			err = errors.Join(err, tx.PutStaff(ctx, store.Staff{ID: who, Name: who, Login: who, Mandates: []mandate.Mandate{{Role: mandate.Editor, Area: ward}}}))
		}
		return errors.Join(err, tx.PutSlide(ctx, live), tx.PutSlide(ctx, draft), tx.PutSetting(ctx, content.SettingAreaMB, "4"), tx.PutSetting(ctx, content.SettingAreaWaits, "1"))
	})
	if err != nil {
		t.Fatal(err)
	}
	undone := errors.New("undone")
	takes := func(who, slide string, mb int, keep bool) error {
		t.Helper()
		g, err := For(ctx, st.Reader, Options{Units: units, At: time.Now(), Who: who})
		if err != nil {
			t.Fatal(err)
		}
		_, err = st.Change(ctx, who, func(tx *store.Tx) error {
			fits, err := g.Fits(ctx, tx.Reader)
			if err != nil {
				return err
			}
			if slide == "" {
				err = errors.Join(tx.PutSlide(ctx, content.Slide{ID: "new", Kind: content.Picture, State: content.Draft, Author: who, Medium: file(mb)}), fits(ctx, tx.Reader, nil))
			} else {
				err = replace(ctx, tx, who, slide, file(mb), func(was content.SlideDraft) error { return fits(ctx, tx.Reader, &was) })
			}
			if err == nil && !keep {
				err = undone
			}
			return err
		})
		if errors.Is(err, undone) {
			return nil
		}
		return err
	}
	for _, one := range []struct {
		who, slide string
		mb         int
		keep       bool
		fits       bool
	}{
		{"an", "", 1, false, false},
		{"binh", "", 1, false, true},
		{"an", "draft", 4, false, false},
		{"an", "draft", 1, false, true},
		{"an", "live", 5, false, false},
		{"an", "live", 1, true, true}, // it is written now
		{"an", "live", 2, false, true},
		{"an", "live", 5, false, false},
	} {
		err := takes(one.who, one.slide, one.mb, one.keep)
		if (err == nil) != one.fits || err != nil && (content.CodeOf(err) != content.Exhausted || !errors.Is(err, ErrOver)) {
			t.Errorf("%+v: %v", one, err)
		}
	}
}

func replace(ctx context.Context, tx *store.Tx, who, slide string, medium content.Digest, fits func(was content.SlideDraft) error) error {
	was, err := tx.SlideDraft(ctx, slide)
	if err != nil {
		return err
	}
	doc := was.Offered()
	doc.Medium = medium
	if err := tx.PutSlideDraft(ctx, "write", was.Save(doc, who, tx.Time())); err != nil {
		return err
	}
	return fits(was)
}
