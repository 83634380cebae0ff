// Package clock knows what time it is at a screen, for the agent.
//
// It estimates the server's time from authenticated answers and keeps it over a restart of the
// agent, by the machine's count of milliseconds since it was switched on. The machine's own clock
// counts only while NTP keeps it right: small computers have no battery behind it. Time is synced,
// held or unknown ([protocol.ClockState]). The package also corrects the dates of plays that were
// recorded before the time was known.
//
// It owns the file clock.json. It must not know the link to the server or the journal: the agent
// hands it answers and runs.
package clock
