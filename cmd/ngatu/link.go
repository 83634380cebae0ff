package main

type linkCmd struct{}

func (linkCmd) Run() error { return nil }

type galleryCmd struct{}

func (galleryCmd) Run() error { return nil }
