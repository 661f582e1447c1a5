package command

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

const (
	explainFlag = "explain"
	// readLimit and writeLimit are what the server takes of an account in any 60
	// seconds, and bucketLimit of one kind of write. udfLimit is that of the one
	// operation which may be called more often.
	readLimit   = 600
	writeLimit  = 600
	bucketLimit = 100
	udfLimit    = 600
	udfBucket   = "device-udf-set"
	// undelayed is the part of a limit up to which the server does not slow down,
	// trickle the part that is used however small the share.
	undelayed = 0.9
	trickle   = 0.02
	// looksEach is about how many calls the client makes between two looks at the
	// server's counters, firstLook after how many it takes the first.
	looksEach = 100
	firstLook = 50
)

const (
	// TokenOperation is the request for a token.
	TokenOperation = "POST /auth/oauth/token" //nolint:gosec // A path.
	// open is the only operation that needs no token.
	open = "GET /v2/system/status"
)

// AddExplain declares the flag by which a command says what it would cost.
func AddExplain(cmd *cobra.Command) {
	cmd.Flags().Bool(explainFlag, false, "Print the calls this would make and the least time they take, and send nothing")
}

// explaining reports whether --explain was given.
func (c *Call) explaining() bool {
	on, err := c.Command.Flags().GetBool(explainFlag)
	return err == nil && on
}

// Explain prints what the command would cost when --explain asks for that, and
// reports whether it did. No steps stand for one call, or one list, of each
// operation that the command calls.
func Explain(call *Call, steps ...Step) (bool, error) {
	if !call.explaining() {
		return false, nil
	}
	if len(steps) == 0 {
		for _, name := range Operations(call.Command) {
			steps = append(steps, stepOf(call, operation(name), name))
		}
	}
	return true, newEstimate(float64(call.Flags.Budget)).explain(call.Streams.Out, steps)
}

// ExplainOperation is [Explain] for a command that calls one operation, which the
// contract need not know.
func ExplainOperation(call *Call, op *datto.Operation) (bool, error) {
	if !call.explaining() {
		return false, nil
	}
	e := newEstimate(float64(call.Flags.Budget))
	e.known[op.String()] = op
	return true, e.explain(call.Streams.Out, []Step{stepOf(call, op, op.String())})
}

// stepOf is one call of an operation, or the reading of one list.
func stepOf(call *Call, op *datto.Operation, name string) Step {
	if isList(op) {
		return call.Pages(false, name)[0]
	}
	return Once(name, "")
}

func isList(op *datto.Operation) bool {
	return op.Paging == datto.PagingPage || op.Paging == datto.PagingCursor
}

// operation is what the contract knows of an operation. What is not in the contract
// is as harmless as the request for a token and the server's own description.
func operation(name string) *datto.Operation {
	for _, op := range datto.Operations() {
		if op.String() == name {
			return op
		}
	}
	method, path, _ := strings.Cut(name, " ")
	return &datto.Operation{Method: method, Path: path}
}

// estimate adds up what steps cost.
type estimate struct {
	share float64
	known map[string]*datto.Operation

	reads, readsBefore int // all of them, and those before the first write
	lists              bool
	writes             int
	buckets            map[string]int
}

func newEstimate(share float64) *estimate {
	return &estimate{share: share, known: map[string]*datto.Operation{}, buckets: map[string]int{}}
}

// allowed is how many calls the client makes in a window of so many: fewer than
// would be delayed, and its share of those.
func (e *estimate) allowed(limit int) int {
	mark := math.Ceil(float64(limit)*undelayed) - 1
	return max(1, int(float64(limit)*trickle), int(mark*e.share))
}

