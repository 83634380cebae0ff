// Package sheet opens the spreadsheets that reporters have: CSV in the encodings and with the
// separators of Excel and LibreOffice, XLSX and ODS. It also writes the CSV that they open.
//
// It owns the recognising of files by their bytes, what each cell shows and holds, and the limits
// on what a hostile file may cost: they are checked before anything is expanded. What it cannot
// open it refuses with a sentence that says what to do.
//
// It must not know what a column means (that is content/reading), which units there are or whether
// a figure is right (content/figure), nor where a file came from and where the figures go.
package sheet
