// Package archive reads files that are zips of XML: those of Office and of OpenDocument.
//
// It bounds what is unpacked, not what is packed: a file that lies about its sizes fails at the
// first byte too many. It knows no format, and belongs in a worker.
package archive
