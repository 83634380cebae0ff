// Package reading says what a spreadsheet means: which table, which row and column is what, and
// what is not certain.
//
// It owns the published dictionary of headers ([Of] takes a column only by its exact name), the
// words that make a sheet doubtful (percent, thousands, "in the week"), the notes above and below a
// table, and the questions that follow. The rule of the house is: ask, do not guess. A reading with
// a question has no rows to release.
//
// It must not know file formats (internal/sheet makes the [Book]), which units exist
// (content/figure matches them), or who asks.
package reading
