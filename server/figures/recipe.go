package figures

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/store"
)

// byRecipe reads a book that left questions by the recipe of its sender, where one holds for
// exactly this layout and for the period of its as-of time.
func (f *Figures) byRecipe(ctx context.Context, sender string, book reading.Book, first reading.Reading, o TakeOptions) (reading.Reading, store.Recipe, error) {
	if len(first.Asks) == 0 || len(o.Answers.Roles) > 0 {
		return first, store.Recipe{}, nil
	}
	m, err := f.Store.Measure(ctx, measureID(o))
	if err != nil {
		return first, store.Recipe{}, err
	}
	r, err := f.Store.RecipeFor(ctx, m.SenderOf(sender), m.ID, first.Fingerprint.ID)
	if content.CodeOf(err) == content.NotFound {
		return first, store.Recipe{}, nil
	}
	if err != nil {
		return first, store.Recipe{}, err
	}
	answers := r.Made.Answers
	answers.AsOf, answers.Source, answers.Bodies = o.Answers.AsOf, o.Answers.Source, o.Answers.Bodies
	again := reading.Of(book, answers)
	if again.AsOf.Fault != figure.None || !r.Period.Holds(again.AsOf.Time) {
		return first, store.Recipe{}, nil // it ended with its period
	}
	return again, r, nil
}

// withoutAsOf asks for the as-of time of a sheet that says none.
func withoutAsOf(read reading.Reading) []reading.Ask {
	dated := func(r figure.Row) bool { return !r.AsOf.IsEmpty() }
	if len(read.Asks) > 0 || slices.ContainsFunc(read.Rows, dated) {
		return nil
	}
	return []reading.Ask{{
		Role: reading.AsOf,
		Vi:   "Bảng không ghi thời điểm số liệu: hãy hỏi nơi lập bảng rồi nhập.",
		En:   "The sheet does not say its as-of time: ask whoever made it, and enter it.",
	}}
}

// otherLevel asks about a sheet whose layout is known for units of another level.
func (f *Figures) otherLevel(r Reading) (Reading, error) {
	r.Asks = []reading.Ask{{
		Role: reading.Unit,
		Vi:   "Mẫu bảng này đã được xác nhận cho cấp đơn vị khác: hãy kiểm tra lại các cột.",
		En:   "This layout was confirmed for units of another level: check its columns.",
	}}
	r.Outcome, r.Figures, r.Sheet.Detail.Asks = Asked, nil, r.Asks
	return r, nil
}
