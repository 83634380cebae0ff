package store

import (
	"context"
	"fmt"

	"ngatu/content"
)

// A slide of two pictures is stored with both in its pair, and with none of its own. A program of
// before pairs, which leaves out what it does not know, then has a picture without a file: screens
// show nothing of it, where they would else show what was as if it were all. The log has it whole.

// apart is a slide as its document has it.
func apart(s content.Slide) content.Slide {
	if s.Pair == nil {
		return s
	}
	p := *s.Pair
	p.First, s.Medium, s.Pair = s.Medium, "", &p
	return s
}

// together gives a slide that was read its first picture back. One that was stored before they were
// has it.
func together(s *content.Slide) {
	if s.Pair != nil && s.Pair.First != "" {
		s.Medium, s.Pair.First = s.Pair.First, ""
	}
}

// stored is a draft as its document has it.
func stored[T any](d content.DraftOf[T]) content.DraftOf[T] {
	if of, ok := any(&d).(*content.DraftOf[content.Slide]); ok {
		of.Doc, of.Base = apart(of.Doc), apart(of.Base)
	}
	return d
}

// pairsSince is the step of the schema from which on programs know pairs.
const pairsSince = 53

// AskPairs says whether slides may get a second picture. Conflict while a node is here that does not
// know of it: a slide that is saved there loses both.
func AskPairs(ctx context.Context, r Reader) error {
	here, err := r.nodesHere(ctx)
	for _, one := range here {
		if one.Schema < pairsSince {
			return &content.Error{
				Code: content.Conflict,
				Vi:   fmt.Sprintf("Nút %s còn chạy phiên bản cũ, chưa biết tấm có hai ảnh: ai lưu tấm ở đó sẽ làm mất cả hai. Chưa lưu gì; hãy ghép khi mọi nút đã chạy phiên bản mới.", one.Name),
				En:   fmt.Sprintf("Node %s still runs an older version, which does not know slides of two pictures: whoever saves one there loses both. Nothing was saved; put them together once all nodes run the new version.", one.Name),
			}
		}
	}
	return err
}
