//go:build darwin || windows

package credential

// reachSystem finds nothing in the way: the keyring is a part of the system.
func reachSystem() error { return nil }
