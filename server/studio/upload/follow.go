package upload

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// followShared has a file of a person read that came whole, and answers with how far it is, whichever
// node reads it. Whoever did not hear the answer asks again, at any of them.
func (s *Uploads) followShared(c *fiber.Ctx, who, id string) error {
	ctx := c.UserContext()
	u, err := s.shared.rows.Get(ctx, id)
	if content.CodeOf(err) == content.NotFound || err == nil && (u.Who != who || u.Come < u.Bytes) {
		return notWhole(err)
	}
	if err != nil {
		return err
	}
	w, err := s.wantedBy(c)
	if err != nil {
		return err
	}
	b, err := json.Marshal(w)
	if err != nil {
		return err
	}
	if err := s.shared.rows.Want(ctx, id, string(b)); err != nil {
		return err
	}
	select {
	case s.shared.news <- struct{}{}:
	default:
	}
	ctx, id = context.WithoutCancel(ctx), strings.Clone(id)
	gone := c.Context().Done() // the server stops
	return answerSteps(c, func(tell func(step)) outcome { return s.converting(ctx, s.shared.follow(ctx, gone, id, w, tell)) })
}

// converting adds to what became of a clip where it is told how far its copies are, if they are not made
// yet.
func (s *Uploads) converting(ctx context.Context, o outcome) outcome {
	if o.Made == nil || len(o.Made.Slides) > 0 {
		return o
	}
	d, err := s.Store.SlideDraft(ctx, o.Made.ID)
	if err != nil || d.Doc.Kind != content.Video { // else its own page says so
		return o
	}
	if making, err := s.pictures.Making(ctx, d.Doc); making && err == nil {
		o.Made.Conversion = conversionOf(o.Made.At)
	}
	return o
}

// follow waits for the end of a file that some node reads, and no longer for one that none takes or
// that goes no step on: it is read all the same. What becomes of it for another purpose than w is no
// answer to w.
func (p *shared) follow(ctx context.Context, stopping <-chan struct{}, id string, w wanted, tell func(step)) (out outcome) {
	tick := time.NewTicker(tellEvery / 2)
	defer tick.Stop()
	l := listening{read: p.patience, since: time.Now()}
	for {
		u, err := p.rows.Get(ctx, id)
		switch {
		case content.CodeOf(err) == content.NotFound:
			return outcomeOf(uploaded{Fault: notWhole(err)})
		case err == nil && u.Wanted != "" && !w.sameAs(u.Wanted):
			return outcome{Fault: errOther}
		case err == nil && u.Made != "":
			if json.Unmarshal([]byte(u.Made), &out) == nil && (out.Made != nil || out.Fault != nil) {
				return out
			}
			return outcomeOf(uploaded{Fault: errFailed})
		case err == nil && l.hears(u, time.Now()):
			tell(l.step)
		case l.over(time.Now()):
			return outcome{Fault: errWaits}
		}
		select {
		case <-stopping:
			return outcomeOf(uploaded{Fault: errElsewhere})
		case <-tick.C:
		}
	}
}

// sameAs is [wanted.same] for what a file's row keeps.
func (w wanted) sameAs(text string) bool {
	var o wanted
	return json.Unmarshal([]byte(text), &o) == nil && w.same(o)
}

// errOther is told of a file that is being read, or was taken, for another purpose: its bytes are no
// longer free.
var errOther = &fault{
	Code: content.Conflict, Next: nextAnew,
	Vi: "Tệp này đã được gửi cho chiến dịch hoặc tấm chiếu khác, hoặc với câu trả lời khác về AI, nên phải gửi lại từ đầu. Hãy tải lại trang rồi chọn lại tệp.",
	En: "This file was sent for another campaign or slide, or with another answer about AI, so it has to be sent anew. Load the page again and choose the file once more.",
}

var errElsewhere = &content.Error{
	Code: content.Away,
	Vi:   "Máy chủ này đang dừng; máy chủ khác đọc tiếp tệp. Hãy bấm gửi lại để xem kết quả.",
	En:   "This server stops; another goes on with the file. Press once more to see what became of it.",
}

// errWaits is told to a sender who need not wait for the end.
var errWaits = &fault{
	Code: content.Away, Next: nextBehind,
	Vi: "Tệp đã đến đủ nhưng chưa máy chủ nào đọc xong: còn nhiều tệp chờ trước, ổ đĩa gần đầy hoặc kho tệp chưa trả lời. Tệp sẽ được tự đọc, không cần gửi lại; bản nháp sẽ có trong danh sách tấm chiếu.",
	En: "The file is here whole, but no server has read it yet: others wait before it, disks are nearly full, or the media store does not answer. It is read by itself and need not be sent again; its drafts will be in the list of slides.",
}
