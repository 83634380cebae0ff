// Package edge answers what any request from outside raises: which address it comes from, under
// which name it asked for this server, whether a page of ours sent it, how many connections,
// attempts and unfinished bodies an address may have, and which HTTP status an error gets.
//
// It owns the list of trusted proxies and the accepted origins, and the log lines that name what a
// proxy leaves out. It must not know a store, a person or a screen: packages that limit or refuse
// somebody ask it and decide for themselves.
package edge
