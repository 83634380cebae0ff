package grounds

import (
	"encoding/json"
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// setting is the value of a setting as the log tells it.
type setting struct {
	value string
	there bool
	draft string
	by    []string
	kept  bool // the draft was given back
	live  version
}

func (p *replay) readSetting(l store.Change) error {
	one, f, err := entry(p.settings, l)
	if err != nil {
		return err
	}
	switch {
	case f.Doc != nil:
		one.by, one.kept = writers(f, l), f.Kept
		one.draft = ""
		return json.Unmarshal(f.Doc, &one.draft)
	case l.Verb == "approve":
		p.approved(l)
	case l.Verb == "change":
		var d struct{ Value string }
		if err := json.Unmarshal(l.Detail, &d); err != nil {
			return err
		}
		one.live = p.valueOf(l, one, d.Value)
		one.value, one.there = d.Value, true
	case l.Verb == "delete":
		one.value, one.there = "", false
	}
	return nil
}

// valueOf is why a setting may have a value: it was approved, or is what is left of one that was.
func (p *replay) valueOf(l store.Change, one *setting, value string) version {
	switch {
	case l.Number <= p.after:
		return version{ground: content.Migrated}
	case p.own(l):
		return version{ground: content.ByForm}
	case p.wasApproved(l):
		if one.kept || one.draft != value {
			return version{wrong: &why{"không đúng bản đã gửi duyệt", "it is not what was submitted"}}
		}
		return p.judge(l, mandate.City, one.by)
	case one.there && left(l.ID, one.value, value):
		return one.live
	case p.alone(l.Who, l.At) && p.may(l.Who, mandate.City, l.At):
		return version{ground: content.ByAuthor}
	}
	return version{wrong: &why{"đổi mà không ai duyệt", "it was changed and nobody approved"}}
}

// left says whether a list of domains or numbers is part of what it was: taking away needs one person.
func left(key, was, is string) bool {
	parts := content.Domains
	switch key {
	case content.SettingDomains, content.SettingPortals:
	case content.SettingPhones:
		parts = content.Lines
	default:
		return was == is
	}
	before := parts(was)
	return !slices.ContainsFunc(parts(is), func(d string) bool { return !slices.Contains(before, d) })
}
