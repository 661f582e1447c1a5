package simulator

import (
	"errors"
	"net"
	"net/http"
	"time"
)

// Cleaner is the part of testing.TB that [NewServer] needs. Taking it instead
// of testing.TB keeps the testing package out of programs that serve a
// simulator.
type Cleaner interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Server is a simulator on a loopback port.
type Server struct {
	*Simulator

	// URL is the origin, such as http://127.0.0.1:50123.
	URL string
	// BaseURL is what a client is configured with: URL and /api.
	BaseURL string
}

// NewServer serves a simulator on a free loopback port until the test ends.
func NewServer(t Cleaner, config Config) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening on loopback waits for nothing
	if err != nil {
		t.Fatalf("simulator: %v", err)
		return nil
	}
	sim := New(config)
	server := &http.Server{Handler: sim, ReadHeaderTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		t.Helper()
		// Close, not Shutdown: a stalled body would hold the test up for ever.
		_ = server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Fatalf("simulator: %v", err)
		}
	})
	origin := "http://" + listener.Addr().String()
	return &Server{Simulator: sim, URL: origin, BaseURL: origin + apiPrefix}
}
