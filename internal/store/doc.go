// Package store keeps what Ngatu knows: one SQL text for SQLite (the embedded default) and
// PostgreSQL, a noun a file.
//
// It owns the schema with its numbered migrations, the one write door [Store.Change] with the
// append-only log of changes behind it, and durability: what was acknowledged is on disk. Writes
// and reads of a noun stand side by side: a [Reader] answers from a [Store], from a snapshot
// ([Store.View]) and from within a change ([Tx]); only a Tx changes. Plays, scans, presence and
// what players are sent do not pass the log: their methods are the Store's own.
//
// SQLite keeps a second process away by a lock beside its file, PostgreSQL a second server by a
// leased row that every transaction that writes looks at ([Store.Lost]). [Copy] takes all of a
// database to another of either kind.
//
// It must not know rules: who may do what, what is eligible, what a password is worth. It keeps
// what it is given, and refuses only what would lose or mix up data. It never deletes, renames or
// repairs a database file that it cannot read.
//
// Times in the database are Unix milliseconds, UTC, 0 for none; they come back as [time.Time] in
// UTC, zero for none.
package store
