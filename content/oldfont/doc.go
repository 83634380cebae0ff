// Package oldfont writes texts of the Vietnamese fonts from before Unicode as Unicode. Those fonts
// drew their letters in the places of Western European ones; read as Unicode such text is those.
package oldfont
