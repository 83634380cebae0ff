package slide

import (
	"slices"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// differences are what a draft changes of the live version as it is by now, in the order of its form.
func (r reading) differences(d content.SlideDraft) ([]shell.Difference, error) {
	fill := d.Offered()
	was, is := r.lines(d.Live), r.lines(fill)
	if d.Doc.Kind == content.Guide {
		for _, one := range []struct {
			slide content.Slide
			into  *[]line
		}{{d.Live, &was}, {fill, &is}} {
			g, err := r.guideOf(r.ctx, one.slide)
			if err != nil {
				return nil, err
			}
			*one.into = append(*one.into, g.lines()...)
		}
	}
	return compare(was, is), nil
}

// compare lists the lines that differ; one that is on one side only has no other.
func compare(was, is []line) (out []shell.Difference) {
	find := func(in []line, name shell.Text) shell.Text {
		if i := slices.IndexFunc(in, func(l line) bool { return l.name == name }); i >= 0 {
			return in[i].is
		}
		return shell.Text{}
	}
	for _, l := range is {
		if before := find(was, l.name); before != l.is {
			out = append(out, shell.Difference{Name: l.name, Was: before, Is: l.is})
		}
	}
	for _, l := range was {
		if !slices.ContainsFunc(is, func(o line) bool { return o.name == l.name }) {
			out = append(out, shell.Difference{Name: l.name, Was: l.is})
		}
	}
	return slices.DeleteFunc(out, func(d shell.Difference) bool { return d.Was == d.Is })
}
