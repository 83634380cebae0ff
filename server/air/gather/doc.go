// Package gather reads from the store all that bears on what is on, as it stands at one change, and
// then follows the log: after the next change it reads only what the log names, and says what
// differs. It owns no rule and makes no frame.
package gather
