package picture

import (
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"ngatu/content"
)

// cache remembers previews that were rendered here, so that a page with ten of them does not decode
// a photograph ten times at each look, and lets two be rendered at a time.
type cache struct {
	places chan struct{}
	made   *lru.Cache[pictureKey, Picture]
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

// mostPictures is how many previews are remembered; one takes some hundred kilobytes.
const mostPictures = 128

func newCache() *cache {
	made, err := lru.New[pictureKey, Picture](mostPictures)
	if err != nil { // only for a size that is not positive
		panic(err)
	}
	return &cache{places: make(chan struct{}, 2), made: made}
}

// get is a preview that was rendered, by whoever asked first.
func (c *cache) get(key pictureKey, render func() (Picture, error)) (Picture, error) {
	if one, ok := c.made.Get(key); ok {
		return one, nil
	}
	one, err, _ := c.flight.Do(key.String(), func() (any, error) {
		if one, ok := c.made.Get(key); ok { // made since we looked
			return one, nil
		}
		c.places <- struct{}{}
		defer func() { <-c.places }()
		one, err := render()
		if err == nil {
			c.made.Add(key, one)
		}
		return one, err
	})
	return one.(Picture), err
}
