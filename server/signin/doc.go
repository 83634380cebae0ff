// Package signin knows who is at the studio's door: accounts, passwords, one-time links, sessions and roles.
//
// It owns how a person proves who they are and how long that holds, what a form must carry so that no other site can send
// it (see [Signin.Guard]), and the limits on guessing. It must not know a page or a slide: the studio draws the pages and
// asks [Need] what somebody may do.
//
// There is no default account and no default password. The first account is made through a one-time link that the
// server's command line prints; its secret travels in the fragment of the address, which browsers send to nobody, and is
// handed over by POST, so that it stands in no log and no history of a proxy.
package signin
