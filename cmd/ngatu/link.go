package main

type linkCmd struct{}

func (linkCmd) Run() error { return nil }


