package preflight

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"ngatu/content/area"
)

// syllables: a word with Vietnamese marks is spelt as one can be. Words without marks may be of any
// language and are left alone.
func syllables(f Facts) (out []Finding) {
	var reported []string
	for _, t := range f.texts() {
		for _, word := range strings.FieldsFunc(t, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !unicode.IsDigit(r) }) {
			if !marked(word) || spelt(word) || slices.Contains(reported, word) {
				continue
			}
			reported = append(reported, word)
			out = append(out, Finding{
				Level: Warning, Marks: f.marks(func(line string) bool { return strings.Contains(line, word) }),
				Vi: fmt.Sprintf("“%s” không phải âm tiết tiếng Việt. Hãy xem lại chính tả.", clipped(word)),
				En: fmt.Sprintf("“%s” is no syllable of Vietnamese. Check its spelling.", clipped(word)),
			})
		}
	}
	return out
}

// marked says whether a word carries a mark of Vietnamese, a vowel (HĐND is short for something)
// and no digit.
func marked(word string) bool {
	plain, tone := area.Untone(word)
	return strings.ContainsAny(plain, "aăâeêioôơuưy") && !strings.ContainsFunc(word, unicode.IsDigit) && (tone != 0 || strings.ContainsFunc(plain, func(r rune) bool { return strings.ContainsRune("ăâđêôơư", r) }))
}

// foreign are words with marks that official texts write although Vietnamese has no such syllable:
// names of places of other peoples.
var foreign = strings.Fields("đắk lắk đăk lăk krông kạn pắc păc")

// onsets by what may stand behind them: before e, ê, i, y; before all others; before any.
var (
	front       = []string{"ngh", "gh", "k"}
	back        = []string{"ng", "g", "c"}
	plainOnsets = []string{"", "b", "ch", "d", "đ", "h", "kh", "l", "m", "n", "nh", "p", "ph", "r", "s", "t", "th", "tr", "v", "x"}
)

// rhymes of Vietnamese without their tone, as they are written behind an onset.
var rhymes = rhymeSet(`
	a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
	e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu  i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
	o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
	ô ôc ôi ôm ôn ông ôp ôt ôông  ơ ơi ơm ơn ơp ơt
	u ua uc ui um un ung up ut uâng uân uât uây uê uêch uênh uơ uy uya uych uynh uyn uyt uyp uyu uyên uyêt uôc uôi uôm uôn uông uôt uôp
	ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu  y yêm yên yêng yêt yêu ynh ych yt yn yp`)

// afterQu are the rhymes behind "qu", whose u is part of the onset.
var afterQu = rhymeSet(`a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây e en eo et ê ên ênh êt êu êch i in it
	ôc ơ ơi ơn y yên yêt ynh ych yt yp yn yu`)

func rhymeSet(list string) map[string]bool {
	m := map[string]bool{}
	for r := range strings.FieldsSeq(list) {
		m[r] = true
	}
	return m
}

// spelt says whether a word can be a syllable.
func spelt(word string) bool {
	plain, tone := area.Untone(word)
	if slices.Contains(foreign, strings.ToLower(word)) {
		return true
	}
	return sounds(plain, tone)
}

// sounds says whether an onset, a rhyme and a tone make a syllable.
func sounds(plain string, tone byte) bool {
	closed := func(rhyme string) bool { // such end in a stop and have one of two tones
		return strings.HasSuffix(rhyme, "c") || strings.HasSuffix(rhyme, "ch") || strings.HasSuffix(rhyme, "p") || strings.HasSuffix(rhyme, "t")
	}
	fits := func(set map[string]bool, rhyme string) bool {
		return set[rhyme] && (!closed(rhyme) || tone == '\'' || tone == '.')
	}
	if rest, ok := strings.CutPrefix(plain, "qu"); ok {
		return fits(afterQu, rest)
	}
	if rest, ok := strings.CutPrefix(plain, "gi"); ok && (fits(rhymes, rest) && !strings.HasPrefix(rest, "i") || fits(rhymes, "i"+rest)) {
		return true
	}
	for _, group := range []struct {
		onsets []string
		front  bool
		either bool
	}{{front, true, false}, {back, false, false}, {plainOnsets, false, true}} {
		for _, o := range group.onsets {
			rest, ok := strings.CutPrefix(plain, o)
			if !ok || rest == "" || !fits(rhymes, rest) {
				continue
			}
			if group.either || group.front == isFront(rest) {
				return true
			}
		}
	}
	return false
}

func isFront(rhyme string) bool {
	r := []rune(rhyme)[0]
	return r == 'e' || r == 'ê' || r == 'i' || r == 'y'
}
