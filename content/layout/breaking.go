package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph is a text cut into chunks that never split: words, and words bound together by a
// no-break space or because a reader takes them in as one; see bound.go. Widths are computed once, for every size.
type paragraph struct {
	face     *Face
	segments []segment // parted by line breaks in the text
	firm     bool      // it keeps words together that a narrower canvas may part
}

type segment struct {
	chunks []string
	width  [][]int // width[i][j-i] of the line of chunks i to j, in thousandths of the font size
	cost   []int   // of breaking after chunk i
}

// newParagraph cuts a text into chunks: strictly, or as loosely as a narrow canvas needs it.
func newParagraph(face *Face, text string, strict bool) paragraph {
	p := paragraph{face: face}
	for part := range strings.SplitSeq(text, "\n") {
		if s, ok := newSegment(face, part, strict); ok {
			p.segments = append(p.segments, s)
			if loose, _ := chunksOf(part, false); strict && len(s.chunks) != len(loose) {
				p.firm = true
			}
		}
	}
	return p
}

func newSegment(face *Face, text string, strict bool) (segment, bool) {
	chunks, tied := chunksOf(text, strict)
	s := segment{chunks: chunks}
	if len(s.chunks) > maxChunks {
		return s, true
	}
	// of each chunk; of the space before it
	own, joint := make([]int, len(s.chunks)), make([]int, len(s.chunks))
	for i, c := range s.chunks {
		own[i] = face.Width(c)
		if i > 0 {
			joint[i] = face.joint(s.chunks[i-1], c)
			cost := breakCost(s.chunks[i-1], c)
			if tied[i] {
				cost = tiedCost
			}
			s.cost = append(s.cost, cost)
		}
	}
	for i := range s.chunks {
		row := make([]int, 0, len(s.chunks)-i)
		sum := own[i]
		for j := i; j < len(s.chunks); j++ {
			if j > i {
				sum += joint[j] + own[j]
			}
			row = append(row, sum)
		}
		s.width = append(s.width, row)
	}
	return s, len(s.chunks) > 0
}

// maxChunks bounds the work on a text that somebody pasted; no canvas holds as many words legibly.
const maxChunks = 160

// lines breaks the paragraph to lines of at most width pixels at a font size: as few as it takes,
// as even as can be. It reports false where a chunk is wider than the line or more than limit lines
// are needed (0: no limit).
//
// more is how many lines are added to the least number, which gives better breaks their chance. The
// cost is that of the breaks alone: 0 after a comma, 20 between two words, 60 within a compound, more within what belongs together.
func (p paragraph) lines(size, width, limit, more int) (all []string, cost int, ok bool) {
	if limit > 0 && !p.within(limit, width*Em/size) {
		return nil, 0, false
	}
	for _, s := range p.segments {
		l, c, ok := s.lines(width*Em/size, more)
		if !ok {
			return nil, 0, false
		}
		all, cost = append(all, l...), cost+c
	}
	return all, cost, limit == 0 || len(all) <= limit
}

// within reports whether at most limit lines of room hold the paragraph, before its breaks are
// weighed.
func (p paragraph) within(limit, room int) bool {
	for _, s := range p.segments {
		n, ok := s.fewest(room)
		if limit -= n; !ok || limit < 0 {
			return false
		}
	}
	return true
}

// lines finds the breaks of least cost by dynamic programming. room is in thousandths of the font
// size.
func (s segment) lines(room, more int) (out []string, cost int, ok bool) {
	count, ok := s.fewest(room)
	if !ok {
		return nil, 0, false
	}
	n := len(s.chunks)
	count = min(count+more, n)
	target := s.width[0][n-1] / count
	const never = 1 << 40
	best := make([][]int, count+1) // best[k][j]: least cost of chunks before j in k lines
	from := make([][]int, count+1)
	for k := range best {
		best[k], from[k] = make([]int, n+1), make([]int, n+1)
		for j := range best[k] {
			best[k][j] = never
		}
	}
	best[0][0] = 0
	for k := 1; k <= count; k++ {
		for j := 1; j <= n; j++ {
			for i := j - 1; i >= k-1; i-- {
				w := s.width[i][j-1-i]
				if w > room {
					break
				}
				if best[k-1][i] == never {
					continue
				}
				if c := best[k-1][i] + s.unevenness(i, j, w, target, room); c < best[k][j] {
					best[k][j], from[k][j] = c, i
				}
			}
		}
	}
	out = make([]string, count)
	for k, j := count, n; k > 0; k-- {
		i := from[k][j]
		out[k-1] = strings.ReplaceAll(strings.Join(s.chunks[i:j], " "), "\u00a0", " ")
		if i > 0 {
			cost += s.cost[i-1]
		}
		if k == count && s.orphan(i, j, target) {
			cost += orphanCost
		}
		if k < count {
			// a dot between two parts has no place at a line's end
			out[k-1] = strings.TrimSuffix(out[k-1], " ·")
		}
		j = i
	}
	return out, cost, true
}

// breakWeight sets the cost of a break against unevenness: a compound that stays whole is worth
// half a line's width.
const breakWeight = 4_000

// unevenness is the cost of a line of chunks i to j: how far it is from the even width, and how
// well it ends.
func (s segment) unevenness(i, j, w, target, room int) int {
	off := (w - target) * 1000 / room
	cost := off * off
	if j < len(s.chunks) {
		cost += s.cost[j-1] * breakWeight
	} else if s.orphan(i, j, target) {
		cost += 1 << 32 // whatever else it takes
	}
	return cost
}

// tiedCost is that of a break within what belongs together, where there is no room to keep it so.
const tiedCost = 200

// orphanCost is the cost of a line that is one short word, in the measure of [segment.lines]: a
// third of the size is given up for a text without.
const orphanCost = 90

// orphan says whether the last line, of chunks i to j, is a syllable alone that is short beside the
// lines above it.
func (s segment) orphan(i, j, target int) bool {
	return i > 0 && j-i == 1 && j == len(s.chunks) && s.width[i][0]*3 < target*2 && !strings.ContainsRune(s.chunks[i], '\u00a0')
}

// fewest is the least number of lines of room, filled greedily.
func (s segment) fewest(room int) (int, bool) {
	if len(s.chunks) > maxChunks {
		return 0, false
	}
	count, i := 0, 0
	for i < len(s.chunks) {
		if s.width[i][0] > room {
			return 0, false
		}
		j := i
		for j < len(s.chunks) && s.width[i][j-i] <= room {
			j++
		}
		i = j
		count++
	}
	return count, true
}

// breakCost is how badly a line ends between two chunks: well after a comma or a dash, badly after
// a word that leads on to the next, or within a compound of two syllables.
func breakCost(before, after string) int {
	last, _ := utf8.DecodeLastRuneInString(before)
	if strings.ContainsRune(",.;:!?–—-·", last) {
		return 0
	}
	if leading[strings.ToLower(before)] {
		return 50
	}
	b, a := strings.ToLower(strings.Trim(before, "“\"(")), strings.ToLower(trimmed(after))
	if compounds[b+" "+a] {
		return 60
	}
	if capital(before) && capital(after) { // a name
		return 45
	}
	return 20
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "“\"("))
	return unicode.IsUpper(r)
}
