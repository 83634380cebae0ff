package bulletin

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"ngatu/content"
)

// State is how far people are with a bulletin. The words are stored, so they never change.
type State string

// The states.
const (
	Proposed  State = "proposed"  // it waits for somebody on duty, as long as it holds
	Confirmed State = "confirmed" // somebody put it on wherever it is for
	Dismissed State = "dismissed" // somebody decided that it is not shown
	Replaced  State = "replaced"  // a later message says something else
	Cancelled State = "cancelled" // its sender took it back
	Noted     State = "noted"     // it takes back another one, and proposes nothing
)

// Bulletin is what became of a message: what could be put on screens.
type Bulletin struct {
	ID      string    `json:"id"`
	Feed    string    `json:"feed"` // ID
	Name    Name      `json:"name"`
	Refers  []string  `json:"refers,omitempty"` // IDs of the bulletins that it is about
	Came    time.Time `json:"came"`
	Expires time.Time `json:"expires"` // it is for nothing from then on

	Event    string          `json:"event"`
	Language string          `json:"language,omitempty"`
	Gravity  content.Gravity `json:"gravity,omitempty"`
	Drill    bool            `json:"drill,omitempty"`  // an exercise of the sender's
	Words    content.Words   `json:"words,omitzero"`   // without a head nothing of it may be shown
	Cut      []string        `json:"cut,omitempty"`    // sentences that may not be shown
	Long     []string        `json:"long,omitempty"`   // sentences for which there was no room
	Others   []string        `json:"others,omitempty"` // what else the message warns of, which is not shown
	Said     []string        `json:"said,omitempty"`   // where it is for, by the sender's words
	Areas    []string        `json:"areas,omitempty"`  // the same as "period/code", only where Sure
	Sure     bool            `json:"sure,omitempty"`   // Areas is where it is for; without any: the whole city

	State     State          `json:"state"`
	Takeovers []string       `json:"takeovers,omitempty"` // IDs of those that were made of it
	Before    []string       `json:"before,omitempty"`    // IDs of those that were made of the messages that it replaces
	Decided   content.Signed `json:"decided,omitzero"`    // who confirmed or dismissed it
	Over      time.Time      `json:"over,omitzero"`       // when a later message made an end of it
}

// IDOf is the ID of a message that came from a feed: two feeds that bring the same one are two
// witnesses, and neither can take back what came from the other.
func IDOf(feed string, n Name) string {
	sum := sha256.New()
	for _, part := range []string{feed, n.Sender, n.Identifier, n.Sent.UTC().Format(time.RFC3339)} {
		sum.Write([]byte(part))
		sum.Write([]byte{0})
	}
	return "b-" + hex.EncodeToString(sum.Sum(nil)[:10])
}

// Waits reports whether it waits for somebody at an instant.
func (b Bulletin) Waits(at time.Time) bool { return b.State == Proposed && at.Before(b.Expires) }

// Ends reports whether what was put on of it is to be ended by somebody: the sender has taken it
// back, or says something else by now.
func (b Bulletin) Ends() bool {
	return (b.State == Cancelled || b.State == Replaced) && len(b.Takeovers) > 0
}

// Targets are where it is for, as far as that is sure.
func (b Bulletin) Targets() []content.Target {
	var out []content.Target
	for _, key := range b.Areas {
		out = append(out, content.Target{Area: key})
	}
	return out
}

// Take is what a bulletin that has come makes of those that came before: all that change, itself
// included; nothing where it is known. A message is replaced or taken back by its own sender alone,
// through the same feed, in whatever order the two come; and an exercise by an exercise alone: it
// ends no real warning.
func Take(known []Bulletin, b Bulletin) (changed []Bulletin) {
	for _, k := range known {
		if k.ID == b.ID {
			return nil
		}
	}
	end := func(of *Bulletin, by Bulletin) {
		if of.State != Proposed && of.State != Confirmed && of.State != Dismissed {
			return
		}
		if of.State = Replaced; by.State == Noted {
			of.State = Cancelled
		}
		of.Over = b.Came
	}
	for _, k := range known {
		if k.Feed != b.Feed || k.Name.Sender != b.Name.Sender || k.Drill != b.Drill {
			continue
		}
		if slices.Contains(b.Refers, k.ID) {
			if b.State == Proposed {
				b.Before = appendNew(b.Before, append(slices.Clone(k.Before), k.Takeovers...)...)
			}
			was := k.State
			if end(&k, b); k.State != was {
				changed = append(changed, k)
			}
		}
		if slices.Contains(k.Refers, b.ID) {
			end(&b, k)
		}
	}
	return append(changed, b)
}

// Confirm is the bulletin after somebody put it on as a takeover. It waits no more where that is
// for all that it is for.
func (b Bulletin) Confirm(takeover, by string, at time.Time, whole bool) (Bulletin, error) {
	if !b.Waits(at) {
		return b, b.gone()
	}
	b.Takeovers = appendNew(b.Takeovers, takeover)
	if b.Decided = (content.Signed{By: by, At: at}); whole {
		b.State = Confirmed
	}
	return b, nil
}

// Dismiss is the bulletin after somebody decided that it is not shown.
func (b Bulletin) Dismiss(by string, at time.Time) (Bulletin, error) {
	if !b.Waits(at) {
		return b, b.gone()
	}
	b.State, b.Decided = Dismissed, content.Signed{By: by, At: at}
	return b, nil
}

// gone says why nobody can do anything with it any more.
func (b Bulletin) gone() error {
	vi, en := "đã hết hạn", "is over"
	switch b.State {
	case Confirmed:
		vi, en = "đã có người phát", "was put on by somebody"
	case Dismissed:
		vi, en = "đã có người bỏ qua", "was dismissed by somebody"
	case Replaced:
		vi, en = "đã có bản cập nhật thay thế", "was replaced by an update"
	case Cancelled, Noted:
		vi, en = "đã được nơi phát hành hủy", "was taken back by its sender"
	}
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Cảnh báo “" + b.Event + "” " + vi + ". Hãy xem lại danh sách.", En: "The warning “" + b.Event + "” " + en + ". Look at the list again.",
	}
}

func appendNew(list []string, more ...string) []string {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}
