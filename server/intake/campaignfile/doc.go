// Package campaignfile reads campaign.yaml, which sets how the pictures of an inbox folder are
// shown.
//
// It turns the parts of a YAML text into settings, or names each mistake with its line and key. It
// must not read a file or the store: who calls it has the bytes, and decides what they may change.
package campaignfile
