package card

import (
	"strings"

	"ngatu/content"
)

// Most is how many cards a deck has at most: nobody waits for more.
const Most = 60

// Deck lays a page out as cards for one size of screen: of at most so many words each (0: as many as
// [Longest] leaves), and such that each fits. A heading stands on the cards of its text, or, where
// these have no room for it, on one of its own before them. Not a word is lost or added, and no
// date or number to call is cut; ok is false where that cannot be.
func Deck(page []Section, most int, fits func(Card) bool) (cards []Card, ok bool) {
	d := deck{most: most, fits: fits}
	for _, s := range page {
		if !d.add(s) {
			return nil, false
		}
	}
	if len(d.cards) == 0 || len(d.cards) > Most {
		return nil, false
	}
	return numbered(d.cards), true
}

type deck struct {
	most  int
	fits  func(Card) bool
	cards []Card
}

// add appends the cards of a section.
func (d *deck) add(s Section) bool {
	title := strings.Join(strings.Fields(s.Title), " ")
	if title != "" && count(title) <= mostHead && letters(title) <= mostLetters {
		if cards, ok := d.lists(title, s.Paragraphs); ok {
			d.cards = append(d.cards, cards...)
			return true
		}
	}
	if title != "" && !d.statements(title) {
		return false
	}
	for _, p := range s.Paragraphs {
		if !d.statements(p) {
			return false
		}
	}
	return true
}

// leastLine is how many words a line below a title has at least; a shorter one is better alone.
const leastLine = 3

// lists are the lines of a section under its title, as many on each card as there is time and room
// for.
func (d *deck) lists(title string, paragraphs []string) (out []Card, ok bool) {
	room := mostWords
	if d.most > 0 {
		room = d.most
	}
	room = min(mostLine, room-count(title))
	if room < leastLine {
		return nil, false
	}
	var lines []string
	for _, p := range paragraphs {
		words := split(strings.Fields(p))
		for len(words) > 0 {
			n, fitted := d.longest(words, room, func(piece string) Card {
				return Card{content.List, content.Words{Head: title, Lines: append(lines[:len(lines):len(lines)], piece)}}
			})
			if !fitted && len(lines) == 0 {
				return nil, false
			}
			if fitted {
				lines, words = append(lines, strings.Join(words[:n], " ")), words[n:]
			}
			if !fitted || len(lines) == mostLines {
				out, lines = append(out, Card{content.List, content.Words{Head: title, Lines: lines}}), nil
			}
		}
	}
	if len(lines) > 0 {
		out = append(out, Card{content.List, content.Words{Head: title, Lines: lines}})
	}
	return out, len(out) > 0
}

// statements appends a text as messages.
func (d *deck) statements(text string) bool {
	room := mostAlone
	if d.most > 0 {
		room = min(room, d.most)
	}
	words := split(strings.Fields(text))
	for len(words) > 0 {
		n, fitted := d.longest(words, room, func(piece string) Card {
			return Card{content.Statement, content.Words{Head: piece}}
		})
		if !fitted || len(d.cards) == Most {
			return false
		}
		d.cards = append(d.cards, Card{content.Statement, content.Words{Head: strings.Join(words[:n], " ")}})
		words = words[n:]
	}
	return true
}

// longest is how many of the first words the card of a piece has room for. A card that has lines
// already takes all of them or none: a part begins the next card.
func (d *deck) longest(words []string, room int, of func(piece string) Card) (n int, ok bool) {
	for before := 0; room > 0; room-- {
		if n = next(words, room); n == before {
			continue
		}
		before = n
		c := of(strings.Join(words[:n], " "))
		more := len(c.Words.Lines) > 1
		if d.has(c) && (!more || n == len(words)) {
			return n, true
		}
		if more {
			return 0, false
		}
	}
	return 0, false
}

// has says whether there is time and room for a card.
func (d *deck) has(c Card) bool {
	c.Words.Kicker = "88/88" // which it is, of how many: nobody knows that yet
	words := count(c.Words.Head)
	for _, l := range c.Words.Lines {
		words += count(l)
	}
	return (d.most == 0 || words <= max(d.most, mostGlued)) && c.Words.Amount().ReadingTime(false) <= Longest && d.fits(c)
}
