// Package studio is the room of the staff: slides from upload to air, screens, figures, settings.
//
// It owns the pages, what each of them asks and shows, and the order of acts on a slide as people meet it. It must not
// decide what content decides (who may approve, what is eligible), take files in by itself (that is intake's) or know how a
// password is checked (signin's). Templates and scripts lie in assets/studio.
//
// Every page works as a plain form; scripts only make it quicker. Nothing in a page is run or styled inline, so the
// content security policy allows neither. routes.go is the table of all there is; a handler stands in the file of its
// name, noun_verb.go.
package studio
