// Package machine reads the state of a screen's computer: heat, memory, disk and load.
//
// It only reads. What it cannot know is zero: a container has no thermometer, and systems other
// than Linux have none of these files. It must not know the agent or what the figures are for.
package machine

// State is the state of the computer at one moment.
type State struct {
	Celsius float64 // the hottest thermometer; 0: not known
	Slowed  bool    // the processor runs slower now because of heat or bad power (Raspberry Pi)

	Memory int64 // bytes of memory
	Free   int64 // bytes of it that programs can still have
	Disk   int64 // bytes of the disk that the data lies on
	Room   int64 // bytes of it that this user can still write
	Own    int64 // bytes of memory that this process takes (resident)

	Load   float64 // processes that wanted to run, averaged over the last minute
	Uptime int64   // seconds since the machine was switched on
}

// Look reads the state. dir is a folder on the disk to measure.
func Look(dir string) State { return look("/", dir) }
