// Package sheet turns the spreadsheets that reporters have into rows of figures: CSV in the encodings and with the
// separators of Excel and LibreOffice, and XLSX.
//
// It owns the recognising of files, headers, numbers and dates, and the limits on what a hostile file may cost. What
// it cannot read it refuses with a sentence that says what to do.
//
// It must not know which units there are or whether a figure is right (that is [ngatu/content/figure]), nor where a file
// came from and where the figures go.
package sheet
