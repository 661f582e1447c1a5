package datto_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

// proxyThat listens as a proxy and hands each connection to answer once it has
// read what is asked for.
func proxyThat(t *testing.T, answer func(conn net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				// A request begins with a letter, what a SOCKS proxy is asked with its version.
				in := bufio.NewReader(conn)
				if first, err := in.Peek(1); err != nil || first[0] < ' ' {
					return
				}
				if _, err := http.ReadRequest(in); err == nil {
					answer(conn)
				}
			}()
		}
	}()
	return listener.Addr().String()
}

// through returns a client that calls https://example.com through a proxy.
func through(t *testing.T, proxy func(*http.Request) (*url.URL, error), opts ...datto.Option) *datto.Client {
	t.Helper()
	transport := &http.Transport{Proxy: proxy}
	watched := datto.WatchProxy(transport)
	t.Cleanup(transport.CloseIdleConnections)
	opts = append(opts, datto.WithHTTPClient(&http.Client{Transport: watched}), datto.WithRetry(datto.NoRetry{}),
		datto.WithBaseURL("https://example.com"))
	client, err := datto.NewClient("", datto.Credentials{APIKey: "KEY", APISecret: "SECRET"}, opts...)
	require.NoError(t, err)
	return client
}

func at(address string) func(*http.Request) (*url.URL, error) {
	return func(*http.Request) (*url.URL, error) { return url.Parse(address) }
}

func saying(status string) func(net.Conn) {
	return func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 "+status+"\r\nContent-Length: 0\r\n\r\n") }
}

func TestWhatAProxyDoesWrongIsTheProxys(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nobody := closed.Addr().String()
	require.NoError(t, closed.Close())
	// The system's own number, which is not syscall.ECONNREFUSED everywhere.
	_, dialed := net.Dial("tcp", nobody)
	refused, ok := errors.AsType[syscall.Errno](dialed)
	require.True(t, ok, "%v", dialed)
	const user = "USER-CANARY:PASSWORD-CANARY@"
	wants, forbids := proxyThat(t, saying("407 Proxy Authentication Required")), proxyThat(t, saying("403 Forbidden"))
	gateway, hangsUp := proxyThat(t, saying("502 Bad Gateway")), proxyThat(t, func(net.Conn) {})
	for name, test := range map[string]struct {
		proxy  string
		status int
		cause  error
	}{
		"wants a password":      {"http://" + wants, 407, nil},
		"forbids":               {"http://" + forbids, 403, nil},
		"reaches nothing":       {"http://" + gateway, 502, nil},
		"hangs up":              {"http://" + hangsUp, 0, io.ErrUnexpectedEOF},
		"nobody there":          {"http://" + nobody, 0, refused},
		"nobody there, SOCKS":   {"socks5://" + nobody, 0, refused},
		"hangs up, SOCKS":       {"socks5://" + hangsUp, 0, nil},
		"does not speak TLS":    {"https://" + forbids, 0, nil},
		"has no name":           {"http://nosuchproxy.invalid:3128", 0, nil},
		"is of an unknown kind": {"gopher://" + nobody, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, err := url.Parse(test.proxy)
			require.NoError(t, err)
			secret := address.Scheme + "://" + user + address.Host
			_, err = through(t, at(secret)).Account.Get(t.Context())
			transport, ok := errors.AsType[*datto.TransportError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, "example.com", transport.Host)
			assert.False(t, transport.Sent, "the request cannot have left")
			proxy, ok := errors.AsType[*datto.ProxyError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, test.proxy, proxy.Proxy)
			assert.Equal(t, test.status, proxy.StatusCode)
			assert.Equal(t, test.status == 0, proxy.Err != nil)
			if test.cause != nil {
				require.ErrorIs(t, err, test.cause)
			}
			assert.Contains(t, err.Error(), test.proxy)
			assert.NotContains(t, err.Error(), "CANARY")
		})
	}
}

func TestAProxyAddressThatCannotBeUsedIsNotRepeated(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(*http.Request) (*url.URL, error){
		"no address": func(*http.Request) (*url.URL, error) {
			return nil, errors.New(`invalid proxy "http://u:PASSWORD-CANARY@%zz"`)
		},
		// The password is 1967#CANARY.
		"a password for a port": http.ProxyURL(&url.URL{Scheme: "http", Host: "CANARY:1967", Fragment: "CANARY@proxy.example:3128"}),
		// This is what net/http makes of a password such as CANARY#.
		"a scheme for a host": http.ProxyURL(&url.URL{Scheme: "http", Host: "http:", Path: "//u:CANARY", Fragment: "@proxy.example:3128"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := through(t, address).Account.Get(t.Context())
			proxy, ok := errors.AsType[*datto.ProxyError](err)
			require.True(t, ok, "%v", err)
			assert.Empty(t, proxy.Proxy)
			require.ErrorContains(t, err, "the address of the proxy cannot be used")
			assert.NotContains(t, err.Error(), "CANARY")
			assert.NotContains(t, err.Error(), "1967")
		})
	}
}

func TestAProxyThatNeverAnswersIsNamed(t *testing.T) {
	t.Parallel()
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	silent := proxyThat(t, func(net.Conn) { <-over })
	_, err := through(t, at("http://"+silent), datto.WithHeaderTimeout(50*time.Millisecond)).Account.Get(t.Context())
	proxy, ok := errors.AsType[*datto.ProxyError](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, "http://"+silent, proxy.Proxy)
	require.ErrorIs(t, err, datto.ErrHeaderTimeout)
}

func TestWhatComesAfterTheProxyIsNotTheProxys(t *testing.T) {
	t.Parallel()
	opens := proxyThat(t, saying("200 Connection established"))
	_, err := through(t, at("http://"+opens)).Account.Get(t.Context())
	require.Error(t, err)
	_, ok := errors.AsType[*datto.ProxyError](err)
	assert.False(t, ok, "the way was open: %v", err)

	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	direct := func(*http.Request) (*url.URL, error) { return nil, nil } //nolint:nilnil // this is how a transport is told
	res, err := (&http.Client{Transport: datto.WatchProxy(&http.Transport{
		Proxy: direct, TLSClientConfig: server.Client().Transport.(*http.Transport).TLSClientConfig,
	})}).Get(server.URL)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
}
