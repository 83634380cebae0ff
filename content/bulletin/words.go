package bulletin

import (
	"slices"
	"strings"
	"unicode"

	"ngatu/content"
	"ngatu/content/preflight"
)

// Greatest lengths, in letters: what a takeover of staff may have.
const (
	mostHead  = 180
	mostBrief = 60
	mostFoot  = 80
	briefAt   = 6 // words that a passer-by reads
)

// infoFor is what is shown of a message: in Vietnamese where it has that, else what names no
// language, else in English, else the first.
func infoFor(all []Info) (Info, bool) {
	for _, language := range []string{"vi", "", "en"} {
		i := slices.IndexFunc(all, func(i Info) bool {
			first, _, _ := strings.Cut(strings.ToLower(i.Language), "-")
			return first == language
		})
		if i >= 0 {
			return all[i], true
		}
	}
	if len(all) == 0 {
		return Info{}, false
	}
	return all[0], true
}

// wordsOf are the words of a takeover that says what a message says, and the sentences that were
// left out, since they name links or numbers that are not on the list.
func wordsOf(i Info, facts preflight.Facts) (w content.Words, cut []string) {
	keep := func(text string, most int) string {
		var kept []string
		length := 0
		for _, s := range sentences(text) {
			if !maySay(s, facts) {
				cut = appendNew(cut, s)
				continue
			}
			n := len([]rune(s)) + 1
			if length+n > most+1 {
				break
			}
			kept, length = append(kept, s), length+n
		}
		return strings.Join(kept, " ")
	}
	event := keep(i.Event, mostBrief)
	if w.Head = keep(i.Headline, mostHead); w.Head == "" {
		w.Head = event
	}
	if w.Head == "" {
		return content.Words{}, cut
	}
	if room := mostHead - len([]rune(w.Head)) - 2; room > 0 { // what to do, as far as it fits
		if what := keep(i.Instruction, room); what != "" {
			if !strings.ContainsAny(w.Head[len(w.Head)-1:], ".!?") {
				w.Head += "."
			}
			w.Head += " " + what
		}
	}
	if len(strings.Fields(event)) <= briefAt {
		w.Brief = event
	}
	w.Foot = keep(i.SenderName, mostFoot)
	return w, cut
}

// maySay reports whether a sentence names no link and no number that is not on the list.
func maySay(sentence string, facts preflight.Facts) bool {
	facts.Slide = content.Slide{Words: content.Words{Head: sentence}}
	return !slices.ContainsFunc(preflight.Check(facts), func(f preflight.Finding) bool {
		return f.Level == preflight.Error && (f.Rule == preflight.Link || f.Rule == preflight.Phone)
	})
}

// plain is a text on one line without signs that nobody sees: some of those turn the direction of
// writing round.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// sentences takes a text apart behind its stops.
func sentences(text string) (out []string) {
	var one []string
	for _, word := range strings.Fields(plain(text)) {
		if one = append(one, word); strings.ContainsAny(word[len(word)-1:], ".!?") {
			out, one = append(out, strings.Join(one, " ")), nil
		}
	}
	if len(one) > 0 {
		out = append(out, strings.Join(one, " "))
	}
	return out
}

// clipped cuts a text to so many letters.
func clipped(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimSpace(string(r[:most])) + "…"
	}
	return text
}
