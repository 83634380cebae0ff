// Package demo is the campaign on a desk: five screens on one page, the starter campaign approved,
// sample figures that move, and an inbox that publishes.
//
// It owns what is made up and the wall that shows it. Everything it makes up is marked SỐ LIỆU MẪU
// on the slide itself. It must not be reachable in a data folder that is not a demonstration's.
package demo
