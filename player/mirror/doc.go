// Package mirror keeps on the disk of a screen's computer what the screen needs to play without a server: the signed
// frames as they came, and the media that they name.
//
// It owns a folder: which media are fetched, in what order and how often; that a file is used only when its bytes are
// those of its digest, and that a broken download goes on where it stopped.
//
// It must not know the socket, the keys or the page: what a frame is worth is told to it.
package mirror
