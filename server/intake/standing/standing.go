// Package standing says whether a file of the inbox goes on air by itself: by the standing approval
// of its folder, its bounds and its people, and by what the checks find.
//
// It owns the sentence for what does not. It must not read a file or change a slide.
package standing

import (
	"context"
	"fmt"
	"path"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Of is the standing approval that is made for a file: of its folder, or of one above.
func Of(ctx context.Context, r store.Reader, file string) (content.Standing, bool, error) {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if dir == "." {
			dir = ""
		}
		s, err := r.StandingFor(ctx, dir)
		if err == nil {
			return s, true, nil
		}
		if content.CodeOf(err) != content.NotFound || dir == "" {
			if content.CodeOf(err) == content.NotFound {
				err = nil
			}
			return s, false, err
		}
	}
}

// Lets is the standing approval that lets a file's slide on air, in a campaign as it is or would
// be: within its bounds, and while the people who stand for it may still do so. Where none does, it
// says why.
func Lets(ctx context.Context, r store.Reader, units *area.Set, file string, s content.Slide, c content.Campaign) (content.Standing, store.Notice, bool, error) {
	st, found, err := Of(ctx, r, file)
	if err != nil || !found {
		return st, store.Notice{}, false, err
	}
	if how := mandate.Exceeds(st, s, c, units); how != mandate.BeyondNothing {
		return st, beyond[how], false, nil
	}
	now, err := r.Now(ctx)
	if err != nil {
		return st, store.Notice{}, false, err
	}
	on := mandate.OfSlide(s, c)
	on.By = []string{st.Answers()}
	for _, one := range []struct {
		who string
		act mandate.Act
	}{{st.Editor, mandate.Edit}, {st.By, mandate.Approve}} {
		b, err := r.Bearer(ctx, one.who)
		if content.CodeOf(err) == content.NotFound {
			continue // the demonstration, or nobody who answers beside the approver
		}
		if err != nil {
			return st, store.Notice{}, false, err
		}
		if !mandate.May(b, one.act, on, now, units) {
			return st, lapsed, false, nil
		}
	}
	return st, store.Notice{}, true, nil
}

var beyond = map[mandate.Beyond]store.Notice{
	mandate.BeyondKind: {
		Vi: "Phê duyệt thường trực của thư mục không cho loại tệp này.", En: "The folder's standing approval is not for files of this kind.",
	},
	mandate.BeyondTargets: {
		Vi: "Chiến dịch của thư mục rộng hơn phạm vi của phê duyệt thường trực.", En: "The folder's campaign reaches further than its standing approval.",
	},
	mandate.BeyondShare: {
		Vi: "Tỷ trọng của chiến dịch lớn hơn mức của phê duyệt thường trực.", En: "The campaign's share is greater than its standing approval allows.",
	},
	mandate.BeyondPercent: {
		Vi: "Chiến dịch lấy một phần trăm thời lượng, còn phê duyệt thường trực chỉ cho đến một tỷ trọng.",
		En: "The campaign takes a percentage of airtime; the folder's standing approval is for a greatest share among others.",
	},
}

var lapsed = store.Notice{
	Vi: "Người phụ trách hoặc người duyệt thường trực của thư mục không còn tài khoản hay quyền ở phạm vi này.",
	En: "Whoever answers for the folder, or approved it for good, has lost the account or the mandate for it.",
}

// Waits tells that a slide waits for an approver, and why no standing approval lets it on air.
func Waits(s content.Slide, why store.Notice) store.Notice {
	if why == (store.Notice{}) {
		why = store.Notice{Vi: "Thư mục này chưa có phê duyệt thường trực.", En: "This folder has no standing approval."}
	}
	return store.Notice{
		Vi: fmt.Sprintf("Tấm “%s” chờ duyệt. %s", s.Title, why.Vi),
		En: fmt.Sprintf("The slide “%s” waits to be approved. %s", s.Title, why.En),
	}
}
