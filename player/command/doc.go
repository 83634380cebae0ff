// Package command does what the server tells a screen to do once: identify, reload, dim, restart
// the browser or the machine, send a screenshot or the log.
//
// It hands the page its commands and carries out the agent's own, one at a time. It owns three
// things that must survive: which commands were begun (commands.json), so that no restart of the
// machine is done twice; which were carried out (done.json); and the answers on their way to the
// server. It must not know the link, the browser or the pages: the agent hands it what they can do.
// Commands are checked before they come here.
package command
