// Package s3 keeps media in a bucket of S3: Amazon's, or any server that speaks its protocol.
//
// It owns the requests, the sentences for what goes wrong with them, and a bounded folder of copies
// on this machine, from which everything is served: what is there plays on while S3 is away. Several
// servers may use one bucket. Each object is whole and has the digest of its bytes as its name, so
// two that put the same one do no harm.
//
// It must not know what the bytes mean, or where settings come from.
package s3
