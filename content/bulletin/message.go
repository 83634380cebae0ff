// Package bulletin is warnings that other bodies send in the Common Alerting Protocol (CAP 1.2,
// OASIS standard of 1 July 2010): what a message says, what is proposed of it to the people on
// duty, and what a later message makes of an earlier one.
//
// It owns these rules and nothing of how a message came. A bulletin puts nothing on a screen: a
// person does, and it is a takeover then.
package bulletin

import "time"

// Message is one message of CAP, as it was read. Texts are as the sender wrote them.
type Message struct {
	Name
	Status string // "Actual", "Exercise", "System", "Test", "Draft"
	Kind   string // msgType: "Alert", "Update", "Cancel", "Ack", "Error"
	Scope  string // "Public", "Restricted", "Private"
	Refers []Name // to messages before it
	Infos  []Info // the same in several languages, or of several events
}

// Name is what other messages call a message by.
type Name struct {
	Sender     string
	Identifier string
	Sent       time.Time
}

// Info is what a message says of an event in a language.
type Info struct {
	Language    string `json:",omitempty"` // RFC 3066; "" is en-US
	Event       string
	Headline    string    `json:",omitempty"`
	Instruction string    `json:",omitempty"`
	SenderName  string    `json:",omitempty"`
	Responses   []string  `json:",omitempty"` // "Shelter", "Evacuate", … "AllClear"
	Urgency     string    // "Immediate", "Expected", "Future", "Past", "Unknown"
	Severity    string    // "Extreme", "Severe", "Moderate", "Minor", "Unknown"
	Certainty   string    // "Observed", "Likely", "Possible", "Unlikely", "Unknown"
	Expires     time.Time // the zero time: the message does not say
	Areas       []Area    `json:",omitempty"`
}

// Area is where a message is for.
type Area struct {
	Text  string // areaDesc
	Codes []Code `json:",omitempty"`
	Shape bool   `json:",omitempty"` // it has polygons or circles
}

// Code is a geocode: a value of some list of codes.
type Code struct {
	List  string // valueName: which list, by the sender's own word
	Value string
}
