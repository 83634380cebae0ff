// Package pair draws slides of two pictures: what was, and beside or below it what is.
//
// It owns how their halves come together on a canvas, with what is printed on them and the slide's
// label. Where the halves stand is content's; pictures are opened in workers, one after the other,
// since these are few. It knows no store.
package pair
