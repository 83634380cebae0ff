// Package card lays the text of a page out as cards: notices that are read in a look each.
//
// A card takes no longer to read than a slide should stay. Text is cut where a reader would pause:
// between paragraphs, sentences, clauses, and only then between words, never beside a number. Not a
// word is added or lost; one that no field has room for goes on in the next.
package card
