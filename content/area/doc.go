// Package area is the administrative units of the city, keyed by (period, code), and the way from a
// name as people write it to one of them.
//
// It owns the periods of validity, the kinds and levels of units, the [Set] that holds them, and
// [Fold], the key on which Vietnamese names are compared. A code alone means nothing: the reform of
// 1 July 2025 gave every new ward the code of an old commune.
//
// It must not know figures, screens, the disk or the clock: its data is handed to it, instants are
// arguments, and the standard library is all it imports.
package area
