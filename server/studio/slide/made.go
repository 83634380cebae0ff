package slide

import (
	"context"

	"ngatu/content"
)

// made refuses a draft of which an approver cannot have seen what screens will show.
func (s *Slides) made(ctx context.Context, id string) error {
	d, err := s.Store.SlideDraft(ctx, id)
	if err != nil {
		return err
	}
	making, err := s.Pictures.Making(ctx, d.Doc)
	if !making {
		return err
	}
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Máy chủ còn đang tạo hình của tấm “" + d.Doc.Title + "” cho các cỡ màn hình. Khi xong, tấm tự lên bàn duyệt.",
		En:   "The server is still making “" + d.Doc.Title + "” for all sizes of screen. When it is done, the slide comes to the approver's desk.",
	}
}
