// Package box takes in what people drop into a watched folder, the inbox: which file is which
// slide, what a standing approval lets on air, what campaign.yaml sets, which sheet holds figures.
// What cannot be taken gets a sentence beside it and a row in the studio.
package box
