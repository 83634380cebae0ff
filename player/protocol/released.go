package protocol

import "errors"

// ErrReleased says that the server has released this player: it belongs to no screen any more and
// may enrol again.
var ErrReleased = errors.New("the server has released this player")

// Released takes a player back to its enrolment code. Nothing else does. The server sends it
// instead of a welcome to a player that proves a credential which staff have revoked. Frame.Number
// is the server's time in Unix milliseconds; one from before the player's last enrolment is a
// replay.
type Released struct {
	Screen string     `json:"screen"`
	Device string     `json:"device"`          // KeyName of what the player proved itself with
	Chain  []Handover `json:"chain,omitempty"` // hand-overs since the key that the player follows
}

// Release checks a released frame for a player: its server signed it, for this screen and this
// device, and not before since, when the player was enrolled. nil means that the player is
// released.
func (k Keys) Release(f Frame, screen, device string, since int64) error {
	var r Released
	if f.Type != TypeReleased {
		return ErrType
	}
	if err := f.Open(&r); err != nil {
		return err
	}
	next, _, err := k.Follow(r.Chain)
	if err != nil {
		return err
	}
	switch err := next.Verify(f); {
	case err != nil:
		return err
	case f.For != screen || r.Screen != screen || r.Device != device:
		return ErrNotMine
	case f.Number < since:
		return ErrOlder
	}
	return nil
}
