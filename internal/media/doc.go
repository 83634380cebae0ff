// Package media turns a file that somebody sent into something a screen can show.
//
// It owns what a file really is (judged by its bytes, never from its name), the limits it is opened
// in, its size, length and codec, and the renditions made from it at the exact pixels of a canvas.
// Whatever is refused is refused with a sentence that says what to do.
//
// Every file is taken for hostile: a picture is decoded within limits of bytes, pixels, memory and
// time, and what is shown is always encoded again from its pixels, so that nothing hidden in a file
// reaches a screen. A video is shown as it came, with its index moved to the front, after its
// structure was read through.
//
// It must not know where files are kept, which slide they belong to, or which screens exist.
package media
