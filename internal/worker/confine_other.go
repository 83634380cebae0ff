//go:build !linux

package worker

// rules are empty: this system has nothing to enforce them.
type rules struct{}

func parserRules() rules { return rules{} }

// confine has only the watchdog here.
func confine(l limits, _ rules) (missing []string) {
	if l.memory > 0 {
		watch(l.memory)
	}
	return []string{"landlock", "seccomp", "limits of memory and processor time"}
}

// Memory is a guess: this system is not asked.
func Memory() int64 { return 4 << 30 }
