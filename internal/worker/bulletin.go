package worker

import (
	"bytes"
	"context"
	"errors"
	"io"

	"ngatu/internal/cap"
)

const jobBulletin = "bulletin"

// Bulletin reads a document of the Common Alerting Protocol, or a feed of such, in a worker: see
// [cap.Read].
func (p *Pool) Bulletin(ctx context.Context, b []byte) (cap.Document, error) {
	var out cap.Document
	w, err := p.begin(ctx, ask{Job: jobBulletin, Name: "cap.xml", Size: int64(len(b))}, bytes.NewReader(b), &out)
	if err != nil {
		return cap.Document{}, err
	}
	w.end()
	if !out.Possible() {
		return cap.Document{}, p.noted(w, w.refuse(errors.New("worker: what it says of the feed cannot be")))
	}
	return out, nil
}

func bulletinInside(d *desk) {
	b, err := io.ReadAll(io.NewSectionReader(d.file, 0, d.first.Size))
	var out cap.Document
	if err == nil {
		out, err = cap.Read(b)
	}
	d.answer(d.first.ID, out, err)
}
