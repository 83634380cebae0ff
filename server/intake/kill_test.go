package intake

func importUntilKilled(dir string) {}
