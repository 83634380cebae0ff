// Package signin owns accounts, passwords, one-time links, sessions and who may do what.
//
// It decides how people prove who they are and for how long, what a form must carry so that no
// other site can send it (see [Signin.Guard]), and how often somebody may guess. It must not know a
// page or a slide: the studio draws the pages and asks [Need] what somebody may do.
//
// There is no default account and no default password. The first account is made with a one-time
// link that the server's command line prints. Its secret is in the fragment of the address, which
// browsers do not send, and is handed over by POST. So it is in no log and in no history of a
// proxy.
package signin