// explain writes the calls and the least time.
func (e *estimate) explain(w io.Writer, steps []Step) error {
	var text strings.Builder
	if needsToken(steps) {
		steps = append([]Step{Once(TokenOperation, "unless one is kept")}, steps...)
	}
	for i := range steps {
		text.WriteString(e.add(&steps[i]))
	}
	if len(steps) == 0 {
		text.WriteString("no calls\n")
	}
	if looks := e.reads + e.writes; looks > firstLook {
		fmt.Fprintf(&text, "GET /v2/system/request_rate\n  1 read after %d calls and one for each further %d, to see what others use\n", firstLook, looksEach)
	}
	if e.reads > 0 {
		fmt.Fprintf(&text, "reads: %d in 60 s for the whole account, of which up to %d are used here\n", readLimit, e.allowed(readLimit))
	}
	if e.writes > 0 {
		fmt.Fprintf(&text, "writes: %d in 60 s for the whole account, of which up to %d are used here\n", writeLimit, e.allowed(writeLimit))
	}
	text.WriteString("least time: " + e.least() + "\nnothing was sent\n")
	_, err := io.WriteString(w, text.String())
	return err
}

// needsToken reports whether steps need a token and do not say so themselves.
func needsToken(steps []Step) bool {
	needed := false
	for i := range steps {
		switch steps[i].Operations[0] {
		case TokenOperation:
			return false
		case open:
		default:
			needed = true
		}
	}
	return needed
}

// add counts a step and describes it.
func (e *estimate) add(s *Step) string {
	var op *datto.Operation
	for _, name := range s.Operations {
		if op = e.known[name]; op == nil {
			op = operation(name)
		}
	}
	text := strings.Join(s.Operations, "\nor ") + "\n  " + s.count(op)
	switch {
	case s.Operations[0] == TokenOperation:
	case !op.Write:
		e.reads += s.Least
		if e.writes == 0 {
			e.readsBefore += s.Least
		}
		e.lists = e.lists || s.Most == many && s.printed
	default:
		e.writes += s.Most
		e.buckets[op.Bucket] += s.Most
		text += e.bucket(op.Bucket)
	}
	if s.Why != "" {
		text += ", " + s.Why
	}
	return text + "\n"
}

// bucket says what there is to know of a bucket for writes.
func (e *estimate) bucket(name string) string {
	limit := limitOf(name)
	if name == "" {
		return fmt.Sprintf(" in a bucket that is not known here, taken for one of %d calls in 60 s, of which up to %d are used here",
			limit, e.allowed(limit))
	}
	return fmt.Sprintf(" of the %d calls in 60 s that the server takes in the bucket %s, of which up to %d are used here",
		limit, name, e.allowed(limit))
}

func limitOf(bucket string) int {
	if bucket == udfBucket {
		return udfLimit
	}
	return bucketLimit
}

// count says how often a step is called.
func (s *Step) count(op *datto.Operation) string {
	noun := "read"
	switch {
	case op.Write:
		noun = "write"
	case s.Operations[0] == TokenOperation:
		noun = "token"
	}
	n := s.Most
	text := ""
	switch {
	case s.Most == many:
		n, text = s.Least, "at least "
	case s.Least == 0:
		text = "up to "
	case s.Least < s.Most:
		text = fmt.Sprintf("%d to ", s.Least)
	}
	text += fmt.Sprintf("%d %s", n, noun)
	if n != 1 {
		text += "s"
	}
	switch {
	case s.Fewer:
		text += " (fewer if two names mean the same)"
	case s.Most == many && isList(op):
		text += fmt.Sprintf(", one for each %d rows", pageRows)
	case len(s.Operations) > 1:
		text += " of one of them"
	}
	return text
}

// least is the least time that all takes: that of the reads before the writes and
// of the writes, which wait for each other, or that of all reads.
func (e *estimate) least() string {
	reads := e.allowed(readLimit)
	writes := minutes(e.writes, e.allowed(writeLimit))
	for bucket, n := range e.buckets {
		writes = max(writes, minutes(n, e.allowed(limitOf(bucket))))
	}
	text := ""
	switch n := max(minutes(e.reads, reads), minutes(e.readsBefore, reads)+writes); n {
	case 0:
		text = "a few seconds"
	case 1:
		text = "1 minute"
	default:
		text = fmt.Sprintf("%d minutes", n)
	}
	if e.lists {
		text += fmt.Sprintf(", and a minute for each %d rows of a list", reads*pageRows)
	}
	return text
}

// minutes is how long n calls take when so many fit into a window of 60 seconds.
func minutes(n, window int) int { return max(n-1, 0) / window }
