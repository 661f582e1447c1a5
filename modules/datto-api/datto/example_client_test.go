package datto_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-api/simulator"
)

func ExampleNewClient() {
	client, err := datto.NewClient(datto.Merlot, datto.Credentials{
		APIKey:    "my-key",
		APISecret: "my-secret",
	})
	if err != nil {
		log.Fatal(err)
	}
	// Nothing has been sent yet: the first call asks for a token.
	fmt.Println(client.Platform())
	fmt.Println(client.BaseURL())
	// Output:
	// merlot
	// https://merlot-api.centrastage.net/api
}

func ExamplePlatforms() {
	for _, platform := range datto.Platforms() {
		fmt.Println(platform, platform.BaseURL())
	}
	// Output:
	// pinotage https://pinotage-api.centrastage.net/api
	// merlot https://merlot-api.centrastage.net/api
	// concord https://concord-api.centrastage.net/api
	// vidal https://vidal-api.centrastage.net/api
	// zinfandel https://zinfandel-api.centrastage.net/api
	// syrah https://syrah-api.centrastage.net/api
}

func ExampleParsePlatform() {
	platform, err := datto.ParsePlatform("Zinfandel")
	fmt.Println(platform, err)

	_, err = datto.ParsePlatform("riesling")
	fmt.Println(err)
	if unknown, ok := errors.AsType[*datto.PlatformParseError](err); ok {
		fmt.Println("not a platform:", unknown.Name)
	}
	// Output:
	// zinfandel <nil>
	// datto: unknown platform "riesling": valid platforms are pinotage, merlot, concord, vidal, zinfandel, syrah
	// not a platform: riesling
}

func ExampleClient_Platform() {
	client, _ := exampleClient()
	fmt.Println(client.Platform())
	// Output: merlot
}

func ExampleClient_EnsureToken() {
	client, sim := exampleClient()
	ctx := context.Background()

	// Any number of callers at once share one request.
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := client.EnsureToken(ctx); err != nil {
				log.Print(err)
			}
		})
	}
	group.Wait()

	token, err := client.EnsureToken(ctx)
	if err != nil {
		log.Fatal(err)
	}
	// The token is a secret, so an example does not print it.
	fmt.Println("a token:", token != "")
	fmt.Println("token requests:", sim.CountCalls("POST /auth/oauth/token"))
	// Output:
	// a token: true
	// token requests: 1
}

// A token is replaced shortly before it expires, without the caller's doing.
func ExampleClient_EnsureToken_refreshed() {
	store := &memoryStore{tokens: map[datto.TokenKey]datto.Token{}}
	ctx := context.Background()
	var tokens []string
	for _, left := range []time.Duration{0, time.Hour, time.Minute} {
		if left > 0 {
			store.leave(left)
		}
		client, _ := exampleClient(datto.WithTokenStore(store))
		token, err := client.EnsureToken(ctx)
		if err != nil {
			log.Fatal(err)
		}
		tokens = append(tokens, token)
	}
	fmt.Println("an hour left, kept:", tokens[1] == tokens[0])
	fmt.Println("a minute left, kept:", store.saves == 1)
	// Output:
	// an hour left, kept: true
	// a minute left, kept: false
}

// The HTTP client adds the token to requests for the base URL. It is for what has
// to be done by hand; [Get] and [Do] also keep to the request budget and repeat
// what failed.
func ExampleClient_HTTPClient() {
	client, _ := exampleClient()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, client.BaseURL()+"/v2/system/pagination", http.NoBody)
	if err != nil {
		log.Fatal(err)
	}
	res, err := client.HTTPClient().Do(req)
	if err != nil {
		log.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.StatusCode, string(body))
	// Output: 200 {"max":250}
}

func ExampleClient_Limits() {
	client, _ := exampleClient(datto.WithBudget(0.5))
	if _, err := client.Account.Get(context.Background()); err != nil {
		log.Fatal(err)
	}
	limits := client.Limits()
	fmt.Println("window:", limits.WindowSize)
	fmt.Println("reads of the account:", limits.Reads.Limit)
	fmt.Println("reads of this client:", limits.Reads.Used, "of", limits.Reads.Allowed)
	// Output:
	// window: 1m0s
	// reads of the account: 600
	// reads of this client: 1 of 269
}

func ExampleWithBaseURL() {
	client, err := datto.NewClient("", datto.Credentials{APIKey: "my-key", APISecret: "my-secret"},
		datto.WithBaseURL("http://127.0.0.1:8080"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(client.BaseURL())

	// Plain http would show key and secret to the network.
	_, err = datto.NewClient("", datto.Credentials{APIKey: "my-key", APISecret: "my-secret"},
		datto.WithBaseURL("http://rmm.example.com/api"))
	fmt.Println(err)
	// Output:
	// http://127.0.0.1:8080/api
	// datto: invalid base URL: plain http is allowed to this machine only: use https
}

func ExampleWithReadOnly() {
	client, sim := exampleClient(datto.WithReadOnly())
	err := client.Alerts.Resolve(context.Background(), "00000000-0000-4000-8000-000000000000")
	fmt.Println(errors.Is(err, datto.ErrReadOnly))
	fmt.Println("requests:", sim.CountCalls(""))
	// Output:
	// true
	// requests: 0
}

func ExampleWithLogger() {
	withoutTimes := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Value.Kind() == slog.KindDuration {
			return slog.Attr{}
		}
		if a.Key == "bytes" {
			return slog.Bool("bytes", a.Value.Int64() > 0)
		}
		return a
	}
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		Level: slog.LevelDebug, ReplaceAttr: withoutTimes,
	}))
	client, _ := exampleClient(datto.WithLogger(logger))
	if _, err := client.System.GetPagination(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// level=DEBUG msg="datto attempt" operation="POST /auth/oauth/token" attempt=1 status=200 bytes=true
	// level=DEBUG msg="datto attempt" operation="GET /v2/system/pagination" attempt=1 status=200 bytes=true
}

