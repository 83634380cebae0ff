package picture

import (
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"ngatu/content"
)

// cache remembers what was rendered here or found in it, so that a page with ten previews does not
// decode a photograph ten times at each look, and lets two be made at a time.
type cache[T any] struct {
	places chan struct{}
	made   *lru.Cache[pictureKey, T]
	flight singleflight.Group
}

type pictureKey struct {
	medium        content.Digest
	width, height int
	fit           string
}

func (k pictureKey) String() string {
	return fmt.Sprint(k.medium, " ", k.width, "x", k.height, " ", k.fit)
}

// mostPictures is how many previews are remembered; one takes some hundred kilobytes. What was
// found in one takes little.
const (
	mostPictures = 128
	mostFound    = 4096
)

func newCache[T any](most int) *cache[T] {
	made, err := lru.New[pictureKey, T](most)
	if err != nil { // only for a size that is not positive
		panic(err)
	}
	return &cache[T]{places: make(chan struct{}, 2), made: made}
}

// get is one that was made, by whoever asked first.
func (c *cache[T]) get(key pictureKey, make func() (T, error)) (T, error) {
	if one, ok := c.made.Get(key); ok {
		return one, nil
	}
	one, err, _ := c.flight.Do(key.String(), func() (any, error) {
		if one, ok := c.made.Get(key); ok { // made since we looked
			return one, nil
		}
		c.places <- struct{}{}
		defer func() { <-c.places }()
		one, err := make()
		if err == nil {
			c.made.Add(key, one)
		}
		return one, err
	})
	return one.(T), err
}
