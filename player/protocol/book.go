package protocol

import (
	"cmp"
	"errors"
	"maps"

	"ngatu/content"
)

// ErrNotMine says that a frame is for another screen, audience or board.
var ErrNotMine = errors.New("not for this screen")

// MaxBoards is how many boards a player keeps figures of. More would fill its disk.
const MaxBoards = 256

// maxCommands is how many commands a player remembers, so that it obeys none twice.
const maxCommands = 64

// held is what a player remembers of the newest frame of a thing.
type held struct {
	key                 string // that signed it
	number, from, until int64
	hash                string
}

// Book keeps, for one screen, which frame of each thing is the newest. It keeps no bodies and
// checks no signatures: a player that verifies calls [Frame.Verify] first. Only one goroutine may
// use it at a time.
type Book struct {
	// Place gives the place of a key in the chain of hand-overs ([Keys.Place]); nil: all have the
	// same. A frame of a later key is newer whatever its number: a thief must not block a screen
	// with a number that nobody reaches.
	Place func(key string) int

	screen    string
	own       Screen // as its newest frame says
	things    map[string]held
	takeovers map[string]laid  // takeovers by thing
	roll      Roll             // which are on; its frame is among things
	obeyed    map[string]int64 // ends by hash of the command
}

// NewBook makes the book of the screen with this code.
func NewBook(screen string) *Book {
	return &Book{screen: screen, things: map[string]held{}, takeovers: map[string]laid{}, obeyed: map[string]int64{}}
}

// Accept takes a frame that is newer than the book's and says whether it changes anything; with an
// equal hash it does not. Frames of a thing are ordered by the place of their key, their number and
// their beginning. now is the time in Unix milliseconds; 0: the clock is unknown, and nothing
// expires.
//
// It refuses with ErrNotMine a frame that the screen's own frame does not name, with ErrOlder a
// frame older than one taken before, with ErrExpired a takeover or command that has ended, and with
// ErrType a frame that is no thing. Programmes and screens do not expire: after their window a
// player falls back on their evergreen and their hours.
func (b *Book) Accept(f Frame, now int64) (changed bool, err error) {
	if !f.Type.Signed() || f.Type == TypeReleased {
		return false, ErrType
	}
	if !b.mine(f) {
		return false, ErrNotMine
	}
	mortal := f.Type == TypeTakeover || f.Type == TypeCommand
	if mortal && f.Until > 0 && now > 0 && now >= f.Until {
		return false, ErrExpired
	}
	if f.Type == TypeCommand {
		return b.obey(f, now), nil
	}
	if f.Type == TypeTakeover {
		return b.lay(f, now)
	}
	old, known := b.things[f.Thing()]
	if known && b.compare(old, f) < 0 {
		return false, ErrOlder
	}
	if f.Type == TypeScreen {
		if err := b.moveTo(f); err != nil {
			return false, err
		}
	}
	b.things[f.Thing()] = held{f.Key, f.Number, f.From, f.Until, f.Hash}
	return !known || old.hash != f.Hash, nil
}

// compare compares a frame with the book's frame of its thing. Below 0 it is older.
func (b *Book) compare(old held, f Frame) int {
	return cmp.Or(cmp.Compare(b.place(f.Key), b.place(old.key)), cmp.Compare(f.Number, old.number), cmp.Compare(f.From, old.from))
}

func (b *Book) place(key string) int {
	if b.Place == nil {
		return 0
	}
	return b.Place(key)
}

// mine says whether a frame is for what this player shows. Any board is taken, up to MaxBoards: its
// figures may come before the programme that shows them, and only slides of the signed programme
// ever print them.
func (b *Book) mine(f Frame) bool {
	switch f.Type {
	case TypeProgramme:
		return b.own.Audience != "" && f.For == b.own.Audience
	case TypeTakeover:
		return f.For != "" // what it reaches says the rest
	case TypeFigures:
		_, known := b.things[f.Thing()]
		return f.For != "" && (known || b.boards() < MaxBoards)
	}
	return f.For == b.screen
}

func (b *Book) boards() int {
	n := 0
	for thing := range b.things {
		if len(thing) > len(TypeFigures) && thing[:len(TypeFigures)+1] == string(TypeFigures)+"/" {
			n++
		}
	}
	return n
}

// moveTo follows a screen to the audience that its frame names. The programme of the old audience
// is forgotten.
func (b *Book) moveTo(f Frame) error {
	var s Screen
	if err := f.Open(&s); err != nil {
		return err
	}
	if s.Code != b.screen {
		return ErrNotMine
	}
	if s.Audience != b.own.Audience {
		delete(b.things, Frame{Type: TypeProgramme, For: b.own.Audience}.Thing())
	}
	b.own = Screen{Audience: s.Audience, Areas: s.Areas, Canvas: s.Canvas}
	return nil
}

// obey says whether a command is new. Commands are told apart by hash, not by number: a later one
// must not make an earlier one that got lost look old.
func (b *Book) obey(f Frame, now int64) bool {
	if _, done := b.obeyed[f.Hash]; done {
		return false
	}
	if now > 0 {
		maps.DeleteFunc(b.obeyed, func(_ string, until int64) bool { return until > 0 && until <= now })
	}
	if len(b.obeyed) >= maxCommands {
		return false
	}
	b.obeyed[f.Hash] = f.Until
	return true
}

// Obeyed lists the commands that were obeyed and have not expired: their ends by hash. A player
// keeps them over a restart and gives them to [Book.Remember], so that it obeys none twice.
func (b *Book) Obeyed() map[string]int64 { return maps.Clone(b.obeyed) }

// Remember adds what [Book.Obeyed] gave.
func (b *Book) Remember(obeyed map[string]int64) { maps.Copy(b.obeyed, obeyed) }

// Audience is the key of the screen's audience, from its newest frame; "" before there is one.
func (b *Book) Audience() string { return b.own.Audience }

// Highest is the highest number taken under a key, in Unix milliseconds; 0: none. With the working
// key it bounds a clock that nothing else has set.
func (b *Book) Highest(key string) int64 {
	var n int64
	for _, h := range b.things {
		if b.place(h.key) == b.place(key) {
			n = max(n, h.number)
		}
	}
	return n
}

// Has is what a hello says that this player holds: the hash of every thing.
func (b *Book) Has() map[string]string {
	has := make(map[string]string, len(b.things))
	for thing, h := range b.things {
		has[thing] = h.hash
	}
	return has
}

// Drop forgets a thing whose bytes are gone or damaged, so that the next hello asks for it again.
// Its number stays, and nothing older is taken.
func (b *Book) Drop(thing string) {
	if h, ok := b.things[thing]; ok {
		h.hash = ""
		b.things[thing] = h
	}
}

// Newest is the frame of a thing that a sender keeps: f replaces old if it is newer. A lower
// number, an older window of the same number, and an equal hash are not newer.
func Newest(old, f Frame) (Frame, bool) {
	if old.Hash != "" && (f.Number < old.Number || f.Number == old.Number && f.From < old.From || f.Hash == old.Hash) {
		return old, false
	}
	return f, true
}

// Boards lists the boards whose figures a programme prints, each once, in the sequence in which its
// slides name them.
func Boards(p content.Programme) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range p.Slides {
		if s.Board != "" && !seen[s.Board] {
			seen[s.Board] = true
			out = append(out, s.Board)
		}
	}
	return out
}
