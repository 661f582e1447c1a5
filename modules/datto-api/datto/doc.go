// Package datto is a client for the Datto RMM API v2. It covers all of its
// operations, returns what the API really sends, keeps within the account's
// request budget, and never sends twice what must not happen twice.
//
//	client, err := datto.NewClient(datto.Merlot, datto.Credentials{
//		APIKey:    os.Getenv("DATTO_API_KEY"),
//		APISecret: os.Getenv("DATTO_API_SECRET"),
//	})
//	if err != nil {
//		return err
//	}
//	for device, err := range client.Devices.All(ctx, nil) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(device.Hostname, device.SiteName)
//	}
//
// Methods are grouped by the noun that they return: client.Devices, client.Sites,
// client.Alerts and so on, see [Client]. The models are those of package
// dattotypes under the names of this package, so one import is enough. A client
// is safe for concurrent use; make one for each account and share it, because it
// holds the token, the connections and the count of requests.
//
// # Authentication
//
// A user generates key and secret in the portal, after an administrator has
// switched API access on. [NewClient] sends nothing; the first call trades the
// pair for a token, later calls use it, and shortly before it expires (a tenth of
// its life, at most five minutes) one call replaces it while the others wait for
// that one. A token that is refused before its time is replaced, and the call
// repeated once.
//
// Programs that run often should not ask for a token each time: [WithTokenStore]
// keeps it from one process to the next. [Client.EnsureToken] hands it out for
// requests that are made in another way.
//
// # Platforms
//
// An account lives on one of six platforms, and its keys work on no other. The
// platform is the first word of the host name in the portal's address:
// [Pinotage], [Merlot], [Concord], [Vidal], [Zinfandel] or [Syrah].
// [ParsePlatform] reads one from a configuration in any letter case, and a
// [*PlatformParseError] lists the valid ones. [WithBaseURL] sends everything to
// another address: a proxy, a test server.
//
// # Paging
//
// Each list has two methods. All… walks every page and yields rows; the loop can
// be left at any time, and the requests stop with it. List… reads one page:
//
//	page, err := client.Sites.List(ctx, &datto.SiteListOptions{PageSize: 50})
//
// A walk yields everything or says what is missing. Rows that shift from one page
// to the next while it runs are yielded once. A row that cannot be decoded comes
// as a [*RowError] and the walk goes on; a page that cannot be read ends it with
// a [*PageError]; fewer rows than the server announced end it with an
// [*IncompleteError], after the rows that there are. So of the errors inside the
// loop only a RowError may be passed over.
//
// Where the server says how many rows there are, up to four pages are fetched
// ahead ([WithReadAhead], [CallReadAhead]); elsewhere it is one. Pages hold at
// most 250 rows.
//
// # Limits
//
// The API counts the requests of the whole account in sliding windows of 60
// seconds: 600 reads, 600 writes, and for each kind of write 100, or 600 for
// user-defined fields. From 90 % on it delays answers, at 100 % it refuses them
// with 429, and who goes on is shut out for some minutes. A client stays below
// the 90 % on its own: calls wait their turn, in the order they came. It asks the
// server for its limits and counters now and then, after some 50 to 100 calls,
// and so respects what other programs use. [WithBudget] takes a share only, for
// programs that should leave room for others, and [Client.Limits] shows the
// windows.
//
// When the server shuts the address out all the same, every call fails at once
// with [ErrBlocked], and [APIError].RetryAt says when calls are sent again.
//
// # Retries
//
// Reads, and writes that end in the same state however often they arrive, are
// repeated after transport failures, cut answers and the statuses 408, 409, 429,
// 500, 502, 503 and 504: up to 5 attempts within 5 minutes, waiting 0.5 s at
// first and 20 s at most, or what the server asks for. [WithRetry] takes another
// [RetryPolicy], one's own [Retry], or [NoRetry].
//
// Quick jobs, creations and key resets are never sent a second time unless it is
// certain that the server did not act on the first. When that is not certain the
// error is an [*AmbiguousError], and somebody has to look. Other writes are sent again;
// when that fails for good after an attempt that may have taken effect, the error is an
// [*AmbiguousError], too, and its Repeatable is true.
//
// # Errors
//
// Types say where a call failed, sentinels say why:
//
//	device, err := client.Devices.Get(ctx, uid)
//	if errors.Is(err, datto.ErrNotFound) {
//		return nil
//	}
//
// [*AuthError]: no token. [*TransportError]: no whole answer arrived. [*APIError]:
// the API answered with an error, with its status and message. [*DecodeError]: it
// answered with success and something that is not the JSON it should be.
// [*ValidationError]: the call was refused here, before anything was sent.
// [*AmbiguousError]: a write may or may not have happened. Walks have
// [*PageError], [*RowError] and [*IncompleteError] besides. The sentinels are
// [ErrUnauthorized], [ErrForbidden], [ErrNotFound], [ErrConflict],
// [ErrRateLimited], [ErrBlocked], [ErrServer], [ErrIncomplete] and [ErrReadOnly].
//
// When a context ends, its own error comes back, so errors.Is with
// [context.Canceled] or [context.DeadlineExceeded] holds.
//
// # Custom requests
//
// [Get], [List], [All] and [Do] call any path with every stage applied: budget,
// token, repeats, typed errors. The type parameter is a type of one's own, or
// [encoding/json.RawMessage] for the server's own objects:
//
//	for row, err := range datto.All[json.RawMessage](ctx, client, "/v2/account/devices") {
//		if err != nil {
//			return err
//		}
//		fmt.Println(string(row))
//	}
//
// [Client.HTTPClient] is for requests that need nothing but the token. It adds
// the token for [Client.BaseURL] and for no other address.
//
// # Observation
//
// [WithLogger] logs one record per attempt, and [WithHook] is told each [Attempt],
// the [ListProgress] of each walk, and what else happens: a metric, a span or a
// progress bar is a few lines. Neither is given an address, a header, a body or a
// secret.
//
// # Secrets
//
// Key, secret and token never appear in a log, an error or an event, and go to
// the configured address only: redirects are refused, and a link to a next page
// on another host is reported and not followed. [Credentials], [Token], [Secret]
// and [UDFs] print as "[redacted]". Keys are as powerful as their user, so
// programs that only read should say [WithReadOnly], which refuses every write
// before it is sent.
//
// The package reads no environment variable, the usual ones for proxies apart,
// prints nothing, and leaves no goroutine behind a call.
//
// # Testing
//
// Package [github.com/datto-go/datto-rmm/modules/datto-api/simulator] is the API
// in a box, with a fleet, limits, and faults on demand. In memory it needs no
// port, and it works in a bubble of [testing/synctest], where a minute's wait
// takes no time:
//
//	sim := simulator.New(simulator.Config{Devices: 500})
//	key, secret := sim.Credentials()
//	client, err := datto.NewClient(datto.Merlot,
//		datto.Credentials{APIKey: key, APISecret: secret},
//		datto.WithHTTPClient(&http.Client{Transport: sim.Transport()}))
package datto
