// Package qr makes the codes that citizens scan, and reads them back.
//
// It owns how a text becomes squares, how squares become whole pixels, and the rules of size that
// make a code readable from where people stand. The page draws the squares that it is sent; codes
// are made in Go alone.
//
// It must not know where a link leads or whether a canvas has room for it: it says what room is
// needed.
package qr
