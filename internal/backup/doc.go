// Package backup copies a data folder whose server may be running, and restores a copy into an
// empty place.
//
// It owns the shape of a backup folder:
//
//	media/ab/cd/<digest>     media of all backups, each once; a backup copies only new ones
//	keys/<stamp>.tar         the keys folder, apart from the data; .tar.age if encrypted
//	<stamp>/ngatu.db         the database as of one change
//	<stamp>/files.json       which media and which files of the inbox belong to it
//	<stamp>/manifest.json    when it was made, of what, and the SHA-256 of each part; written last
//
// A stamp is the time in UTC, such as 2026-11-28T19-30-00Z. Everything can be read without this
// program: the database is SQLite, the keys are a tar file that age decrypts, a medium's name is
// its SHA-256.
//
// It must not know what the data mean. It writes nothing to the data folder except the note of the
// last good backup.
package backup
