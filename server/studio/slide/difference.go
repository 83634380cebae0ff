package slide

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// Between is what changed of a slide from one version to another, in the order of its form.
func (s *Slides) Between(ctx context.Context, before, after content.Slide) ([]shell.Difference, error) {
	r := reading{s, ctx}
	was, is := r.lines(before), r.lines(after)
	if after.Kind == content.Guide {
		for _, one := range []struct {
			slide content.Slide
			into  *[]line
		}{{before, &was}, {after, &is}} {
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
