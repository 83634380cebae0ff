package clock

// Machine is the computer's sense of time.
type Machine struct {
	// Mono counts milliseconds and only grows. It is one count while the machine runs, whatever
	// happens to the agent.
	Mono func() int64
	// Boot names the time since the machine was switched on; "": not known.
	Boot func() string
	// Wall is the machine's own clock in Unix milliseconds, and whether NTP keeps it right.
	Wall func() (unix int64, trustworthy bool)
}
