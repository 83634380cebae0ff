// Package mirror keeps on the disk what a screen needs to play without a server: the signed frames
// as they came, and the media that they name.
//
// It owns a folder: which media are fetched, in which sequence and how often; that a file is used
// only if its bytes match its digest; and that a broken download continues where it stopped. It
// must not know the socket, the keys or the page: its caller says which frames are good.
package mirror
