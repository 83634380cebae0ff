package bulletin

import (
	"cmp"
	"slices"
	"strings"
	"time"
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
// language, else in English, else in the language that comes first; one in which all is over comes
// after the others. Of several in that language it is the gravest that is not over; the rest
// are left out, each by its own words.
func infoFor(all []Info, sent, at time.Time) (chosen Info, left []string) {
	if len(all) == 0 {
		return Info{}, nil
	}
	first := func(i Info) string {
		l, _, _ := strings.Cut(strings.ToLower(i.Language), "-")
		return l
	}
	holds := func(i Info) bool { return at.Before(expiry(i, sent)) }
	var of []Info
	languages := []string{"vi", "", "en"}
	for _, i := range all {
		languages = append(languages, first(i))
	}
	for _, language := range languages {
		in := slices.DeleteFunc(slices.Clone(all), func(i Info) bool { return first(i) != language })
		if len(of) == 0 || !slices.ContainsFunc(of, holds) && slices.ContainsFunc(in, holds) {
			of = in
		}
	}
	best := 0
	for n, i := range of {
		does, did := holds(i), holds(of[best])
		if does && !did || does == did && rank(i) > rank(of[best]) {
			best = n
		}
	}
	for n, i := range of {
		if n != best && holds(i) {
			left = appendNew(left, named(i))
		}
	}
	return of[best], left
}

// rank is how grave an info is beside others, the greatest the gravest.
func rank(i Info) int {
	return slices.Index([]content.Gravity{content.CivicNotice, content.Warning, content.Danger}, GravityOf(i))
}

// expiry is when what a message says is over.
func expiry(i Info, sent time.Time) time.Time {
	if i.Expires.IsZero() {
		return sent.Add(unsaid)
	}
	return i.Expires
}

// named is what a person knows an info by that is not shown: its event, its headline, its areas.
func named(i Info) string {
	parts := []string{i.Event, i.Headline}
	for _, a := range i.Areas {
		parts = append(parts, a.Text)
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return plain(p) == "" })
	return clipped(plain(strings.Join(parts, " · ")), mostHead)
}

// wordsOf are the words of a takeover that says what a message says; the sentences that were cut,
// since they name links or numbers that are not on the list; and those that found no room. A
// headline is shown whole or not at all: half of one may say the opposite.
func wordsOf(i Info, facts preflight.Facts) (w content.Words, cut, long []string) {
	keep := func(text string, most int) string {
		var kept []string
		length, full := 0, false
		for _, s := range sentences(text) {
			if !maySay(s, facts) {
				cut = appendNew(cut, s)
				continue
			}
			n := len([]rune(s)) + 1
			if full = full || length+n > most+1; full {
				long = appendNew(long, s)
				continue
			}
			kept, length = append(kept, s), length+n
		}
		if text = strings.Join(kept, " "); !maySay(text, facts) { // what two sentences hide between them
			cut = appendNew(cut, text)
			return ""
		}
		return text
	}
	event := keep(i.Event, mostHead)
	switch headline := plain(i.Headline); {
	case !maySay(headline, facts):
		w.Head, cut = event, appendNew(cut, headline)
	case len([]rune(headline)) > mostHead:
		w.Head, long = event, appendNew(long, headline)
	default:
		w.Head = cmp.Or(headline, event)
	}
	if w.Head == "" {
		return content.Words{}, cut, long
	}
	if what := keep(i.Instruction, mostHead-len([]rune(w.Head))-2); what != "" { // as far as it fits
		whole := w.Head
		if !strings.ContainsAny(whole[len(whole)-1:], ".!?") {
			whole += "."
		}
		if whole += " " + what; maySay(whole, facts) {
			w.Head = whole
		} else {
			cut = appendNew(cut, what)
		}
	}
	if len(strings.Fields(event)) <= briefAt && len([]rune(event)) <= mostBrief {
		w.Brief = event
	}
	w.Foot = keep(i.SenderName, mostFoot)
	return w, cut, long
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

// sentences takes a text apart behind its stops, only where a new sentence surely begins: what is
// torn apart would pass the rules bit by bit, and half of it would be shown.
func sentences(text string) (out []string) {
	var one []string
	words := strings.Fields(plain(text))
	for n, word := range words {
		if one = append(one, word); n+1 == len(words) || stops(word, words[n+1]) {
			out, one = append(out, strings.Join(one, " ")), nil
		}
	}
	return out
}

// stops reports whether a sentence ends between two words: not within "TP. Hà Nội", "Q. 1" or
// "024. 3825. 1234".
func stops(word, next string) bool {
	if !strings.ContainsAny(word[len(word)-1:], ".!?") {
		return false
	}
	for _, r := range next { // signs before a letter, as those of a list or a quotation, say nothing
		if unicode.IsDigit(r) || unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			break
		}
	}
	if !strings.HasSuffix(word, ".") {
		return true
	}
	letters := []rune(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	if len(letters) == 0 {
		return true
	}
	return !unicode.IsDigit(letters[len(letters)-1]) && !abbreviates(letters)
}

// abbreviates reports whether letters before a stop are an abbreviation, as TP, Q, tx or ThS: at
// most three letters without a vowel, which no Vietnamese word is, or at most two capitals.
func abbreviates(letters []rune) bool {
	if len(letters) > 3 {
		return false
	}
	capitals := !slices.ContainsFunc(letters, func(r rune) bool { return !unicode.IsUpper(r) })
	consonants := !slices.ContainsFunc(letters, func(r rune) bool { return !strings.ContainsRune("bcdđfghjklmnpqrstvwxz", unicode.ToLower(r)) })
	return consonants || capitals && len(letters) <= 2
}

// clipped cuts a text to so many letters.
func clipped(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimSpace(string(r[:most])) + "…"
	}
	return text
}
