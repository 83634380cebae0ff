package protocol

import (
	"errors"
	"maps"

	"ngatu/content"
)

// ErrNotMine says that a frame is for another screen, audience or board than this player's own.
var ErrNotMine = errors.New("not for this screen")

// MaxBoards is how many boards a player keeps figures of; more would fill its disk.
const MaxBoards = 256

// maxCommands is how many commands a player remembers so as not to obey one twice.
const maxCommands = 64

// held is what a player remembers of the newest frame of a thing.
type held struct {
	number, from, until int64
	hash                string
}

// Book keeps, for one screen, which frame of each thing is the newest. It keeps no bodies and checks no signatures:
// [Frame.Verify] comes first where the player is one that verifies. It is not safe for several goroutines at once.
type Book struct {
	screen   string
	audience string
	things   map[string]held
	obeyed   map[string]int64 // until, by hash of a command
}

// NewBook is the book of the screen with this code.
func NewBook(screen string) *Book {
	return &Book{screen: screen, things: map[string]held{}, obeyed: map[string]int64{}}
}

// Accept takes a frame that is newer than what the book has and says whether it changes anything: with an equal hash it
// does not. now is the time in Unix milliseconds; 0 says that the clock is unknown, and then nothing expires.
//
// It refuses with ErrNotMine what the screen's own frame does not name, with ErrOlder what is older than a frame taken
// before, with ErrExpired a takeover or command whose time is over, and with ErrType what is not a thing. Programmes and
// screens do not expire: after their window a player falls back on their evergreen and their hours.
func (b *Book) Accept(f Frame, now int64) (changed bool, err error) {
	if !f.Type.Signed() {
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
	old, known := b.things[f.Thing()]
	if known && (f.Number < old.number || f.Number == old.number && f.From < old.from) {
		return false, ErrOlder
	}
	if f.Type == TypeScreen {
		if err := b.moveTo(f); err != nil {
			return false, err
		}
	}
	b.things[f.Thing()] = held{f.Number, f.From, f.Until, f.Hash}
	return !known || old.hash != f.Hash, nil
}

// mine says whether a frame is for what this player shows. Any board is taken, up to MaxBoards: its figures may come
// before the programme that shows them, and only slides of the signed programme ever print them.
func (b *Book) mine(f Frame) bool {
	switch f.Type {
	case TypeProgramme:
		return b.audience != "" && f.For == b.audience
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

// moveTo follows a screen to the audience that its frame names; the programme of another audience is forgotten.
func (b *Book) moveTo(f Frame) error {
	var s Screen
	if err := f.Open(&s); err != nil {
		return err
	}
	if s.Code != b.screen {
		return ErrNotMine
	}
	if s.Audience != b.audience {
		delete(b.things, Frame{Type: TypeProgramme, For: b.audience}.Thing())
		b.audience = s.Audience
	}
	return nil
}

// obey says whether a command was not obeyed before. Commands are told apart by hash, not by number: a later one must
// not make an earlier one that was lost on the way unreadable.
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

// Obeyed are the commands that were obeyed and are not over: until when each holds, by hash. Kept over a restart and
// given to [Book.Remember] they keep a player from obeying one twice.
func (b *Book) Obeyed() map[string]int64 { return maps.Clone(b.obeyed) }

// Remember takes what [Book.Obeyed] gave.
func (b *Book) Remember(obeyed map[string]int64) { maps.Copy(b.obeyed, obeyed) }

// Audience is the key of the audience that the screen belongs to, as its newest frame says; "" before there is one.
func (b *Book) Audience() string { return b.audience }

// Highest is the highest number taken so far, in Unix milliseconds: no clock of this player may be earlier.
func (b *Book) Highest() int64 {
	var n int64
	for _, h := range b.things {
		n = max(n, h.number)
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

// Drop forgets a thing whose bytes are gone or damaged, so that the next hello asks for it again; its number stays, and
// nothing older is taken.
func (b *Book) Drop(thing string) {
	if h, ok := b.things[thing]; ok {
		h.hash = ""
		b.things[thing] = h
	}
}

// Newest is the frame of a thing that a sender keeps: it takes f in the place of old and says whether it did. An older
// number, an older window of the same number, and an equal hash are not taken.
func Newest(old, f Frame) (Frame, bool) {
	if old.Hash != "" && (f.Number < old.Number || f.Number == old.Number && f.From < old.From || f.Hash == old.Hash) {
		return old, false
	}
	return f, true
}

// Boards are the boards whose figures a programme prints, each once, in the order in which its slides name them.
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
