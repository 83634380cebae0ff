// Package grounds checks why everything that is live may be on air. It reads the log from its
// beginning and the rows as they are, and believes neither: what the log says must lead to the
// rows.
//
// It owns the second opinion. It must not share code with what puts things on air, but for the
// rules of content: an error there would be one here.
package grounds
