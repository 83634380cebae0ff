package reserve

// Free returns how many bytes this process's user can still write to the disk of a folder.
func Free(dir string) (int64, error) {
	free, _, err := space(dir)
	return free, err
}
