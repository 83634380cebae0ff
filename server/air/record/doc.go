// Package record reads what screens had been sent: by an instant that is over, or over a window of
// time. Every frame that was sent is kept with the time it held, so this is not worked out again:
// slides may have changed since, holds been lifted, takeovers ended. It must know no rule of what
// is on air, and writes nothing.
package record
