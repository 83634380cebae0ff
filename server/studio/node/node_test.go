package node_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/testkit/postgres"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// One server, with a file.
func TestOneServer(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Get("/studio/nodes").Says(t, 200, "Một máy chủ đang chạy", "Chỉ có máy chủ này", "Một tệp SQLite").Lacks(t, "Nút chính", "PostgreSQL")
	r.Other("lan", signin.Editor).Get("/studio/nodes").Says(t, 403, "không có quyền làm việc này")
}

// Several share a database: the page has each, and names one that fell silent, until it is back or
// given up.
func TestTheNodesAreListed(t *testing.T) {
	pg := postgres.New(t)
	node := func(name string) *store.Store {
		st, err := store.OpenBeside(t.Context(), pg.Address(), store.Beside{Node: name, Witness: filepath.Join(t.TempDir(), "witness")})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		return st
	}
	a := node("a")
	r := studiotest.On(t, a)
	u := r.First()
	if err := a.Nodes.Introduce(t.Context(), "k", "http://10.0.0.1:4080"); err != nil {
		t.Fatal(err)
	}
	u.Get("/studio/nodes").Says(t, 200, "1 nút đang chạy", "Nút chính", "10.0.0.1:4080", "Chỉ có nút a", "không có bản dự phòng đồng bộ").
		Lacks(t, "mất liên lạc", "không mã hóa")
	b := node("b")
	if err := b.Nodes.SayScreens(t.Context(), []store.NodeScreen{{Screen: "HK-1", Doc: "[1]"}, {Screen: "HK-2", Doc: "[1]"}, {Screen: "HK-3"}}); err != nil {
		t.Fatal(err)
	}
	u.Get("/studio/nodes").Says(t, 200, "2 nút đang chạy", "chỉ qua bộ cân bằng tải").Lacks(t, "Chỉ có nút", "mất liên lạc")
	if all, err := a.Nodes.List(t.Context()); err != nil || len(all) != 2 || all[1].Screens != 2 || all[0].Began.IsZero() || !all[0].Maker || !all[0].Self {
		t.Errorf("the nodes: %+v (%v)", all, err)
	}
	db, err := sql.Open("pgx", pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	before := func(schema int) { // as if b were of a version of before
		if _, err := db.Exec(`UPDATE nodes SET schema = $1 WHERE name = 'b'`, schema); err != nil {
			t.Fatal(err)
		}
	}
	silent := func(forMS int) { // as if b had been killed so long ago
		if _, err := db.Exec(`UPDATE nodes SET run = 'killed', seen_ms = (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT - $1 WHERE name = 'b'`, forMS); err != nil {
			t.Fatal(err)
		}
	}
	before(52)
	for _, id := range []string{"was", "is"} {
		r.Put(content.Slide{ID: id, Campaign: "main", Kind: content.Picture, Title: "Hẻm " + id, Medium: content.DigestOf([]byte(id)), State: content.Draft})
	}
	u.Post("/studio/slides/was/pair", "with", "is", "was", "Trước", "is", "Sau").Says(t, 409, "Nút b còn chạy phiên bản cũ", "Chưa lưu gì")
	if s := r.Slides(); len(s) != 2 || s[0].Pair != nil || s[1].Pair != nil {
		t.Errorf("a pair was made beside a node that would lose it: %+v", s)
	}
	silent(8_000)
	u.Get("/studio/nodes").Says(t, 200, "2 nút đang chạy", "Im lặng", "giây trước")
	silent(60_000)
	u.Get("/studio/nodes").Says(t, 200, "1 nút đang chạy", "Nút b mất liên lạc từ", "journalctl -u ngatu", "Nếu đã bỏ hẳn máy này")
	silent(25 * 3600_000)
	u.Get("/studio/nodes").Lacks(t, "Nút b")
}
