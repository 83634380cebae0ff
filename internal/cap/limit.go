package cap

import "ngatu/content/bulletin"

// Possible reports whether a document is within all limits: what a worker says of one is checked by
// it.
func (d Document) Possible() bool {
	if len(d.Messages) > maxMessages || len(d.Links) > maxLinks || d.Broken < 0 {
		return false
	}
	for _, l := range d.Links {
		if len(l.At) > maxText || len(l.Mark) > maxText {
			return false
		}
	}
	for _, m := range d.Messages {
		if !possible(m) {
			return false
		}
	}
	return true
}

func possible(m bulletin.Message) bool {
	if len(m.Infos) > maxInfos || len(m.Refers) > maxRefers || len(m.Identifier) > maxText || len(m.Sender) > maxText {
		return false
	}
	for _, i := range m.Infos {
		for _, text := range append([]string{i.Language, i.Event, i.Headline, i.Instruction, i.SenderName}, i.Responses...) {
			if len(text) > maxText {
				return false
			}
		}
		if len(i.Areas) > maxAreas || len(i.Responses) > maxCodes {
			return false
		}
		for _, a := range i.Areas {
			if len(a.Text) > maxText || len(a.Codes) > maxCodes {
				return false
			}
		}
	}
	return true
}
