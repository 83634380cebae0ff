package app

import (
	"context"
	"errors"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/server/players"
)

// Held says whether the place of a stopped server is held, and why.
func Held(ctx context.Context, at config.Place) (b store.SetBack, held bool, err error) {
	st, err := openStopped(ctx, at)
	if err != nil {
		return b, false, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return st.Held(ctx)
}

// Continue ends the held state of a stopped server, in the operator's name; Conflict if it is not
// held.
func Continue(ctx context.Context, at config.Place) (err error) {
	st, err := openStopped(ctx, at)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	b, held, err := st.Held(ctx)
	if err != nil {
		return err
	}
	if !held {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Máy chủ của thư mục này không bị tạm giữ. Không có gì phải làm.",
			En:   "The server of this folder is not held. There is nothing to do.",
		}
	}
	_, err = st.Change(ctx, "operator", func(tx *store.Tx) error { return tx.Continue(ctx, b.Number) })
	return err
}

// stolenKey says that a screen has a frame that only a thief of the working key can have made.
func stolenKey(a players.Alarm) error {
	return &content.Error{
		Code: content.Denied,
		Vi:   "Màn hình " + a.Screen + " giữ một khung ký bằng khóa làm việc mà máy chủ này không thể đã ký (" + a.At.In(area.Local).Format("15:04 02/01/2006") + "). Khóa có thể đã bị đánh cắp: hãy đổi khóa bằng khóa khôi phục, ngatu keys rotate --recovery, rồi khởi động lại máy chủ.",
		En:   "Screen " + a.Screen + " has a frame under the working key that this server cannot have signed. The key may be stolen: change it with the recovery key, ngatu keys rotate --recovery, then restart the server.",
	}
}
