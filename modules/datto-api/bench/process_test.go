package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

// The test binary plays three parts, each in a process of its own, so that server and clients share neither heap nor
// garbage collector: the server, a bare client that reads the pages unread, and the client under test.
const roleVariable = "DATTO_BENCH_ROLE"

const (
	fleet    = 100_000
	pageSize = 250
	key      = "bench-key"
	secret   = "bench-secret"
)

func TestMain(m *testing.M) {
	role, argument, _ := strings.Cut(os.Getenv(roleVariable), " ")
	var err error
	switch role {
	case "":
		os.Exit(m.Run())
	case "serve":
		err = serve(os.Stdin, os.Stdout)
	case "drain":
		err = report(argument, drain)
	case "walk":
		err = report(argument, walk)
	default:
		err = fmt.Errorf("unknown part %q", role)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serve answers the pages of the fleet from memory, without compression, until its standard input closes.
func serve(stop io.Reader, out io.Writer) error {
	sim := simulator.New(simulator.Config{
		Devices: fleet, Seed: 1, APIKey: key, APISecret: secret, Limits: simulator.Limits{Off: true},
	})
	pages, err := render(sim)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v2/account/devices" {
			sim.ServeHTTP(w, r)
			return
		}
		page, err := strconv.Atoi(r.URL.Query().Get("page"))
		if err != nil {
			page = 0
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(pages[page])))
		_, _ = w.Write(pages[page])
	})
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	if _, err := fmt.Fprintln(out, listener.Addr()); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, stop)
	return err
}

// render fetches all pages of the fleet from the simulator.
func render(sim *simulator.Simulator) ([][]byte, error) {
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: key, APISecret: secret},
		datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
	if err != nil {
		return nil, err
	}
	token, err := client.EnsureToken(context.Background())
	if err != nil {
		return nil, err
	}
	pages := make([][]byte, fleet/pageSize)
	for i := range pages {
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet,
			client.BaseURL()+"/v2/account/devices?page="+strconv.Itoa(i), http.NoBody)
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := sim.Transport().RoundTrip(request)
		if err != nil {
			return nil, err
		}
		if pages[i], err = io.ReadAll(response.Body); err != nil {
			return nil, err
		}
		if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("page %d: %s: %w", i, response.Status, err)
		}
	}
	return pages, nil
}

// result is what a client process reports.
type result struct {
	Seconds  float64 `json:"seconds"`
	Rows     int     `json:"rows"`
	Bytes    int64   `json:"bytes"`
	Resident int64   `json:"resident"` // largest resident size in bytes, 0 where the system does not tell
}

// report runs a part against the server at address and prints what it measured.
func report(address string, part func(base string) (result, error)) error {
	r, err := part("http://" + address + "/api")
	if err != nil {
		return err
	}
	r.Resident = peakResident()
	return json.NewEncoder(os.Stdout).Encode(r)
}

// drain reads the pages one after another and throws them away unread.
func drain(base string) (result, error) {
	var r result
	client := &http.Client{}
	defer client.CloseIdleConnections()
	start := time.Now()
	for page := range fleet / pageSize {
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, base+"/v2/account/devices?max=250&page="+strconv.Itoa(page), http.NoBody)
		if err != nil {
			return r, err
		}
		response, err := client.Do(request)
		if err != nil {
			return r, err
		}
		n, err := io.Copy(io.Discard, response.Body)
		if err != nil {
			return r, err
		}
		if err := response.Body.Close(); err != nil {
			return r, err
		}
		r.Bytes += n
	}
	r.Seconds = time.Since(start).Seconds()
	return r, nil
}

// walk reads the same pages into models.
func walk(base string) (result, error) {
	var r result
	var read atomic.Int64
	client, err := datto.NewClient("", datto.Credentials{APIKey: key, APISecret: secret}, datto.WithBaseURL(base),
		datto.WithHook(func(_ context.Context, e datto.Event) {
			if attempt, ok := e.(datto.Attempt); ok && attempt.Operation.Path == "/v2/account/devices" {
				read.Add(attempt.Bytes)
			}
		}))
	if err != nil {
		return r, err
	}
	defer client.Close()
	if _, err := client.EnsureToken(context.Background()); err != nil {
		return r, err
	}
	start := time.Now()
	for device, err := range client.Devices.All(context.Background(), nil) {
		if err != nil {
			return r, err
		}
		if device.UID != "" && device.ID != 0 {
			r.Rows++
		}
	}
	r.Seconds, r.Bytes = time.Since(start).Seconds(), read.Load()
	return r, nil
}

// startServer runs the server's process for the length of a benchmark and gives its address.
func startServer(b *testing.B) string {
	b.Helper()
	server := exec.CommandContext(b.Context(), os.Args[0])
	server.Env = append(os.Environ(), roleVariable+"=serve")
	server.Stderr = os.Stderr
	stdin, err := server.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = stdin.Close()
		_ = server.Wait()
	})
	address, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// run plays a part in a process of its own.
func run(b *testing.B, part, address string) result {
	b.Helper()
	client := exec.CommandContext(b.Context(), os.Args[0])
	client.Env = append(os.Environ(), roleVariable+"="+part+" "+address)
	client.Stderr = os.Stderr
	out, err := client.Output()
	if err != nil {
		b.Fatal(err)
	}
	var r result
	if err := json.Unmarshal(out, &r); err != nil {
		b.Fatal(err)
	}
	return r
}
