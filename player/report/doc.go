// Package report tells the server how a screen is: its status.
//
// It joins what the pages say with what the agent knows: trouble, the computer's disk and heat, how
// good the connection is, what was refused. It sends a status when something in it changes, and now
// and then anyway; each one is paid for, on a SIM card, by the byte.
//
// It must not know the parts it reports on, nor the link: the agent asks them and hands it the
// answers.
package report
