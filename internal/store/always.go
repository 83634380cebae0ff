package store

// always says whether a change must work on a full disk too: what takes something off the glass
// or puts a warning on it, who may do that, and what only makes the data less. It is known by
// its line in the log.
func always(verb string, noun Noun) bool {
	switch verb {
	case "take_off", "put_on", VerbEntered, VerbRefused, "confirm", "end", "delete", "discard", "revoke", "hold", "prolong", "continue":
		return true
	case "use", "create", "change":
		return noun == NounSession || noun == NounLink || noun == NounStaff
	}
	return false
}