// A call that is repeated makes several attempts.
func ExampleWithHook() {
	attempts := map[string]int{}
	client, sim := exampleClient(
		datto.WithRetry(datto.RetryPolicy{
			MaxAttempts: 3, MaxElapsed: time.Minute, MinBackoff: time.Millisecond, MaxBackoff: time.Millisecond,
		}),
		datto.WithHook(func(_ context.Context, event datto.Event) {
			if attempt, ok := event.(datto.Attempt); ok {
				attempts[attempt.Operation.ID]++
			}
		}),
	)
	sim.AddFault(simulator.Fault{Kind: simulator.FaultUnavailable, Operation: "GET /v2/account", Nth: 1})

	if _, err := client.Account.Get(context.Background()); err != nil {
		log.Fatal(err)
	}
	fmt.Println("attempts:", attempts["getAccount"])
	// Output: attempts: 2
}

// A walk over a large fleet can show how far it is.
func ExampleWithHook_progress() {
	client, _ := exampleClient(datto.WithHook(func(_ context.Context, event datto.Event) {
		if progress, ok := event.(datto.ListProgress); ok && progress.Total != nil {
			fmt.Printf("%d of %d\n", progress.Rows, *progress.Total)
		}
	}))
	for _, err := range client.Devices.All(context.Background(), &datto.DeviceListOptions{PageSize: 4}) {
		if err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// 4 of 6
	// 6 of 6
}

// Spans for OpenTelemetry: each attempt becomes a client span with the attributes
// of its semantic conventions for HTTP. With the SDK, export is
//
//	_, span := tracer.Start(ctx, name, trace.WithTimestamp(start), trace.WithSpanKind(trace.SpanKindClient))
//	span.SetAttributes(attributes...)
//	span.End(trace.WithTimestamp(end))
func ExampleWithHook_openTelemetry() {
	export := func(_ context.Context, name string, start, end time.Time, attributes []slog.Attr) {
		fmt.Println(name, !end.Before(start))
		for _, attribute := range attributes {
			fmt.Println(" ", attribute)
		}
	}
	client, _ := exampleClient(datto.WithHook(func(ctx context.Context, event datto.Event) {
		attempt, ok := event.(datto.Attempt)
		if !ok {
			return
		}
		attributes := []slog.Attr{
			slog.String("http.request.method", attempt.Operation.Method),
			slog.String("url.template", attempt.Operation.Path),
			slog.Int("http.request.resend_count", attempt.Number-1),
			slog.Int("http.response.status_code", attempt.StatusCode),
		}
		if attempt.Err != nil {
			attributes = append(attributes, slog.String("error.type", fmt.Sprintf("%T", attempt.Err)))
		}
		export(ctx, attempt.Operation.String(), attempt.Start, attempt.Start.Add(attempt.Duration), attributes)
	}))
	// The status is the one call that needs no token.
	if _, err := client.System.GetStatus(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// GET /v2/system/status true
	//   http.request.method=GET
	//   url.template=/v2/system/status
	//   http.request.resend_count=0
	//   http.response.status_code=200
}

// memoryStore keeps tokens for as long as the program runs. One that keeps them
// in a file lets the next run go on with them.
type memoryStore struct {
	mu     sync.Mutex
	saves  int
	tokens map[datto.TokenKey]datto.Token
}

func (s *memoryStore) Load(_ context.Context, key datto.TokenKey) (datto.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[key], nil
}

func (s *memoryStore) Save(_ context.Context, key datto.TokenKey, token datto.Token) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saves++
	s.tokens[key] = token
	return nil
}

// leave makes every token one of 100 hours that has only so much left.
func (s *memoryStore) leave(left time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, token := range s.tokens {
		token.Expires = time.Now().Add(left)
		token.Issued = token.Expires.Add(-100 * time.Hour)
		s.tokens[key] = token
	}
}

func ExampleWithTokenStore() {
	sim := simulator.New(simulator.Config{Devices: 1, Seed: 7})
	key, secret := sim.Credentials()
	store := &memoryStore{tokens: map[datto.TokenKey]datto.Token{}}

	// Two clients, as two runs of a program would make them.
	for range 2 {
		client, err := datto.NewClient(datto.Merlot, datto.Credentials{APIKey: key, APISecret: secret},
			datto.WithTokenStore(store), datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
		if err != nil {
			log.Fatal(err)
		}
		if _, err := client.Account.Get(context.Background()); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("token requests:", sim.CountCalls("POST /auth/oauth/token"))
	// Output: token requests: 1
}

func ExampleCredentials() {
	credentials := datto.Credentials{APIKey: "my-key", APISecret: "my-secret"}
	fmt.Printf("%v %+v %#v\n", credentials, credentials, credentials)
	// Output: [redacted] [redacted] [redacted]
}
