package content

import "time"

// Standing is a standing approval of a folder of the inbox: what a responsible editor drops there
// goes on air within its bounds, because another person approved that beforehand. What is beyond
// them waits for an approver.
type Standing struct {
	ID      string   `json:"id"`
	Folder  string   `json:"folder"`            // path below the inbox; "": the inbox itself
	Editor  string   `json:"editor,omitempty"`  // staff ID of who answers for the folder; "": By does
	Kinds   []Kind   `json:"kinds,omitempty"`   // none: pictures and clips
	Targets []Target `json:"targets,omitempty"` // the widest that a campaign of the folder may have; none: every screen
	Share   int      `json:"share,omitempty"`   // the greatest weight that it may have; 0: any
	// why slides of which the checks only warn are shown all the same, kept in each of them; "": these
	// wait for an approver
	Despite  string    `json:"despite,omitempty"`
	From     time.Time `json:"from,omitzero"`
	Until    time.Time `json:"until,omitzero"`     // zero: until it is ended
	By       string    `json:"by"`                 // staff ID of who approved
	At       time.Time `json:"at,omitzero"`        // when
	Document string    `json:"document,omitempty"` // number of the paper that it rests on
}

// Answers is the staff ID of whom files of the folder count as.
func (s Standing) Answers() string {
	if s.Editor != "" {
		return s.Editor
	}
	return s.By
}

// Holds reports whether it is in force at an instant.
func (s Standing) Holds(at time.Time) bool {
	return !at.Before(s.From) && (s.Until.IsZero() || at.Before(s.Until))
}
