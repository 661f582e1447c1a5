// Package simulator is the Datto RMM API v2 in a box: an http.Handler with a
// fleet, state, limits and faults of its own, for trying things out without an
// account and for testing programs that use the API.
//
// It imitates the API as it behaves on the wire, not as it is documented:
// times are epoch milliseconds, a device carries all 300 user-defined fields
// with null in those that are not set, alert lists have no total, writes
// answer with an empty body. It knows nothing of any client.
//
// The quickest use is in memory, with no port:
//
//	sim := simulator.New(simulator.Config{Devices: 500, Seed: 7})
//	client := &http.Client{Transport: sim.Transport()}
//	key, secret := sim.Credentials()
//
// A Simulator is an http.Handler too, and [NewServer] serves one on loopback
// for the length of a test.
//
// Everything in it is invented: no name, address or number belongs to a real
// account.
package simulator
