// Package exitcode turns errors into what a run ends with: an exit status for
// scripts, a line with the cause and a line with the next step for people.
package exitcode

// The exit statuses. They are part of the program's interface: see
// docs/exit-codes.md.
const (
	// Done: everything was done, and everything was printed.
	Done = 0
	// Failed: anything that has no status of its own.
	Failed = 1
	// Cancelled: interrupted, or a question answered with no.
	Cancelled = 2
	// Credentials: missing or refused credentials, or not enough rights.
	Credentials = 4
	// NotFound: what was named does not exist.
	NotFound = 5
	// Limited: the account's request budget is used up, or this address is blocked.
	Limited = 6
	// Incomplete: some of what was asked for is missing from the output.
	Incomplete = 7
	// Uncertain: a write was sent and nobody knows whether it took effect.
	Uncertain = 8
)
