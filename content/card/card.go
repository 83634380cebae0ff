package card

import (
	"fmt"
	"strings"
	"time"

	"ngatu/content"
)

// Longest is how long a card takes to read at most.
const Longest = 20 * time.Second

const (
	mostHead  = 9  // words of a title; a longer one is text
	mostLine  = 14 // words of a line below a title
	mostLines = 4
	mostAlone = 16 // words of a card that is one message
	mostWords = 19 // of a card beside its number
)

// Card is the words of a slide, and how they are arranged.
type Card struct {
	Style content.Style
	Words content.Words
}

// Of are the cards of a page: its title, which each card bears, and its paragraphs.
func Of(title string, paragraphs []string) (out []Card) {
	title = strings.Join(strings.Fields(title), " ")
	if count(title) > mostHead || letters(title) > mostLetters {
		title, paragraphs = "", append([]string{title}, paragraphs...)
	}
	if title == "" {
		for _, p := range paragraphs {
			for _, piece := range pieces(p, mostAlone) {
				out = append(out, Card{content.Statement, content.Words{Head: piece, Brief: brief(piece)}})
			}
		}
		return numbered(out)
	}
	var lines []string
	for _, p := range paragraphs {
		lines = append(lines, pieces(p, min(mostLine, mostWords-count(title)))...)
	}
	if len(lines) == 0 {
		return []Card{{content.Statement, content.Words{Head: title}}}
	}
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && n < mostLines && within(title, lines[:n+1]) {
			n++
		}
		out = append(out, Card{content.List, content.Words{Head: title, Lines: lines[:n:n]}})
		lines = lines[n:]
	}
	out[0].Words.Brief = brief(title)
	return numbered(out)
}

// within says whether a card can be read in time.
func within(title string, lines []string) bool {
	return content.Words{Kicker: "1/2", Head: title, Lines: lines}.Amount().ReadingTime(false) <= Longest
}

// brief is a text where a passer-by reads it at a glance, as many words as a title has, else
// nothing: a screen in the street then leaves the card out.
func brief(text string) string {
	if count(text) > mostHead {
		return ""
	}
	return text
}

// numbered says on each of several cards which it is, of how many.
func numbered(cards []Card) []Card {
	for i := range cards {
		if len(cards) > 1 {
			cards[i].Words.Kicker = fmt.Sprintf("%d/%d", i+1, len(cards))
		}
	}
	return cards
}

func count(text string) int { return len(strings.Fields(text)) }
