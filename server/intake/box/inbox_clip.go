package box

import (
	"context"
	"fmt"
	"path"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/rendition"
)

// clipReady has a clip wait that would take something off the air for as long as it is converted.
func (box *Box) clipReady(ctx context.Context, d drop, t rendition.Taken, s content.Slide) error {
	notice := beingConverted(d.Path, s)
	if done, err := box.works.done(d.Path, string(d.medium.Digest), notice); done != nil || err != nil {
		return err
	}
	if _, stands, err := standingOf(ctx, box.Store.Reader, d.Path); s.State != content.Approved || !stands || err != nil {
		return err // nothing is on air, or that stays until somebody approves the new one
	}
	if slow, err := box.Renditions.Slow(ctx, t, s); !slow || err != nil {
		return err
	}
	return box.works.begin(d.Path, string(d.medium.Digest), notice, func(ctx context.Context, _ *work) {
		if err := box.Renditions.Ahead(ctx, actor(d.Path), t, s); err != nil && ctx.Err() == nil {
			box.Log.Warn("a clip could not be converted before it takes another one's place", "file", d.Path, "error", err)
		}
	})
}

func beingConverted(file string, s content.Slide) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("Video “%s” đang được chuyển mã. Tấm “%s” vẫn chiếu như cũ và tự đổi sang video mới khi chuyển xong.", path.Base(file), s.Title),
		En: fmt.Sprintf("The clip “%s” is being converted. The slide “%s” shows what it showed and changes by itself when that is done.", path.Base(file), s.Title),
	}
}
