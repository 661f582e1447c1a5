// Package bench measures the client against bare net/http, as ratios in one run, because the machines that run it are shared
// and their speed drifts. `task bench` runs it; nothing imports it.
package bench
