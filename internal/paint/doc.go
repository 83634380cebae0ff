// Package paint paints a laid-out slide as an image, as the page at a screen draws it, and reads
// the embedded fonts into the tables that layout measures with.
//
// It owns glyphs, shapes and pixels, for thumbnails, previews and the gallery. It decides nothing:
// sizes, breaks and colours stand in the layout. It must not know a slide, a store or a socket.
package paint
