package store

import (
	"context"
	"crypto/rand"

	"ngatu/content"
)

// FolderKind is what a data folder is for, decided once for life: what was made up for a
// demonstration never becomes what a city shows.
type FolderKind string

// The kinds of folder.
const (
	Demo FolderKind = "demo"
	Real FolderKind = "real"
)

// Meta is what the installation is.
type Meta struct {
	Kind         FolderKind
	Installation string // random, never changes
}

// Meta tells what the installation is; NotFound before [Store.Claim].
func (r Reader) Meta(ctx context.Context) (Meta, error) {
	kind, err := r.metaValue(ctx, "kind")
	if err != nil {
		return Meta{}, orMissing(err, "loại", "kind", r.where)
	}
	installation, err := r.metaValue(ctx, "installation")
	return Meta{FolderKind(kind), installation}, err
}

func (r conn) metaValue(ctx context.Context, key string) (string, error) {
	var value string
	err := r.q.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = $1`, key).Scan(&value)
	return value, r.explain(err)
}

// Claim makes a new folder one of the given kind for life, or checks that it is one; Conflict where
// it is of the other.
func (s *Store) Claim(ctx context.Context, kind FolderKind) (Meta, error) {
	_, err := s.Change(ctx, "ngatu", func(tx *Tx) error {
		if _, err := tx.Meta(ctx); content.CodeOf(err) != content.NotFound {
			return err
		}
		for key, value := range map[string]string{"kind": string(kind), "installation": rand.Text()} {
			if _, err := tx.exec(ctx, `INSERT INTO meta (key, value) VALUES ($1, $2)`, key, value); err != nil {
				return err
			}
		}
		return tx.did(ctx, "create", NounInstallation, string(kind), nil)
	})
	if err != nil {
		return Meta{}, err
	}
	meta, err := s.Meta(ctx)
	if err != nil {
		return Meta{}, err
	}
	if meta.Kind != kind {
		return meta, otherKind(meta.Kind, s.where)
	}
	return meta, nil
}

func otherKind(is FolderKind, where string) error {
	if is == Demo {
		return &content.Error{
			Code: content.Conflict,
			Vi:   where + " là dữ liệu chạy thử (demo), không dùng để phát thật. Hãy bắt đầu với một thư mục mới: ngatu serve --data <thư mục mới>.",
			En:   where + " holds demonstration data and cannot go on air. Begin with a new folder: ngatu serve --data <new folder>.",
		}
	}
	return &content.Error{
		Code: content.Conflict,
		Vi:   where + " là dữ liệu thật, không dùng để chạy thử. Hãy chọn thư mục khác: ngatu demo --data <thư mục khác>.",
		En:   where + " holds real data and is not for a demonstration. Choose another folder: ngatu demo --data <another folder>.",
	}
}
