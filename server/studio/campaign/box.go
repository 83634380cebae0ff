package campaign

import (
	"slices"

	"ngatu/content"
)

// box is targets as a form can say them: any of these areas, and any of these venues, kinds and
// tags. Nothing chosen is all of a kind.
type box struct {
	Areas, Tags []string
	Venues      []content.Venue
	Kinds       []content.ScreenKind
}

// boxOf is the box that targets are; false where they are none: some lists of a campaign.yaml.
func boxOf(targets []content.Target) (box, bool) {
	var b box
	for _, t := range targets {
		b.Areas, b.Venues = known(b.Areas, t.Area), known(b.Venues, t.Venue)
		b.Kinds, b.Tags = known(b.Kinds, t.Kind), known(b.Tags, t.Tag)
	}
	whole := bounded(&b.Areas) && bounded(&b.Venues) && bounded(&b.Kinds) && bounded(&b.Tags)
	all := b.targets()
	return b, whole && len(all) == len(targets) && !slices.ContainsFunc(all, func(t content.Target) bool { return !slices.Contains(targets, t) })
}

func known[T comparable](all []T, one T) []T {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// bounded takes out “all” where it is the only choice; false where it stands beside others.
func bounded[T ~string](all *[]T) bool {
	if slices.Contains(*all, "") && len(*all) > 1 {
		return false
	}
	*all = slices.DeleteFunc(*all, func(one T) bool { return one == "" })
	return true
}

// targets is the box as a campaign has it.
func (b box) targets() (out []content.Target) {
	for _, area := range orAll(b.Areas) {
		for _, venue := range orAll(b.Venues) {
			for _, kind := range orAll(b.Kinds) {
				for _, tag := range orAll(b.Tags) {
					out = append(out, content.Target{Area: area, Venue: venue, Kind: kind, Tag: tag})
				}
			}
		}
	}
	if len(out) == 1 && out[0] == (content.Target{}) {
		return nil
	}
	return out
}

func orAll[T ~string](all []T) []T {
	if len(all) == 0 {
		return []T{""}
	}
	return all
}
